"""The public vote of a campaign: what everybody got, what was struck, and the mark that it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.honours.model import Nomination, PublicCount, PublicStrike, PublicVote
from hrgrid.honours.queries.marks import marks_of
from hrgrid.honours.rules.marks import MarkPart, VoteScale
from hrgrid.honours.rules.words import Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class StrikeRow:
    """Votes struck at once."""

    votes: int
    reason: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True)
class VotedRow:
    """A nominee's votes; `milli` is his mark in thousandths, None where none is put down."""

    nomination_id: int
    number: str
    name: str
    tier: Tier
    unit: str
    votes: int
    strikes: tuple[StrikeRow, ...]
    milli: int | None

    @property
    def struck(self) -> int:
        """How many votes do not count."""
        return sum(one.votes for one in self.strikes)

    @property
    def counted(self) -> int:
        """How many do."""
        return self.votes - self.struck


@dataclass(frozen=True)
class VoteBoard:
    """The vote that counts; `missing` are nominees who stand and are not in it."""

    vote_id: int
    number: int
    scale: VoteScale
    made_at: dt.datetime
    made_by: str
    rows: tuple[VotedRow, ...]
    missing: tuple[str, ...]


def last_vote(work: UnitOfWork, campaign_id: int) -> PublicVote | None:
    """The newest vote of a campaign."""
    query = select(PublicVote).where(PublicVote.campaign_id == campaign_id)
    return work.session.scalars(query.order_by(PublicVote.number.desc()).limit(1)).one_or_none()


def counted_votes(work: UnitOfWork, vote_id: int) -> dict[int, tuple[int, int]]:
    """Votes and struck votes by nomination."""
    struck: dict[int, int] = {}
    strikes = select(PublicStrike.nomination_id, PublicStrike.votes).where(
        PublicStrike.vote_id == vote_id
    )
    for nomination_id, votes in work.session.execute(strikes):
        struck[nomination_id] = struck.get(nomination_id, 0) + votes
    counts = select(PublicCount.nomination_id, PublicCount.votes).where(
        PublicCount.vote_id == vote_id
    )
    return {
        nomination_id: (votes, struck.get(nomination_id, 0))
        for nomination_id, votes in work.session.execute(counts.order_by(PublicCount.nomination_id))
    }


def public_vote(work: UnitOfWork, campaign_id: int) -> VoteBoard | None:
    """The vote that counts, the most voted of each tier first; None before there is one."""
    found = last_vote(work, campaign_id)
    if found is None:
        return None
    counts, marks = counted_votes(work, found.id), marks_of(work, campaign_id)
    strikes: dict[int, list[StrikeRow]] = {}
    query = select(PublicStrike).where(PublicStrike.vote_id == found.id).order_by(PublicStrike.id)
    for one in work.session.scalars(query):
        strikes.setdefault(one.nomination_id, []).append(
            StrikeRow(one.votes, one.reason, one.made_at, one.made_by)
        )
    named = (
        select(Nomination, Person.number)
        .join(Person, Person.id == Nomination.person_id)
        .where(Nomination.campaign_id == campaign_id)
        .order_by(Nomination.id)
    )
    rows, missing = [], []
    for nomination, number in work.session.execute(named).tuples():
        if nomination.id not in counts:
            if nomination.removal is None:
                missing.append(f"{nomination.name_given}（{number}）")
            continue
        rows.append(
            VotedRow(
                nomination.id,
                number,
                nomination.name_given,
                nomination.tier,
                nomination.unit_given,
                counts[nomination.id][0],
                tuple(strikes.get(nomination.id, ())),
                marks.milli(nomination, MarkPart.PUBLIC),
            )
        )
    rows.sort(key=lambda row: (row.tier.order, -row.counted, row.number))
    return VoteBoard(
        found.id,
        found.number,
        found.vote_scale,
        found.made_at,
        found.made_by,
        tuple(rows),
        tuple(missing),
    )
