"""How the places that count came about, for whoever computes them again."""

from __future__ import annotations

import json

from sqlalchemy import select

from hrgrid.honours.model import DistrictQuota, QuotaRun, QuotaStep
from hrgrid.honours.queries.categories import (
    categories_of,
    eligible_by_category,
    places_by_category,
)
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.categories import split_places
from hrgrid.honours.rules.proof import Sharing
from hrgrid.honours.rules.words import RunState
from hrgrid.storage.work import UnitOfWork


def sharings(work: UnitOfWork, campaign_id: int) -> list[Sharing]:
    """How the places that count came about, by tier from the highest."""
    found = []
    codes = {one.area_id: one.counts.code for one in weighed_districts(work, campaign_id)}
    categories = categories_of(work, campaign_id)
    parted = places_by_category(work, campaign_id, categories)
    eligible = eligible_by_category(work, campaign_id, categories)
    query = select(QuotaRun).where(
        QuotaRun.campaign_id == campaign_id, QuotaRun.state == RunState.APPLIED
    )
    for run in sorted(work.session.scalars(query), key=lambda run: run.tier.order):
        places = work.session.execute(
            select(DistrictQuota.area_id, DistrictQuota.places).where(
                DistrictQuota.run_id == run.id
            )
        )
        steps = work.session.scalars(
            select(QuotaStep).where(QuotaStep.run_id == run.id).order_by(QuotaStep.seq)
        )
        by_code = {codes[row.area_id]: row.places for row in places}
        split = {code: parted[run.tier, code] for code in by_code if (run.tier, code) in parted}
        found.append(
            Sharing(
                run.tier,
                run.method,
                run.floor,
                tuple(json.loads(run.lot)),
                {code: by_code[code] for code in codes.values() if code in by_code},
                tuple((s.kind.value, s.district_code, s.fraction, s.places) for s in steps),
                split,
                tuple(
                    code
                    for code, own in split.items()
                    if own != split_places(categories, by_code[code], eligible[code])
                ),
            )
        )
    return found
