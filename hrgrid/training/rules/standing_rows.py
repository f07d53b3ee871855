"""What rankings are computed from, and what comes of it: pure rows, everybody by his number.

Figures are exact thousandths of a point (Fraction), deductions thousandths, times tenths of a
second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import fixed_text
from hrgrid.training.rules.competing import EntrantState, EventKind, MemberRole, Side


@dataclass(frozen=True)
class Contestant:
    """One entry: a person, or a team whose members name it by its number."""

    number: int
    name: str
    unit: str = ""
    side: Side = Side.PERSON
    team: int | None = None
    role: MemberRole | None = None
    guest: bool = False
    state: EntrantState = EntrantState.ENTERED


@dataclass(frozen=True)
class DroppedMark:
    """A mark that was struck as the highest or lowest: the column, the item, as the judge wrote."""

    seat_no: int
    item: str
    mark: str


@dataclass(frozen=True)
class EventResult:
    """What one entry came to in one event; no figure: `note` says why.

    `shown` is the published number in 10**-decimals points. `missing`: not all of it is in.
    """

    figure: Fraction | None
    shown: int | None
    note: str = ""
    deducted: int = 0
    chief: Fraction | None = None
    tenths: int | None = None
    missing: bool = False
    dropped: tuple[DroppedMark, ...] = ()


@dataclass(frozen=True)
class EventScores:
    """One event with the results of all who were in it, by number."""

    code: str
    title: str
    kind: EventKind
    side: Side
    order: Order
    person_bp: int
    team_bp: int
    decimals: int
    results: Mapping[int, EventResult] = field(default_factory=dict)


@dataclass(frozen=True)
class DrawnLot:
    """A lot among equals of a ranking: all their numbers in the order drawn."""

    ranking: str
    result: tuple[int, ...]


@dataclass(frozen=True)
class ComparedStep:
    """One step against a neighbour with the same published total, both sides in words."""

    other: int
    step: str
    own: str
    others: str


@dataclass(frozen=True)
class PartLine:
    """What one event, or one member, gave to a total; `points` exact, `shown` as published."""

    label: str
    shown: str
    weight_bp: int
    points: Fraction | None
    note: str = ""
    deducted: int = 0


@dataclass(frozen=True)
class RankedLine:
    """One entry in one ranking (an event's code, "person" or "team").

    `total` is exact, in points. `rank` is None for guests (`beside` is theirs) and for whoever
    has no total (`note` says why). `tied`: others have the same rank.
    """

    ranking: str
    number: int
    total: Fraction | None
    shown: int | None
    decimals: int
    rank: int | None
    tied: bool
    note: str
    beside: int | None = None
    partial: bool = False
    parts: tuple[PartLine, ...] = ()
    compared: tuple[ComparedStep, ...] = ()
    dropped: tuple[DroppedMark, ...] = ()

    @property
    def published(self) -> str:
        """The published total, or ""."""
        return "" if self.shown is None else fixed_text(self.shown, self.decimals)


@dataclass(frozen=True)
class TieLine:
    """Equals that the chain did not part: their numbers, and the rank they share."""

    ranking: str
    rank: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class AllRankings:
    """Every ranking of a competition, best first, those without rank last."""

    lines: tuple[RankedLine, ...]
    ties: tuple[TieLine, ...]

    def of(self, ranking: str) -> tuple[RankedLine, ...]:
        """The lines of one ranking."""
        return tuple(line for line in self.lines if line.ranking == ranking)
