"""Judges: seated, struck, replaced, and which of them is the chief."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from hrgrid.core.errors import UserError
from hrgrid.panels.model import Panel, Recusal, Seat, Sheet
from hrgrid.panels.rules.words import LIVE_SHEETS, SeatState, SheetState
from hrgrid.panels.service.opening import run_panel, said
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class SeatForm:
    """A judge: of the workforce by `person_id`, or from outside by name and unit alone.

    Without `seat_no` the next free number is taken; `area_id` is his own unit, for recusals.
    """

    name: str
    unit: str = ""
    person_id: int | None = None
    area_id: int | None = None
    chief: bool = False
    seat_no: int | None = None


def add_seat(work: UnitOfWork, panel_id: int, form: SeatForm) -> int:
    """Seat a judge; the id of the seat. UserError for a number or a person that sits already."""
    panel = run_panel(work, panel_id)
    number = form.seat_no
    if number is None:
        last = select(func.max(Seat.seat_no)).where(Seat.panel_id == panel_id)
        number = 1 + (work.session.scalar(last) or 0)
    seat = _seated(work, panel, form, number)
    work.record("seat_judge", _named(panel, seat), after=_told(seat))
    return seat.id


def strike_seat(work: UnitOfWork, seat_id: int, reason: str | None = None) -> int:
    """A judge whose marks shall not count: his sheets are void, with the reason; how many."""
    seat, panel = _sitting(work, seat_id)
    why = said(work, reason)
    count = _void_sheets(work, seat, f"评委除名：{why}")
    seat.state, seat.reason, seat.chief = SeatState.STRUCK, why, False
    work.session.flush()
    work.record("strike_judge", _named(panel, seat), why, after={"sheets": count})
    return count


def replace_seat(work: UnitOfWork, seat_id: int, form: SeatForm, reason: str | None = None) -> int:
    """A successor in the same column; what his predecessor marked counts. The new seat's id."""
    seat, panel = _sitting(work, seat_id)
    why = said(work, reason)
    seat.state, seat.reason, seat.chief = SeatState.REPLACED, why, False
    work.session.flush()
    successor = _seated(work, panel, form, seat.seat_no)
    work.record("replace_judge", _named(panel, seat), why, after=_told(successor))
    return successor.id


def choose_chief(work: UnitOfWork, seat_id: int) -> None:
    """This judge is the chief from now on, and nobody else."""
    seat, panel = _sitting(work, seat_id)
    held = select(Seat).where(Seat.panel_id == panel.id, Seat.chief.is_(True))
    for other in work.session.scalars(held):
        other.chief = False
    work.session.flush()
    seat.chief = True
    work.session.flush()
    work.record("choose_chief_judge", _named(panel, seat))


def remove_seat(work: UnitOfWork, seat_id: int) -> None:
    """Take back a seat that never marked anybody; UserError where it did."""
    seat, panel = _sitting(work, seat_id)
    if work.session.scalar(select(Sheet.id).where(Sheet.seat_id == seat_id).limit(1)) is not None:
        raise UserError(f"评委“{seat.name}”已经打过分，不能删去。请换下或除名")
    work.session.execute(delete(Recusal).where(Recusal.seat_id == seat_id))
    work.session.delete(seat)
    work.session.flush()
    work.record("remove_judge", _named(panel, seat), before=_told(seat))


def _sitting(work: UnitOfWork, seat_id: int) -> tuple[Seat, Panel]:
    seat = work.session.get(Seat, seat_id)
    if seat is None:
        raise UserError("这名评委不在了。请刷新后再办")
    panel = run_panel(work, seat.panel_id)
    work.session.refresh(seat)
    if seat.state is not SeatState.ACTIVE:
        raise UserError(f"评委“{seat.name}”{seat.state.label}，不能再办。请刷新后核对")
    return seat, panel


def _seated(work: UnitOfWork, panel: Panel, form: SeatForm, number: int) -> Seat:
    if not form.name.strip():
        raise UserError(f"评委 {number} 没有姓名。请填上姓名")
    if number < 1:
        raise UserError(f"席位号 {number} 不行。请从 1 编起")
    seat = Seat(
        panel_id=panel.id,
        seat_no=number,
        person_id=form.person_id,
        name=form.name.strip(),
        unit=form.unit.strip(),
        area_id=form.area_id,
        chief=form.chief,
        state=SeatState.ACTIVE,
        reason="",
    )
    work.session.add(seat)
    work.session.flush()
    return seat


def _void_sheets(work: UnitOfWork, seat: Seat, why: str) -> int:
    live = select(Sheet).where(Sheet.seat_id == seat.id, Sheet.state.in_(LIVE_SHEETS))
    sheets = list(work.session.scalars(live))
    for sheet in sheets:
        sheet.state, sheet.void_reason = SheetState.VOID, why
    work.session.flush()
    return len(sheets)


def _told(seat: Seat) -> dict[str, object]:
    return {"seat": seat.seat_no, "name": seat.name, "unit": seat.unit, "chief": seat.chief}


def _named(panel: Panel, seat: Seat) -> str:
    return f"{panel.title} 评委 {seat.seat_no} {seat.name}"
