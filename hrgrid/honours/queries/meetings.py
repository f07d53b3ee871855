"""The committee's vote as its window shows it: members, nominees with their votes, recusals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.honours.model import (
    Campaign,
    CommitteeBallot,
    CommitteeItem,
    CommitteeMember,
    CommitteeRecusal,
    CommitteeVote,
    DistrictWeight,
    Nomination,
    SelectionLine,
)
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.meeting_rows import Meeting, MemberRow, RecusalRow, VotedItem
from hrgrid.honours.rules.meeting import (
    Base,
    Choice,
    Tally,
    VoteRule,
    VoteState,
    counted,
)
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import Outcome
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def vote_rule(scheme: Scheme) -> VoteRule:
    """What a scheme asks of a meeting."""
    base = Base.PRESENT if scheme.pass_of_present else Base.ENTITLED
    return VoteRule(scheme.quorum_num, scheme.quorum_den, scheme.pass_bp, base)


def rule_of_campaign(work: UnitOfWork, campaign_id: int) -> VoteRule:
    """What the scheme of a campaign asks."""
    found = work.session.get_one(Campaign, campaign_id)
    return vote_rule(scheme_in(work, found.rule_number))


def newest_vote(work: UnitOfWork, campaign_id: int) -> CommitteeVote | None:
    """The last vote that was not void; None before there is one."""
    query = (
        select(CommitteeVote)
        .where(CommitteeVote.campaign_id == campaign_id, CommitteeVote.state != VoteState.VOID)
        .order_by(CommitteeVote.number.desc())
        .limit(1)
    )
    return work.session.scalars(query).one_or_none()


def meeting_of(work: UnitOfWork, campaign_id: int) -> Meeting | None:
    """The vote of a campaign that counts, as a whole."""
    found = newest_vote(work, campaign_id)
    return None if found is None else meeting(work, found.id)


def meeting(work: UnitOfWork, vote_id: int) -> Meeting:
    """One vote; UserError where there is none."""
    found = work.session.get(CommitteeVote, vote_id, populate_existing=True)
    if found is None:
        raise UserError("这场表决不在了。请刷新后再打开")
    members = _members(work, vote_id)
    recusals = _recusals(work, vote_id)
    return Meeting(
        found.id,
        found.campaign_id,
        found.number,
        found.run_id,
        found.title,
        found.held_on,
        found.venue,
        found.chair,
        found.recorder,
        found.way,
        VoteRule(found.quorum_num, found.quorum_den, found.pass_bp, found.pass_base),
        found.state,
        found.document_no,
        found.scan_sha256,
        members,
        _items(work, found, members, recusals),
        recusals,
    )


def _members(work: UnitOfWork, vote_id: int) -> tuple[MemberRow, ...]:
    query = (
        select(CommitteeMember)
        .where(CommitteeMember.vote_id == vote_id)
        .order_by(CommitteeMember.seat_no)
        .execution_options(populate_existing=True)
    )
    return tuple(
        MemberRow(row.id, row.seat_no, row.name, row.post, row.unit, row.at_meeting)
        for row in work.session.scalars(query)
    )


def _recusals(work: UnitOfWork, vote_id: int) -> tuple[RecusalRow, ...]:
    query = (
        select(CommitteeRecusal)
        .where(CommitteeRecusal.vote_id == vote_id)
        .order_by(CommitteeRecusal.member_id, CommitteeRecusal.nomination_id)
    )
    return tuple(
        RecusalRow(row.member_id, row.nomination_id, row.ground, row.note)
        for row in work.session.scalars(query)
    )


def _items(
    work: UnitOfWork,
    found: CommitteeVote,
    members: Sequence[MemberRow],
    recusals: Sequence[RecusalRow],
) -> tuple[VotedItem, ...]:
    here = {member.id for member in members if member.present}
    kept_out: dict[int, int] = {}
    for one in recusals:
        if one.member_id in here:
            kept_out[one.nomination_id] = kept_out.get(one.nomination_id, 0) + 1
    ballots = _ballots(work, found.id)
    query = (
        select(
            CommitteeItem,
            Nomination,
            Person.number,
            DistrictWeight.district_name,
            SelectionLine.outcome,
        )
        .join(Nomination, Nomination.id == CommitteeItem.nomination_id)
        .join(Person, Person.id == Nomination.person_id)
        .join(
            DistrictWeight,
            (DistrictWeight.campaign_id == Nomination.campaign_id)
            & (DistrictWeight.area_id == Nomination.area_id),
        )
        .outerjoin(
            SelectionLine,
            (SelectionLine.run_id == found.run_id)
            & (SelectionLine.person_id == Nomination.person_id)
            & (SelectionLine.nomination_id == Nomination.id),
        )
        .where(CommitteeItem.vote_id == found.id)
        .order_by(CommitteeItem.sort)
        .execution_options(populate_existing=True)
    )
    rows = []
    for item, named, number, district, outcome in work.session.execute(query).tuples():
        recused = kept_out.get(named.id, 0)
        own = tuple(pair for pair in ballots.get(named.id, ()) if pair[0] in here)
        rows.append(
            VotedItem(
                named.id,
                number,
                named.name_given,
                named.tier,
                district,
                named.unit_given,
                outcome is Outcome.RESERVE,
                _tally(item, own),
                item.passed,
                recused,
                len(here) - recused,
                own,
            )
        )
    return tuple(rows)


def _tally(item: CommitteeItem, ballots: Sequence[tuple[int, Choice]]) -> Tally | None:
    if item.in_favour is not None and item.against is not None and item.abstained is not None:
        return Tally(item.in_favour, item.against, item.abstained)
    return counted(choice for _, choice in ballots) if ballots else None


def _ballots(work: UnitOfWork, vote_id: int) -> dict[int, list[tuple[int, Choice]]]:
    query = (
        select(CommitteeBallot.nomination_id, CommitteeBallot.member_id, CommitteeBallot.choice)
        .where(CommitteeBallot.vote_id == vote_id)
        .order_by(CommitteeBallot.nomination_id, CommitteeBallot.member_id)
    )
    found: dict[int, list[tuple[int, Choice]]] = {}
    for nomination_id, member_id, choice in work.session.execute(query):
        found.setdefault(nomination_id, []).append((member_id, choice))
    return found
