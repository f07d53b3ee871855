"""What the rankings of a competition are computed from, and the hash of it all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.tabulation import mark_text, round_half_up
from hrgrid.panels.queries import panel_view, panels_like
from hrgrid.panels.queries.reading import PanelRow
from hrgrid.panels.rules import totals
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.rule import rule_text
from hrgrid.panels.rules.totals import StandingRow, judge_total
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Competition,
    CompetitionEntrant,
    CompetitionEvent,
    CompetitionLot,
    CompetitionRun,
    EventPoint,
    EventTime,
)
from hrgrid.training.rules.competing import RUNNING_POINTS, RankingRunState
from hrgrid.training.rules.competition import (
    CompetitionRule,
    competition_rule_hash,
    competition_rule_of,
)
from hrgrid.training.rules.standing import rank_all
from hrgrid.training.rules.standing_rows import (
    AllRankings,
    Contestant,
    DrawnLot,
    DroppedMark,
    EventResult,
    EventScores,
)

NOTES = {
    EntrantStatus.ABSENT: "弃权",
    EntrantStatus.WITHDRAWN: "退赛",
    EntrantStatus.DISQUALIFIED: "取消资格",
}
"""What a table says instead of a number of somebody who did not compete in an event."""
_PREFIX = "entrant:"


def panel_subject(competition_id: int, code: str) -> str:
    """The key of an event's panel."""
    return f"competition:{competition_id}:{code}"


def competitor_key(competitor_id: int) -> str:
    """What a panel calls an entry."""
    return f"{_PREFIX}{competitor_id}"


def competitor_of_key(key: str) -> int:
    """The entry that a panel's entrant is."""
    return int(key.removeprefix(_PREFIX))


@dataclass(frozen=True)
class EventInput:
    """One event as it was read: the panel with its marks, times and points by entry id."""

    event: CompetitionEvent
    view: PanelView
    times: Mapping[int, int] = field(default_factory=dict)
    points: tuple[tuple[int, int, int, int], ...] = ()
    """(seq, round, entry id, thousandths) of points that count."""

    @property
    def running(self) -> bool:
        """Points are given as it runs; nobody sits."""
        return self.event.kind in RUNNING_POINTS


@dataclass(frozen=True)
class Inputs:
    """Everything that the rankings follow from."""

    competition: Competition
    rule: CompetitionRule
    entrants: tuple[CompetitionEntrant, ...]
    events: tuple[EventInput, ...]
    lots: tuple[DrawnLot, ...]

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each entry by its id."""
        return {each.id: each.number for each in self.entrants}


def panels_of(work: UnitOfWork, competition_id: int) -> dict[str, PanelRow]:
    """The panels of a competition by the code of their event."""
    prefix = f"competition:{competition_id}:"
    return {each.subject.removeprefix(prefix): each for each in panels_like(work, prefix)}


def events_in_order(work: UnitOfWork, competition_id: int) -> list[CompetitionEvent]:
    """The events of a competition."""
    query = select(CompetitionEvent).where(CompetitionEvent.competition_id == competition_id)
    return list(work.session.scalars(query.order_by(CompetitionEvent.sort, CompetitionEvent.id)))


def entrants_in_order(work: UnitOfWork, competition_id: int) -> list[CompetitionEntrant]:
    """The entries of a competition by number."""
    query = select(CompetitionEntrant).where(CompetitionEntrant.competition_id == competition_id)
    return list(work.session.scalars(query.order_by(CompetitionEntrant.number)))


def lots_drawn(
    work: UnitOfWork, competition: Competition, *, prizes: bool = False
) -> tuple[DrawnLot, ...]:
    """Lots on record, the oldest first; with `prizes` also those drawn after the result stood."""
    query = select(CompetitionLot.ranking, CompetitionLot.result).where(
        CompetitionLot.competition_id == competition.id
    )
    if competition.locked_at is not None and not prizes:
        query = query.where(CompetitionLot.made_at <= competition.locked_at)
    return tuple(
        DrawnLot(ranking, tuple(json.loads(result)))
        for ranking, result in work.session.execute(query.order_by(CompetitionLot.id))
    )


def applied_run(work: UnitOfWork, competition_id: int) -> CompetitionRun | None:
    """The ranking that counts, if there is one."""
    return work.session.scalars(
        select(CompetitionRun).where(
            CompetitionRun.competition_id == competition_id,
            CompetitionRun.state == RankingRunState.APPLIED,
        )
    ).one_or_none()


def read_inputs(work: UnitOfWork, competition: Competition) -> Inputs:
    """Everything, in some statements an event."""
    events = events_in_order(work, competition.id)
    panels = panels_of(work, competition.id)
    ids = [event.id for event in events]
    times, points = _times(work, ids), _points(work, ids)
    found = []
    for event in events:
        if event.code not in panels:
            raise UserError(f"项目“{event.title}”没有评分。请删去后重新添加")
        view = panel_view(work, panels[event.code].id)
        found.append(
            EventInput(event, view, times.get(event.id, {}), tuple(points.get(event.id, ())))
        )
    return Inputs(
        competition,
        competition_rule_of(competition.rule),
        tuple(entrants_in_order(work, competition.id)),
        tuple(found),
        lots_drawn(work, competition),
    )


def rank_inputs(inputs: Inputs) -> AllRankings:
    """All rankings of what was read."""
    numbers = inputs.numbers
    scores = [event_scores(each, numbers, inputs.rule) for each in inputs.events]
    return rank_all(inputs.rule, contestants_of(inputs.entrants), scores, inputs.lots)


def contestants_of(entrants: Sequence[CompetitionEntrant]) -> list[Contestant]:
    """Entries as the rules take them."""
    numbers = {each.id: each.number for each in entrants}
    return [
        Contestant(
            each.number,
            each.name,
            each.unit,
            each.side,
            None if each.team_id is None else numbers[each.team_id],
            each.member_role,
            each.guest,
            each.state,
        )
        for each in entrants
    ]


def event_scores(
    given: EventInput, numbers: Mapping[int, int], rule: CompetitionRule
) -> EventScores:
    """What everybody came to in one event."""
    event, view = given.event, given.view
    read = _running_result if given.running else _judged_result
    rows: list[StandingRow | None]
    rows = [None] * len(view.entrants) if given.running else list(totals.standings(view))
    sums: dict[int, int] = {}
    for _, _, entry, milli in given.points:
        sums[entry] = sums.get(entry, 0) + milli
    results = {}
    by_panel_id = {each.id: competitor_of_key(each.key) for each in view.entrants}
    deducted: dict[int, int] = {}
    extra: dict[int, int] = {}
    for each in view.adjustments:
        book = deducted if each.kind is AdjustmentKind.DEDUCTION else extra
        book[each.entrant_id] = book.get(each.entrant_id, 0) + each.milli
    for entrant, row in zip(view.entrants, rows, strict=True):
        entry = by_panel_id[entrant.id]
        if entry not in numbers:
            continue
        if entrant.status is not EntrantStatus.ENTERED:
            results[numbers[entry]] = EventResult(None, None, NOTES[entrant.status])
            continue
        taken = deducted.get(entrant.id, 0)
        whole = sums.get(entry, 0) + extra.get(entrant.id, 0) - taken
        results[numbers[entry]] = read(given, row, whole, rule, taken, given.times.get(entry))
    decimals = rule.decimals if given.running else view.rule.decimals
    return EventScores(
        event.code,
        event.title,
        event.kind,
        event.side,
        event.order,
        event.person_bp,
        event.team_bp,
        decimals,
        results,
    )


def _running_result(
    _given: EventInput,
    _row: StandingRow | None,
    whole: int,
    rule: CompetitionRule,
    deducted: int,
    tenths: int | None,
) -> EventResult:
    figure = Fraction(whole)
    shown = round_half_up(figure / 1_000, rule.decimals)
    return EventResult(figure, shown, "", deducted, None, tenths)


def _judged_result(
    given: EventInput,
    row: StandingRow | None,
    _whole: int,
    _rule: CompetitionRule,
    deducted: int,
    tenths: int | None,
) -> EventResult:
    assert row is not None  # noqa: S101 - running events alone have none
    view = given.view
    note = row.note
    if row.missing:
        note = f"还差 {len(row.missing)} 个分" if row.begun else "还没有录分"
    chief = next((column for column in view.columns if column.judge.chief), None)
    items = {item.id: item.label for item in view.items}
    dropped = tuple(
        DroppedMark(cell[1], items[cell[2]] if len(items) > 1 else "", mark_text(value))
        for cell in row.dropped
        if isinstance(value := view.marks.get(cell), int)
    )
    return EventResult(
        row.total,
        row.shown,
        note,
        deducted,
        None if chief is None else judge_total(view, row.entrant, chief.seat_no),
        tenths,
        row.partial,
        dropped,
    )


def input_hash(inputs: Inputs) -> str:
    """Everything by business keys: entries by number, never by row id."""
    numbers = inputs.numbers
    return canonical_hash(
        {
            "rule": competition_rule_hash(inputs.competition.rule),
            "entrants": [
                (
                    each.number,
                    each.name,
                    each.side,
                    None if each.team_id is None else numbers[each.team_id],
                    each.member_role,
                    each.guest,
                    each.state,
                )
                for each in inputs.entrants
            ],
            "events": [_event_key(each, numbers.get) for each in inputs.events],
            "lots": [(lot.ranking, lot.result) for lot in inputs.lots],
        }
    )


def _event_key(given: EventInput, number_of: Callable[[int], int | None]) -> dict[str, object]:
    event, view = given.event, given.view
    number = {each.id: number_of(competitor_of_key(each.key)) for each in view.entrants}
    codes = {item.id: item.code for item in view.items}
    return {
        "code": event.code,
        "side": event.side,
        "order": event.order,
        "person_bp": event.person_bp,
        "team_bp": event.team_bp,
        "rule": rule_text(view.rule),
        "items": [(each.code, each.max_milli, each.weight_bp) for each in view.items],
        "seats": [
            (each.seat_no, each.name, each.chief, each.state)
            for each in sorted(view.seats, key=lambda seat: (seat.seat_no, seat.name))
        ],
        "entrants": sorted((number[each.id] or 0, each.status.value) for each in view.entrants),
        "recusals": sorted((number[entrant] or 0, seat) for entrant, seat in view.recused),
        "marks": sorted(
            (number[entrant] or 0, seat, codes[item], str(getattr(value, "value", value)))
            for (entrant, seat, item), value in view.marks.items()
        ),
        "adjustments": sorted(
            (number[each.entrant_id] or 0, each.kind.value, each.label, each.milli)
            for each in view.adjustments
        ),
        "times": sorted((number_of(entry) or 0, tenths) for entry, tenths in given.times.items()),
        "points": [
            (seq, turn, number_of(entry), milli) for seq, turn, entry, milli in given.points
        ],
    }


def _times(work: UnitOfWork, event_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    query = select(EventTime).where(EventTime.event_id.in_(event_ids))
    found: dict[int, dict[int, int]] = {}
    for row in work.session.scalars(query.order_by(EventTime.entrant_id)):
        found.setdefault(row.event_id, {})[row.entrant_id] = row.tenths
    return found


def _points(
    work: UnitOfWork, event_ids: Sequence[int]
) -> dict[int, list[tuple[int, int, int, int]]]:
    query = (
        select(EventPoint)
        .where(EventPoint.event_id.in_(event_ids), EventPoint.undone_reason == "")
        .order_by(EventPoint.event_id, EventPoint.seq)
    )
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for row in work.session.scalars(query):
        found.setdefault(row.event_id, []).append((row.seq, row.round, row.entrant_id, row.milli))
    return found
