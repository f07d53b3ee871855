"""Events of a competition: how far their marks have come, times, and points as they run."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import Order, ranks
from hrgrid.panels.queries import panel_view
from hrgrid.panels.queries.reading import PanelRow
from hrgrid.panels.rules import checks
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import CompetitionEntrant, CompetitionEvent, EventPoint, EventTime
from hrgrid.training.queries.competition_inputs import (
    competitor_of_key,
    entrants_in_order,
    events_in_order,
    panels_of,
)
from hrgrid.training.queries.competition_scope import seen_competition
from hrgrid.training.rules.competing import RUNNING_POINTS
from hrgrid.training.rules.competition_rows import (
    EventRow,
    LiveLine,
    PointRow,
    RunningBoard,
    TimeRow,
)

OVERTIME = "超时"


def events_of(
    work: UnitOfWork, competition_id: int, views: Mapping[int, PanelView] | None = None
) -> list[EventRow]:
    """The events in their order. `views`: panels by event that a caller has read."""
    competition = seen_competition(work, competition_id)
    panel_of = panels_of(work, competition_id)
    points = _point_counts(work, competition_id)
    return [
        _row(
            event,
            panel_of[event.code],
            (views or {}).get(event.id) or panel_view(work, panel_of[event.code].id),
            points,
        )
        for event in events_in_order(work, competition.id)
    ]


def event_by_id(work: UnitOfWork, event_id: int) -> EventRow:
    """One event."""
    event = _event(work, event_id)
    panel = panels_of(work, event.competition_id)[event.code]
    points = _point_counts(work, event.competition_id)
    return _row(event, panel, panel_view(work, panel.id), points)


def times_of(work: UnitOfWork, event_id: int) -> list[TimeRow]:
    """Who competes in an event, with the time taken, in the order of draw numbers."""
    event = _event(work, event_id)
    view = panel_view(work, panels_of(work, event.competition_id)[event.code].id)
    entrants = {one.id: one for one in entrants_in_order(work, event.competition_id)}
    taken = {
        row.entrant_id: row.tenths
        for row in work.session.scalars(select(EventTime).where(EventTime.event_id == event_id))
    }
    costs = {
        each.entrant_id: each.milli
        for each in view.adjustments
        if each.label == OVERTIME and each.kind is AdjustmentKind.DEDUCTION
    }
    rows = []
    for entrant in view.competing:
        entry = competitor_of_key(entrant.key)
        rows.append(
            TimeRow(
                entry,
                entrants[entry].number,
                entrant.name,
                entrant.draw_no,
                taken.get(entry),
                costs.get(entrant.id, 0),
            )
        )
    return rows


def running_board(work: UnitOfWork, event_id: int) -> RunningBoard:
    """A running event as it stands: everybody's points by round, best first."""
    event = _event(work, event_id)

    panel = panels_of(work, event.competition_id)[event.code]
    view = panel_view(work, panel.id)
    entrants = {one.id: one for one in entrants_in_order(work, event.competition_id)}
    points = [
        _point(row, entrants[row.entrant_id])
        for row in work.session.scalars(
            select(EventPoint).where(EventPoint.event_id == event_id).order_by(EventPoint.seq)
        )
    ]
    whole = _adjusted(view)
    rounds: dict[int, dict[int, int]] = {}
    for point in points:
        if not point.undone_reason:
            own = rounds.setdefault(point.competitor_id, {})
            own[point.round] = own.get(point.round, 0) + point.milli
    totals = {
        competitor_of_key(each.key): sum(rounds.get(competitor_of_key(each.key), {}).values())
        + whole.get(each.id, 0)
        for each in view.entrants
    }
    scores = [
        None
        if each.guest or each.status is not EntrantStatus.ENTERED
        else totals[competitor_of_key(each.key)]
        for each in view.entrants
    ]
    places = ranks(scores, event.order)
    lines = [
        LiveLine(
            entry,
            entrants[entry].number,
            each.draw_no,
            each.name,
            each.unit,
            each.guest,
            each.status,
            totals[entry],
            tuple(sorted(rounds.get(entry, {}).items())),
            place,
        )
        for each, place in zip(view.entrants, places, strict=True)
        for entry in [competitor_of_key(each.key)]
    ]
    sign = -1 if event.order is Order.HIGH else 1
    lines.sort(
        key=lambda line: (
            line.status is not EntrantStatus.ENTERED,
            sign * line.milli,
            line.draw_no or 0,
            line.number,
        )
    )
    return RunningBoard(
        event.id,
        event.title,
        panel.state is PanelState.CLOSED,
        max((point.round for point in points), default=1),
        tuple(lines),
        tuple(points),
    )


def _adjusted(view: PanelView) -> dict[int, int]:
    found: dict[int, int] = {}
    for each in view.adjustments:
        sign = 1 if each.kind is AdjustmentKind.EXTRA else -1
        found[each.entrant_id] = found.get(each.entrant_id, 0) + sign * each.milli
    return found


def _point(row: EventPoint, entrant: CompetitionEntrant) -> PointRow:
    return PointRow(
        row.id,
        row.seq,
        row.round,
        row.entrant_id,
        entrant.number,
        entrant.name,
        row.milli,
        row.label,
        row.undone_reason,
        row.keyed_by,
        row.keyed_at,
    )


def _event(work: UnitOfWork, event_id: int) -> CompetitionEvent:
    event = work.session.get(CompetitionEvent, event_id)
    if event is None:
        raise UserError("这个项目不在了。请刷新后再选")
    seen_competition(work, event.competition_id)
    return event


def _point_counts(work: UnitOfWork, competition_id: int) -> dict[int, int]:
    query = (
        select(EventPoint.event_id, func.count())
        .join(CompetitionEvent, CompetitionEvent.id == EventPoint.event_id)
        .where(CompetitionEvent.competition_id == competition_id, EventPoint.undone_reason == "")
        .group_by(EventPoint.event_id)
    )
    return dict(work.session.execute(query).tuples().all())


def _row(
    event: CompetitionEvent, panel: PanelRow, view: PanelView, points: dict[int, int]
) -> EventRow:
    running = event.kind in RUNNING_POINTS
    far = checks.progress(view)
    return EventRow(
        event.id,
        event.competition_id,
        event.code,
        event.title,
        event.kind,
        event.side,
        event.order,
        event.sort,
        event.person_bp,
        event.team_bp,
        event.time_limit,
        event.held_on,
        event.held_at,
        event.place,
        event.draw_seed,
        panel.id,
        panel.state,
        len(view.entrants),
        len(view.competing),
        sum(column.active for column in view.columns),
        sum(each.draw_no is not None for each in view.competing),
        0 if running else far.done,
        0 if running else far.whole,
        points.get(event.id, 0),
        running,
        event.version,
    )
