"""The end of a vote of the committee: counted, who failed is out, its list adopted.

Whoever fails is out with the votes as the reason; the next of his district steps in when the
list is computed again, and the same vote covers him where he was put to it as a reserve.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.honours.model import Campaign, CommitteeItem, CommitteeVote, Nomination
from hrgrid.honours.queries.meeting_rows import Meeting, VotedItem
from hrgrid.honours.queries.meetings import meeting, newest_vote
from hrgrid.honours.queries.roster import chosen
from hrgrid.honours.rules.meeting import VoteState
from hrgrid.honours.rules.words import CampaignState, Removal
from hrgrid.honours.service.campaigns import Evidence, campaign_of, go, named
from hrgrid.honours.service.meetings import applied_run, open_vote
from hrgrid.storage.work import UnitOfWork

_SHOWN = 3


@dataclass(frozen=True)
class Counted:
    """What a vote came to; `failed` are those on the list who are out, as sentences name them."""

    passed: int
    failed: tuple[str, ...]
    adopted: bool


def close_vote(
    work: UnitOfWork, vote_id: int, document_no: str, scan_sha256: str | None = None
) -> Counted:
    """Count: who failed is out, and a list of which everybody passed has been before the meeting.

    Raises UserError without a quorum, for votes that are missing or do not add up, where the
    list is not the one in force any more, and without the number of the meeting.
    """
    vote = open_vote(work, vote_id)
    found = campaign_of(work, vote.campaign_id, CampaignState.SELECTED)
    if applied_run(work, found).id != vote.run_id:
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
    rows = chosen(work, applied_run(work, found).id)
    return [
        f"“{row.name}”（{row.number}）" for row in rows if (row.person_id, row.tier) not in passed
    ]


def _refuse_incomplete(told: Meeting) -> None:
    needed = told.rule.quorum(told.entitled)
    if not told.quorate:
        raise UserError(
            f"应到 {told.entitled} 人，到会 {told.present} 人，不足 "
            f"{told.rule.quorum_num}/{told.rule.quorum_den}（{needed} 人），表决无效。"
            "请核对到会情况，或改期再开"
        )
    if told.unsettled:
        raise UserError(told.unsettled)


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
