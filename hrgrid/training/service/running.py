"""What is put down while an event runs: points question by question, and times."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.panels import service as panels
from hrgrid.panels.queries import panel_view
from hrgrid.panels.queries.reading import PanelRow
from hrgrid.panels.rules.rows import EntrantRow
from hrgrid.panels.rules.words import AdjustmentKind, EntrantStatus, PanelState
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, CompetitionEvent, EventPoint, EventTime
from hrgrid.training.queries.competition_inputs import competitor_key
from hrgrid.training.rules.competing import RUNNING_POINTS, CompetitionState
from hrgrid.training.rules.competition import competition_rule_of
from hrgrid.training.rules.standing import time_text
from hrgrid.training.service.competition_steps import event_of, named

_S = CompetitionState
OVERTIME = "超时"
_MOST_MILLI = 1_000_000
_LONGEST_TENTHS = 24 * 60 * 60 * 10


@dataclass(frozen=True)
class Place:
    """One entry in one event that is open."""

    competition: Competition
    event: CompetitionEvent
    panel: PanelRow
    entrant: EntrantRow
    competitor_id: int


def give_points(  # noqa: PLR0917 - one point is that much
    work: UnitOfWork,
    event_id: int,
    competitor_id: int,
    milli: int,
    round_no: int,
    label: str = "",
) -> int:
    """Points (thousandths, also negative) for one question; the id, to undo it by."""
    competition, event, panel = event_of(work, event_id, _S.RUNNING, right=Right.ENTER_MARKS)
    at = place_of(work, (competition, event, panel), competitor_id)
    if event.kind not in RUNNING_POINTS:
        raise UserError(f"“{event.title}”由评委打分，不记抢答得分。请打开评分表")
    if panel.state is PanelState.CLOSED:
        raise UserError(f"“{event.title}”的评分已经截止，不能再记分")
    if not milli or abs(milli) > _MOST_MILLI:
        raise UserError(f"记 {mark_text(milli)} 分不行。请填 -1000 到 1000 之间、不是 0 的分值")
    if round_no < 1:
        raise UserError("轮次从 1 编起。请改正")
    return put_point(work, at, milli, round_no, label)


def put_point(work: UnitOfWork, at: Place, milli: int, round_no: int, label: str) -> int:
    """A point of an event that is open, on record."""
    last = select(func.max(EventPoint.seq)).where(EventPoint.event_id == at.event.id)
    row = EventPoint(
        event_id=at.event.id,
        entrant_id=at.competitor_id,
        seq=1 + (work.session.scalar(last) or 0),
        round=round_no,
        milli=milli,
        label=label.strip(),
        undone_reason="",
        keyed_by=work.actor.name,
        keyed_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "give_points",
        f"{named(at.competition)} {at.event.title} {at.entrant.name}",
        after={"round": round_no, "points": mark_text(milli), "label": row.label},
    )
    return row.id


def undo_point(work: UnitOfWork, point_id: int) -> None:
    """A point that shall not count, with a reason; it stays on record."""
    reason = work.require_reason().strip()
    row = work.session.get(EventPoint, point_id)
    if row is None or row.undone_reason:
        raise UserError("这一分已经撤销。请刷新后核对")
    competition, event, panel = event_of(work, row.event_id, _S.RUNNING, right=Right.ENTER_MARKS)
    if panel.state is PanelState.CLOSED:
        raise UserError(f"“{event.title}”的评分已经截止，不能再撤销")
    row.undone_reason = reason
    work.session.flush()
    work.record(
        "undo_points",
        f"{named(competition)} {event.title}",
        reason,
        before={"seq": row.seq, "round": row.round, "points": mark_text(row.milli)},
    )


def key_time(work: UnitOfWork, event_id: int, competitor_id: int, tenths: int | None) -> int:
    """The time of an entrant in tenths of a second (None takes it back).

    What is over the limit becomes a deduction of the panel by itself; its thousandths.
    """
    competition, event, panel = event_of(work, event_id, _S.RUNNING, right=Right.ENTER_MARKS)
    at = place_of(work, (competition, event, panel), competitor_id)
    if panel.state is PanelState.CLOSED:
        raise UserError(f"“{event.title}”的评分已经截止，用时不能再改")
    return put_time(work, at, tenths)


def put_time(work: UnitOfWork, at: Place, tenths: int | None) -> int:
    """A time of an event that is open, and what the overtime costs."""
    event, entrant = at.event, at.entrant
    if tenths is not None and not 0 <= tenths <= _LONGEST_TENTHS:
        raise UserError(f"“{entrant.name}”的用时不行。请填 0 到 24 小时之间的时间")
    row = work.session.get(EventTime, (event.id, at.competitor_id))
    before = None if row is None else row.tenths
    if tenths is None:
        if row is not None:
            work.session.delete(row)
    elif row is None:
        work.session.add(
            EventTime(
                event_id=event.id,
                entrant_id=at.competitor_id,
                tenths=tenths,
                keyed_by=work.actor.name,
                keyed_at=work.now,
            )
        )
    else:
        row.tenths, row.keyed_by, row.keyed_at = tenths, work.actor.name, work.now
    work.session.flush()
    work.record(
        "key_time",
        f"{named(at.competition)} {event.title} {entrant.name}",
        before="" if before is None else time_text(before),
        after="" if tenths is None else time_text(tenths),
    )
    rule = competition_rule_of(at.competition.rule)
    due = 0 if tenths is None else rule.overtime(tenths, event.time_limit)
    _deduct(work, at.panel, entrant, due, _why(event, tenths))
    return due


def _why(event: CompetitionEvent, tenths: int | None) -> str:
    if tenths is None or event.time_limit is None:
        return "用时改为空"
    return f"用时 {time_text(tenths)}，限时 {time_text(event.time_limit * 10)}"


def _deduct(work: UnitOfWork, panel: PanelRow, entrant: EntrantRow, due: int, why: str) -> None:
    """One deduction for overtime at most, and the one that is due."""
    view = panel_view(work, panel.id)
    held = [
        each
        for each in view.adjustments
        if each.entrant_id == entrant.id
        and each.label == OVERTIME
        and each.kind is AdjustmentKind.DEDUCTION
    ]
    if [each.milli for each in held] == ([due] if due else []):
        return
    for each in held:
        panels.void_adjustment(work, each.id, why)
    if due:
        panels.adjust(work, entrant.id, AdjustmentKind.DEDUCTION, OVERTIME, due, reason=why)


def place_of(
    work: UnitOfWork,
    of: tuple[Competition, CompetitionEvent, PanelRow],
    competitor_id: int,
) -> Place:
    """Where an entry stands in an event; UserError where it does not compete there."""
    competition, event, panel = of
    key = competitor_key(competitor_id)
    row = next((one for one in panel_view(work, panel.id).entrants if one.key == key), None)
    if row is None:
        raise UserError(f"这名选手不在“{event.title}”里。请刷新后再办")
    if row.status is not EntrantStatus.ENTERED:
        raise UserError(f"{row.shown}在“{event.title}”里{row.status.label}，不能记分。请核对")
    return Place(competition, event, panel, row, competitor_id)
