"""How far the newest selection of honours has come.

Asked of the tables by their names alone: mapping the sixteen classes of that room takes longer
than everything else that the dashboard asks, and every start of the program would pay for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, TableClause, and_, column, func, select, table

from hrgrid.honours.rules.words import (
    FROZEN,
    CampaignState,
    GrantState,
    Outcome,
    RunState,
    Tier,
)
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class TierProgress:
    """A tier's places, and how many of them have a name so far."""

    tier: Tier
    places: int
    named: int


@dataclass(frozen=True)
class CampaignProgress:
    """The newest campaign; `short` are the units that still owe nominees, and how many."""

    campaign_id: int
    year: int
    title: str
    state: CampaignState
    tiers: tuple[TierProgress, ...]
    short: tuple[tuple[str, int], ...]


def newest_progress(work: UnitOfWork) -> CampaignProgress | None:
    """The campaign of the newest year, None before there is one.

    Until a list is computed a place counts as named once its unit has somebody for it, so that a
    unit with too many does not hide one with too few; afterwards those on the list count, and
    after the decision those who hold the honour.
    """
    campaign = _table("campaign", "id", "year", "title", "state")
    newest = select(campaign).order_by(campaign.c.year.desc(), campaign.c.id.desc()).limit(1)
    found = work.session.execute(newest).one_or_none()
    if found is None:
        return None
    state = CampaignState(found.state)
    tier = _table("campaign_tier", "campaign_id", "tier", "places")
    whole = _by_tier(work, select(tier.c.tier, tier.c.places).where(_of(tier, found.id)))
    units = _units(work, found.id)
    named = _named(work, found.id, state, units)
    tiers = tuple(TierProgress(one, whole[one], named[one]) for one in Tier if one in whole)
    nominating = state in (CampaignState.NOMINATING, CampaignState.REVIEWING)
    short = tuple((unit.name, unit.owed) for unit in units if unit.owed) if nominating else ()
    return CampaignProgress(found.id, found.year, found.title, state, tiers, short)


@dataclass(frozen=True)
class _Unit:
    """Places and nominees of a unit by tier."""

    name: str
    places: Counter[Tier]
    nominated: Counter[Tier]

    def filled(self, tier: Tier) -> int:
        return min(self.places[tier], self.nominated[tier])

    @property
    def owed(self) -> int:
        return sum(self.places[tier] - self.filled(tier) for tier in self.places)


def _units(work: UnitOfWork, campaign_id: int) -> list[_Unit]:
    """The units of a campaign in the office's order."""
    weight = _table("district_weight", "campaign_id", "area_id", "district_name", "sort")
    run = _table("quota_run", "id", "campaign_id", "tier", "state")
    quota = _table("district_quota", "run_id", "area_id", "places")
    nominee = _table("nomination", "campaign_id", "tier", "area_id", "removal")
    names = (
        select(weight.c.area_id, weight.c.district_name)
        .where(_of(weight, campaign_id))
        .order_by(weight.c.sort, weight.c.area_id)
    )
    units = {row[0]: _Unit(row[1], Counter(), Counter()) for row in work.session.execute(names)}
    shared = (
        select(quota.c.area_id, run.c.tier, quota.c.places)
        .join_from(quota, run, run.c.id == quota.c.run_id)
        .where(_of(run, campaign_id), run.c.state == RunState.APPLIED.value)
    )
    for area_id, tier, places in work.session.execute(shared):
        units[area_id].places[Tier(tier)] = places
    counted = (
        select(nominee.c.area_id, nominee.c.tier, func.count())
        .where(_of(nominee, campaign_id), nominee.c.removal.is_(None))
        .group_by(nominee.c.area_id, nominee.c.tier)
    )
    for area_id, tier, count in work.session.execute(counted):
        units[area_id].nominated[Tier(tier)] = count
    return [*units.values()]


def _named(
    work: UnitOfWork, campaign_id: int, state: CampaignState, units: Sequence[_Unit]
) -> Counter[Tier]:
    if state in FROZEN:
        grant = _table("honour_grant", "campaign_id", "tier", "state")
        held = and_(_of(grant, campaign_id), grant.c.state == GrantState.DECIDED.value)
        query = select(grant.c.tier, func.count()).where(held).group_by(grant.c.tier)
        return _by_tier(work, query)
    run = _table("selection_run", "id", "campaign_id", "state")
    applied = work.session.scalar(
        select(run.c.id).where(_of(run, campaign_id), run.c.state == RunState.APPLIED.value)
    )
    if applied is None:
        return Counter({tier: sum(unit.filled(tier) for unit in units) for tier in Tier})
    line = _table("selection_line", "run_id", "tier", "nomination_id", "outcome")
    nominee = _table("nomination", "id", "removal")
    listed = (
        select(line.c.tier, func.count())
        .join_from(line, nominee, nominee.c.id == line.c.nomination_id)
        .where(
            line.c.run_id == applied,
            line.c.outcome == Outcome.SELECTED.value,
            nominee.c.removal.is_(None),
        )
        .group_by(line.c.tier)
    )
    return _by_tier(work, listed)


def _by_tier(work: UnitOfWork, query: Select[tuple[str, int]]) -> Counter[Tier]:
    return Counter({Tier(code): count for code, count in work.session.execute(query)})


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *(column(one) for one in columns))


def _of(rows: TableClause, campaign_id: int) -> ColumnElement[bool]:
    return rows.c.campaign_id == campaign_id
