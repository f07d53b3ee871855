"""One panel as the rules take it, and what they make of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.panels.model import (
    Adjustment,
    Entrant,
    Keying,
    Mark,
    Panel,
    PanelItem,
    Recusal,
    Seat,
    Sheet,
)
from hrgrid.panels.rules import checks, totals
from hrgrid.panels.rules.blind import hidden_pairs
from hrgrid.panels.rules.checks import BlockerRow, ProgressRow
from hrgrid.panels.rules.rows import (
    AdjustmentRow,
    Cell,
    EntrantRow,
    ItemRow,
    MarkValue,
    PanelView,
    RecusalRow,
    SeatRow,
    SheetRow,
)
from hrgrid.panels.rules.rule import rule_of
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.panels.rules.words import LIVE_SHEETS, KeyingState, PanelState
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class PanelRow:
    """A panel without its marks."""

    id: int
    subject: str
    title: str
    area_path: str
    state: PanelState
    closed_at: dt.datetime | None


def panel_by_subject(work: UnitOfWork, subject: str) -> PanelRow | None:
    """The panel of the caller's key; None where none was opened."""
    found = work.session.scalars(select(Panel).where(Panel.subject == subject)).one_or_none()
    return None if found is None else _row(found)


def panels_like(work: UnitOfWork, prefix: str) -> list[PanelRow]:
    """The panels whose subject begins with `prefix` ("hiring:"), by subject."""
    query = select(Panel).where(Panel.subject.startswith(prefix, autoescape=True))
    return [_row(found) for found in work.session.scalars(query.order_by(Panel.subject))]


def panel_view(work: UnitOfWork, panel_id: int, pass_no: int = 1) -> PanelView:
    """Everything of one panel, with the marks of one pass.

    Who keys the second time sees nothing of the first: pass 2 gives its own marks alone. Whoever
    does not run the panel sees marks that others keyed of an entrant once a sheet of his own is
    definitive, or the panel closed; until then they are `hidden`, and no total comes out. Raises
    Refused without the right to run it or to enter marks, UserError where there is none.
    """
    found = work.session.get(Panel, panel_id)
    if found is None:
        raise UserError("这场评分不在了。请刷新后再打开")
    actor, path = work.actor, found.area_path
    may_run = actor.may(Right(found.run_right), path)
    may_enter = actor.may(Right(found.enter_right), path)
    if not (may_run or may_enter):
        work.require(Right(found.enter_right), path)
    sheets, marks = _marks(work, panel_id, pass_no)
    # Whoever runs the panel answers for all of it; whoever only keys marks does so blind.
    blind = not may_run and found.state is not PanelState.CLOSED
    hidden = hidden_pairs(sheets, actor.operator_id, pass_no) if blind else frozenset()
    marks = {cell: value for cell, value in marks.items() if cell[:2] not in hidden}
    return PanelView(
        found.id,
        found.subject,
        found.title,
        path,
        found.state,
        rule_of(found.rule),
        _items(work, panel_id),
        _seats(work, panel_id),
        _entrants(work, panel_id),
        _recusals(work, panel_id),
        sheets,
        marks,
        _adjustments(work, panel_id),
        pass_no=pass_no,
        opening=found.opening,
        reopen_reason=found.reopen_reason,
        closed_at=found.closed_at,
        closed_by=found.closed_by,
        second_entry=bool(work.policy(Policy.SECOND_ENTRY)),
        may_run=may_run,
        may_enter=may_enter,
        hidden=hidden,
    )


def standings(work: UnitOfWork, panel_id: int) -> list[StandingRow]:
    """What came of everybody, in the order of the panel (draw number, then as they came in)."""
    return totals.standings(panel_view(work, panel_id))


def blockers(work: UnitOfWork, panel_id: int) -> list[BlockerRow]:
    """What must be done before the panel can close."""
    view = panel_view(work, panel_id)
    return checks.blockers(view, totals.standings(view))


def progress(work: UnitOfWork, panel_id: int) -> ProgressRow:
    """How many cells are settled, of how many."""
    return checks.progress(panel_view(work, panel_id))


def _row(found: Panel) -> PanelRow:
    return PanelRow(
        found.id, found.subject, found.title, found.area_path, found.state, found.closed_at
    )


def _items(work: UnitOfWork, panel_id: int) -> tuple[ItemRow, ...]:
    query = select(PanelItem).where(PanelItem.panel_id == panel_id).order_by(PanelItem.sort)
    return tuple(
        ItemRow(row.id, row.code, row.label, row.max_milli, row.step_milli, row.weight_bp)
        for row in work.session.scalars(query)
    )


def _seats(work: UnitOfWork, panel_id: int) -> tuple[SeatRow, ...]:
    query = select(Seat).where(Seat.panel_id == panel_id).order_by(Seat.seat_no, Seat.id)
    return tuple(seat_row(seat) for seat in work.session.scalars(query))


def seat_row(seat: Seat) -> SeatRow:
    """A seat as a frozen row."""
    return SeatRow(
        seat.id,
        seat.seat_no,
        seat.name,
        seat.unit,
        seat.chief,
        seat.state,
        seat.reason,
        seat.person_id,
        seat.area_id,
    )


def _entrants(work: UnitOfWork, panel_id: int) -> tuple[EntrantRow, ...]:
    query = (
        select(Entrant)
        .where(Entrant.panel_id == panel_id)
        # The two engines sort NULL at different ends.
        .order_by(Entrant.draw_no.is_(None), Entrant.draw_no, Entrant.id)
    )
    return tuple(entrant_row(entrant) for entrant in work.session.scalars(query))


def entrant_row(entrant: Entrant) -> EntrantRow:
    """An entrant as a frozen row."""
    return EntrantRow(
        entrant.id,
        entrant.key,
        entrant.name,
        entrant.unit,
        entrant.draw_no,
        entrant.guest,
        entrant.status,
        entrant.reason,
        entrant.person_id,
        entrant.area_id,
    )


def _recusals(work: UnitOfWork, panel_id: int) -> tuple[RecusalRow, ...]:
    query = (
        select(Recusal, Seat.seat_no)
        .join(Seat, Seat.id == Recusal.seat_id)
        .where(Recusal.panel_id == panel_id)
        .order_by(Recusal.seat_id, Recusal.entrant_id)
    )
    return tuple(
        RecusalRow(row.seat_id, seat_no, row.entrant_id, row.ground, row.note)
        for row, seat_no in work.session.execute(query)
    )


def _adjustments(work: UnitOfWork, panel_id: int) -> tuple[AdjustmentRow, ...]:
    query = (
        select(Adjustment)
        .where(Adjustment.panel_id == panel_id, Adjustment.void_reason == "")
        .order_by(Adjustment.id)
    )
    return tuple(
        AdjustmentRow(row.id, row.entrant_id, row.kind, row.label, row.milli, row.reason)
        for row in work.session.scalars(query)
    )


def _marks(
    work: UnitOfWork, panel_id: int, pass_no: int
) -> tuple[tuple[SheetRow, ...], dict[Cell, MarkValue]]:
    """The live sheets, and the marks of one pass by cell."""
    query = select(Sheet).where(Sheet.panel_id == panel_id, Sheet.state.in_(LIVE_SHEETS))
    sheets = list(work.session.scalars(query.order_by(Sheet.id)))
    live = (
        select(Keying)
        .join(Sheet, Sheet.id == Keying.sheet_id)
        .where(
            Sheet.panel_id == panel_id,
            Sheet.state.in_(LIVE_SHEETS),
            Keying.state == KeyingState.LIVE,
        )
        .order_by(Keying.id)
    )
    keyings = {(each.sheet_id, each.pass_no): each for each in work.session.scalars(live)}
    values = _values(work, panel_id, pass_no)
    marks = {
        (sheet.entrant_id, sheet.seat_no, mark.item_id): _value(mark)
        for sheet in sheets
        if (keying := keyings.get((sheet.id, pass_no))) is not None
        for mark in values.get(keying.id, ())
    }
    return tuple(
        sheet_row(sheet, keyings.get((sheet.id, 1)), keyings.get((sheet.id, 2))) for sheet in sheets
    ), marks


def _values(work: UnitOfWork, panel_id: int, pass_no: int) -> dict[int, list[Mark]]:
    query = (
        select(Mark)
        .join(Keying, Keying.id == Mark.keying_id)
        .join(Sheet, Sheet.id == Keying.sheet_id)
        .where(
            Sheet.panel_id == panel_id,
            Sheet.state.in_(LIVE_SHEETS),
            Keying.state == KeyingState.LIVE,
            Keying.pass_no == pass_no,
        )
    )
    found: dict[int, list[Mark]] = {}
    for mark in work.session.scalars(query):
        found.setdefault(mark.keying_id, []).append(mark)
    return found


def _value(mark: Mark) -> MarkValue:
    value = mark.value_milli if mark.value_milli is not None else mark.no_mark
    assert value is not None  # noqa: S101 - a CHECK says so
    return value


def sheet_row(sheet: Sheet, first: Keying | None, second: Keying | None) -> SheetRow:
    """A sheet and who keyed it as a frozen row."""
    return SheetRow(
        sheet.id,
        sheet.entrant_id,
        sheet.seat_id,
        sheet.seat_no,
        sheet.number,
        sheet.state,
        first.keyed_by if first else "",
        second.keyed_by if second else "",
        first.keyed_by_id if first else None,
        second.keyed_by_id if second else None,
        sheet.reason,
    )
