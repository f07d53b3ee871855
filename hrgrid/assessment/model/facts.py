"""Indicators and their figures: what was delivered, what was noted by hand."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.assessment.rules.words import Source
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class Indicator(RowHashed, Versioned, Base):
    """What is counted of a worker in a month; `based` ones have a base beside their amount."""

    __tablename__ = "indicator"
    __label__ = "考核指标"
    __table_args__ = (CheckConstraint("code <> '' AND label <> ''", name="named"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    label: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(20))
    source: Mapped[Source] = mapped_column(code_of(Source, "source"))
    based: Mapped[bool]
    active: Mapped[bool]


guard(Indicator, Trigger("indicator_keeps_delete", "indicator", "DELETE"))
says("uq_indicator_code", "已有这个代码的指标。请换一个代码")
says("indicator_keeps_delete", "指标不能删除，算过的结果还要用到。不再用的请停用")


class FactSource(Base):
    """Where figures came from in one go: an import, a day of typing, what the program knows."""

    __tablename__ = "fact_source"
    __label__ = "考核数据来源"
    __table_args__ = (CheckConstraint("title <> ''", name="titled"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[Source] = mapped_column(code_of(Source, "kind"))
    title: Mapped[str] = mapped_column(String(200))
    # Who judged, where somebody judged: leniency is compared by it.
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    # The import that may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(FactSource, *append_only("fact_source"))
for _event in ("update", "delete"):
    says(f"fact_source_keeps_{_event}", "数据来源不能改，也不能删除：每个数据都要说得出从哪里来")


class AssessmentFact(Base):
    """One figure as delivered: thousandths of the indicator's unit; the highest `seq` counts.

    Never overwritten: what is corrected is delivered anew, and what is taken out again is a fact
    without an amount (decision 0037). Millions of rows a year: they lie in the order in which a
    month is computed, and carry nothing that can be looked up.
    """

    __tablename__ = "assessment_fact"
    __label__ = "考核数据"
    __table_args__ = (
        CheckConstraint("month BETWEEN 190001 AND 299912", name="month_written"),
        CheckConstraint("amount_milli >= 0", name="amount_not_negative"),
        CheckConstraint("base_milli >= 0", name="base_not_negative"),
        CheckConstraint("amount_milli IS NOT NULL OR base_milli IS NULL", name="taken_out_whole"),
        {"sqlite_with_rowid": False},
    )

    # Year and month as a number: 202611.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # None: what was delivered before is taken out again.
    amount_milli: Mapped[int | None] = mapped_column(BigInteger)
    base_milli: Mapped[int | None] = mapped_column(BigInteger)
    source_id: Mapped[int] = mapped_column(ForeignKey("fact_source.id"))


guard(
    AssessmentFact,
    Trigger("assessment_fact_keeps_update", "assessment_fact", "UPDATE"),
    # An import that is taken back takes its figures along; nothing else does.
    Trigger(
        "assessment_fact_keeps_delete",
        "assessment_fact",
        "DELETE",
        "(SELECT import_operation FROM fact_source WHERE fact_source.id = OLD.source_id) IS NULL",
    ),
    Trigger("assessment_fact_keeps_truncate", "assessment_fact", "TRUNCATE"),
)
says("pk_assessment_fact", "有人刚填过这项数据，这次没有存。请刷新后核对再填")
says("assessment_fact_keeps_update", "考核数据不能改，只能重新填报。原来的数据留底")
says("assessment_fact_keeps_delete", "考核数据不能删除。填错了请重新填报或撤下，原来的留底")


class AssessmentEntry(RowHashed, Versioned, Base):
    """One thing that was noted of somebody: praise, a veto, a fault, with what proves it."""

    __tablename__ = "assessment_entry"
    __label__ = "考核记事"
    __table_args__ = (
        CheckConstraint("amount_milli > 0", name="amount_positive"),
        CheckConstraint("note <> ''", name="note_given"),
        Index("ix_assessment_entry_month", "month", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    month: Mapped[int]
    happened_on: Mapped[dt.date]
    amount_milli: Mapped[int]
    note: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(80))
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    # Empty while it counts.
    void_reason: Mapped[str] = mapped_column(String(200))


guard(
    AssessmentEntry,
    Trigger("assessment_entry_keeps_delete", "assessment_entry", "DELETE"),
    Trigger(
        "assessment_entry_stays_update",
        "assessment_entry",
        "UPDATE",
        "OLD.void_reason <> '' OR OLD.person_id <> NEW.person_id "
        "OR OLD.indicator_id <> NEW.indicator_id OR OLD.month <> NEW.month "
        "OR OLD.amount_milli <> NEW.amount_milli",
    ),
)
says("assessment_entry_keeps_delete", "考核记事不能删除，撤销后留底")
says("assessment_entry_stays_update", "考核记事不能改。请撤销后重新登记")
