"""What people won: in competitions of ours whose result is fixed, and elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from hrgrid.core.tabulation import fixed_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionAward,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionLine,
    CompetitionPrize,
    CompetitionRun,
    OutsideResult,
)
from hrgrid.training.queries.competition_scope import require_look_somewhere
from hrgrid.training.rules.competing import (
    FIXED,
    PERSON_RANKING,
    TEAM_RANKING,
    AwardState,
    RankingRunState,
    Side,
)
from hrgrid.training.rules.competition_rows import OutsideRow, PersonCompetitionRow
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import same_person_ids

_TITLES = {PERSON_RANKING: "个人总分", TEAM_RANKING: "团体总分"}


def competitions_of_person(work: UnitOfWork, person_id: int) -> list[PersonCompetitionRow]:
    """Everything that somebody came to, the latest first; for whoever may see the person."""
    return competitions_of_people(work, same_person_ids(work, person_id), person_id)


def competitions_of_people(
    work: UnitOfWork, person_ids: Sequence[int], shown_id: int | None = None
) -> list[PersonCompetitionRow]:
    """The same of several people (rows say whose), in four statements."""
    found = [*_own(work, person_ids, shown_id), *_outside(work, person_ids, shown_id)]
    return sorted(found, key=lambda row: (row.held_on, row.title, row.event), reverse=True)


def outside_results(work: UnitOfWork, year: int | None = None, text: str = "") -> list[OutsideRow]:
    """Results won elsewhere, the latest first."""
    require_look_somewhere(work)
    query = (
        select(OutsideResult, Person.name)
        .join(Person, Person.id == OutsideResult.person_id)
        .order_by(OutsideResult.held_on.desc(), OutsideResult.id.desc())
    )
    if text.strip():
        like = text.strip()
        query = query.where(
            or_(
                OutsideResult.title.contains(like, autoescape=True),
                Person.name.contains(like, autoescape=True),
            )
        )
    return [
        OutsideRow(
            row.id,
            row.person_id,
            name,
            row.title,
            row.event_title,
            row.level,
            row.side,
            row.organiser,
            row.held_on,
            row.rank,
            row.prize,
            row.document_no,
            row.evidence_sha256,
            row.from_id,
            row.version,
        )
        for row, name in work.session.execute(query).tuples().all()
        if year is None or row.held_on.year == year
    ]


def _own(
    work: UnitOfWork, person_ids: Sequence[int], shown_id: int | None
) -> list[PersonCompetitionRow]:
    me, team = aliased(CompetitionEntrant), aliased(CompetitionEntrant)
    query = (
        select(me.person_id, me.id, team.id, Competition, CompetitionRun.id)
        .join(Competition, Competition.id == me.competition_id)
        .join(
            CompetitionRun,
            and_(
                CompetitionRun.competition_id == Competition.id,
                CompetitionRun.state == RankingRunState.APPLIED,
            ),
        )
        .outerjoin(team, team.id == me.team_id)
        .where(me.person_id.in_(person_ids), Competition.state.in_(FIXED))
    )
    places = list(work.session.execute(query).tuples().all())
    if not places:
        return []
    runs = {run_id for *_, run_id in places}
    ids = {one for _, own, of, *_ in places for one in (own, of) if one is not None}
    lines: dict[int, list[CompetitionLine]] = {}
    wanted = select(CompetitionLine).where(
        CompetitionLine.run_id.in_(runs), CompetitionLine.entrant_id.in_(ids)
    )
    for line in work.session.scalars(wanted):
        lines.setdefault(line.entrant_id, []).append(line)
    counts = dict[tuple[int, str], int]()
    for run_id, ranking, count in work.session.execute(
        select(CompetitionLine.run_id, CompetitionLine.ranking, func.count())
        .where(CompetitionLine.run_id.in_(runs), CompetitionLine.rank.is_not(None))
        .group_by(CompetitionLine.run_id, CompetitionLine.ranking)
    ):
        counts[run_id, ranking] = count
    titles = _event_titles(work, {competition.id for *_, competition, _ in places})
    prizes = _prizes(work, ids)
    rows = []
    for person_id, own, of, competition, run_id in places:
        for entrant in (own, of):
            for line in lines.get(entrant or 0, ()):
                title = _TITLES.get(line.ranking) or titles.get(
                    (competition.id, line.ranking), line.ranking
                )
                decimals = json.loads(line.explain)["decimals"]
                rows.append(
                    PersonCompetitionRow(
                        shown_id if shown_id is not None else person_id or 0,
                        competition.id,
                        competition.first_day,
                        competition.title,
                        competition.level,
                        Side.TEAM if entrant == of else Side.PERSON,
                        title,
                        line.rank,
                        counts.get((run_id, line.ranking), 0),
                        "" if line.shown is None else fixed_text(line.shown, decimals),
                        prizes.get((entrant or 0, line.ranking), ""),
                        competition.state.label,
                        competition.document_no,
                        outside=False,
                    )
                )
    return rows


def _event_titles(work: UnitOfWork, ids: set[int]) -> dict[tuple[int, str], str]:
    query = select(
        CompetitionEvent.competition_id, CompetitionEvent.code, CompetitionEvent.title
    ).where(CompetitionEvent.competition_id.in_(ids))
    return {(of, code): title for of, code, title in work.session.execute(query)}


def _prizes(work: UnitOfWork, ids: set[int]) -> dict[tuple[int, str], str]:
    query = (
        select(CompetitionAward.entrant_id, CompetitionPrize.ranking, CompetitionPrize.label)
        .join(CompetitionPrize, CompetitionPrize.id == CompetitionAward.prize_id)
        .where(CompetitionAward.entrant_id.in_(ids), CompetitionAward.state == AwardState.HELD)
    )
    return {(of or 0, ranking): label for of, ranking, label in work.session.execute(query)}


def _outside(
    work: UnitOfWork, person_ids: Sequence[int], shown_id: int | None
) -> list[PersonCompetitionRow]:
    query = select(OutsideResult).where(OutsideResult.person_id.in_(person_ids))
    return [
        PersonCompetitionRow(
            shown_id if shown_id is not None else row.person_id,
            row.from_id,
            row.held_on,
            row.title,
            row.level,
            row.side,
            row.event_title,
            row.rank,
            0,
            "",
            row.prize,
            "外部成绩",
            row.document_no,
            outside=True,
        )
        for row in work.session.scalars(query)
    ]
