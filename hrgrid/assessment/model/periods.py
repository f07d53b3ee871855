"""Periods of assessment, and who is assessed in them."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.assessment.rules.words import (
    PERIOD_ARROWS,
    SETTLED,
    LeftOut,
    PeriodKind,
    PeriodState,
    ReviewPart,
    Shown,
)
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only, listed, off_the_arrows
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class AssessmentPeriod(RowHashed, Versioned, Base):
    """One period assessed by one scheme; `revision` counts how often it was opened for scores."""

    __tablename__ = "assessment_period"
    __label__ = "考核期"
    __table_args__ = (
        UniqueConstraint("scheme", "kind", "year", "number", "area_path"),
        CheckConstraint("number >= 1 AND number <= 12", name="number_in_year"),
        CheckConstraint("revision >= 1", name="revision_from_one"),
        CheckConstraint("revision = 1 OR reopen_reason <> ''", name="reopening_has_reason"),
        CheckConstraint(
            f"state NOT IN ({listed(*SETTLED)}) OR approval_words <> ''",
            name="settled_with_approval",
        ),
        CheckConstraint(
            "state NOT IN ('appeals', 'confirmed', 'locked') "
            "OR (shown_on IS NOT NULL AND appeals_until IS NOT NULL)",
            name="shown_before_appeals",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    # The rule book's topic is assessment.scheme.CODE.
    scheme: Mapped[str] = mapped_column(String(30))
    rule_number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    kind: Mapped[PeriodKind] = mapped_column(code_of(PeriodKind, "kind"))
    year: Mapped[int]
    number: Mapped[int]
    area_path: Mapped[str] = mapped_column(String(400))
    # Whether those who hold the role beside another job are assessed too.
    part_time: Mapped[bool]
    title: Mapped[str] = mapped_column(String(80))
    state: Mapped[PeriodState] = mapped_column(code_of(PeriodState, "state"))
    revision: Mapped[int]
    reopen_reason: Mapped[str] = mapped_column(Text)
    # Until when units are asked to deliver.
    due_on: Mapped[dt.date | None]
    shown_on: Mapped[dt.date | None]
    appeals_until: Mapped[dt.date | None]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    approval_words: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))


guard(
    AssessmentPeriod,
    Trigger("assessment_period_keeps_delete", "assessment_period", "DELETE"),
    Trigger(
        "assessment_period_goes_forward",
        "assessment_period",
        "UPDATE",
        off_the_arrows(PERIOD_ARROWS),
    ),
    Trigger(
        "assessment_period_reopened",
        "assessment_period",
        "UPDATE",
        f"OLD.state IN ({listed(*SETTLED)}) AND NEW.state = 'scoring' "
        "AND NEW.revision <> OLD.revision + 1",
    ),
    Trigger(
        "assessment_period_stays",
        "assessment_period",
        "UPDATE",
        "(OLD.state <> 'open' AND (OLD.scheme <> NEW.scheme OR OLD.kind <> NEW.kind "
        "OR OLD.year <> NEW.year OR OLD.number <> NEW.number "
        "OR OLD.area_path <> NEW.area_path)) "
        f"OR (OLD.state IN ({listed(*SETTLED)}) AND (OLD.rule_number <> NEW.rule_number "
        "OR OLD.rule_sha256 <> NEW.rule_sha256 OR OLD.part_time <> NEW.part_time))",
    ),
    Trigger(
        "assessment_period_unsettled",
        "assessment_period",
        "UPDATE",
        "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND ("
        "EXISTS (SELECT 1 FROM assessment_appeal WHERE assessment_appeal.period_id = NEW.id "
        "AND assessment_appeal.state IN ('filed', 'reviewing')) "
        "OR NOT EXISTS (SELECT 1 FROM assessment_run WHERE assessment_run.period_id = NEW.id "
        "AND assessment_run.state = 'applied' AND assessment_run.revision = NEW.revision))",
    ),
)
says(
    "uq_assessment_period_scheme_kind_year_number_area_path",
    "这个考核期已经建过。请打开原来的",
)
says("assessment_period_keeps_delete", "考核期不能删除")
says("assessment_period_goes_forward", "考核期不能从现在的状态走这一步。请刷新后查看办到了哪一步")
says(
    "assessment_period_stays",
    "收集数据开始以后，考核期的方案、时间和范围不能再改。请另建一个考核期",
)
says("assessment_period_reopened", "重新计分要另立一版，写明事由。请再办一次")
says("assessment_period_unsettled", "还有没有办结的申诉，或者这一版还没有计算，不能确认。请先办完")


def period_settled(row: str) -> str:
    """The period of NEW or OLD is settled, for a trigger."""
    ours = f"assessment_period.id = {row}.period_id"
    state = f"(SELECT state FROM assessment_period WHERE {ours})"
    return f"{state} IN ({listed(*SETTLED)})"


def settled_guards(table: str, *events: str) -> tuple[Trigger, ...]:
    """A settled period keeps its rows of `table`."""
    for event in events:
        says(
            f"{table}_settled_{event.lower()}", "这个考核期已经确认，不能再改。要改请先写明事由重开"
        )
    return tuple(
        Trigger(
            f"{table}_settled_{event.lower()}",
            table,
            event,
            period_settled("NEW" if event == "INSERT" else "OLD"),
        )
        for event in events
    )


class PeriodStep(Base):
    """One arrow that a period went: who, when, why."""

    __tablename__ = "period_step"
    __label__ = "考核办理过程"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[PeriodState] = mapped_column(code_of(PeriodState, "state"))
    revision: Mapped[int]
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)


guard(PeriodStep, *append_only("period_step"))


class Assessee(Base):
    """Somebody in a period, as he stood then: where, in which scoring unit, how many days.

    `person_id` is whom the entries of the workforce keep after a merge. Taken anew while the
    period is not settled; the hash of what a run read (AssessmentRun.input_hash) holds it.
    """

    __tablename__ = "assessee"
    __label__ = "考核对象"
    __table_args__ = (
        UniqueConstraint("period_id", "person_id"),
        CheckConstraint("served_days >= 0", name="days_not_negative"),
        CheckConstraint("left_out <> 'other' OR left_out_note <> ''", name="left_out_why"),
        Index("ix_assessee_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    # The unit in which he is ranked and in which shares are counted, a street as a rule.
    unit_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    served_days: Mapped[int]
    left_out: Mapped[LeftOut | None] = mapped_column(code_of(LeftOut, "left_out"))
    left_out_note: Mapped[str] = mapped_column(String(200))


guard(Assessee, *settled_guards("assessee", "INSERT", "UPDATE", "DELETE"))
says("uq_assessee_period_id_person_id", "这个人已经在这个考核期里。请刷新后查看")


class AssessmentShowing(RowHashed, Base):
    """Somebody was shown his result of a revision: signed, sent, or refused before a witness."""

    __tablename__ = "assessment_showing"
    __label__ = "考核结果告知"
    __table_args__ = (
        CheckConstraint("how <> 'refused' OR witness <> ''", name="refused_before_witness"),
    )

    assessee_id: Mapped[int] = mapped_column(ForeignKey("assessee.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Which result he saw: a later one that differs is shown again.
    run_id: Mapped[int] = mapped_column(ForeignKey("assessment_run.id"))
    shown_on: Mapped[dt.date]
    how: Mapped[Shown] = mapped_column(code_of(Shown, "how"))
    witness: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


class AssessmentReview(RowHashed, Versioned, Base):
    """What one assessor gave somebody at a review, out of a hundred points (thousandths).

    Blind: an assessor sees the others' only when his own are all in.
    """

    __tablename__ = "assessment_review"
    __label__ = "考核评议"
    __table_args__ = (
        UniqueConstraint("assessee_id", "part", "assessor_id"),
        CheckConstraint("value_milli BETWEEN 0 AND 100000", name="value_in_hundred"),
        Index("ix_assessment_review_period", "period_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"))
    assessee_id: Mapped[int] = mapped_column(ForeignKey("assessee.id"))
    part: Mapped[ReviewPart] = mapped_column(code_of(ReviewPart, "part"))
    # Who gave it; who typed it from paper stands in the journal.
    assessor_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    value_milli: Mapped[int]
    note: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]


guard(AssessmentReview, *settled_guards("assessment_review", "INSERT", "UPDATE", "DELETE"))
says(
    "uq_assessment_review_assessee_id_part_assessor_id",
    "这名评议人已经给这个人评过。请刷新后查看",
)
