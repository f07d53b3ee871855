"""Rankings for people: live or as stored; runs, lots, protests, and who would go on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionAward,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionLine,
    CompetitionLot,
    CompetitionPrize,
    CompetitionProtest,
    CompetitionRun,
)
from hrgrid.training.queries.competition_blocking import (
    open_ties,
    protests_until,
    ranking_titles,
)
from hrgrid.training.queries.competition_inputs import (
    Inputs,
    applied_run,
    entrants_in_order,
    input_hash,
    lots_drawn,
    rank_inputs,
    read_inputs,
)
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.rules.competing import (
    PERSON_RANKING,
    TEAM_RANKING,
    AwardState,
    RankingRunState,
    Side,
)
from hrgrid.training.rules.competition_rows import (
    AdvancePlan,
    LotRow,
    OpenTieRow,
    ProtestRow,
    RankingRow,
    RankingTitle,
    RunRow,
    StandingsRow,
)
from hrgrid.training.rules.standing_rows import (
    AllRankings,
    ComparedStep,
    DroppedMark,
    PartLine,
    RankedLine,
    TieLine,
)
from hrgrid.training.rules.ties import order_drawn


def live_standings(work: UnitOfWork, competition_id: int) -> StandingsRow:
    """All rankings of what is there by now; who lacks a mark has no total yet."""
    competition = seen_competition(work, competition_id)
    return standings_of(work, competition, read_inputs(work, competition))


def standings_of(work: UnitOfWork, competition: Competition, inputs: Inputs) -> StandingsRow:
    """The same of what a caller has read."""
    found = rank_inputs(inputs)
    titles = ranking_titles(work, competition)
    return StandingsRow(
        competition.id,
        None,
        _titles(titles),
        tuple(ranking_rows(found.lines, inputs.entrants)),
        tuple(open_ties(work, competition, found)),
        input_hash(inputs),
    )


def stored_standings(
    work: UnitOfWork, competition_id: int, run_number: int | None = None
) -> StandingsRow:
    """The rankings that count, or those of an earlier run; UserError where there are none."""
    competition = seen_competition(work, competition_id)
    run = applied_run(work, competition_id)
    if run_number is not None:
        run = work.session.scalars(
            select(CompetitionRun).where(
                CompetitionRun.competition_id == competition_id,
                CompetitionRun.number == run_number,
            )
        ).one_or_none()
    if run is None:
        raise UserError(f"“{competition.title}”还没有排名。请先截止评分")
    entrants = entrants_in_order(work, competition_id)
    lines = stored_lines(work, run.id, {one.id: one.number for one in entrants})
    held = _prizes_held(work, competition_id)
    titles = ranking_titles(work, competition)
    at = {code: place for place, code in enumerate(titles)}
    lines.sort(key=lambda line: at.get(line.ranking, len(at)))
    return StandingsRow(
        competition_id,
        _run(run),
        _titles(titles),
        tuple(ranking_rows(lines, entrants, held)),
        _stored_ties(work, competition, lines),
        run.input_hash,
    )


def stored_lines(work: UnitOfWork, run_id: int, numbers: Mapping[int, int]) -> list[RankedLine]:
    """The lines of a run, best first in each ranking."""
    rows = work.session.scalars(select(CompetitionLine).where(CompetitionLine.run_id == run_id))
    lines = [_stored(row, numbers[row.entrant_id]) for row in rows]
    last = len(lines) + 1
    return sorted(
        lines,
        key=lambda line: (
            line.ranking,
            line.rank if line.rank is not None else last,
            line.beside is None,
            line.beside or 0,
            line.number,
        ),
    )


def ranking_rows(
    lines: Iterable[RankedLine],
    entrants: Iterable[CompetitionEntrant],
    held: Mapping[tuple[int, str], str] | None = None,
) -> list[RankingRow]:
    """Lines with the names of those whom they rank."""
    by_number = {one.number: one for one in entrants}
    names = {one.id: one.name for one in by_number.values()}
    rows = []
    for line in lines:
        one = by_number[line.number]
        rows.append(
            RankingRow(
                line.ranking,
                one.id,
                one.number,
                one.name,
                one.unit,
                "" if one.team_id is None else names[one.team_id],
                one.guest,
                line.total,
                line.shown,
                line.decimals,
                line.rank,
                line.tied,
                line.beside,
                line.note,
                line.partial,
                line.parts,
                line.compared,
                line.dropped,
                (held or {}).get((one.id, line.ranking), ""),
            )
        )
    return rows


def run_history(work: UnitOfWork, competition_id: int) -> list[RunRow]:
    """Every run, the newest first."""
    seen_competition(work, competition_id)
    query = select(CompetitionRun).where(CompetitionRun.competition_id == competition_id)
    return [_run(run) for run in work.session.scalars(query.order_by(CompetitionRun.number.desc()))]


def lots_of(work: UnitOfWork, competition_id: int) -> list[LotRow]:
    """Every lot on record, the oldest first."""
    competition = seen_competition(work, competition_id)
    titles = ranking_titles(work, competition)
    names = {one.number: one.name for one in entrants_in_order(work, competition_id)}
    query = select(CompetitionLot).where(CompetitionLot.competition_id == competition_id)
    rows = []
    for lot in work.session.scalars(query.order_by(CompetitionLot.id)):
        numbers = tuple(json.loads(lot.result))
        rows.append(
            LotRow(
                lot.id,
                lot.ranking,
                titles.get(lot.ranking, lot.ranking),
                numbers,
                tuple(names[number] for number in numbers),
                lot.method,
                lot.input_hash,
                lot.seed,
                lot.witnesses,
                lot.made_at,
                lot.made_by,
            )
        )
    return rows


def protests_of(work: UnitOfWork, competition_id: int) -> list[ProtestRow]:
    """Every protest, by number."""
    competition = seen_competition(work, competition_id)
    until = protests_until(competition)
    query = (
        select(CompetitionProtest, CompetitionEntrant.name, CompetitionEvent.title)
        .join(CompetitionEntrant, CompetitionEntrant.id == CompetitionProtest.entrant_id)
        .outerjoin(CompetitionEvent, CompetitionEvent.id == CompetitionProtest.event_id)
        .where(CompetitionProtest.competition_id == competition_id)
        .order_by(CompetitionProtest.number)
    )
    return [
        ProtestRow(
            each.id,
            competition_id,
            each.number,
            each.event_id,
            title or "",
            each.entrant_id,
            name,
            each.filed_by,
            each.filed_at,
            each.content,
            each.state,
            each.finding,
            each.decided_by,
            each.decided_at,
            each.scan_sha256,
            until is not None and each.filed_at > until,
        )
        for each, name, title in work.session.execute(query).tuples().all()
    ]


def advance_plan(work: UnitOfWork, competition_id: int, side: Side = Side.PERSON) -> AdvancePlan:
    """Who goes on by the ranking that counts; `tied` stand across the line and no lot was drawn."""
    competition = seen_competition(work, competition_id)
    if competition.next_id is None or not competition.advancing:
        raise UserError(f"“{competition.title}”没有写晋级到哪场比武、前几名晋级。请先补上")
    run = applied_run(work, competition_id)
    if run is None:
        raise UserError(f"“{competition.title}”还没有排名。请先截止评分")
    entrants = {one.number: one for one in entrants_in_order(work, competition_id)}
    numbers = {one.id: one.number for one in entrants.values()}
    ranking = PERSON_RANKING if side is Side.PERSON else TEAM_RANKING
    lines = [
        line
        for line in stored_lines(work, run.id, numbers)
        if line.ranking == ranking and line.rank is not None
    ]
    left, going, tied = competition.advancing, list[int](), list[int]()
    for rank in sorted({line.rank for line in lines if line.rank is not None}):
        equals = [line.number for line in lines if line.rank == rank]
        if len(equals) > left > 0:
            order = order_drawn(ranking, equals, lots_drawn(work, competition, prizes=True))
            going += order[:left] if order is not None else ()
            tied = [] if order is not None else equals
        elif left > 0:
            going += equals
        left -= len(equals)
    there = set(
        work.session.scalars(
            select(CompetitionEntrant.from_id).where(
                CompetitionEntrant.competition_id == competition.next_id,
                CompetitionEntrant.from_id.is_not(None),
            )
        )
    )
    ours = [entrants[number] for number in going]
    return AdvancePlan(
        competition_id,
        competition.next_id,
        side,
        tuple(one.id for one in ours),
        tuple(one.name for one in ours),
        tuple(entrants[number].id for number in tied),
        tuple(entrants[number].name for number in tied),
        sum(one.id in there for one in ours),
    )


def _stored_ties(
    work: UnitOfWork, competition: Competition, lines: Iterable[RankedLine]
) -> tuple[OpenTieRow, ...]:
    classes: dict[tuple[str, int], list[int]] = {}
    for line in lines:
        if line.tied and line.rank is not None:
            classes.setdefault((line.ranking, line.rank), []).append(line.number)
    ties = tuple(
        TieLine(ranking, rank, tuple(numbers)) for (ranking, rank), numbers in classes.items()
    )
    return tuple(open_ties(work, competition, AllRankings((), ties)))


def _titles(titles: Mapping[str, str]) -> tuple[RankingTitle, ...]:
    return tuple(RankingTitle(code, title) for code, title in titles.items())


def _prizes_held(work: UnitOfWork, competition_id: int) -> dict[tuple[int, str], str]:
    query = (
        select(CompetitionAward.entrant_id, CompetitionPrize.ranking, CompetitionPrize.label)
        .join(CompetitionPrize, CompetitionPrize.id == CompetitionAward.prize_id)
        .where(
            CompetitionAward.competition_id == competition_id,
            CompetitionAward.state == AwardState.HELD,
            CompetitionAward.entrant_id.is_not(None),
        )
        .order_by(CompetitionPrize.sort.desc())
    )
    return {
        (entrant_id, ranking): label
        for entrant_id, ranking, label in work.session.execute(query).tuples().all()
        if entrant_id is not None
    }


def _run(run: CompetitionRun) -> RunRow:
    return RunRow(
        run.id,
        run.number,
        run.state is RankingRunState.APPLIED,
        run.rule_sha256,
        run.input_hash,
        run.output_hash,
        run.reason,
        run.made_at,
        run.made_by,
    )


def _stored(row: CompetitionLine, number: int) -> RankedLine:
    told = json.loads(row.explain)
    total = None
    if row.total_num is not None and row.total_den is not None:
        total = Fraction(int(row.total_num), row.total_den)
    return RankedLine(
        row.ranking,
        number,
        total,
        row.shown,
        told["decimals"],
        row.rank,
        row.tied,
        row.note,
        told["beside"],
        told["partial"],
        tuple(
            PartLine(
                part["label"],
                part["shown"],
                part["weight_bp"],
                None if part["points"] is None else Fraction(part["points"]),
                part["note"],
                part["deducted"],
            )
            for part in told["parts"]
        ),
        tuple(ComparedStep(**step) for step in told["compared"]),
        tuple(DroppedMark(**mark) for mark in told["dropped"]),
    )
