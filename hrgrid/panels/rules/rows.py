"""A panel as rows: what totals, suspects and blockers are computed from, and the screen shows.

Marks, full marks and points are thousandths. A column is a number of a seat: where a judge was
replaced, the marks of both stand in it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from hrgrid.panels.rules.rule import PanelRule
from hrgrid.panels.rules.words import (
    COUNTING_SEATS,
    AdjustmentKind,
    EntrantStatus,
    Ground,
    NoMark,
    PanelState,
    SeatState,
    SheetState,
)

MarkValue = int | NoMark
"""Thousandths, or why there is no mark."""
Cell = tuple[int, int, int]
"""Where a mark stands: entrant id, seat number, item id."""


@dataclass(frozen=True)
class ItemRow:
    """One thing marked, in the order of the sheet."""

    id: int
    code: str
    label: str
    max_milli: int
    step_milli: int
    weight_bp: int


@dataclass(frozen=True)
class SeatRow:
    """A judge; two of them share a number where one replaced the other."""

    id: int
    seat_no: int
    name: str
    unit: str
    chief: bool = False
    state: SeatState = SeatState.ACTIVE
    reason: str = ""
    person_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True)
class EntrantRow:
    """Who is marked; `key` is what the caller calls him ("application:5")."""

    id: int
    key: str
    name: str
    unit: str
    draw_no: int | None = None
    guest: bool = False
    status: EntrantStatus = EntrantStatus.ENTERED
    reason: str = ""
    person_id: int | None = None
    area_id: int | None = None

    @property
    def shown(self) -> str:
        """What sentences call him: 06 号“张晨”."""
        return f"“{self.name}”" if self.draw_no is None else f"{self.draw_no:02d} 号“{self.name}”"


@dataclass(frozen=True)
class RecusalRow:
    """This judge does not mark this entrant."""

    seat_id: int
    seat_no: int
    entrant_id: int
    ground: Ground
    note: str = ""


@dataclass(frozen=True)
class SheetRow:
    """The live sheet of an entrant in a column, who keyed it, and which version it is."""

    id: int
    entrant_id: int
    seat_id: int
    seat_no: int
    number: int
    state: SheetState
    first_by: str = ""
    second_by: str = ""
    first_by_id: int | None = None
    second_by_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class AdjustmentRow:
    """Points beside the marks that count."""

    id: int
    entrant_id: int
    kind: AdjustmentKind
    label: str
    milli: int
    reason: str = ""


@dataclass(frozen=True)
class ColumnRow:
    """One column of marks: `judge` sits there now, or sat there last."""

    seat_no: int
    judge: SeatRow
    active: bool

    @property
    def label(self) -> str:
        """What headings and sentences call it."""
        return f"评委 {self.seat_no}"


@dataclass(frozen=True)
class PanelView:
    """Everything of one panel as of one reading; `marks` are those of pass `pass_no`.

    `second_entry`: the office asks for a second person. `may_run` and `may_enter` are the
    rights of whoever reads; `hidden` are the sheets, by entrant id and column, whose marks he may
    not see yet: they are keyed and not in `marks`.
    """

    id: int
    subject: str
    title: str
    area_path: str
    state: PanelState
    rule: PanelRule
    items: tuple[ItemRow, ...]
    seats: tuple[SeatRow, ...]
    entrants: tuple[EntrantRow, ...]
    recusals: tuple[RecusalRow, ...] = ()
    sheets: tuple[SheetRow, ...] = ()
    marks: dict[Cell, MarkValue] = field(default_factory=dict)
    adjustments: tuple[AdjustmentRow, ...] = ()
    pass_no: int = 1
    opening: int = 1
    reopen_reason: str = ""
    closed_at: dt.datetime | None = None
    closed_by: str = ""
    second_entry: bool = False
    may_run: bool = False
    may_enter: bool = False
    hidden: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def columns(self) -> tuple[ColumnRow, ...]:
        """The columns of marks that count, by their number."""
        by_number: dict[int, SeatRow] = {}
        for seat in self.seats:
            if seat.state in COUNTING_SEATS:
                held = by_number.get(seat.seat_no)
                # Who sits there now stands before whom he replaced.
                if held is None or seat.state is SeatState.ACTIVE:
                    by_number[seat.seat_no] = seat
        return tuple(
            ColumnRow(number, by_number[number], by_number[number].state is SeatState.ACTIVE)
            for number in sorted(by_number)
        )

    @cached_property
    def competing(self) -> tuple[EntrantRow, ...]:
        """Who is entered."""
        return tuple(e for e in self.entrants if e.status is EntrantStatus.ENTERED)

    @cached_property
    def recused(self) -> dict[tuple[int, int], RecusalRow]:
        """Recusals by entrant id and column; where a mark of a predecessor stands, none."""
        sitting = {column.judge.id for column in self.columns}
        marked = {(sheet.entrant_id, sheet.seat_no) for sheet in self.sheets}
        return {
            (each.entrant_id, each.seat_no): each
            for each in self.recusals
            if each.seat_id in sitting and (each.entrant_id, each.seat_no) not in marked
        }

    @cached_property
    def sheet_of(self) -> dict[tuple[int, int], SheetRow]:
        """The live sheet by entrant id and column."""
        return {(sheet.entrant_id, sheet.seat_no): sheet for sheet in self.sheets}

    def wanted(self, entrant: EntrantRow) -> tuple[ColumnRow, ...]:
        """The columns in which this entrant is to be marked, or was."""
        return tuple(
            column
            for column in self.columns
            if (entrant.id, column.seat_no) not in self.recused
            and (column.active or (entrant.id, column.seat_no) in self.sheet_of)
        )
