"""The committee votes on the list: convened with frozen names, counted, closed, its list adopted.

Whoever fails is out with the votes as the reason; the next of his district steps in when the
list is computed again, and the same vote covers him where he was put to it as a reserve.
"""

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
from hrgrid.honours.queries.meetings import (
    Meeting,
    VotedItem,
    meeting,
    newest_vote,
    rule_of_campaign,
)
from hrgrid.honours.queries.roster import chosen
from hrgrid.honours.rules.meeting import VoteState, VoteWay
from hrgrid.honours.rules.words import CampaignState, Outcome, Removal, RunState
from hrgrid.honours.service.campaigns import Evidence, campaign_of, go, named
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

_SHOWN = 3


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


@dataclass(frozen=True)
class Counted:
    """What a vote came to; `failed` are those on the list who are out, as sentences name them."""

    passed: int
    failed: tuple[str, ...]
    adopted: bool


def convene(work: UnitOfWork, campaign_id: int, form: MeetingForm) -> int:
    """A vote on the list in force, everybody taken as present; its id.

    Members and nominees are frozen with it. Raises UserError without members, for one who is on
    the list twice, and while another vote goes on.
    """
    found = campaign_of(work, campaign_id, CampaignState.SELECTED)
    members = _members(form)
    if form.held_on > work.today:
        raise UserError(f"会议日期 {form.held_on:%Y-%m-%d} 在今天之后。请核对日期")
    run = _applied(work, found)
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


def close_vote(
    work: UnitOfWork, vote_id: int, document_no: str, scan_sha256: str | None = None
) -> Counted:
    """Count: who failed is out, and a list of which everybody passed has been before the meeting.

    Raises UserError without a quorum, for votes that are missing or do not add up, where the
    list is not the one in force any more, and without the number of the meeting.
    """
    vote = open_vote(work, vote_id)
    found = campaign_of(work, vote.campaign_id, CampaignState.SELECTED)
    if _applied(work, found).id != vote.run_id:
        raise UserError("表决以后名单重新算过，这场表决对的是原来的名单。请写明事由作废，重新表决")
    if not document_no.strip():
        raise UserError("没有写会议号。请填会议纪要的文号")
    told = meeting(work, vote_id)
    _refuse_incomplete(told)
    vote.document_no, vote.scan_sha256 = document_no.strip(), scan_sha256
    failed = _settle(work, told)
    vote.closed_at, vote.closed_by = work.now, work.actor.name
    vote.state = VoteState.CLOSED
    work.session.flush()
    work.record(
        "close_committee_vote",
        f"{named(found)} {vote.title}",
        after={"present": told.present, "count": len(told.items), "not_passed": len(failed)},
    )
    names = tuple(f"{item.name}（{item.number}）" for item in failed if not item.reserve)
    if not names:
        go(work, found, CampaignState.COMMITTEE, _evidence(vote))
    return Counted(len(told.items) - len(failed), names, adopted=not names)


def adopt_vote(work: UnitOfWork, campaign_id: int) -> None:
    """The list in force has been before the closed vote, who stepped in too.

    Raises UserError naming whom the meeting did not vote on or did not pass.
    """
    found = campaign_of(work, campaign_id, CampaignState.SELECTED)
    vote = newest_vote(work, campaign_id)
    if vote is None or vote.state is not VoteState.CLOSED:
        raise UserError(f"{named(found)}还没有计完票的表决。请先表决")
    missing = not_voted(work, campaign_id)
    if missing:
        more = f"等 {len(missing)} 人" if len(missing) > _SHOWN else ""
        raise UserError(
            f"{'、'.join(missing[:_SHOWN])}{more}没有经“{vote.title}”表决通过。"
            "请对现在的名单再表决一次"
        )
    go(work, found, CampaignState.COMMITTEE, _evidence(vote))


def not_voted(work: UnitOfWork, campaign_id: int) -> list[str]:
    """Whom the list in force names and the closed vote has not passed; all before there is one."""
    found = work.session.get_one(Campaign, campaign_id)
    vote = newest_vote(work, campaign_id)
    closed = vote is not None and vote.state is VoteState.CLOSED
    passed = (
        set(
            work.session.execute(
                select(Nomination.person_id, Nomination.tier)
                .join(CommitteeItem, CommitteeItem.nomination_id == Nomination.id)
                .where(CommitteeItem.vote_id == vote.id, CommitteeItem.passed.is_(True))
            ).tuples()
        )
        if vote is not None and closed
        else set()
    )
    rows = chosen(work, _applied(work, found).id)
    return [
        f"“{row.name}”（{row.number}）" for row in rows if (row.person_id, row.tier) not in passed
    ]


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


def _applied(work: UnitOfWork, found: Campaign) -> SelectionRun:
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


def _refuse_incomplete(told: Meeting) -> None:
    needed = told.rule.quorum(told.entitled)
    if not told.quorate:
        raise UserError(
            f"应到 {told.entitled} 人，到会 {told.present} 人，不足 "
            f"{told.rule.quorum_num}/{told.rule.quorum_den}（{needed} 人），表决无效。"
            "请核对到会情况，或改期再开"
        )
    wrong = told.open_items
    if wrong:
        first = wrong[0]
        why = told.problem(first) or "还没有票数"
        more = f"；共 {len(wrong)} 人要处理" if len(wrong) > 1 else ""
        raise UserError(f"“{first.name}”（{first.number}）{why}{more}。请核对后再截止")


def _settle(work: UnitOfWork, told: Meeting) -> list[VotedItem]:
    """Whether each passed, written down; who failed is out, and is given back."""
    failed = []
    for item in told.items:
        assert item.tally is not None  # noqa: S101 - refused before
        passes = told.rule.passes(item.tally, told.entitled, told.present)
        row = work.session.get_one(CommitteeItem, (told.id, item.nomination_id))
        row.in_favour, row.against = item.tally.in_favour, item.tally.against
        row.abstained, row.passed = item.tally.abstained, passes
        if not passes:
            failed.append(item)
            _remove(work, told, item)
    work.session.flush()
    return failed


def _remove(work: UnitOfWork, told: Meeting, item: VotedItem) -> None:
    assert item.tally is not None  # noqa: S101 - refused before
    nomination = work.session.get_one(Nomination, item.nomination_id)
    if nomination.removal is not None:
        return
    needed = told.rule.needed(told.entitled, told.present)
    nomination.removal = Removal.NOT_PASSED
    nomination.removal_reason = (
        f"“{told.title}”（{told.held_on:%Y-%m-%d}）表决：赞成 {item.tally.in_favour} 票，"
        f"反对 {item.tally.against} 票，弃权 {item.tally.abstained} 票，"
        f"通过要 {needed} 票赞成"
    )
    work.record("remove_nominee", nomination.name_given, Removal.NOT_PASSED.label)


def _evidence(vote: CommitteeVote) -> Evidence:
    return Evidence(vote.document_no, vote.held_on, vote.scan_sha256)
