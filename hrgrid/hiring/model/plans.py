"""How many may be hired where: quotas (编制) and the plan of a year."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.hiring.rules.words import PlanState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import NoOverlap, Trigger
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import Employment


class HiringQuota(RowHashed, Versioned, Base):
    """Heads granted to an area for a role over a time, by a document."""

    __tablename__ = "hiring_quota"
    __label__ = "编制"
    __table_args__ = (
        CheckConstraint("heads >= 0", name="heads_not_negative"),
        CheckConstraint("document_no <> ''", name="document_given"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        Index("ix_hiring_quota_area", "area_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    role: Mapped[str] = mapped_column(String(30), ForeignKey("post_role.code"))
    employment: Mapped[Employment] = mapped_column(code_of(Employment, "employment"))
    heads: Mapped[int]
    document_no: Mapped[str] = mapped_column(String(80))
    granted_by: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


guard(
    HiringQuota,
    NoOverlap("ex_hiring_quota_one_a_time", "hiring_quota", ("area_id", "role", "employment")),
    Trigger("hiring_quota_keeps_delete", "hiring_quota", "DELETE"),
)
says("ex_hiring_quota_one_a_time", "这个区域在这段时间已有同一岗位的编制。请先写明前一份到哪天为止")
says("hiring_quota_keeps_delete", "编制不能删除。不再适用的请写明到哪天为止")


class HiringPlan(RowHashed, Versioned, Base):
    """What an office wants to hire in a year, by area; approved as a whole."""

    __tablename__ = "hiring_plan"
    __label__ = "招录计划"
    __table_args__ = (
        UniqueConstraint("year", "title"),
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint("year BETWEEN 1949 AND 2100", name="year_known"),
        CheckConstraint("reserve_bp BETWEEN 0 AND 10000", name="reserve_share"),
        CheckConstraint(
            "state <> 'approved' OR (document_no <> '' AND decided_on IS NOT NULL "
            "AND approval_words <> '')",
            name="approval_has_document",
        ),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_has_reason"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    area_path: Mapped[str] = mapped_column(String(400))
    as_of: Mapped[dt.date]
    reserve_bp: Mapped[int]
    state: Mapped[PlanState] = mapped_column(code_of(PlanState, "state"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    document_no: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date | None]
    approval_words: Mapped[str] = mapped_column(Text)
    void_reason: Mapped[str] = mapped_column(String(200))


guard(
    HiringPlan,
    Trigger("hiring_plan_keeps_delete", "hiring_plan", "DELETE"),
    Trigger(
        "hiring_plan_goes_forward",
        "hiring_plan",
        "UPDATE",
        "OLD.state <> NEW.state AND NOT (OLD.state = 'draft' "
        "OR (OLD.state = 'approved' AND NEW.state = 'void'))",
    ),
)
says("uq_hiring_plan_year_title", "这个年度已有同名的招录计划。请打开原来的，或换个名称")
says("hiring_plan_keeps_delete", "招录计划不能删除。不再执行的请作废，写明原因")
says("hiring_plan_goes_forward", "批准或作废了的招录计划不能退回。要改请另立一份")


class HiringPlanLine(RowHashed, Versioned, Base):
    """The plan of one area: vacant seats as counted, heads as planned, reserves beside them."""

    __tablename__ = "hiring_plan_line"
    __label__ = "招录计划分项"
    __table_args__ = (
        UniqueConstraint("plan_id", "area_id"),
        CheckConstraint("seats >= 0 AND in_post >= 0 AND proposed >= 0", name="counts"),
        CheckConstraint("heads >= 0 AND reserve >= 0", name="heads_not_negative"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("hiring_plan.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    seats: Mapped[int]
    in_post: Mapped[int]
    proposed: Mapped[int]
    heads: Mapped[int]
    reserve: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))


def _plan_state(row: str) -> str:
    ours = f"hiring_plan.id = {row}.plan_id"
    return f"(SELECT state FROM hiring_plan WHERE {ours})"  # noqa: S608 - our own names


guard(
    HiringPlanLine,
    *(
        Trigger(
            f"hiring_plan_line_frozen_{event.lower()}",
            "hiring_plan_line",
            event,
            f"{_plan_state('NEW' if event == 'INSERT' else 'OLD')} <> 'draft'",
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
for _event in ("insert", "update", "delete"):
    says(f"hiring_plan_line_frozen_{_event}", "招录计划已经批准或作废，不能再改。要改请另立一份")
