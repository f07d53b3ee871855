"""Opinions asked of other offices on nominees, and what they answered of each."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model import findings  # noqa: F401 - foreign keys
from hrgrid.honours.rules.findings import Answer, AskedOffice
from hrgrid.storage.base import ROW_ID, Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class OpinionRequest(RowHashed, Base):
    """A letter to an office that asks of the people in its list; `list_sha256` of their numbers."""

    __tablename__ = "opinion_request"
    __label__ = "征求意见"
    __table_args__ = (
        CheckConstraint("asked_name <> ''", name="office_named"),
        CheckConstraint("due_on >= sent_on", name="days_in_order"),
        Index("ix_opinion_request_campaign", "campaign_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    asked_office: Mapped[AskedOffice] = mapped_column(code_of(AskedOffice, "asked_office"))
    asked_name: Mapped[str] = mapped_column(String(80))
    letter_no: Mapped[str] = mapped_column(String(80))
    sent_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    list_sha256: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(OpinionRequest, *append_only("opinion_request"))


class OpinionAsked(RowHashed, Base):
    """Of whom a letter asks."""

    __tablename__ = "opinion_asked"
    __label__ = "征求意见的对象"

    request_id: Mapped[int] = mapped_column(ForeignKey("opinion_request.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


guard(OpinionAsked, *append_only("opinion_asked"))


class OpinionAnswer(RowHashed, Base):
    """What the office says of one of them; the one with the highest `seq` counts.

    An adverse answer is a finding, or a reason is given why it keeps nobody out.
    """

    __tablename__ = "opinion_answer"
    __label__ = "征求意见的答复"
    __table_args__ = (
        ForeignKeyConstraint(
            ["request_id", "person_id"], ["opinion_asked.request_id", "opinion_asked.person_id"]
        ),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint(
            "answer = 'none' OR (honour_finding_id IS NULL) = (note <> '')", name="adverse_settled"
        ),
        CheckConstraint(
            "answer = 'adverse' OR honour_finding_id IS NULL", name="none_finds_nothing"
        ),
    )

    request_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[Answer] = mapped_column(code_of(Answer, "answer"))
    answered_on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    honour_finding_id: Mapped[int | None] = mapped_column(ForeignKey("honour_finding.id"))
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    OpinionAnswer,
    *append_only("opinion_answer"),
    Trigger(
        "opinion_answer_after_letter",
        "opinion_answer",
        "INSERT",
        "NEW.answered_on < (SELECT sent_on FROM opinion_request "
        "WHERE opinion_request.id = NEW.request_id)",
    ),
)
says("opinion_answer_after_letter", "答复的日期在发函之前。请核对日期")
