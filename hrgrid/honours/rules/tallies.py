"""What a district is due of the places, and whether it nominates enough for them (rules.md 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.core.labelled import Labelled
from hrgrid.honours.rules.scheme import WHOLE


class Tally(Labelled):
    """How the nominations of a district stand to its places; only SHORT leaves places empty."""

    ENOUGH = "enough", "齐", "推荐人数合适"
    SHORT = "short", "缺", "推荐的人比名额少，名额会空着"
    FEW = "few", "差", "够填名额，但没有推荐到方案要求的差额人数"
    MORE = "more", "多", "多于方案要求的人数，不算错，按名次取"


@dataclass(frozen=True)
class Tallied:
    """A tally and by how many people it is off; 0 where it is enough."""

    tally: Tally
    off: int = 0

    @property
    def shown(self) -> str:
        """In a word: 缺 1."""
        return f"{self.tally.label} {self.off}" if self.off else self.tally.label


def wanted_nominees(places: int, nominate_bp: int) -> int:
    """How many a district shall nominate for its places: more than there are, rounded up."""
    return -(-places * nominate_bp // WHOLE)


def tallied(places: int, nominated: int, nominate_bp: int) -> Tallied:
    """How `nominated` people stand to `places`."""
    wanted = wanted_nominees(places, nominate_bp)
    if nominated < places:
        return Tallied(Tally.SHORT, places - nominated)
    if nominated < wanted:
        return Tallied(Tally.FEW, wanted - nominated)
    return Tallied(Tally.MORE, nominated - wanted) if nominated > wanted else Tallied(Tally.ENOUGH)


def dues(weights: Sequence[int], places: int) -> list[Fraction]:
    """The exact share of the places that each weight is due; nothing where nobody weighs."""
    total = sum(weights)
    return [Fraction(weight * places, total) if total else Fraction(0) for weight in weights]


def topped_up(places: int, due: Fraction) -> int:
    """The places above the whole part of what is due; below it negative."""
    return places - due.numerator // due.denominator
