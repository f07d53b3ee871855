"""The places of a campaign per role and kind of unit, and who came into question for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.honours.model import (
    Campaign,
    CategoryQuota,
    CategoryWeight,
    DistrictWeight,
    Nomination,
    QuotaRun,
)
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.facts import categories_on
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.categories import Category
from hrgrid.honours.rules.words import RunState, Tier
from hrgrid.storage.work import UnitOfWork

Split = tuple[int, ...]
"""Places or people by category, in the order of the scheme."""


@dataclass(frozen=True)
class PartedRow:
    """A district in a tier: `places` None before they are parted; all by category."""

    code: str
    name: str
    places: Split | None
    eligible: Split
    nominated: Split

    @property
    def lacking(self) -> Split:
        """By category for how many places nobody is nominated."""
        given = self.places or (0,) * len(self.nominated)
        return tuple(max(0, own - named) for own, named in zip(given, self.nominated, strict=True))


@dataclass(frozen=True)
class PartedTable:
    """A tier by category, its districts in the office's order."""

    tier: Tier
    categories: tuple[Category, ...]
    rows: tuple[PartedRow, ...]


def parted_table(work: UnitOfWork, campaign_id: int, tier: Tier) -> PartedTable:
    """The places of a tier per role and kind of unit, who comes into question, who is nominated."""
    found = work.session.get_one(Campaign, campaign_id)
    categories = scheme_in(work, found.rule_number).categories
    parted = places_by_category(work, campaign_id, categories)
    eligible = eligible_by_category(work, campaign_id, categories)
    query = select(Nomination.area_id, Nomination.person_id).where(
        Nomination.campaign_id == campaign_id,
        Nomination.tier == tier,
        Nomination.removal.is_(None),
    )
    named = [(row[0], row[1]) for row in work.session.execute(query)]
    at = categories_on(work, found.cutoff_date, {person for _, person in named}, categories)
    last = len(categories) - 1
    counts = Counter((area_id, at.get(person, last)) for area_id, person in named)
    none = (0,) * len(categories)
    return PartedTable(
        tier,
        categories,
        tuple(
            PartedRow(
                one.counts.code,
                one.counts.name,
                parted.get((tier, one.counts.code)),
                eligible.get(one.counts.code, none),
                tuple(counts[one.area_id, each] for each in range(len(categories))),
            )
            for one in weighed_districts(work, campaign_id)
        ),
    )


def categories_of(work: UnitOfWork, campaign_id: int) -> tuple[Category, ...]:
    """The categories of a campaign, none where places are not parted."""
    found = work.session.get_one(Campaign, campaign_id)
    return scheme_in(work, found.rule_number).categories


def eligible_by_category(
    work: UnitOfWork, campaign_id: int, categories: Sequence[Category]
) -> dict[str, Split]:
    """By district code who came into question when the districts were weighed.

    A district is left out where another set of categories was counted.
    """
    keys = [one.key for one in categories]
    if not keys:
        return {}
    query = (
        select(DistrictWeight.district_code, CategoryWeight.category, CategoryWeight.eligible)
        .join(
            CategoryWeight,
            (CategoryWeight.campaign_id == DistrictWeight.campaign_id)
            & (CategoryWeight.area_id == DistrictWeight.area_id),
        )
        .where(DistrictWeight.campaign_id == campaign_id)
    )
    found: dict[str, dict[str, int]] = {}
    for code, key, count in work.session.execute(query):
        found.setdefault(code, {})[key] = count
    return {
        code: tuple(counts[key] for key in keys)
        for code, counts in found.items()
        if counts.keys() == set(keys)
    }


def places_by_category(
    work: UnitOfWork, campaign_id: int, categories: Sequence[Category]
) -> dict[tuple[Tier, str], Split]:
    """The places that count, by tier and district code; none where they are not parted."""
    keys = [one.key for one in categories]
    if not keys:
        return {}
    query = (
        select(
            QuotaRun.tier,
            DistrictWeight.district_code,
            CategoryQuota.category,
            CategoryQuota.places,
        )
        .join(QuotaRun, QuotaRun.id == CategoryQuota.run_id)
        .join(
            DistrictWeight,
            (DistrictWeight.campaign_id == QuotaRun.campaign_id)
            & (DistrictWeight.area_id == CategoryQuota.area_id),
        )
        .where(QuotaRun.campaign_id == campaign_id, QuotaRun.state == RunState.APPLIED)
    )
    found: dict[tuple[Tier, str], dict[str, int]] = {}
    for tier, code, key, count in work.session.execute(query):
        found.setdefault((tier, code), {})[key] = count
    return {
        at: tuple(counts[key] for key in keys)
        for at, counts in found.items()
        if counts.keys() == set(keys)
    }
