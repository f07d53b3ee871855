"""Results as computed, changes of totals, appeals."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.assessment.model.periods import settled_guards
from hrgrid.assessment.rules.words import (
    APPEAL_ARROWS,
    AppealState,
    ModerationState,
    RunState,
)
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, off_the_arrows
from hrgrid.storage.violations import says


class AssessmentRun(RowHashed, Versioned, Base):
    """All results of a period, computed once; the applied one counts, the others stay."""

    __tablename__ = "assessment_run"
    __label__ = "考核计算"
    __table_args__ = (
        UniqueConstraint("period_id", "number"),
        CheckConstraint("number >= 1 AND revision >= 1", name="numbers_from_one"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"))
    number: Mapped[int]
    revision: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    # The last fact source that was read: what came later is no evidence of this run.
    sources_upto: Mapped[int]
    # JSON: counts of what else was read, by which a change since is noticed.
    inputs: Mapped[str] = mapped_column(Text)
    # JSON: how the places of every share came about.
    shares: Mapped[str] = mapped_column(Text)
    state: Mapped[RunState] = mapped_column(code_of(RunState, "state"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    AssessmentRun,
    AtMostOne(
        "ux_assessment_run_one_applied", "assessment_run", ("period_id",), "state = 'applied'"
    ),
    *settled_guards("assessment_run", "INSERT", "UPDATE"),
    Trigger("assessment_run_keeps_delete", "assessment_run", "DELETE"),
    Trigger("assessment_run_void_stays", "assessment_run", "UPDATE", "OLD.state = 'void'"),
)
says("uq_assessment_run_period_id_number", "刚被别人算过。请刷新后再办")
says("ux_assessment_run_one_applied", "刚被别人算过。请刷新后再办")
says("assessment_run_keeps_delete", "计算结果不能删除，重新计算后原来的作废留底")
says("assessment_run_void_stays", "作废的计算结果不能再改")


class AssessmentLine(Base):
    """The result of one person; points are thousandths on two decimals.

    `figures` is a JSON list in the order of the scheme's indicators: null where nothing was
    delivered, an amount, or [amount, base]. `points` is a JSON list in the order of its items, null
    where there are none. With the scheme's version they give the whole way to the total, and the
    query that shows it reckons it again. `score_grade` is what the total gives, `grade` what stands
    after the shares of the unit. `rank` is within the scoring unit.
    """

    __tablename__ = "assessment_line"
    __label__ = "考核结果"
    __table_args__ = (
        CheckConstraint("rank IS NULL OR total_milli IS NOT NULL", name="rank_has_total"),
        CheckConstraint("(total_milli IS NULL) = (grade = '')", name="grade_has_total"),
        Index("ix_assessment_line_assessee", "assessee_id"),
        {"sqlite_with_rowid": False},
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("assessment_run.id"), primary_key=True)
    assessee_id: Mapped[int] = mapped_column(ForeignKey("assessee.id"), primary_key=True)
    # What the items came to, before points were put on or taken off by decision.
    reckoned_milli: Mapped[int | None]
    total_milli: Mapped[int | None]
    score_grade: Mapped[str] = mapped_column(String(20))
    grade: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int | None]
    tied: Mapped[bool]
    # Stands at the line of a share with more people than places: somebody decides.
    at_line: Mapped[bool]
    vetoed: Mapped[bool]
    # The codes of the items that block, with commas.
    blocked: Mapped[str] = mapped_column(String(200))
    figures: Mapped[str] = mapped_column(Text)
    points: Mapped[str] = mapped_column(Text)


guard(AssessmentLine, *append_only("assessment_line"))


class GradeChoice(RowHashed, Base):
    """Who of those equal at a share's line has the better grade, decided by people."""

    __tablename__ = "grade_choice"
    __label__ = "等次比例裁定"
    __table_args__ = (
        CheckConstraint("reason <> '' AND decided_by <> ''", name="decided_with_reason"),
        CheckConstraint("(void_reason <> '') = (voided_at IS NOT NULL)", name="void_some_day"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"), index=True)
    assessee_id: Mapped[int] = mapped_column(ForeignKey("assessee.id"))
    grade: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[dt.date]
    made_by: Mapped[str] = mapped_column(String(80))
    void_reason: Mapped[str] = mapped_column(Text)
    voided_at: Mapped[dt.datetime | None]


guard(
    GradeChoice,
    AtMostOne("ux_grade_choice_one_each", "grade_choice", ("assessee_id",), "void_reason = ''"),
    *settled_guards("grade_choice", "INSERT", "UPDATE"),
    Trigger("grade_choice_keeps_delete", "grade_choice", "DELETE"),
    Trigger("grade_choice_void_stays", "grade_choice", "UPDATE", "OLD.void_reason <> ''"),
)
says("ux_grade_choice_one_each", "这个人的等次已经裁定过。要改请先撤销原来的裁定")
says("grade_choice_keeps_delete", "裁定不能删除，撤销后留底")
says("grade_choice_void_stays", "撤销了的裁定不能再改")


class Moderation(RowHashed, Versioned, Base):
    """Points put on or taken off a total by decision; what was computed stays beside it."""

    __tablename__ = "moderation"
    __label__ = "考核调整"
    __table_args__ = (
        CheckConstraint("delta_milli <> 0", name="delta_not_zero"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(state = 'proposed') = (approval_words = '')", name="decided_by_somebody"),
        Index("ix_moderation_assessee", "assessee_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"))
    assessee_id: Mapped[int] = mapped_column(ForeignKey("assessee.id"))
    delta_milli: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    state: Mapped[ModerationState] = mapped_column(code_of(ModerationState, "state"))
    approval_words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    Moderation,
    AtMostOne(
        "ux_moderation_one_each",
        "moderation",
        ("assessee_id",),
        "state IN ('proposed', 'approved')",
    ),
    *settled_guards("moderation", "INSERT", "UPDATE"),
    Trigger("moderation_keeps_delete", "moderation", "DELETE"),
    Trigger(
        "moderation_stays_update",
        "moderation",
        "UPDATE",
        "OLD.state IN ('rejected', 'withdrawn') OR OLD.assessee_id <> NEW.assessee_id "
        "OR OLD.delta_milli <> NEW.delta_milli OR OLD.reason <> NEW.reason",
    ),
)
says("ux_moderation_one_each", "这个人已有一次调整。请先撤回那一次")
says("moderation_keeps_delete", "调整记录不能删除")
says("moderation_stays_update", "调整的分数和理由不能改。请撤回后重新提出")


class AssessmentAppeal(RowHashed, Versioned, Base):
    """An appeal of somebody against the result that he was shown."""

    __tablename__ = "assessment_appeal"
    __label__ = "考核申诉"
    __table_args__ = (
        UniqueConstraint("period_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("content <> ''", name="content_given"),
        CheckConstraint(
            "state NOT IN ('upheld', 'denied') "
            "OR (finding <> '' AND decided_by <> '' AND decided_on IS NOT NULL)",
            name="decided_with_finding",
        ),
        Index("ix_assessment_appeal_assessee", "assessee_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    period_id: Mapped[int] = mapped_column(ForeignKey("assessment_period.id"))
    assessee_id: Mapped[int] = mapped_column(ForeignKey("assessee.id"))
    number: Mapped[int]
    filed_on: Mapped[dt.date]
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[AppealState] = mapped_column(code_of(AppealState, "state"))
    answer_due: Mapped[dt.date]
    finding: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    AssessmentAppeal,
    Trigger("assessment_appeal_keeps_delete", "assessment_appeal", "DELETE"),
    Trigger(
        "assessment_appeal_goes_forward",
        "assessment_appeal",
        "UPDATE",
        off_the_arrows(APPEAL_ARROWS),
    ),
    *settled_guards("assessment_appeal", "INSERT", "UPDATE"),
)
says("uq_assessment_appeal_period_id_number", "刚有别人登记了一件申诉。请再办一次")
says("assessment_appeal_keeps_delete", "申诉不能删除。本人不再申诉的请登记撤回")
says("assessment_appeal_goes_forward", "申诉不能从现在的状态走这一步。请刷新后查看")
