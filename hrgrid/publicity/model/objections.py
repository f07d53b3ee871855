"""Objections to people on a notice: whom they name, what was found, who answered when.

Who objected lies sealed (`Withheld`): the investigator alone opens it, and no list, export,
paper or journal entry holds it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.publicity.model.notices import differ
from hrgrid.publicity.rules import NEXT, ObjectionHow, ObjectionState
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, Withheld, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class Objection(RowHashed, Versioned, Base):
    """One objection to one line of a notice; `number` counts them within the notice.

    `content` says what is held against the person and not who says so. `upheld` is what was
    found; it stays when the answer went out. Decided either by an operator or on paper.
    """

    __tablename__ = "objection"
    __label__ = "异议"
    __table_args__ = (
        UniqueConstraint("notice_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("content <> ''", name="content_given"),
        CheckConstraint(
            "(how = 'anonymous') = (objector IS NULL)", name="objector_unless_anonymous"
        ),
        CheckConstraint(
            "how <> 'anonymous' OR clue OR state IN ('filed', 'not_accepted')",
            name="anonymous_needs_clue",
        ),
        CheckConstraint("state <> 'not_accepted' OR refusal_reason <> ''", name="not_accepted_why"),
        CheckConstraint(
            "state NOT IN ('investigating', 'upheld', 'rejected', 'replied') "
            "OR investigator_id IS NOT NULL",
            name="investigated_by",
        ),
        CheckConstraint(
            "(state IN ('upheld', 'rejected', 'replied')) = (upheld IS NOT NULL)",
            name="decided_how",
        ),
        CheckConstraint(
            "state <> 'upheld' OR (upheld IS NOT NULL AND upheld)", name="upheld_says_so"
        ),
        CheckConstraint(
            "state <> 'rejected' OR (upheld IS NOT NULL AND NOT upheld)", name="rejected_says_so"
        ),
        CheckConstraint(
            "upheld IS NULL OR (finding <> '' AND decided_by <> '' AND decided_on IS NOT NULL "
            "AND (decided_by_id IS NOT NULL OR document_no <> ''))",
            name="decided_with_finding",
        ),
        CheckConstraint("state <> 'replied' OR replied_on IS NOT NULL", name="replied_when"),
        CheckConstraint(
            "replied_on IS NULL OR state IN ('replied', 'not_accepted')", name="replied_at_the_end"
        ),
        CheckConstraint("due_on > filed_on", name="due_afterwards"),
        Index("ix_objection_entry", "entry_id"),
        Index("ix_objection_due", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("notice_entry.id"))
    number: Mapped[int]
    filed_on: Mapped[dt.date]
    postmark: Mapped[dt.date | None]
    late_reason: Mapped[str] = mapped_column(String(200))
    how: Mapped[ObjectionHow] = mapped_column(code_of(ObjectionHow, "how"))
    objector: Mapped[bytes | None] = mapped_column(Withheld)
    contact: Mapped[bytes | None] = mapped_column(Withheld)
    content: Mapped[str] = mapped_column(Text)
    clue: Mapped[bool]
    evidence_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[ObjectionState] = mapped_column(code_of(ObjectionState, "state"))
    refusal_reason: Mapped[str] = mapped_column(Text)
    investigator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    upheld: Mapped[bool | None]
    finding: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    decided_by: Mapped[str] = mapped_column(String(40))
    decided_post: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date | None]
    document_no: Mapped[str] = mapped_column(String(80))
    replied_on: Mapped[dt.date | None]
    due_on: Mapped[dt.date]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[dt.datetime]


_FILED_WITH = (
    "notice_id",
    "entry_id",
    "number",
    "filed_on",
    "postmark",
    "late_reason",
    "how",
    "objector",
    "contact",
    "content",
    "clue",
    "due_on",
    "made_by",
    "made_at",
)
_DECIDED_WITH = (
    "upheld",
    "finding",
    "decided_by_id",
    "decided_by",
    "decided_post",
    "decided_on",
    "document_no",
    "investigator_id",
)


def _turned_wrong() -> str:
    ways = " OR ".join(
        f"(OLD.state = '{state.value}' AND NEW.state NOT IN ("
        + ", ".join(f"'{each.value}'" for each in sorted({state, *after}, key=lambda s: s.value))
        + "))"
        for state, after in NEXT.items()
    )
    return f"({ways})"


_NOTICE = "FROM notice WHERE notice.id = NEW.notice_id"
_BY_ANOTHER = "(SELECT value FROM policy WHERE policy = 'other_approver') = 1 AND "
_MAKER = (
    "EXISTS (SELECT 1 FROM notice JOIN operator ON operator.id IN "
    "(notice.maker_id, notice.list_maker_id) WHERE notice.id = NEW.notice_id AND "
)
guard(
    Objection,
    Trigger("objection_keeps_delete", "objection", "DELETE"),
    Trigger(
        "objection_of_notice",
        "objection",
        "INSERT",
        # A reference into nothing is the foreign keys' to refuse.
        "EXISTS (SELECT 1 FROM notice WHERE notice.id = NEW.notice_id) AND EXISTS (SELECT 1 "
        "FROM notice_entry WHERE notice_entry.id = NEW.entry_id "
        "AND notice_entry.notice_id <> NEW.notice_id)",
    ),
    Trigger(
        "objection_in_window",
        "objection",
        "INSERT",
        f"EXISTS (SELECT 1 {_NOTICE} AND (NEW.filed_on < notice.first_day OR "
        "(NEW.filed_on > notice.last_day AND (NEW.postmark IS NULL OR NEW.late_reason = '' OR "
        "NEW.postmark < notice.first_day OR NEW.postmark > notice.last_day))))",
    ),
    Trigger(
        "objection_begins",
        "objection",
        "INSERT",
        "NEW.state IN ('accepted', 'investigating', 'upheld', 'rejected', 'replied') "
        f"OR EXISTS (SELECT 1 {_NOTICE} AND notice.state = 'withdrawn')",
    ),
    Trigger(
        "objection_stays",
        "objection",
        "UPDATE",
        differ(*_FILED_WITH)
        + " OR (OLD.evidence_sha256 IS NOT NULL AND ("
        + differ("evidence_sha256")
        + ")) OR (OLD.upheld IS NOT NULL AND ("
        + differ(*_DECIDED_WITH)
        + ")) OR (OLD.state = 'not_accepted' AND ("
        + differ("refusal_reason", "investigator_id", "finding")
        + ")) OR (OLD.replied_on IS NOT NULL AND ("
        + differ("replied_on")
        + "))",
    ),
    Trigger("objection_one_way", "objection", "UPDATE", _turned_wrong()),
    Trigger(
        "objection_other_decides",
        "objection",
        "UPDATE",
        f"OLD.upheld IS NULL AND NEW.upheld IS NOT NULL AND {_BY_ANOTHER}{_MAKER}"
        "(operator.id = NEW.decided_by_id OR (NEW.decided_by_id IS NULL "
        "AND NEW.decided_by = operator.name)))",
    ),
    Trigger(
        "objection_other_investigates",
        "objection",
        "UPDATE",
        "NEW.investigator_id IS NOT NULL AND OLD.investigator_id IS DISTINCT FROM "
        f"NEW.investigator_id AND {_BY_ANOTHER}{_MAKER}operator.id = NEW.investigator_id)",
    ),
)
says("uq_objection_notice_id_number", "这个编号的异议刚被别人登记。请刷新后重新登记")
says("ck_objection_content_given", "没有写反映的内容。请填上再登记")
says("ck_objection_objector_unless_anonymous", "实名或单位反映要写反映人，匿名反映不写。请改正")
says("ck_objection_anonymous_needs_clue", "匿名又没有具体线索的反映不予受理。请登记“不予受理”")
says("ck_objection_not_accepted_why", "不予受理须写明理由。请填上再办")
says("ck_objection_investigated_by", "还没有指定核查人。请先指定核查人")
says("ck_objection_decided_how", "核查结论与办理状态不符。请刷新后再办")
says("ck_objection_upheld_says_so", "核查结论与办理状态不符。请刷新后再办")
says("ck_objection_rejected_says_so", "核查结论与办理状态不符。请刷新后再办")
says("ck_objection_decided_with_finding", "没有写核查结论、由谁决定或哪天决定。请补上再办")
says("ck_objection_replied_when", "没有写答复日期。请填上再办")
says("ck_objection_replied_at_the_end", "还没有结论，不能登记答复。请先作出结论")
says("ck_objection_due_afterwards", "答复期限早于收到的日期。请核对日期")
says("objection_keeps_delete", "异议的登记不能删除。不成立的请作出结论并答复")
says("objection_of_notice", "这个人不在这份公示名单里。请从名单上选人")
says("objection_in_window", "反映不在公示期内收到，信函邮戳也不在期内。请核对日期；晚到的写明原因")
says("objection_begins", "异议从登记开始，撤回的公示不再登记异议。请刷新后再办")
says("objection_stays", "异议登记后不能改写。有新情况请写在核查结论里")
says("objection_one_way", "异议要按登记、受理、核查、结论、答复的顺序办。请刷新后再办")
says(
    "objection_other_decides",
    "拟定或发布名单的人不能对名单的异议作结论。请由另一人作结论，或登记他的纸质批件",
)


class ObjectionStep(RowHashed, Base):
    """What happened to an objection, one line a deed; never who objected."""

    __tablename__ = "objection_step"
    __label__ = "异议办理经过"
    __table_args__ = (Index("ix_objection_step_objection", "objection_id", "id"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"))
    state: Mapped[ObjectionState] = mapped_column(code_of(ObjectionState, "state"))
    told: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[dt.date]
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    made_by: Mapped[str] = mapped_column(String(80))
    at: Mapped[dt.datetime]


guard(ObjectionStep, *append_only("objection_step"))
for _event in ("update", "delete", "truncate"):
    says(f"objection_step_keeps_{_event}", "异议的办理经过不能改也不能删。有变化请另办一步")
says(
    "objection_other_investigates",
    "拟定或发布名单的人不能核查对它的异议。请另选核查人",
)
