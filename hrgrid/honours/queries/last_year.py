"""What the campaign before this one gave to each district, and how many it nominated for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from hrgrid.honours.model import (
    Campaign,
    DistrictQuota,
    DistrictWeight,
    HonourGrant,
    Nomination,
    QuotaRun,
)
from hrgrid.honours.rules.words import FROZEN, GrantState, RunState, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class LastUnit:
    """A district in one tier then: places, people nominated, people who hold the honour now."""

    places: int = 0
    nominated: int = 0
    honoured: int = 0


@dataclass(frozen=True)
class LastYear:
    """The campaign before; `units` by tier and code of the district."""

    campaign_id: int
    year: int
    title: str
    units: Mapping[tuple[Tier, str], LastUnit]

    @property
    def shown(self) -> str:
        """The campaign in a sentence."""
        return f"{self.year} 年度“{self.title}”"

    def unit(self, tier: Tier, code: str) -> LastUnit:
        """A district in a tier; nothing of all where it had no part."""
        return self.units.get((tier, code), LastUnit())

    def honoured(self) -> dict[str, int]:
        """How many hold an honour of it, by code of the district, all tiers together."""
        counts: Counter[str] = Counter()
        for (_, code), unit in self.units.items():
            counts[code] += unit.honoured
        return {code: count for code, count in counts.items() if count}


def last_year(work: UnitOfWork, campaign_id: int) -> LastYear | None:
    """The nearest earlier year's decided campaign, one of the same name before any other.

    Districts are known by their codes, so that a new name of one changes nothing. What was
    revoked since does not count. None where nothing was decided before.
    """
    found = _before(work, work.session.get_one(Campaign, campaign_id))
    if found is None:
        return None
    places, nominated, honoured = (
        {(row[0], row[1]): int(row[2]) for row in work.session.execute(query)}
        for query in (_places(found.id), _nominated(found.id), _honoured(found.id))
    )
    units = {
        key: LastUnit(places.get(key, 0), nominated.get(key, 0), honoured.get(key, 0))
        for key in {**places, **nominated, **honoured}
    }
    return LastYear(found.id, found.year, found.title, units)


def _before(work: UnitOfWork, this: Campaign) -> Campaign | None:
    query = (
        select(Campaign)
        .where(Campaign.year < this.year, Campaign.state.in_(FROZEN))
        .order_by(
            case((Campaign.title == this.title, 0), else_=1),
            Campaign.year.desc(),
            Campaign.id.desc(),
        )
        .limit(1)
    )
    return work.session.scalar(query)


_CODE = DistrictWeight.district_code
_Counts = Select[tuple[Tier, str, int]]


def _places(campaign_id: int) -> _Counts:
    return (
        select(QuotaRun.tier, _CODE, DistrictQuota.places)
        .join(DistrictQuota, DistrictQuota.run_id == QuotaRun.id)
        .join(DistrictWeight, _district(QuotaRun.campaign_id, DistrictQuota.area_id))
        .where(QuotaRun.campaign_id == campaign_id, QuotaRun.state == RunState.APPLIED)
    )


def _nominated(campaign_id: int) -> _Counts:
    return (
        select(Nomination.tier, _CODE, func.count())
        .join(DistrictWeight, _district(Nomination.campaign_id, Nomination.area_id))
        .where(Nomination.campaign_id == campaign_id)
        .group_by(Nomination.tier, _CODE)
    )


def _honoured(campaign_id: int) -> _Counts:
    return (
        select(HonourGrant.tier, _CODE, func.count())
        .join(DistrictWeight, _district(HonourGrant.campaign_id, HonourGrant.area_id))
        .where(HonourGrant.campaign_id == campaign_id, HonourGrant.state == GrantState.DECIDED)
        .group_by(HonourGrant.tier, _CODE)
    )


def _district(
    campaign: InstrumentedAttribute[int], area: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    return and_(DistrictWeight.campaign_id == campaign, DistrictWeight.area_id == area)
