"""The places of a district parted among the categories of the scheme: by share, or by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from hrgrid.core.errors import UserError
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.categories import eligible_by_category, places_by_category
from hrgrid.honours.queries.quotas import WeighedDistrict, places_by_district, weighed_districts
from hrgrid.honours.rules.categories import Category, split_of, split_places
from hrgrid.honours.rules.words import CampaignState, Tier
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.honours.service.quota_runs import applied_sharing, keep_sharing, steps_again
from hrgrid.storage.work import UnitOfWork


def split_by_share(
    work: UnitOfWork, found: Campaign, seats: Mapping[int, int]
) -> dict[int, dict[str, int]]:
    """By area the places of each category as the shares of the scheme part them.

    Nothing where the scheme has no categories. Raises UserError where they were not counted.
    """
    categories = scheme_in(work, found.rule_number).categories
    if not categories:
        return {}
    eligible = eligible_by_category(work, found.id, categories)
    splits = {}
    for one in weighed_of(work, found):
        if one.counts.code not in eligible:
            raise UserError(f"{named(found)}的岗位类别改过，还没有重新统计人数。请先统计权数")
        split = split_places(categories, seats[one.area_id], eligible[one.counts.code])
        splits[one.area_id] = _by_key(categories, split)
    return splits


def parted_already(
    work: UnitOfWork, found: Campaign, tier: Tier, seats: Mapping[int, int]
) -> dict[int, dict[str, int]]:
    """By area how places are parted now, by hand too, of the districts whose places stay."""
    categories = scheme_in(work, found.rule_number).categories
    parted = places_by_category(work, found.id, categories)
    kept = {}
    for one in weighed_districts(work, found.id):
        split = parted.get((tier, one.counts.code))
        if split is not None and sum(split) == seats[one.area_id]:
            kept[one.area_id] = _by_key(categories, split)
    return kept


def _by_key(categories: Sequence[Category], split: Sequence[int]) -> dict[str, int]:
    return {one.key: count for one, count in zip(categories, split, strict=True)}


def adjust_categories(
    work: UnitOfWork, campaign_id: int, tier: Tier, splits: Mapping[str, Mapping[str, int]]
) -> None:
    """Other places for the categories of districts, by district code and key, with a reason.

    The places of the districts stay. Raises UserError where the sum is not a district's.
    """
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    work.require_reason()
    categories = scheme_in(work, found.rule_number).categories
    if not categories:
        raise UserError(f"{named(found)}没有按岗位类别分名额。请先在方案里设岗位类别")
    before = applied_sharing(work, found.id, tier)
    seats = places_by_district(work, found.id)
    if before is None:
        raise UserError(f"“{tier.label}”的名额还没有分配。请先分配名额")
    districts = weighed_of(work, found)
    unknown = set(splits) - {one.counts.code for one in districts}
    if unknown:
        raise UserError(f"没有编码为“{min(unknown)}”的单位。请核对单位编码")
    here = {one.area_id: seats[tier, one.area_id] for one in districts}
    kept = parted_already(work, found, tier, here)
    for one in districts:
        if one.counts.code in splits:
            typed = splits[one.counts.code]
            split = split_of(categories, typed, one.counts.name, here[one.area_id])
            kept[one.area_id] = _by_key(categories, split)
        elif one.area_id not in kept:
            raise UserError(f"{named(found)}的岗位类别改过。请先重新分配名额")
    run = keep_sharing(
        work,
        found,
        tier,
        here,
        method=before.method,
        floor=before.floor,
        lot=json.loads(before.lot),
        splits=kept,
    )
    steps_again(work, run, before)


def refuse_unparted(
    work: UnitOfWork, found: Campaign, places: Mapping[tuple[Tier, int], int]
) -> None:
    """Raise UserError where the places of a district are not parted among the categories."""
    categories = scheme_in(work, found.rule_number).categories
    if not categories:
        return
    parted = places_by_category(work, found.id, categories)
    codes = {one.area_id: one.counts.code for one in weighed_districts(work, found.id)}
    for (tier, area_id), count in places.items():
        if sum(parted.get((tier, codes[area_id]), (-1,))) != count:
            raise UserError(f"“{tier.label}”的名额还没有按岗位类别分。请重新统计权数，再分配名额")


def weighed_of(work: UnitOfWork, found: Campaign) -> list[WeighedDistrict]:
    """The districts of a campaign. Raises UserError where none was counted yet."""
    districts = weighed_districts(work, found.id)
    if not districts:
        raise UserError(f"{named(found)}还没有统计各单位的权数。请先统计权数")
    return districts
