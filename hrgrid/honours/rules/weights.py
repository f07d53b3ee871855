"""What a district weighs when places are shared: one count, or several in given parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from hrgrid.core.apportionment import Unit
from hrgrid.honours.rules.words import WeightKind


@dataclass(frozen=True)
class DistrictCounts:
    """A district as of the cut-off date; `code` is its business key.

    `honoured` is how many of its people the campaign before this one honoured.
    """

    code: str
    name: str
    grids: int
    workers: int
    eligible: int
    honoured: int = 0

    def count(self, kind: WeightKind) -> int:
        """The count of one kind."""
        counts = {
            WeightKind.GRIDS: self.grids,
            WeightKind.WORKERS: self.workers,
            WeightKind.ELIGIBLE: self.eligible,
            WeightKind.HONOURED: self.honoured,
        }
        return counts[kind]


def sharing_units(
    names: Sequence[str],
    districts: Sequence[DistrictCounts],
    shares: Mapping[WeightKind, int],
    floor: int,
) -> list[Unit]:
    """The districts as places are shared among them, called by `names`.

    Nobody is given more places than he has people who may be chosen, nor promised more.
    """
    weights = district_weights(districts, shares)
    return [
        Unit(name, weight, floor=min(floor, one.eligible), cap=one.eligible)
        for name, one, weight in zip(names, districts, weights, strict=True)
    ]


def district_weights(
    districts: Sequence[DistrictCounts], shares: Mapping[WeightKind, int]
) -> list[int]:
    """Whole numbers in the proportion of the shared counts (shares in basis points, sum 10000).

    One kind alone weighs by its count. Several: each count as a part of its total, times its
    share, brought to one denominator; a kind of which nobody has anything weighs nothing.
    """
    totals = {kind: sum(district.count(kind) for district in districts) for kind in shares}
    used = [kind for kind, total in totals.items() if total and shares[kind]]
    if len(used) == 1:
        return [district.count(used[0]) for district in districts]
    return [
        sum(
            shares[kind]
            * district.count(kind)
            * prod(totals[other] for other in used if other is not kind)
            for kind in used
        )
        for district in districts
    ]
