"""Votes put into a vote that goes on: tallies typed, ballots keyed, members who keep out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select

from hrgrid.core.errors import UserError
from hrgrid.honours.model import (
    CommitteeBallot,
    CommitteeItem,
    CommitteeMember,
    CommitteeRecusal,
    CommitteeVote,
    Nomination,
)
from hrgrid.honours.queries.meeting_rows import Meeting, suspects_of
from hrgrid.honours.queries.meetings import meeting
from hrgrid.honours.rules.meeting import Choice, Tally, VoteWay, inconsistent
from hrgrid.honours.service.meetings import open_vote
from hrgrid.panels.rules.words import Ground
from hrgrid.storage.bulk import insert_rows
from hrgrid.storage.work import UnitOfWork

Tallies = Mapping[int, Tally | None]


def put_tallies(work: UnitOfWork, vote_id: int, tallies: Tallies) -> dict[int, Tally | None]:
    """Votes by nomination, None empties them; what stood there before, for undoing.

    Raises UserError with the arithmetic where one does not add up; nothing is written then.
    """
    vote = open_vote(work, vote_id)
    if vote.way is not VoteWay.TALLY:
        raise UserError("这场表决逐票录入，票数由程序计。请录每名委员的票")
    told = meeting(work, vote_id)
    items = {item.nomination_id: item for item in told.items}
    before: dict[int, Tally | None] = {}
    for nomination_id, tally in tallies.items():
        item = items.get(nomination_id)
        if item is None:
            raise UserError("有人不在这次表决的名单里。请刷新后再办")
        why = None if tally is None else inconsistent(tally, told.present, item.recused)
        if why is not None:
            raise UserError(f"“{item.name}”（{item.number}）{why}。没有记下，请核对")
        before[nomination_id] = item.tally
    _write(work, vote_id, tallies)
    work.record("put_tallies", vote.title, after={"count": len(tallies)})
    return before


def all_in_favour(work: UnitOfWork, vote_id: int) -> dict[int, Tally | None]:
    """Everybody who may votes for whoever has no votes yet; what stood there, for undoing.

    Where ballots are keyed, those that are missing are for.
    """
    told = meeting(work, vote_id)
    if told.way is VoteWay.BALLOTS:
        _all_ballots(work, told)
        return {}
    blank = {
        item.nomination_id: Tally(item.wanted, 0, 0) for item in told.items if item.tally is None
    }
    return put_tallies(work, vote_id, blank) if blank else {}


def cast(
    work: UnitOfWork, member_id: int, choices: Mapping[int, Choice | None]
) -> dict[int, Choice | None]:
    """One member's ballot by nomination, None takes a vote back; what stood there before.

    Raises UserError for a member who is not there, or keeps out of a nominee.
    """
    member, vote = _member(work, member_id)
    if vote.way is not VoteWay.BALLOTS:
        raise UserError("这场表决按计票单录入，不逐票录。请录每人的票数")
    if not member.at_meeting:
        raise UserError(f"“{member.name}”没有到会，不能投票。请先登记到会")
    _refuse_kept_out(work, member, choices)
    rows = {
        row.nomination_id: row
        for row in work.session.scalars(
            select(CommitteeBallot).where(CommitteeBallot.member_id == member_id)
        )
    }
    before: dict[int, Choice | None] = {}
    for nomination_id, choice in choices.items():
        row = rows.get(nomination_id)
        before[nomination_id] = row.choice if row else None
        if row is not None and choice is None:
            work.session.delete(row)
        elif row is not None and choice is not None:
            row.choice = choice
        elif choice is not None:
            work.session.add(
                CommitteeBallot(
                    member_id=member_id, nomination_id=nomination_id, vote_id=vote.id, choice=choice
                )
            )
    work.session.flush()
    # Who voted how stays out of the journal.
    work.record("cast_ballots", f"{vote.title} {member.name}", after={"count": len(choices)})
    return before


def recuse_member(
    work: UnitOfWork, member_id: int, nomination_id: int, ground: Ground, note: str = ""
) -> None:
    """This member does not vote on this nominee: votes that stand for him are to be put in anew.

    Raises UserError for "other" without a note, and where it is said already.
    """
    member, vote = _member(work, member_id)
    if ground is Ground.OTHER and not note.strip():
        raise UserError("回避事由选“其他”时要写明情况。请填上说明")
    if work.session.get(CommitteeRecusal, (member_id, nomination_id)) is not None:
        raise UserError(f"“{member.name}”对这个人选已经登记回避。请刷新后核对")
    _recuse(work, vote, [(member_id, nomination_id, ground, note.strip())])
    work.record(
        "recuse_member",
        f"{vote.title} {member.name}",
        note.strip() or None,
        after={"ground": ground.value},
    )


def recuse_units(work: UnitOfWork, vote_id: int) -> int:
    """Recuse every member from those of his own unit; how many pairs."""
    vote = open_vote(work, vote_id)
    sure = [one for one in suspects_of(meeting(work, vote_id)) if one.sure]
    _recuse(
        work,
        vote,
        [(one.member.id, one.item.nomination_id, one.ground, one.reason) for one in sure],
    )
    if sure:
        work.record("recuse_member", vote.title, after={"count": len(sure)})
    return len(sure)


def lift_member_recusal(work: UnitOfWork, member_id: int, nomination_id: int) -> None:
    """The recusal was a mistake; votes that stand are to be put in anew."""
    member, vote = _member(work, member_id)
    found = work.session.get(CommitteeRecusal, (member_id, nomination_id))
    if found is None:
        raise UserError(f"“{member.name}”对这个人选没有登记回避。请刷新后核对")
    work.session.delete(found)
    work.session.flush()
    _empty(work, vote.id, [nomination_id])
    work.record("lift_member_recusal", f"{vote.title} {member.name}")


def _recuse(
    work: UnitOfWork, vote: CommitteeVote, pairs: Sequence[tuple[int, int, Ground, str]]
) -> None:
    for member_id, nomination_id, ground, note in pairs:
        work.session.execute(
            delete(CommitteeBallot).where(
                CommitteeBallot.member_id == member_id,
                CommitteeBallot.nomination_id == nomination_id,
            )
        )
        work.session.add(
            CommitteeRecusal(
                member_id=member_id,
                nomination_id=nomination_id,
                vote_id=vote.id,
                ground=ground,
                note=note,
                made_at=work.now,
                made_by=work.actor.name,
            )
        )
    work.session.flush()
    _empty(work, vote.id, [nomination_id for _, nomination_id, _, _ in pairs])


def _empty(work: UnitOfWork, vote_id: int, nominations: Iterable[int]) -> None:
    _write(work, vote_id, dict.fromkeys(nominations))


def _write(work: UnitOfWork, vote_id: int, tallies: Tallies) -> None:
    for nomination_id, tally in tallies.items():
        row = work.session.get_one(CommitteeItem, (vote_id, nomination_id))
        row.in_favour = tally.in_favour if tally else None
        row.against = tally.against if tally else None
        row.abstained = tally.abstained if tally else None
    work.session.flush()


def _all_ballots(work: UnitOfWork, told: Meeting) -> None:
    vote = open_vote(work, told.id)
    kept_out = {(one.member_id, one.nomination_id) for one in told.recusals}
    rows = [
        {
            "member_id": member.id,
            "nomination_id": item.nomination_id,
            "vote_id": told.id,
            "choice": Choice.FOR,
        }
        for item in told.items
        for member in told.members
        if member.present
        and (member.id, item.nomination_id) not in kept_out
        and member.id not in {own for own, _ in item.ballots}
    ]
    insert_rows(work, CommitteeBallot, rows)
    work.record("cast_ballots", vote.title, after={"count": len(rows)})


def _refuse_kept_out(
    work: UnitOfWork, member: CommitteeMember, choices: Mapping[int, Choice | None]
) -> None:
    # By themselves: the whole vote has a ballot for each member and nominee, and this is every key.
    items = set(
        work.session.scalars(
            select(CommitteeItem.nomination_id).where(CommitteeItem.vote_id == member.vote_id)
        )
    )
    if not items.issuperset(choices):
        raise UserError("有人不在这次表决的名单里。请刷新后再办")
    kept_out = set(
        work.session.scalars(
            select(CommitteeRecusal.nomination_id).where(CommitteeRecusal.member_id == member.id)
        )
    )
    for nomination_id, choice in choices.items():
        if choice is not None and nomination_id in kept_out:
            name = work.session.get_one(Nomination, nomination_id).name_given
            raise UserError(f"“{member.name}”对“{name}”回避，不能投票。请改录别人")


def _member(work: UnitOfWork, member_id: int) -> tuple[CommitteeMember, CommitteeVote]:
    member = work.session.get(CommitteeMember, member_id)
    if member is None:
        raise UserError("没有这名表决人员。请刷新后再办")
    return member, open_vote(work, member.vote_id)
