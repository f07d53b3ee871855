"""How far the newest campaign has come, for the dashboard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.honours.model import HonourGrant, Nomination, SelectionLine
from hrgrid.honours.queries.campaigns import CampaignRow, campaigns
from hrgrid.honours.queries.quotas import QuotaRow, quota_table
from hrgrid.honours.rules.words import FROZEN, CampaignState, GrantState, Outcome, Tier
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
    found = next(iter(campaigns(work)), None)
    if found is None:
        return None
    rows = quota_table(work, found.id)
    named = _named(work, found, rows)
    tiers = tuple(TierProgress(tier, places, named[tier]) for tier, places in found.places.items())
    nominating = found.state in (CampaignState.NOMINATING, CampaignState.REVIEWING)
    short = tuple((row.name, owed) for row in rows if (owed := _owed(row))) if nominating else ()
    return CampaignProgress(found.id, found.year, found.title, found.state, tiers, short)


def _owed(row: QuotaRow) -> int:
    """How many places of a unit have no nominee."""
    return sum(max(0, places - row.nominated.get(tier, 0)) for tier, places in row.places.items())


def _named(work: UnitOfWork, found: CampaignRow, rows: list[QuotaRow]) -> Counter[Tier]:
    if found.state in FROZEN:
        given = HonourGrant.campaign_id == found.id, HonourGrant.state == GrantState.DECIDED
        query = select(HonourGrant.tier, func.count()).where(*given).group_by(HonourGrant.tier)
    elif found.applied is not None:
        query = (
            select(SelectionLine.tier, func.count())
            .join(Nomination, Nomination.id == SelectionLine.nomination_id)
            .where(
                SelectionLine.run_id == found.applied.id,
                SelectionLine.outcome == Outcome.SELECTED,
                Nomination.removal.is_(None),
            )
            .group_by(SelectionLine.tier)
        )
    else:
        by_unit: Counter[Tier] = Counter()
        for row in rows:
            for tier, places in row.places.items():
                by_unit[tier] += min(places, row.nominated.get(tier, 0))
        return by_unit
    return Counter(dict(work.session.execute(query).tuples().all()))
