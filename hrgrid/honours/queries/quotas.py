"""The places of the districts, and how they came about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.apportionment import StepKind
from hrgrid.honours.model import (
    DistrictHonours,
    DistrictQuota,
    DistrictWeight,
    Nomination,
    QuotaRun,
    QuotaStep,
)
from hrgrid.honours.rules.weights import DistrictCounts
from hrgrid.honours.rules.words import QuotaMethod, RunState, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class WeighedDistrict:
    """A district of a campaign with what it counted on the cut-off date."""

    area_id: int
    counts: DistrictCounts


@dataclass(frozen=True)
class QuotaRow:
    """One district: what it counts, its places and how many it has nominated, by tier."""

    area_id: int
    code: str
    name: str
    grids: int
    workers: int
    eligible: int
    honoured: int
    places: dict[Tier, int]
    nominated: dict[Tier, int]


@dataclass(frozen=True)
class DerivationRow:
    """One step of the sharing, as it is printed."""

    kind: StepKind
    district: str
    fraction: str
    places: int


@dataclass(frozen=True)
class Derivation:
    """How the applied places of a tier came about."""

    number: int
    method: QuotaMethod
    floor: int
    reason: str
    made_at: dt.datetime
    made_by: str
    input_hash: str
    steps: tuple[DerivationRow, ...]


def weighed_districts(work: UnitOfWork, campaign_id: int) -> list[WeighedDistrict]:
    """The districts of a campaign in the office's order."""
    query = (
        select(DistrictWeight, DistrictHonours.honoured)
        .outerjoin(
            DistrictHonours,
            (DistrictHonours.campaign_id == DistrictWeight.campaign_id)
            & (DistrictHonours.area_id == DistrictWeight.area_id),
        )
        .where(DistrictWeight.campaign_id == campaign_id)
        .order_by(DistrictWeight.sort, DistrictWeight.area_id)
    )
    return [
        WeighedDistrict(
            row.area_id,
            DistrictCounts(
                row.district_code,
                row.district_name,
                row.grids,
                row.workers,
                row.eligible,
                honoured or 0,
            ),
        )
        for row, honoured in work.session.execute(query).tuples()
    ]


def places_by_district(work: UnitOfWork, campaign_id: int) -> dict[tuple[Tier, int], int]:
    """The places that count, by tier and area."""
    query = (
        select(QuotaRun.tier, DistrictQuota.area_id, DistrictQuota.places)
        .join(QuotaRun, QuotaRun.id == DistrictQuota.run_id)
        .where(QuotaRun.campaign_id == campaign_id, QuotaRun.state == RunState.APPLIED)
    )
    return {(row.tier, row.area_id): row.places for row in work.session.execute(query)}


def quota_table(work: UnitOfWork, campaign_id: int) -> list[QuotaRow]:
    """Every district with its places and nominations, in the office's order."""
    places = places_by_district(work, campaign_id)
    query = (
        select(Nomination.tier, Nomination.area_id, func.count())
        .where(Nomination.campaign_id == campaign_id, Nomination.removal.is_(None))
        .group_by(Nomination.tier, Nomination.area_id)
    )
    nominated = {(row[0], row[1]): row[2] for row in work.session.execute(query)}
    return [
        QuotaRow(
            one.area_id,
            one.counts.code,
            one.counts.name,
            one.counts.grids,
            one.counts.workers,
            one.counts.eligible,
            one.counts.honoured,
            {t: places[t, one.area_id] for t in Tier if (t, one.area_id) in places},
            {t: nominated[t, one.area_id] for t in Tier if (t, one.area_id) in nominated},
        )
        for one in weighed_districts(work, campaign_id)
    ]


def derivation(work: UnitOfWork, campaign_id: int, tier: Tier) -> Derivation | None:
    """The applied sharing of a tier step by step, None before there is one."""
    run = work.session.scalar(
        select(QuotaRun).where(
            QuotaRun.campaign_id == campaign_id,
            QuotaRun.tier == tier,
            QuotaRun.state == RunState.APPLIED,
        )
    )
    if run is None:
        return None
    names = {one.counts.code: one.counts.name for one in weighed_districts(work, campaign_id)}
    query = select(QuotaStep).where(QuotaStep.run_id == run.id).order_by(QuotaStep.seq)
    steps = tuple(
        DerivationRow(row.kind, names[row.district_code], row.fraction, row.places)
        for row in work.session.scalars(query)
    )
    return Derivation(
        run.number,
        run.method,
        run.floor,
        run.reason,
        run.made_at,
        run.made_by,
        run.input_hash,
        steps,
    )
