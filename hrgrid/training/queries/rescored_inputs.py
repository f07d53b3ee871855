"""What a re-score would make of the marks that stand: changes over what was read, unwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.panels.rules.rows import AdjustmentRow, Cell, EntrantRow, MarkValue, PanelView
from hrgrid.panels.rules.values import value_text
from hrgrid.panels.rules.words import AdjustmentKind
from hrgrid.training.model import RescoreChange
from hrgrid.training.queries.competition_inputs import EventInput, Inputs, competitor_key
from hrgrid.training.rules.competing import ChangeKind
from hrgrid.training.rules.competition import CompetitionRule
from hrgrid.training.rules.standing import time_text

OVERTIME = "超时"


def rescored(inputs: Inputs, changes: Sequence[RescoreChange]) -> Inputs:
    """What the rankings would follow from; nothing is written."""
    events = []
    for given in inputs.events:
        ours = [each for each in changes if each.event_id == given.event.id]
        read = given
        for change in ours:
            read = _changed(read, change, inputs.rule)
        events.append(read)
    return replace(inputs, events=tuple(events))


def cell_of(view: PanelView, entrant: EntrantRow, change: RescoreChange) -> Cell:
    """The cell that a change of a mark names; an empty item is the only one."""
    items = [item for item in view.items if change.item_code in {"", item.code}]
    if len(items) != 1 or change.seat_no is None:
        raise UserError("改动没有写清是哪一项的分。请删去这条改动后重新登记")
    return (entrant.id, change.seat_no, items[0].id)


def value_of(change: RescoreChange) -> MarkValue:
    """The mark, or the reason for none."""
    value = change.value_milli if change.no_mark is None else change.no_mark
    if value is None:
        raise UserError("改动没有写新的分。请删去这条改动后重新登记")
    return value


def entrant_in(view: PanelView, competitor_id: int) -> EntrantRow:
    """The panel's row of an entry; UserError where it is not in the event."""
    key = competitor_key(competitor_id)
    found = next((each for each in view.entrants if each.key == key), None)
    if found is None:
        raise UserError(f"这名选手不在“{view.title}”里。请刷新后再选")
    return found


def _changed(given: EventInput, change: RescoreChange, rule: CompetitionRule) -> EventInput:
    view = given.view
    entrant = entrant_in(view, change.entrant_id)
    kind = change.kind
    if kind is ChangeKind.MARK:
        marks = view.marks | {cell_of(view, entrant, change): value_of(change)}
        return replace(given, view=replace(view, marks=marks))
    if kind is ChangeKind.STATUS and change.status is not None:
        entrants = tuple(
            replace(each, status=change.status) if each.id == entrant.id else each
            for each in view.entrants
        )
        return replace(given, view=replace(view, entrants=entrants))
    if kind is ChangeKind.POINT:
        seq = 1 + max((point[0] for point in given.points), default=0)
        turn = max((point[1] for point in given.points), default=1)
        point = (seq, turn, change.entrant_id, change.value_milli or 0)
        return replace(given, points=(*given.points, point))
    kept = view.adjustments
    if kind is ChangeKind.VOIDED:
        kept = tuple(each for each in kept if each.id != change.adjustment_id)
    elif kind is ChangeKind.TIME:
        tenths = (change.value_milli or 0) // 100
        kept = tuple(
            each for each in kept if each.entrant_id != entrant.id or each.label != OVERTIME
        )
        due = rule.overtime(tenths, given.event.time_limit)
        if due:
            kept = (
                *kept,
                AdjustmentRow(-change.id, entrant.id, AdjustmentKind.DEDUCTION, OVERTIME, due),
            )
        times = dict(given.times) | {change.entrant_id: tenths}
        return replace(given, view=replace(view, adjustments=kept), times=times)
    else:
        sign = AdjustmentKind.EXTRA if kind is ChangeKind.EXTRA else AdjustmentKind.DEDUCTION
        kept = (
            *kept,
            AdjustmentRow(-change.id, entrant.id, sign, change.label, change.value_milli or 0),
        )
    return replace(given, view=replace(view, adjustments=kept))


def after_text(change: RescoreChange) -> str:
    """What a change leads to, as people read it."""
    if change.kind is ChangeKind.STATUS and change.status is not None:
        return change.status.label
    if change.kind is ChangeKind.VOIDED:
        return "撤销"
    if change.kind is ChangeKind.MARK:
        return value_text(value_of(change))
    value = change.value_milli or 0
    if change.kind is ChangeKind.TIME:
        return time_text(value // 100)
    return f"{change.label} {mark_text(value)}".strip()
