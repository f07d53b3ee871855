"""Everybody as a campaign sees him: his facts, and the rules that were set aside for him."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select

from hrgrid.honours.model import Campaign, HonourExemption, Nomination
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.facts import Standing, everybody
from hrgrid.honours.rules.eligibility import DECEASED, VETOES, checks, waiver
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
        for one in everybody(work, found.cutoff_date, found.year, nominees, scheme)
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


def failed_rules(work: UnitOfWork, nomination_id: int) -> list[tuple[str, str]]:
    """The rules that a nominee does not stand now, as keys and words; a veto is none of them."""
    nomination = work.session.get_one(Nomination, nomination_id)
    found = work.session.get_one(Campaign, nomination.campaign_id)
    facts = facts_of(work, found, nomination.person_id)
    if facts is None or facts.get(VETOES) or facts.get(DECEASED):
        return []
    rules = scheme_in(work, found.rule_number).rules
    return [
        (one.rule.key, f"{one.rule.shown_for(nomination.tier)}（{one.rule.seen_text(one.seen)}）")
        for one in checks(rules, nomination.tier, facts)
        if not one.passed
    ]


def facts_of(work: UnitOfWork, found: Campaign, person_id: int) -> dict[str, int] | None:
    """What is known of one nominee now, None where he was merged into somebody else."""
    scheme = scheme_in(work, found.rule_number)
    for one in people_of(work, found, scheme, {person_id}):
        if one.person_id == person_id:
            return one.facts
    return None
