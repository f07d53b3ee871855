"""The places of a tier as they are kept: one sharing counts, those before stay to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import func, select

from hrgrid.core.apportionment import StepRow
from hrgrid.core.hashing import canonical_hash
from hrgrid.honours.model import (
    Campaign,
    CategoryQuota,
    DistrictQuota,
    QuotaRun,
    QuotaStep,
)
from hrgrid.honours.rules.words import QuotaMethod, RunState, Tier
from hrgrid.honours.service.campaigns import named
from hrgrid.storage.work import UnitOfWork


def void_sharing(work: UnitOfWork, campaign_id: int, tier: Tier) -> None:
    """The places of a tier count no longer."""
    run = applied_sharing(work, campaign_id, tier)
    if run is not None:
        run.state = RunState.VOID
    work.session.flush()


def applied_sharing(work: UnitOfWork, campaign_id: int, tier: Tier) -> QuotaRun | None:
    """The sharing of a tier that counts."""
    return work.session.scalar(
        select(QuotaRun).where(
            QuotaRun.campaign_id == campaign_id,
            QuotaRun.tier == tier,
            QuotaRun.state == RunState.APPLIED,
        )
    )


def steps_again(work: UnitOfWork, run: QuotaRun, before: QuotaRun) -> None:
    """The derivation of an earlier sharing goes with places that it still explains."""
    query = select(QuotaStep).where(QuotaStep.run_id == before.id).order_by(QuotaStep.seq)
    work.session.add_all(
        QuotaStep(
            run_id=run.id,
            seq=step.seq,
            kind=step.kind,
            district_code=step.district_code,
            fraction=step.fraction,
            places=step.places,
        )
        for step in work.session.scalars(query).all()
    )
    work.session.flush()


def keep_sharing(
    work: UnitOfWork,
    found: Campaign,
    tier: Tier,
    seats: Mapping[int, int],
    *,
    method: QuotaMethod,
    floor: int = 0,
    lot: Sequence[str] = (),
    splits: Mapping[int, Mapping[str, int]] = MappingProxyType({}),
) -> QuotaRun:
    """The new places of a tier, by area, and in `splits` by category; those before stay as void."""
    void_sharing(work, found.id, tier)
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
    work.session.add_all(
        CategoryQuota(run_id=run.id, area_id=area_id, category=key, places=count)
        for area_id, split in splits.items()
        for key, count in split.items()
    )
    work.session.flush()
    work.record(
        "share_places",
        f"{named(found)} {tier.label}",
        after={"method": method.value, "places": sum(seats.values())},
    )
    return run


def keep_steps(
    work: UnitOfWork, run: QuotaRun, steps: Sequence[StepRow], codes: Mapping[str, str]
) -> None:
    """The derivation of a sharing; `codes` of the districts by their names."""
    work.session.add_all(
        QuotaStep(
            run_id=run.id,
            seq=seq,
            kind=step.kind,
            district_code=codes[step.unit],
            fraction=step.fraction,
            places=step.seats,
        )
        for seq, step in enumerate(steps, start=1)
    )
    work.session.flush()
