"""The committee is convened to vote on the list, with frozen names; who came; a vote made void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.honours.model import (
    Campaign,
    CommitteeItem,
    CommitteeMember,
    CommitteeVote,
    Nomination,
    SelectionLine,
    SelectionRun,
)
from hrgrid.honours.queries.meetings import meeting, rule_of_campaign
from hrgrid.honours.queries.roster import chosen
from hrgrid.honours.rules.meeting import VoteState, VoteWay
from hrgrid.honours.rules.words import CampaignState, Outcome, RunState
from hrgrid.honours.service.campaigns import campaign_of, named
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class MemberForm:
    """Somebody entitled to vote."""

    name: str
    post: str = ""
    unit: str = ""


@dataclass(frozen=True)
class MeetingForm:
    """What a vote begins with; `with_reserves` puts those to it who may step in."""

    title: str
    held_on: dt.date
    members: tuple[MemberForm, ...]
    place: str = ""
    chair: str = ""
    recorder: str = ""
    way: VoteWay = VoteWay.TALLY
    with_reserves: bool = True


def convene(work: UnitOfWork, campaign_id: int, form: MeetingForm) -> int:
    """A vote on the list in force, everybody taken as present; its id.

    Members and nominees are frozen with it. Raises UserError without members, for one who is on
    the list twice, and while another vote goes on.
    """
    found = campaign_of(work, campaign_id, CampaignState.SELECTED)
    members = _members(form)
    if form.held_on > work.today:
        raise UserError(f"会议日期 {form.held_on:%Y-%m-%d} 在今天之后。请核对日期")
    run = applied_run(work, found)
    rule = rule_of_campaign(work, campaign_id)
    last = select(func.max(CommitteeVote.number)).where(CommitteeVote.campaign_id == found.id)
    vote = CommitteeVote(
        campaign_id=found.id,
        number=1 + (work.session.scalar(last) or 0),
        run_id=run.id,
        title=form.title.strip(),
        held_on=form.held_on,
        venue=form.place.strip(),
        chair=form.chair.strip(),
        recorder=form.recorder.strip(),
        way=form.way,
        quorum_num=rule.quorum_num,
        quorum_den=rule.quorum_den,
        pass_bp=rule.pass_bp,
        pass_base=rule.base,
        state=VoteState.PREPARING,
        document_no="",
        scan_sha256=None,
        void_reason="",
        closed_at=None,
        closed_by="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(vote)
    work.session.flush()
    for seat, one in enumerate(members, start=1):
        work.session.add(
            CommitteeMember(
                vote_id=vote.id,
                seat_no=seat,
                name=one.name.strip(),
                post=one.post.strip(),
                unit=one.unit.strip(),
                at_meeting=True,
            )
        )
    work.session.flush()
    listed = _listed(work, run, with_reserves=form.with_reserves)
    insert_rows(work, CommitteeItem, [_item(vote.id, at, one) for at, one in enumerate(listed, 1)])
    vote.state = VoteState.OPEN
    work.session.flush()
    work.record(
        "convene_committee",
        f"{named(found)} {vote.title}",
        after={"on": form.held_on, "members": len(members), "count": len(listed)},
    )
    return vote.id


def set_present(work: UnitOfWork, member_id: int, *, present: bool) -> None:
    """Whether a member came; UserError where a ballot of his stands and he shall not have."""
    member = work.session.get(CommitteeMember, member_id)
    if member is None:
        raise UserError("没有这名表决人员。请刷新后再办")
    vote = open_vote(work, member.vote_id)
    if member.at_meeting == present:
        return
    before = meeting(work, vote.id)
    cast = any(own == member_id for item in before.items for own, _ in item.ballots)
    if not present and cast:
        raise UserError(f"“{member.name}”的票已经录了，不能改成没到会。请先清除他的票")
    member.at_meeting = present
    work.session.flush()
    work.record("set_present", f"{vote.title} {member.name}", after={"present": present})


def void_vote(work: UnitOfWork, vote_id: int) -> None:
    """The vote does not count, with a reason; whom it removed stays removed."""
    reason = work.require_reason()
    vote = work.session.get(CommitteeVote, vote_id)
    if vote is None or vote.state is VoteState.VOID:
        raise UserError("没有这场表决，或已经作废。请刷新后再办")
    found = campaign_of(work, vote.campaign_id, CampaignState.SELECTED)
    vote.void_reason, vote.state = reason, VoteState.VOID
    work.session.flush()
    work.record("void_committee_vote", f"{named(found)} {vote.title}")


def open_vote(work: UnitOfWork, vote_id: int) -> CommitteeVote:
    """The vote that goes on, held for whoever may work on its campaign."""
    vote = work.session.get(CommitteeVote, vote_id, with_for_update=True)
    if vote is None:
        raise UserError("这场表决不在了。请刷新后再打开")
    campaign_of(work, vote.campaign_id, CampaignState.SELECTED)
    if vote.state is not VoteState.OPEN:
        raise UserError(f"“{vote.title}”{vote.state.label}，不能再改。请刷新后查看")
    return vote


def _members(form: MeetingForm) -> Sequence[MemberForm]:
    if not form.title.strip():
        raise UserError("没有写会议名称。请填，例如“市委政法委书记办公会”")
    members = [one for one in form.members if one.name.strip()]
    if not members:
        raise UserError("没有写有表决权的人。请一行写一人")
    keys = [(one.name.strip(), one.unit.strip()) for one in members]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise UserError(f"“{twice[0]}”写了两次。同名的两个人请写上各自的单位")
    return members


def applied_run(work: UnitOfWork, found: Campaign) -> SelectionRun:
    """The run whose list is in force."""
    return work.session.scalars(
        select(SelectionRun).where(
            SelectionRun.campaign_id == found.id, SelectionRun.state == RunState.APPLIED
        )
    ).one()


def _listed(work: UnitOfWork, run: SelectionRun, *, with_reserves: bool) -> list[int]:
    """Nominations in the order of the list, the reserves behind it."""
    query = (
        select(SelectionLine.person_id, SelectionLine.tier, Nomination, SelectionLine.outcome)
        .join(Nomination, Nomination.id == SelectionLine.nomination_id)
        .where(SelectionLine.run_id == run.id, Nomination.removal.is_(None))
        .where(SelectionLine.outcome.in_([Outcome.SELECTED, Outcome.RESERVE]))
        .order_by(Nomination.id)
    )
    by_key, reserves = {}, []
    for person_id, tier, row, outcome in work.session.execute(query).tuples():
        if outcome is Outcome.SELECTED:
            by_key[person_id, tier] = row.id
        elif with_reserves:
            reserves.append(((tier.order, row.area_id, row.unit_rank or 1_000_000, row.id), row.id))
    keys = [(row.person_id, row.tier) for row in chosen(work, run.id)]
    return [by_key[key] for key in keys if key in by_key] + [one for _, one in sorted(reserves)]


def _item(vote_id: int, at: int, nomination_id: int) -> dict[str, object]:
    return {
        "vote_id": vote_id,
        "nomination_id": nomination_id,
        "sort": at,
        "in_favour": None,
        "against": None,
        "abstained": None,
        "passed": None,
    }
