"""Everything that the selections know of one person, year by year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrgrid.honours.model import (
    Campaign,
    EarlierHonour,
    HonourGrant,
    Nomination,
    SelectionLine,
    SelectionRun,
)
from hrgrid.honours.queries.corrections import as_corrected
from hrgrid.honours.rules.words import GrantState, Outcome, Removal, RunState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import same_person_ids


@dataclass(frozen=True)
class NominationOfRow:
    """A nomination with what became of it; `outcome` is None before a list was adopted."""

    campaign_id: int
    year: int
    title: str
    tier: Tier
    unit: str
    removal: Removal | None
    outcome: Outcome | None


@dataclass(frozen=True)
class HonourOfRow:
    """An honour that was given; `grant_id` and `campaign_id` are None for one of before."""

    grant_id: int | None
    campaign_id: int | None
    year: int
    tier: Tier
    unit: str
    state: GrantState
    document_no: str
    granted_on: dt.date | None


def nominations_of(work: UnitOfWork, person_id: int) -> list[NominationOfRow]:
    """Every nomination of a person, the newest year first."""
    line = and_(
        SelectionLine.run_id == SelectionRun.id,
        SelectionLine.person_id == Nomination.person_id,
        SelectionLine.tier == Nomination.tier,
    )
    query = (
        select(
            Campaign.id,
            Campaign.year,
            Campaign.title,
            Nomination.tier,
            Nomination.unit_given,
            Nomination.removal,
            SelectionLine.outcome,
        )
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .outerjoin(
            SelectionRun,
            and_(SelectionRun.campaign_id == Campaign.id, SelectionRun.state == RunState.APPLIED),
        )
        .outerjoin(SelectionLine, line)
        .where(Nomination.person_id.in_(same_person_ids(work, person_id)))
        .order_by(Campaign.year.desc(), Campaign.id.desc(), Nomination.id)
    )
    return [NominationOfRow(*row) for row in work.session.execute(query)]


def honours_of(work: UnitOfWork, person_id: int) -> list[HonourOfRow]:
    """Every honour of a person, those of before the program too, the newest year first."""
    entries = same_person_ids(work, person_id)
    query = select(HonourGrant).where(HonourGrant.person_id.in_(entries))
    grants = work.session.scalars(query).all()
    named = as_corrected(work, grants)
    found = [
        HonourOfRow(
            row.id,
            row.campaign_id,
            row.year,
            row.tier,
            named[row.id].unit,
            row.state,
            row.document_no,
            row.granted_on,
        )
        for row in grants
    ]
    earlier = select(EarlierHonour).where(EarlierHonour.person_id.in_(entries))
    found += [
        HonourOfRow(
            None,
            None,
            row.year,
            row.tier,
            row.unit_given,
            GrantState.DECIDED,
            row.document_no,
            None,
        )
        for row in work.session.scalars(earlier)
    ]
    return sorted(found, key=lambda row: (-row.year, row.tier.order))
