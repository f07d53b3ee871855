"""Places of the districts: shared, adjusted, fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.apportionment import Apportionment, DrawRequired, apportion
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from hrgrid.honours.model import Campaign, CampaignTier
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.quotas import WeighedDistrict, places_by_district, weighed_districts
from hrgrid.honours.rules.scheme import TOPIC
from hrgrid.honours.rules.weights import sharing_units
from hrgrid.honours.rules.words import CampaignState, QuotaMethod, Tier
from hrgrid.honours.service.campaigns import campaign_of, go, named
from hrgrid.honours.service.quota_runs import keep_sharing, keep_steps
from hrgrid.honours.service.splitting import (
    parted_already,
    refuse_unparted,
    split_by_share,
    weighed_of,
)
from hrgrid.honours.service.weighing import weigh_districts
from hrgrid.storage.rulebook import lock_rules
from hrgrid.storage.work import UnitOfWork


def share_places(
    work: UnitOfWork,
    campaign_id: int,
    tier: Tier,
    *,
    method: QuotaMethod | None = None,
    floor: int | None = None,
    lot: Sequence[str] = (),
) -> Apportionment:
    """Share the places of a tier by the scheme's method or another, within who is eligible.

    `lot` holds the codes of the districts that a draw gave a place. Raises DrawRequired on a
    tie wider than the places left.
    """
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    scheme = scheme_in(work, found.rule_number)
    chosen = method or scheme.method
    if chosen is QuotaMethod.MANUAL:
        raise UserError("人工调整要逐个填写名额。请先按一种方法分配，再调整")
    districts = weighed_of(work, found)
    names = {one.counts.name: one for one in districts}
    total = _places(work, found, tier)
    # A tier with fewer places than districts can keep no floor of one for each.
    least = min(scheme.floor, total // len(districts)) if floor is None else floor
    units = sharing_units(list(names), [one.counts for one in districts], scheme.weights, least)
    shared = apportion(units, total, Method(chosen.value), lot=_names_of(lot, districts))
    seats = {names[row.name].area_id: row.seats for row in shared.result}
    splits = split_by_share(work, found, seats)
    run = keep_sharing(work, found, tier, seats, method=chosen, floor=least, lot=lot, splits=splits)
    keep_steps(work, run, shared.steps, {name: one.counts.code for name, one in names.items()})
    return shared


@dataclass(frozen=True)
class OpenDraw:
    """Districts that tie for the last places of a tier: their codes and names, what is left."""

    tier: Tier
    districts: tuple[tuple[str, str], ...]
    places: int


def draw_of(work: UnitOfWork, campaign_id: int, tier: Tier, tie: DrawRequired) -> OpenDraw:
    """A tie between districts, with their codes."""
    codes = {one.counts.name: one.counts.code for one in weighed_districts(work, campaign_id)}
    return OpenDraw(tier, tuple((codes[name], name) for name in tie.names), tie.places)


def share_all(work: UnitOfWork, campaign_id: int) -> list[OpenDraw]:
    """Count the districts and share every tier as the scheme says.

    A tier in which districts tie for the last place is left to a draw, and told of.
    """
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    weigh_districts(work, campaign_id)
    draws = []
    for tier in scheme_in(work, found.rule_number).tiers:
        try:
            share_places(work, campaign_id, tier)
        except DrawRequired as tie:
            draws.append(draw_of(work, campaign_id, tier, tie))
    return draws


def adjust_places(
    work: UnitOfWork, campaign_id: int, tier: Tier, places: Mapping[str, int]
) -> None:
    """Other places for a tier, by district code (the others keep theirs), with a reason.

    Raises UserError unless the sum is the tier's.
    """
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    work.require_reason()
    districts = weighed_of(work, found)
    codes = {one.counts.code: one for one in districts}
    unknown = [code for code in places if code not in codes]
    if unknown:
        raise UserError(f"没有编码为“{unknown[0]}”的单位。请核对单位编码")
    if any(count < 0 for count in places.values()):
        raise UserError("名额不能是负数。请填零或正整数")
    now = places_by_district(work, found.id)
    seats = {
        one.area_id: places.get(one.counts.code, now.get((tier, one.area_id), 0))
        for one in districts
    }
    total, wanted = sum(seats.values()), _places(work, found, tier)
    if total != wanted:
        raise UserError(
            f"“{tier.label}”共 {wanted} 个名额，调整后合计 {total} 个。请让合计等于 {wanted}"
        )
    # Whose places stay keeps how they were parted, by hand too.
    splits = split_by_share(work, found, seats) | parted_already(work, found, tier, seats)
    keep_sharing(work, found, tier, seats, method=QuotaMethod.MANUAL, splits=splits)


def fix_quotas(work: UnitOfWork, campaign_id: int) -> None:
    """Every tier has its places: fix them, and the scheme with them."""
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    places = places_by_district(work, found.id)
    for tier in scheme_in(work, found.rule_number).tiers:
        total = sum(count for (shared, _), count in places.items() if shared is tier)
        if total != _places(work, found, tier):
            raise UserError(f"“{tier.label}”的名额还没有分配。请先分配名额")
    refuse_unparted(work, found, places)
    lock_rules(work, TOPIC, found.rule_number, named(found))
    go(work, found, CampaignState.QUOTAS_SET)


def reopen_quotas(work: UnitOfWork, campaign_id: int) -> None:
    """Back to the draft before nominations began, with a reason."""
    work.require_reason()
    go(work, campaign_of(work, campaign_id, CampaignState.QUOTAS_SET), CampaignState.DRAFT)


def _places(work: UnitOfWork, found: Campaign, tier: Tier) -> int:
    row = work.session.get(CampaignTier, (found.id, tier))
    if row is None:
        raise UserError(f"{named(found)}没有“{tier.label}”这一级。请核对方案")
    return row.places


def _names_of(lot: Sequence[str], districts: Sequence[WeighedDistrict]) -> list[str]:
    names = {one.counts.code: one.counts.name for one in districts}
    return [names.get(code, code) for code in lot]
