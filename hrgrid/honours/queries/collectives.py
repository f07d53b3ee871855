"""The collective honours of a campaign: kinds, who is named, chosen and honoured."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.honours.model import Campaign, CollectiveAward, CollectiveMember, CollectiveNominee
from hrgrid.honours.queries.campaigns import CampaignRow, campaign
from hrgrid.honours.rules.collectives import PROPOSED, CollectiveState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class CollectiveRow:
    """A unit or team; `place` is the one the meeting gave."""

    id: int
    title: str
    name: str
    team: str
    members: tuple[str, ...]
    deeds: str
    unit_rank: int
    state: CollectiveState
    votes: int | None
    place: int | None
    meeting_no: str
    met_on: dt.date | None
    document_no: str
    granted_on: dt.date | None
    reason: str


@dataclass(frozen=True)
class Collectives:
    """The kinds with their places in the office's order, and everybody named for one."""

    campaign: CampaignRow
    awards: tuple[tuple[str, int], ...]
    rows: tuple[CollectiveRow, ...]

    def of(self, title: str, *states: CollectiveState) -> list[CollectiveRow]:
        """Those of a kind in these states."""
        return [row for row in self.rows if row.title == title and row.state in states]


def collectives(work: UnitOfWork, campaign_id: int) -> Collectives:
    """By kind; the chosen by their place, then the others in the order they were named."""
    found = campaign(work, campaign_id)
    awards = work.session.scalars(
        select(CollectiveAward)
        .where(CollectiveAward.campaign_id == campaign_id)
        .order_by(CollectiveAward.sort, CollectiveAward.title)
    ).all()
    members = _members(work, campaign_id)
    rows = work.session.scalars(
        select(CollectiveNominee).where(CollectiveNominee.campaign_id == campaign_id)
    )
    order = {award.title: at for at, award in enumerate(awards)}
    made = sorted(
        rows,
        key=lambda row: (
            order[row.title],
            row.place is None,
            row.place or 0,
            row.unit_rank,
            row.id,
        ),
    )
    return Collectives(
        found,
        tuple((award.title, award.places) for award in awards),
        tuple(
            CollectiveRow(
                row.id,
                row.title,
                row.honoured_name,
                row.team,
                tuple(members.get(row.id, ())),
                row.deeds,
                row.unit_rank,
                row.state,
                row.votes,
                row.place,
                row.meeting_no,
                row.met_on,
                row.document_no,
                row.granted_on,
                row.revoke_reason or row.exclude_reason,
            )
            for row in made
        ),
    )


def proposed_awards(work: UnitOfWork, campaign_id: int) -> tuple[tuple[str, int], ...]:
    """The kinds that a new list begins with: those of the last campaign that had any."""
    last = work.session.scalar(
        select(Campaign.id)
        .join(CollectiveAward, CollectiveAward.campaign_id == Campaign.id)
        .where(Campaign.id != campaign_id)
        .order_by(Campaign.year.desc(), Campaign.id.desc())
        .limit(1)
    )
    if last is None:
        return PROPOSED
    return collectives(work, last).awards


def _members(work: UnitOfWork, campaign_id: int) -> dict[int, list[str]]:
    query = (
        select(CollectiveMember.nominee_id, Person.name)
        .join(CollectiveNominee, CollectiveNominee.id == CollectiveMember.nominee_id)
        .join(Person, Person.id == CollectiveMember.person_id)
        .where(CollectiveNominee.campaign_id == campaign_id)
        .order_by(Person.number)
    )
    found: dict[int, list[str]] = {}
    for nominee_id, name in work.session.execute(query).tuples():
        found.setdefault(nominee_id, []).append(name)
    return found
