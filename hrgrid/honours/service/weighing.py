"""The districts counted as of the cut-off date, and those of their people who may be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.honours.model import CategoryWeight, DistrictHonours, DistrictWeight
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.facts import DistrictRow, district_counts
from hrgrid.honours.queries.last_year import last_year
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.weights import DistrictCounts
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.honours.service.quota_runs import void_sharing
from hrgrid.storage.work import UnitOfWork


def weigh_districts(work: UnitOfWork, campaign_id: int) -> list[DistrictCounts]:
    """Count every district as of the cut-off date; places shared before are void."""
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    scheme = scheme_in(work, found.rule_number)
    counted = district_counts(work, found.cutoff_date, found.year, scheme)
    if not counted:
        raise UserError(
            f"{found.cutoff_date:%Y-%m-%d} 没有可以分配名额的区县或街道。请先导入网格表"
        )
    last = last_year(work, found.id)
    honoured = last.honoured() if last else {}
    counted = [
        (row, replace(counts, honoured=honoured.get(row.code, 0)), by_category)
        for row, counts, by_category in counted
    ]
    for tier in scheme.tiers:
        void_sharing(work, found.id, tier)
    for table in (CategoryWeight, DistrictHonours, DistrictWeight):
        work.session.execute(delete(table).where(table.campaign_id == found.id))
    work.session.add_all(
        DistrictWeight(
            campaign_id=found.id,
            area_id=row.area_id,
            district_code=row.code,
            district_name=row.name,
            sort=row.sort,
            grids=counts.grids,
            workers=counts.workers,
            eligible=counts.eligible,
        )
        for row, counts, _ in counted
    )
    work.session.add_all(
        DistrictHonours(
            campaign_id=found.id,
            area_id=row.area_id,
            honoured=counts.honoured,
            from_campaign_id=last.campaign_id,
        )
        for row, counts, _ in counted
        if last and counts.honoured
    )
    work.session.add_all(
        CategoryWeight(
            campaign_id=found.id, area_id=row.area_id, category=category.key, eligible=eligible
        )
        for row, _, by_category in counted
        for category, eligible in zip(scheme.categories, by_category, strict=True)
    )
    found.weights_sha256 = canonical_hash(_weighed(scheme, counted))
    work.session.flush()
    work.record("weigh_districts", named(found), after={"hash": found.weights_sha256})
    return [counts for _, counts, _ in counted]


def _weighed(
    scheme: Scheme, counted: Iterable[tuple[DistrictRow, DistrictCounts, tuple[int, ...]]]
) -> list[object]:
    """What was counted, for the hash; by category only where there are any."""
    if not scheme.categories:
        return [counts for _, counts, _ in counted]
    return [[counts, by_category] for _, counts, by_category in counted]
