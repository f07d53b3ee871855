"""Places of the districts: weighed as of the cut-off date, shared, adjusted, fixed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select

from hrgrid.core.apportionment import (
    Apportionment,
    DrawRequired,
    StepRow,
    apportion,
)
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.methods import Method
from hrgrid.honours.model import (
    Campaign,
    CampaignTier,
    DistrictHonours,
    DistrictQuota,
    DistrictWeight,
    QuotaRun,
    QuotaStep,
)
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.facts import district_counts
from hrgrid.honours.queries.last_year import last_year
from hrgrid.honours.queries.quotas import WeighedDistrict, places_by_district, weighed_districts
from hrgrid.honours.rules.scheme import TOPIC
from hrgrid.honours.rules.weights import DistrictCounts, sharing_units
from hrgrid.honours.rules.words import CampaignState, QuotaMethod, RunState, Tier
from hrgrid.honours.service.campaigns import campaign_of, go, named
from hrgrid.storage.rulebook import lock_rules
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
        (row, replace(counts, honoured=honoured.get(row.code, 0))) for row, counts in counted
    ]
    for tier in scheme.tiers:
        _void(work, found.id, tier)
    for table in (DistrictHonours, DistrictWeight):
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
        for row, counts in counted
    )
    work.session.add_all(
        DistrictHonours(
            campaign_id=found.id,
            area_id=row.area_id,
            honoured=counts.honoured,
            from_campaign_id=last.campaign_id,
        )
        for row, counts in counted
        if last and counts.honoured
    )
    found.weights_sha256 = canonical_hash([counts for _, counts in counted])
    work.session.flush()
    work.record("weigh_districts", named(found), after={"hash": found.weights_sha256})
    return [counts for _, counts in counted]


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
    districts = _weighed(work, found)
    names = {one.counts.name: one for one in districts}
    total = _places(work, found, tier)
    # A tier with fewer places than districts can keep no floor of one for each.
    least = min(scheme.floor, total // len(districts)) if floor is None else floor
    units = sharing_units(list(names), [one.counts for one in districts], scheme.weights, least)
    shared = apportion(units, total, Method(chosen.value), lot=_names_of(lot, districts))
    seats = {names[row.name].area_id: row.seats for row in shared.result}
    run = _keep(work, found, tier, seats, method=chosen, floor=least, lot=lot)
    _keep_steps(work, run, shared.steps, names)
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
    districts = _weighed(work, found)
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
    _keep(work, found, tier, seats, method=QuotaMethod.MANUAL)


def fix_quotas(work: UnitOfWork, campaign_id: int) -> None:
    """Every tier has its places: fix them, and the scheme with them."""
    found = campaign_of(work, campaign_id, CampaignState.DRAFT)
    places = places_by_district(work, found.id)
    for tier in scheme_in(work, found.rule_number).tiers:
        total = sum(count for (shared, _), count in places.items() if shared is tier)
        if total != _places(work, found, tier):
            raise UserError(f"“{tier.label}”的名额还没有分配。请先分配名额")
    lock_rules(work, TOPIC, found.rule_number, named(found))
    go(work, found, CampaignState.QUOTAS_SET)


def reopen_quotas(work: UnitOfWork, campaign_id: int) -> None:
    """Back to the draft before nominations began, with a reason."""
    work.require_reason()
    go(work, campaign_of(work, campaign_id, CampaignState.QUOTAS_SET), CampaignState.DRAFT)


def _weighed(work: UnitOfWork, found: Campaign) -> list[WeighedDistrict]:
    districts = weighed_districts(work, found.id)
    if not districts:
        raise UserError(f"{named(found)}还没有统计各单位的权数。请先统计权数")
    return districts


def _places(work: UnitOfWork, found: Campaign, tier: Tier) -> int:
    row = work.session.get(CampaignTier, (found.id, tier))
    if row is None:
        raise UserError(f"{named(found)}没有“{tier.label}”这一级。请核对方案")
    return row.places


def _names_of(lot: Sequence[str], districts: Sequence[WeighedDistrict]) -> list[str]:
    names = {one.counts.code: one.counts.name for one in districts}
    return [names.get(code, code) for code in lot]


def _void(work: UnitOfWork, campaign_id: int, tier: Tier) -> None:
    query = select(QuotaRun).where(
        QuotaRun.campaign_id == campaign_id,
        QuotaRun.tier == tier,
        QuotaRun.state == RunState.APPLIED,
    )
    for run in work.session.scalars(query):
        run.state = RunState.VOID
    work.session.flush()


def _keep(
    work: UnitOfWork,
    found: Campaign,
    tier: Tier,
    seats: Mapping[int, int],
    *,
    method: QuotaMethod,
    floor: int = 0,
    lot: Sequence[str] = (),
) -> QuotaRun:
    """The new places of a tier; those before stay as void."""
    _void(work, found.id, tier)
    last = select(func.max(QuotaRun.number)).where(
        QuotaRun.campaign_id == found.id, QuotaRun.tier == tier
    )
    run = QuotaRun(
        campaign_id=found.id,
        tier=tier,
        number=1 + (work.session.scalar(last) or 0),
        method=method,
        floor=floor,
        lot=json.dumps(sorted(lot), ensure_ascii=False),
        input_hash=canonical_hash([found.weights_sha256, tier, method, floor, sorted(lot)]),
        state=RunState.APPLIED,
        reason=work.reason,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(run)
    work.session.flush()
    work.session.add_all(
        DistrictQuota(run_id=run.id, area_id=area_id, places=count)
        for area_id, count in seats.items()
    )
    work.session.flush()
    work.record(
        "share_places",
        f"{named(found)} {tier.label}",
        after={"method": method.value, "places": sum(seats.values())},
    )
    return run


def _keep_steps(
    work: UnitOfWork, run: QuotaRun, steps: Sequence[StepRow], names: Mapping[str, WeighedDistrict]
) -> None:
    work.session.add_all(
        QuotaStep(
            run_id=run.id,
            seq=seq,
            kind=step.kind,
            district_code=names[step.unit].counts.code,
            fraction=step.fraction,
            places=step.seats,
        )
        for seq, step in enumerate(steps, start=1)
    )
    work.session.flush()
