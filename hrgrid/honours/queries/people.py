"""Everybody as a campaign sees him: his facts, and the rules that were set aside for him."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from hrgrid.honours.model import Campaign, HonourExemption
from hrgrid.honours.queries.facts import Standing, everybody
from hrgrid.honours.rules.eligibility import waiver
from hrgrid.honours.rules.findings import ExemptionState
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids


def people_of(
    work: UnitOfWork, found: Campaign, scheme: Scheme, nominees: Collection[int]
) -> list[Standing]:
    """Everybody in post on the cut-off date and the nominees, as they stand now, by number."""
    waived = waivers(work, found.id)
    return [
        replace(one, facts=one.facts | waived[one.person_id]) if one.person_id in waived else one
        for one in everybody(work, found.cutoff_date, found.year, nominees, scheme.rules)
    ]


def waivers(work: UnitOfWork, campaign_id: int) -> dict[int, dict[str, int]]:
    """By person the rules that are set aside for him with approval, as facts."""
    kept = kept_ids(work)
    query = select(HonourExemption).where(
        HonourExemption.campaign_id == campaign_id,
        HonourExemption.state == ExemptionState.APPROVED,
    )
    found: dict[int, dict[str, int]] = {}
    for row in work.session.scalars(query):
        own = found.setdefault(kept.get(row.person_id, row.person_id), {})
        own[waiver(row.rule_key, row.tier)] = 1
    return found
