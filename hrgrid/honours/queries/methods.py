"""The methods of sharing beside what counts now and what there was last year."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.honours.model import Campaign, CampaignTier
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.last_year import LastUnit, LastYear, last_year
from hrgrid.honours.queries.quotas import places_by_district, weighed_districts
from hrgrid.honours.rules.methods import Given, MethodResult, difference_words, side_by_side
from hrgrid.honours.rules.weights import DistrictCounts, sharing_units
from hrgrid.honours.rules.words import QuotaMethod, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class MethodRow:
    """A district: what it counts, its places now, by each method and last year.

    `places` None before the tier is shared; `given` lacks a method that cannot share; `last`
    None where nothing was decided before.
    """

    counts: DistrictCounts
    places: int | None
    given: dict[QuotaMethod, Given]
    last: LastUnit | None

    def differs(self, method: QuotaMethod) -> bool:
        """Whether the method would give other places than count now."""
        own = self.given.get(method)
        return own is not None and self.places is not None and not own.allows(self.places)


@dataclass(frozen=True)
class MethodTable:
    """A tier by every method; `sentences` say where each differs from what counts now."""

    tier: Tier
    floor: int
    rows: tuple[MethodRow, ...]
    sentences: tuple[str, ...]
    last: LastYear | None


def method_table(
    work: UnitOfWork, campaign_id: int, tier: Tier, floor: int | None = None
) -> MethodTable:
    """Every method over the counts of the campaign with a floor, None that of the scheme."""
    found = work.session.get_one(Campaign, campaign_id)
    scheme = scheme_in(work, found.rule_number)
    weighed = weighed_districts(work, campaign_id)
    counts = [one.counts for one in weighed]
    total = work.session.get_one(CampaignTier, (campaign_id, tier)).places
    least = min(scheme.floor, total // len(counts)) if floor is None and counts else floor or 0
    units = sharing_units([one.code for one in counts], counts, scheme.weights, least)
    results = side_by_side(units, total) if units else ()
    now = places_by_district(work, campaign_id)
    places = {
        one.counts.code: now[tier, one.area_id] for one in weighed if (tier, one.area_id) in now
    }
    last = last_year(work, campaign_id)
    rows = tuple(
        MethodRow(
            one,
            places.get(one.code),
            {result.method: result.given[one.code] for result in results if result.given},
            last.unit(tier, one.code) if last else None,
        )
        for one in counts
    )
    return MethodTable(tier, least, rows, _sentences(results, places, counts), last)


def _sentences(
    results: tuple[MethodResult, ...], places: dict[str, int], counts: list[DistrictCounts]
) -> tuple[str, ...]:
    names = {one.code: one.name for one in counts}
    if not places:
        return ()
    return tuple(difference_words(result, places, names) for result in results)
