"""Marks that nominees got after the nominations closed, and the public's votes behind them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model import nominations, results  # noqa: F401 - foreign keys
from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.marks import MarkPart, MarkSource, VoteScale
from hrgrid.honours.rules.words import RUNNABLE
from hrgrid.storage.base import ROW_ID, Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, listed
from hrgrid.storage.violations import says

_CLOSED = f"{state_of('NEW')} NOT IN ({listed(*RUNNABLE)})"


class NomineeMark(RowHashed, Base):
    """One part of a nominee's score, in thousandths; the highest `number` of a part counts.

    `told` says how it came about, `source_ref` where its raw material stands.
    """

    __tablename__ = "nominee_mark"
    __label__ = "推荐对象得分"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("milli BETWEEN 0 AND 100000", name="mark"),
        CheckConstraint("told <> ''", name="derivation_given"),
        Index("ix_nominee_mark_nomination", "nomination_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    score_part: Mapped[MarkPart] = mapped_column(code_of(MarkPart, "score_part"))
    milli: Mapped[int]
    mark_source: Mapped[MarkSource] = mapped_column(code_of(MarkSource, "mark_source"))
    source_ref: Mapped[str] = mapped_column(String(120))
    told: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    NomineeMark,
    *append_only("nominee_mark"),
    Trigger("nominee_mark_in_time_insert", "nominee_mark", "INSERT", _CLOSED),
    Trigger(
        "nominee_mark_own_campaign_insert",
        "nominee_mark",
        "INSERT",
        # Where there is no such campaign, the reference refuses.
        "EXISTS (SELECT 1 FROM nomination JOIN campaign ON campaign.id = NEW.campaign_id "
        "WHERE nomination.id = NEW.nomination_id "
        "AND nomination.campaign_id <> NEW.campaign_id)",
    ),
)
says("nominee_mark_in_time_insert", "现在不能再记得分：推荐还没有截止，或评选已经决定")
says("nominee_mark_own_campaign_insert", "得分和推荐不在同一次评选里。请刷新后再办")


class RunMark(RowHashed, Base):
    """Up to which mark a run read; later ones were not there for it. None: before there were."""

    __tablename__ = "selection_run_mark"
    __label__ = "评选计算所读得分"
    __table_args__ = (CheckConstraint("mark_number >= 1", name="number_from_one"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"), primary_key=True)
    mark_number: Mapped[int]


guard(RunMark, *append_only("selection_run_mark"))


class PublicVote(RowHashed, Base):
    """One public vote as it was read in; the last one of a campaign counts."""

    __tablename__ = "public_vote"
    __label__ = "公众投票"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    vote_scale: Mapped[VoteScale] = mapped_column(code_of(VoteScale, "vote_scale"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    PublicVote,
    *append_only("public_vote"),
    Trigger("public_vote_in_time_insert", "public_vote", "INSERT", _CLOSED),
)
says("public_vote_in_time_insert", "现在不能导入投票结果：推荐还没有截止，或评选已经决定")


class PublicCount(RowHashed, Base):
    """The votes that one nominee got, before any were struck."""

    __tablename__ = "public_count"
    __label__ = "公众得票"
    __table_args__ = (CheckConstraint("votes >= 0", name="votes_not_negative"),)

    vote_id: Mapped[int] = mapped_column(ForeignKey("public_vote.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    votes: Mapped[int]


guard(PublicCount, *append_only("public_count"))


class PublicStrike(RowHashed, Base):
    """Votes that do not count, by whom they were struck and why."""

    __tablename__ = "public_strike"
    __label__ = "剔除的票"
    __table_args__ = (
        ForeignKeyConstraint(
            ["vote_id", "nomination_id"], ["public_count.vote_id", "public_count.nomination_id"]
        ),
        CheckConstraint("votes >= 1", name="votes_from_one"),
        CheckConstraint("reason <> ''", name="has_reason"),
        Index("ix_public_strike_count", "vote_id", "nomination_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    vote_id: Mapped[int]
    nomination_id: Mapped[int]
    votes: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    PublicStrike,
    *append_only("public_strike"),
    Trigger(
        "public_strike_within_insert",
        "public_strike",
        "INSERT",
        "NEW.votes + (SELECT COALESCE(SUM(votes), 0) FROM public_strike "
        "WHERE public_strike.vote_id = NEW.vote_id "
        "AND public_strike.nomination_id = NEW.nomination_id) > "
        "(SELECT votes FROM public_count WHERE public_count.vote_id = NEW.vote_id "
        "AND public_count.nomination_id = NEW.nomination_id)",
    ),
)
says("public_strike_within_insert", "剔除的票比得到的票还多。请核对票数")
