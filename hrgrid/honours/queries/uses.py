"""What a selection made of somebody: which campaign, which freeze, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrgrid.honours.model import Campaign, Entrant, HonourGrant, SelectionLine, SelectionRun
from hrgrid.honours.queries.corrections import as_corrected
from hrgrid.honours.rules.certificates import source_of
from hrgrid.honours.rules.words import GrantState, Outcome, RunState, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class UsedRow:
    """One freeze that read a person, with each line of its runs about him; "" name, no number.

    `run` is None where nothing was computed on that freeze.
    """

    campaign_id: int
    title: str
    year: int
    freezing: int
    name: str
    run: int | None
    run_state: RunState | None
    made_at: dt.datetime | None
    tier: Tier | None
    outcome: Outcome | None


@dataclass(frozen=True)
class GrantRow:
    """An honour as it was proposed or decided; `source` is what its certificate says."""

    title: str
    year: int
    tier: Tier
    state: GrantState
    printed_name: str
    source: str


def uses_of(work: UnitOfWork, person_ids: Sequence[int]) -> list[UsedRow]:
    """Every freeze in which these people stand, the newest first, with what runs made of it."""
    query = (
        select(
            Campaign.id,
            Campaign.title,
            Campaign.year,
            Entrant.freezing,
            Entrant.person_name,
            SelectionRun.number,
            SelectionRun.state,
            SelectionRun.made_at,
            SelectionLine.tier,
            SelectionLine.outcome,
        )
        .select_from(Entrant)
        .join(Campaign, Campaign.id == Entrant.campaign_id)
        .outerjoin(
            SelectionRun,
            and_(
                SelectionRun.campaign_id == Entrant.campaign_id,
                SelectionRun.freezing == Entrant.freezing,
            ),
        )
        .outerjoin(
            SelectionLine,
            and_(
                SelectionLine.run_id == SelectionRun.id,
                SelectionLine.person_id == Entrant.person_id,
            ),
        )
        .where(Entrant.person_id.in_(list(person_ids)))
        .order_by(Campaign.year.desc(), Campaign.id, Entrant.freezing.desc(), SelectionRun.number)
    )
    return [UsedRow(*row) for row in work.session.execute(query)]


def grants_of(work: UnitOfWork, person_ids: Sequence[int]) -> list[GrantRow]:
    """The honours of these people, the newest first."""
    query = (
        select(HonourGrant, Campaign.title)
        .join(Campaign, Campaign.id == HonourGrant.campaign_id)
        .where(HonourGrant.person_id.in_(list(person_ids)))
        .order_by(HonourGrant.year.desc(), HonourGrant.id)
    )
    rows = work.session.execute(query).tuples().all()
    named = as_corrected(work, [grant for grant, _ in rows])
    return [
        GrantRow(
            title, grant.year, grant.tier, grant.state, named[grant.id].name, source_of(grant.id)
        )
        for grant, title in rows
    ]
