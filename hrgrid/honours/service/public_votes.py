"""The public's votes as a part of the score: read in, struck with a reason, made into marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text
from hrgrid.honours.model import Campaign, Nomination, PublicCount, PublicStrike, PublicVote
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.public_votes import counted_votes, last_vote
from hrgrid.honours.rules.marks import MarkPart, MarkSource, VoteScale, marks_of_votes
from hrgrid.honours.rules.words import RUNNABLE, Tier
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.honours.service.marking import Given, Origin, put_marks
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Votes:
    """What a nominee got; `struck` of them do not count, for the `reason`."""

    votes: int
    struck: int = 0
    reason: str = ""


def keep_votes(work: UnitOfWork, found: Campaign, given: Mapping[int, Votes]) -> int:
    """A whole vote by nomination, in place of an earlier one; how many marks are new."""
    before = last_vote(work, found.id)
    by_rank = scheme_in(work, found.rule_number).public_by_rank
    vote = PublicVote(
        campaign_id=found.id,
        number=1 if before is None else before.number + 1,
        vote_scale=VoteScale.RANK if by_rank else VoteScale.SHARE,
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(vote)
    work.session.flush()
    for nomination_id, one in given.items():
        work.session.add(PublicCount(vote_id=vote.id, nomination_id=nomination_id, votes=one.votes))
    work.session.flush()
    for nomination_id, one in given.items():
        if one.struck:
            _strike(work, vote, nomination_id, one.struck, one.reason)
    work.record(
        "keep_public_vote",
        named(found),
        after={"count": len(given), "votes": sum(one.votes for one in given.values())},
    )
    return _put(work, found, vote)


def strike_votes(work: UnitOfWork, nomination_id: int, votes: int) -> int:
    """Strike suspicious votes of the vote that counts, with a reason; how many marks changed.

    Raises UserError for more votes than there are left.
    """
    nomination = work.session.get(Nomination, nomination_id)
    if nomination is None:
        raise UserError("没有这条推荐。请刷新后再选")
    found = campaign_of(work, nomination.campaign_id, *RUNNABLE)
    reason = work.require_reason()
    vote = last_vote(work, found.id)
    there = counted_votes(work, vote.id) if vote is not None else {}
    if vote is None or nomination_id not in there:
        raise UserError(f"“{nomination.name_given}”不在投票结果里。请先导入投票结果")
    whole, struck = there[nomination_id]
    if not 1 <= votes <= whole - struck:
        raise UserError(
            f"“{nomination.name_given}”得 {whole:,} 票，已剔除 {struck:,} 票，"
            f"只能再剔除 1 到 {whole - struck:,} 票，现在写的是 {votes:,} 票。请核对"
        )
    _strike(work, vote, nomination_id, votes, reason)
    work.record("strike_votes", nomination.name_given, after={"votes": votes})
    return _put(work, found, vote)


def _strike(
    work: UnitOfWork, vote: PublicVote, nomination_id: int, votes: int, reason: str
) -> None:
    work.session.add(
        PublicStrike(
            vote_id=vote.id,
            nomination_id=nomination_id,
            votes=votes,
            reason=reason,
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()


def _put(work: UnitOfWork, found: Campaign, vote: PublicVote) -> int:
    """Marks a tier: nominees are compared with those of their own tier alone."""
    there = counted_votes(work, vote.id)
    tiers = work.session.execute(
        select(Nomination.id, Nomination.tier).where(Nomination.id.in_(there))
    ).tuples()
    by_tier: dict[Tier, dict[int, int]] = {}
    for nomination_id, tier in tiers:
        whole, struck = there[nomination_id]
        by_tier.setdefault(tier, {})[nomination_id] = whole - struck
    given = {}
    for votes in by_tier.values():
        for nomination_id, milli in marks_of_votes(votes, vote.vote_scale).items():
            whole, struck = there[nomination_id]
            gone = f"，剔除 {struck:,} 票" if struck else ""
            told = f"得 {whole:,} 票{gone}，{vote.vote_scale.label}折算 {mark_text(milli)}"
            given[nomination_id] = Given(milli, told)
    origin = Origin(MarkPart.PUBLIC, MarkSource.VOTE, f"vote:{vote.number}")
    return put_marks(work, found, origin, given)
