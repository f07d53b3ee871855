"""The committee's vote on a list: who was entitled, who came, who kept out, the votes."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model import nominations, results  # noqa: F401 - foreign keys
from hrgrid.honours.rules.meeting import ARROWS, Base, Choice, VoteState, VoteWay
from hrgrid.panels.rules.words import Ground
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage import base as tables
from hrgrid.storage.base import ROW_ID, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, off_the_arrows
from hrgrid.storage.violations import says


def vote_state(row: str) -> str:
    """The state of the vote of NEW or OLD, for a trigger."""
    return f"(SELECT state FROM committee_vote WHERE committee_vote.id = {row}.vote_id)"


class CommitteeVote(RowHashed, Versioned, tables.Base):
    """One vote on the list of one run, with the rule of its scheme as it was that day."""

    __tablename__ = "committee_vote"
    __label__ = "会议表决"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint(
            "quorum_num BETWEEN 1 AND quorum_den AND pass_bp BETWEEN 0 AND 9999", name="rule"
        ),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_has_reason"),
        CheckConstraint(
            "state <> 'closed' OR (document_no <> '' AND closed_at IS NOT NULL)",
            name="closed_has_document",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"))
    title: Mapped[str] = mapped_column(String(80))
    held_on: Mapped[dt.date]
    venue: Mapped[str] = mapped_column(String(120))
    chair: Mapped[str] = mapped_column(String(80))
    recorder: Mapped[str] = mapped_column(String(80))
    way: Mapped[VoteWay] = mapped_column(code_of(VoteWay, "way"))
    quorum_num: Mapped[int]
    quorum_den: Mapped[int]
    pass_bp: Mapped[int]
    pass_base: Mapped[Base] = mapped_column(code_of(Base, "pass_base"))
    state: Mapped[VoteState] = mapped_column(code_of(VoteState, "state"))
    document_no: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    void_reason: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


_FIXED = (
    "campaign_id",
    "number",
    "run_id",
    "title",
    "held_on",
    "venue",
    "way",
    "quorum_num",
    "quorum_den",
    "pass_bp",
    "pass_base",
    "document_no",
)
_WRONG_SUM = (
    "EXISTS (SELECT 1 FROM committee_item WHERE committee_item.vote_id = NEW.id "
    "AND (committee_item.passed IS NULL OR committee_item.in_favour IS NULL "
    "OR committee_item.in_favour + committee_item.against + committee_item.abstained <> "
    "(SELECT COUNT(*) FROM committee_member WHERE committee_member.vote_id = NEW.id "
    "AND committee_member.at_meeting AND NOT EXISTS (SELECT 1 FROM committee_recusal "
    "WHERE committee_recusal.member_id = committee_member.id "
    "AND committee_recusal.nomination_id = committee_item.nomination_id))))"
)
guard(
    CommitteeVote,
    AtMostOne(
        "ux_committee_vote_one_open",
        "committee_vote",
        ("campaign_id",),
        "state IN ('preparing', 'open')",
    ),
    Trigger("committee_vote_goes_update", "committee_vote", "UPDATE", off_the_arrows(ARROWS)),
    Trigger("committee_vote_keeps_delete", "committee_vote", "DELETE"),
    Trigger(
        "committee_vote_counted_update",
        "committee_vote",
        "UPDATE",
        "OLD.state IN ('closed', 'void') AND ("
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _FIXED)
        + ")",
    ),
    Trigger(
        "committee_vote_sums_update",
        "committee_vote",
        "UPDATE",
        f"OLD.state = 'open' AND NEW.state = 'closed' AND {_WRONG_SUM}",
    ),
)
says("ux_committee_vote_one_open", "这次评选已经有一场表决在进行。请先截止或作废那一场")
says("committee_vote_goes_update", "表决不能从现在的状态走这一步。请刷新后查看办到了哪一步")
says("committee_vote_keeps_delete", "表决不能删除。办错了请写明事由作废")
says("committee_vote_counted_update", "表决已经截止，不能再改。要重新表决请写明事由作废")
says("committee_vote_sums_update", "有人的票数与到会、回避的人数对不上，不能截止。请核对票数")


class CommitteeMember(RowHashed, tables.Base):
    """Somebody entitled to vote, as the list was frozen, and whether he came."""

    __tablename__ = "committee_member"
    __label__ = "表决人员"
    __table_args__ = (
        UniqueConstraint("vote_id", "seat_no"),
        CheckConstraint("seat_no >= 1", name="seat_no_from_one"),
        CheckConstraint("name <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    vote_id: Mapped[int] = mapped_column(ForeignKey("committee_vote.id"))
    seat_no: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(120))
    at_meeting: Mapped[bool]


_WHO = ("vote_id", "seat_no", "name", "post", "unit")
guard(
    CommitteeMember,
    Trigger(
        "committee_member_frozen_insert",
        "committee_member",
        "INSERT",
        f"{vote_state('NEW')} <> 'preparing'",
    ),
    Trigger(
        "committee_member_frozen_update",
        "committee_member",
        "UPDATE",
        f"{vote_state('OLD')} IN ('closed', 'void') OR "
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _WHO),
    ),
    Trigger("committee_member_frozen_delete", "committee_member", "DELETE"),
)
for _event in ("insert", "update", "delete"):
    says(
        f"committee_member_frozen_{_event}",
        "表决人员名单已经定下，不能再增删改。名单错了请作废这场表决，重新开始",
    )


class CommitteeItem(RowHashed, tables.Base):
    """A nominee who is voted on; the votes are there together or not at all."""

    __tablename__ = "committee_item"
    __label__ = "表决对象"
    __table_args__ = (
        CheckConstraint(
            "(in_favour IS NULL) = (against IS NULL) AND (in_favour IS NULL) = (abstained IS NULL)",
            name="votes_together",
        ),
        CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstained >= 0", name="votes_not_negative"
        ),
        CheckConstraint("sort >= 1", name="sort_from_one"),
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("committee_vote.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    sort: Mapped[int]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    passed: Mapped[bool | None]


class CommitteeRecusal(RowHashed, tables.Base):
    """This member does not vote on this nominee."""

    __tablename__ = "committee_recusal"
    __label__ = "表决回避"
    __table_args__ = (
        CheckConstraint("ground <> 'other' OR note <> ''", name="other_has_note"),
        Index("ix_committee_recusal_vote", "vote_id"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("committee_vote.id"))
    ground: Mapped[Ground] = mapped_column(code_of(Ground, "ground"))
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


class CommitteeBallot(RowHashed, tables.Base):
    """What one member said of one nominee, where ballots are keyed one by one."""

    __tablename__ = "committee_ballot"
    __label__ = "表决票"
    __table_args__ = (Index("ix_committee_ballot_vote", "vote_id"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("committee_vote.id"))
    choice: Mapped[Choice] = mapped_column(code_of(Choice, "choice"))


def _while_open(table: str, *events: str) -> tuple[Trigger, ...]:
    for event in events:
        says(f"{table}_in_time_{event.lower()}", "表决没有在进行，票和回避都不能再改。请刷新后查看")
    return tuple(
        Trigger(
            f"{table}_in_time_{event.lower()}",
            table,
            event,
            f"{vote_state('NEW' if event == 'INSERT' else 'OLD')} <> 'open'",
        )
        for event in events
    )


_PAIR = "member_id = NEW.member_id AND {table}.nomination_id = NEW.nomination_id"
guard(
    CommitteeItem,
    Trigger(
        "committee_item_frozen_insert",
        "committee_item",
        "INSERT",
        f"{vote_state('NEW')} <> 'preparing'",
    ),
    *_while_open("committee_item", "UPDATE"),
    Trigger("committee_item_frozen_delete", "committee_item", "DELETE"),
)
guard(
    CommitteeRecusal,
    *_while_open("committee_recusal", "INSERT", "DELETE"),
    Trigger("committee_recusal_stays_update", "committee_recusal", "UPDATE"),
    Trigger(
        "committee_recusal_voted_insert",
        "committee_recusal",
        "INSERT",
        f"EXISTS (SELECT 1 FROM committee_ballot WHERE {_PAIR.format(table='committee_ballot')})",
    ),
)
guard(
    CommitteeBallot,
    *_while_open("committee_ballot", "INSERT", "UPDATE", "DELETE"),
    Trigger(
        "committee_ballot_recused_insert",
        "committee_ballot",
        "INSERT",
        f"EXISTS (SELECT 1 FROM committee_recusal WHERE {_PAIR.format(table='committee_recusal')})",
    ),
    Trigger(
        "committee_ballot_absent_insert",
        "committee_ballot",
        "INSERT",
        "EXISTS (SELECT 1 FROM committee_member WHERE committee_member.id = NEW.member_id "
        "AND NOT committee_member.at_meeting)",
    ),
)
for _event in ("insert", "delete"):
    says(
        f"committee_item_frozen_{_event}",
        "表决的名单已经定下，不能再增删。名单变了请作废这场表决，重新开始",
    )
says("committee_recusal_stays_update", "回避登记不能改。请取消后重新登记")
says("committee_recusal_voted_insert", "这名委员已经投了票。请先清除这一票，再登记回避")
says("committee_ballot_recused_insert", "这名委员对这个人选回避，不能投票")
says("committee_ballot_absent_insert", "这名委员没有到会，不能投票。请先登记到会")
