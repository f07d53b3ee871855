"""A competition as it travels to a laptop and back: what the sheets need and nothing more.

Of people there are names, units and numbers; no identity number, no phone, no birth date, no
place in the area tree, no reason why somebody does not compete. Entrants and events are called
by the office's own numbers, judges and items by panels/rules/carried.py. Times are UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from hrgrid.core.identity.finding import find_identity_numbers
from hrgrid.core.ranking import Order
from hrgrid.panels.rules.carried import CarriedPanel
from hrgrid.training.rules.competing import (
    EntrantState,
    EventKind,
    Level,
    LotMethod,
    MemberRole,
    Side,
)

NOT_TOLD = "见单位登记"
"""Stands for reasons that the sheets do not need."""
OVERTIME = "超时"
"""The deduction that follows from a time; where a time is kept it goes with the time."""


@dataclass(frozen=True)
class TakenPerson:
    """An operator of the office: who goes along and keys, or keyed before."""

    id: int
    name: str
    goes: bool


@dataclass(frozen=True)
class TakenEntrant:
    """One entry, a person or a team; `team` and `id` are the office's numbers for it."""

    id: int
    number: int
    side: Side
    team: int | None
    role: MemberRole | None
    name: str
    unit: str
    guest: bool
    state: EntrantState
    reason: str


@dataclass(frozen=True)
class TakenTime:
    """How long somebody took, in tenths of a second."""

    entrant: int
    tenths: int
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class TakenPoint:
    """Points (thousandths) of a running event; `undone` is empty while they count."""

    entrant: int
    seq: int
    round: int
    milli: int
    label: str
    undone: str
    by: str
    at: dt.datetime

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two of them the same one."""
        return self.entrant, self.round, self.milli, self.label, self.by, self.at


@dataclass(frozen=True)
class TakenEvent:
    """One event with its panel, times and points."""

    id: int
    code: str
    title: str
    kind: EventKind
    side: Side
    order: Order
    sort: int
    person_bp: int
    team_bp: int
    time_limit: int | None
    held_on: dt.date | None
    held_at: str
    place: str
    panel: CarriedPanel
    times: tuple[TakenTime, ...]
    points: tuple[TakenPoint, ...]


@dataclass(frozen=True)
class TakenLot:
    """A lot that was drawn: JSON lists of entrants' numbers; who witnessed it stays home."""

    ranking: str
    tied: str
    result: str
    method: LotMethod
    input_hash: str
    seed: str
    witnesses: str
    made_at: dt.datetime
    made_by: str

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two of them the same one."""
        return self.ranking, self.tied, self.result, self.method, self.seed, self.made_at


@dataclass(frozen=True)
class TakenPrize:
    """A prize and how many hold it."""

    ranking: str
    label: str
    places: int
    sort: int


@dataclass(frozen=True)
class TakenCompetition:
    """Everything that travels; `second_entry` is the policy that it is keyed under."""

    id: int
    number: str
    title: str
    level: Level
    organiser: str
    place: str
    first_day: dt.date
    last_day: dt.date
    rule: str
    protest_minutes: int
    prizes_set: bool
    second_entry: bool
    people: tuple[TakenPerson, ...]
    entrants: tuple[TakenEntrant, ...]
    events: tuple[TakenEvent, ...]
    prizes: tuple[TakenPrize, ...]
    lots: tuple[TakenLot, ...]

    @property
    def marks(self) -> int:
        """How many marks stand, in the first typing."""
        return sum(
            len(sheet.first.marks)
            for event in self.events
            for sheet in event.panel.sheets
            if sheet.first is not None
        )


def competitor_key(entrant_id: int) -> str:
    """What a panel calls an entrant."""
    return f"entrant:{entrant_id}"


def numbers_in(row: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Identity numbers and mobiles in any text of `row`: where, and the masked number."""
    if isinstance(row, str):
        for found in find_identity_numbers(row):
            yield where, found.masked
    elif is_dataclass(row) and not isinstance(row, type):
        called = str(getattr(row, "name", "") or getattr(row, "title", "") or where)
        for field in fields(row):
            yield from numbers_in(getattr(row, field.name), called)
    elif isinstance(row, Mapping):
        for value in row.values():
            yield from numbers_in(value, where)
    elif isinstance(row, list | tuple):
        for value in row:
            yield from numbers_in(value, where)
