"""A panel as it travels to another computer and back: by business keys, with no row id.

An entrant is known by his key, a judge by seat name and unit, an item by its code. Times are
UTC. Who keyed is told by the number that the office has for the operator, and by name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.panels.rules.rule import Item
from hrgrid.panels.rules.words import (
    AdjustmentKind,
    EntrantStatus,
    Ground,
    NoMark,
    PanelState,
    SeatState,
    SheetState,
)

CarriedMark = int | NoMark
"""Thousandths, or why there is no mark."""


@dataclass(frozen=True)
class CarriedTyping:
    """One typing of a sheet: its marks by the code of the item, who keyed them and when."""

    by: int
    name: str
    at: dt.datetime
    alone: bool
    marks: dict[str, CarriedMark]


@dataclass(frozen=True)
class CarriedSheet:
    """The marks of one judge for one entrant; `told` says why it was corrected or is void."""

    entrant: str
    seat_no: int
    seat: str
    state: SheetState
    first: CarriedTyping | None
    second: CarriedTyping | None
    told: str

    @property
    def values(self) -> object:
        """What counts for whether two sheets say the same."""
        return self.seat, *({} if t is None else t.marks for t in (self.first, self.second))

    @property
    def identity(self) -> object:
        """What makes two versions the same one: whose, by whom, when, what."""
        typed = (self.first, self.second)
        parts = [(t.by, t.at, sorted(t.marks.items(), key=str)) if t else None for t in typed]
        return self.entrant, self.seat, str(parts)


@dataclass(frozen=True)
class CarriedSeat:
    """A judge; `key` is his name and unit, numbered where two are called the same."""

    key: str
    seat_no: int
    name: str
    unit: str
    chief: bool
    state: SeatState
    reason: str


@dataclass(frozen=True)
class CarriedEntrant:
    """Who is marked."""

    key: str
    name: str
    unit: str
    draw_no: int | None
    guest: bool
    status: EntrantStatus
    reason: str


@dataclass(frozen=True)
class CarriedRecusal:
    """This judge does not mark this entrant."""

    seat: str
    entrant: str
    ground: Ground
    note: str


@dataclass(frozen=True)
class CarriedAdjustment:
    """Points beside the marks; `void_reason` is empty while they count."""

    entrant: str
    kind: AdjustmentKind
    label: str
    milli: int
    reason: str
    made_at: dt.datetime
    made_by: str
    void_reason: str

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two of them the same one."""
        return self.entrant, self.kind, self.label, self.milli, self.made_at


@dataclass(frozen=True)
class CarriedPanel:
    """One panel whole: `sheets` stand, `past` are the versions that no longer do."""

    title: str
    rule: str
    items: tuple[Item, ...]
    state: PanelState
    seats: tuple[CarriedSeat, ...]
    entrants: tuple[CarriedEntrant, ...]
    recusals: tuple[CarriedRecusal, ...]
    sheets: tuple[CarriedSheet, ...]
    past: tuple[CarriedSheet, ...]
    adjustments: tuple[CarriedAdjustment, ...]
