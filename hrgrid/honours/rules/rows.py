"""The rows that a selection reads and gives back, all frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hrgrid.honours.rules.categories import pool_of
from hrgrid.honours.rules.eligibility import Facts
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import Outcome, OutcomeCode, Removal, Tier


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody as he stood when the inputs were frozen; `number` is the business key."""

    number: str
    name: str
    district: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Nominee:
    """One nomination; marks in thousandths of a point."""

    number: str
    tier: Tier
    district: str
    unit_rank: int | None = None
    merit: int | None = None
    review: int | None = None
    total: int | None = None
    removal: Removal | None = None
    public: int | None = None


@dataclass(frozen=True, slots=True)
class TieDecision:
    """Whom people took of a tie: `tied` and `chosen` are numbers, sorted."""

    tier: Tier
    district: str
    tied: tuple[str, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Inputs:
    """All that a selection reads; `places` by tier and district code.

    `split` has them by category, in the scheme's order, where the scheme has categories.
    """

    scheme: Scheme
    places: Mapping[tuple[Tier, str], int]
    entrants: Mapping[str, Entrant]
    nominees: Sequence[Nominee]
    decisions: Sequence[TieDecision] = ()
    split: Mapping[tuple[Tier, str], tuple[int, ...]] = field(default_factory=dict)

    def pool_of(self, number: str) -> int:
        """The category in which somebody is ranked, 0 where there are none."""
        return pool_of(self.scheme.categories, self.entrants[number].facts)

    def places_of(self, tier: Tier, district: str, pool: int) -> int:
        """The places for which the people of a category of a district are ranked."""
        if not self.scheme.categories:
            return self.places.get((tier, district), 0)
        return self.split[tier, district][pool] if (tier, district) in self.split else 0


@dataclass(frozen=True, slots=True)
class Compared:
    """One step that told equals apart: `own` and `other` as compared, both as exact text."""

    by: str
    own: str
    other_number: str
    other: str


@dataclass(frozen=True, slots=True)
class Line:
    """What came of it for one person in one tier.

    `shown` and `cut` are the published score and the lowest one taken, in thousandths (under
    单位推荐次序 the places in that order, times 1000); `distance` is how far above the line,
    below it negative. Who was not nominated is looked at for the last tier.
    """

    number: str
    tier: Tier
    district: str
    nominated: bool
    outcome: Outcome
    code: OutcomeCode | None = None
    rule: str = ""
    shown: int | None = None
    rank: int | None = None
    cut: int | None = None
    distance: int | None = None
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTie:
    """A tie that people have to close: numbers, sorted, and the places left for them.

    `pool` is the category in which they are ranked.
    """

    tier: Tier
    district: str
    tied: tuple[str, ...]
    places: int
    pool: int = 0


@dataclass(frozen=True)
class Selection:
    """The lines by tier and number; none where ties are open."""

    lines: tuple[Line, ...] = ()
    open_ties: tuple[OpenTie, ...] = ()
