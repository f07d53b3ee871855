"""Indicators and their figures, periods and who is assessed in them."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
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
    Shown,
    Source,
)
from hrgrid.core.labelled import Labelled
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


def listed(*states: Labelled) -> str:
    """The codes of states for SQL."""
    return ", ".join(f"'{state.value}'" for state in states)


def off_the_arrows(arrows: Mapping[Any, Sequence[Any]]) -> str:
    """A state changes along no arrow, for a trigger."""
    steps = " OR ".join(
        f"(OLD.state = '{start.value}' AND NEW.state IN ({listed(*ends)}))"
        for start, ends in arrows.items()
        if ends
    )
    return f"OLD.state <> NEW.state AND NOT ({steps})"


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
    # The import that may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(FactSource, Trigger("fact_source_keeps_update", "fact_source", "UPDATE"))


class AssessmentFact(Base):
    """One figure as delivered: thousandths of the indicator's unit; the highest `seq` counts.

    Never overwritten: what is corrected is delivered anew. Millions of rows a year: they lie in
    the order in which a month is computed, and carry nothing that can be looked up.
    """

    __tablename__ = "assessment_fact"
    __label__ = "考核数据"
    __table_args__ = (
        CheckConstraint("month BETWEEN 190001 AND 299912", name="month_written"),
        CheckConstraint("base_milli >= 0", name="base_not_negative"),
        {"sqlite_with_rowid": False},
    )

    # Year and month as a number: 202611.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount_milli: Mapped[int] = mapped_column(BigInteger)
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
)


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
    scheme: Mapped[str] = mapped_column(String(30))
    rule_number: Mapped[int]
    kind: Mapped[PeriodKind] = mapped_column(code_of(PeriodKind, "kind"))
    year: Mapped[int]
    number: Mapped[int]
    area_path: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(80))
    state: Mapped[PeriodState] = mapped_column(code_of(PeriodState, "state"))
    revision: Mapped[int]
    reopen_reason: Mapped[str] = mapped_column(Text)
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


class Assessee(RowHashed, Versioned, Base):
    """Somebody in a period, as he stood then: where, in which scoring unit, how many days."""

    __tablename__ = "assessee"
    __label__ = "考核对象"
    __table_args__ = (
        UniqueConstraint("period_id", "person_id"),
        CheckConstraint("served_days >= 0", name="days_not_negative"),
        CheckConstraint("left_out <> 'other' OR left_out_note <> ''", name="left_out_why"),
        CheckConstraint("(seen_how IS NULL) = (seen_on IS NULL)", name="seen_on_a_day"),
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
    seen_on: Mapped[dt.date | None]
    seen_how: Mapped[Shown | None] = mapped_column(code_of(Shown, "seen_how"))


guard(Assessee, *settled_guards("assessee", "INSERT", "UPDATE", "DELETE"))
says("uq_assessee_period_id_person_id", "这个人已经在这个考核期里。请刷新后查看")


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
