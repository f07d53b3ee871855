"""What stands between a proposal and the last day: protections, hearing, opinions, consents."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

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

from hrgrid.exits.model.remedies import case_settled, case_state
from hrgrid.exits.rules.words import (
    DECIDED,
    ENDED,
    ConsentLevel,
    ExitAppealState,
    Opinion,
    OpinionKind,
    Protection,
    SettlementKind,
)
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, Withheld, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, listed
from hrgrid.storage.violations import says


class ExitProtection(RowHashed, Versioned, Base):
    """One protected case, answered yes or no inside the open case, with a sealed scan.

    Only whether it blocks is written, never why; `scan` is opened by the case's handler alone
    and let go when its time is over.
    """

    __tablename__ = "exit_protection"
    __label__ = "保护情形核对"
    __table_args__ = (
        UniqueConstraint("case_id", "item"),
        CheckConstraint(
            "(blocks IS NULL) = (answered_on IS NULL) AND (blocks IS NULL) = (answered_by = '')",
            name="answered_by_whom",
        ),
        CheckConstraint("scan IS NULL OR scan_name <> ''", name="scan_named"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    item: Mapped[Protection] = mapped_column(code_of(Protection, "item"))
    blocks: Mapped[bool | None]
    answered_on: Mapped[dt.date | None]
    answered_by: Mapped[str] = mapped_column(String(80))
    scan: Mapped[bytes | None] = mapped_column(Withheld)
    scan_name: Mapped[str] = mapped_column(String(80))


guard(
    ExitProtection,
    Trigger("exit_protection_keeps_delete", "exit_protection", "DELETE"),
    *case_settled("exit_protection", "INSERT"),
    Trigger(
        "exit_protection_item_stays",
        "exit_protection",
        "UPDATE",
        "OLD.case_id <> NEW.case_id OR OLD.item <> NEW.item",
    ),
    # What was answered stays, and so does what proves it; when its time is over the scan goes.
    Trigger(
        "exit_protection_stays",
        "exit_protection",
        "UPDATE",
        f"{case_state('OLD')} IN ({listed(*DECIDED, *ENDED)}) "
        "AND (OLD.blocks <> NEW.blocks OR (OLD.blocks IS NULL) <> (NEW.blocks IS NULL) "
        "OR OLD.answered_on <> NEW.answered_on OR OLD.answered_by <> NEW.answered_by "
        "OR (NEW.scan IS NOT NULL AND (OLD.scan IS NULL OR OLD.scan <> NEW.scan)))",
    ),
    Trigger(
        "exit_protection_scan_stays",
        "exit_protection",
        "UPDATE",
        "OLD.scan IS NOT NULL AND NEW.scan IS NULL "
        f"AND {case_state('OLD')} IN ('approved', 'notified', 'appealed', 'executed')",
    ),
)
says("exit_protection_item_stays", "核对单上的这一项不能换成另一项。请刷新后再填")
says("exit_protection_scan_stays", "这件事还没有办结，保护情形的材料不能清除")
says("uq_exit_protection_case_id_item", "这一项已经在核对单里。请刷新后再填")
says("exit_protection_keeps_delete", "保护情形的核对不能删除")
says("exit_protection_stays", "这件事已经批准或办结，保护情形的答复不能再改")


class ExitHearing(RowHashed, Versioned, Base):
    """告知和陈述申辩: told on a day, until when he may speak; he may waive it or let it lapse."""

    __tablename__ = "exit_hearing"
    __label__ = "陈述申辩"
    __table_args__ = (
        UniqueConstraint("case_id", "told_on"),
        CheckConstraint("until >= told_on", name="until_afterwards"),
        CheckConstraint(
            "heard_on IS NULL OR (statement <> '' AND finding <> '')", name="heard_what"
        ),
        CheckConstraint("lapsed_on IS NULL OR lapsed_on > until", name="lapsed_afterwards"),
        CheckConstraint("heard_on >= told_on AND waived_on >= told_on", name="told_before"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    told_on: Mapped[dt.date]
    until: Mapped[dt.date]
    heard_on: Mapped[dt.date | None]
    statement: Mapped[str] = mapped_column(Text)
    # What was looked into after he spoke, and what came of it.
    finding: Mapped[str] = mapped_column(Text)
    waived_on: Mapped[dt.date | None]
    lapsed_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    ExitHearing,
    Trigger("exit_hearing_keeps_delete", "exit_hearing", "DELETE"),
    *case_settled("exit_hearing", "INSERT", "UPDATE"),
    Trigger(
        "exit_hearing_stays",
        "exit_hearing",
        "UPDATE",
        "OLD.case_id <> NEW.case_id OR OLD.told_on <> NEW.told_on OR OLD.until <> NEW.until "
        "OR OLD.heard_on IS NOT NULL OR OLD.waived_on IS NOT NULL OR OLD.lapsed_on IS NOT NULL",
    ),
)
says("exit_hearing_stays", "告知的日期和已经登记的陈述申辩不能再改")
says("uq_exit_hearing_case_id_told_on", "这一天已经告知过。请打开原来的")
says("exit_hearing_keeps_delete", "陈述申辩的记录不能删除")


class ExitOpinion(RowHashed, Versioned, Base):
    """What the union or the legal adviser was asked and answered, and what was said to that."""

    __tablename__ = "exit_opinion"
    __label__ = "征求意见"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        CheckConstraint("(opinion IS NULL) = (answered_on IS NULL)", name="answered_when"),
        CheckConstraint("answered_on >= asked_on", name="answered_afterwards"),
        CheckConstraint(
            "opinion IS NULL OR opinion <> 'objects' OR text <> ''", name="objects_why"
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    kind: Mapped[OpinionKind] = mapped_column(code_of(OpinionKind, "kind"))
    asked: Mapped[str] = mapped_column(String(80))
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    answered_on: Mapped[dt.date | None]
    opinion: Mapped[Opinion | None] = mapped_column(code_of(Opinion, "opinion"))
    text: Mapped[str] = mapped_column(Text)
    # To an objection: what was done about it.
    answered_with: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    ExitOpinion,
    Trigger("exit_opinion_keeps_delete", "exit_opinion", "DELETE"),
    *case_settled("exit_opinion", "INSERT", "UPDATE"),
    Trigger(
        "exit_opinion_stays",
        "exit_opinion",
        "UPDATE",
        "OLD.case_id <> NEW.case_id OR OLD.kind <> NEW.kind OR OLD.asked_on <> NEW.asked_on "
        "OR (OLD.opinion IS NOT NULL AND (NEW.opinion IS NULL OR OLD.opinion <> NEW.opinion "
        "OR OLD.answered_on <> NEW.answered_on OR OLD.text <> NEW.text))",
    ),
)
says("exit_opinion_stays", "已经登记的答复不能再改。有异议的请登记对异议的答复")
says("uq_exit_opinion_case_id_kind", "已经征求过它的意见。请打开原来的")
says("exit_opinion_keeps_delete", "征求意见的记录不能删除")


class ExitConsent(RowHashed, Base):
    """What each level says to an exit, from below: community, street, district."""

    __tablename__ = "exit_consent"
    __label__ = "各级意见"
    __table_args__ = (
        CheckConstraint("name <> '' AND post <> ''", name="by_whom"),
        CheckConstraint("agrees OR text <> ''", name="refuses_why"),
        CheckConstraint("(void_reason <> '') = (voided_at IS NOT NULL)", name="void_some_day"),
        Index("ix_exit_consent_case", "case_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    level: Mapped[ConsentLevel] = mapped_column(code_of(ConsentLevel, "level"))
    agrees: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date]
    document_no: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    # One given anew after a refusal was dealt with makes the earlier one void.
    void_reason: Mapped[str] = mapped_column(String(200))
    voided_at: Mapped[dt.datetime | None]


guard(
    ExitConsent,
    AtMostOne(
        "ux_exit_consent_one_a_level", "exit_consent", ("case_id", "level"), "void_reason = ''"
    ),
    Trigger("exit_consent_keeps_delete", "exit_consent", "DELETE"),
    *case_settled("exit_consent", "INSERT", "UPDATE"),
    Trigger(
        "exit_consent_stays",
        "exit_consent",
        "UPDATE",
        "OLD.void_reason <> '' OR OLD.level <> NEW.level OR OLD.agrees <> NEW.agrees "
        "OR OLD.name <> NEW.name OR OLD.case_id <> NEW.case_id OR OLD.text <> NEW.text "
        "OR OLD.post <> NEW.post OR OLD.decided_on <> NEW.decided_on",
    ),
)
says("ux_exit_consent_one_a_level", "这一级已经给过意见。要改请先作废原来的，写明原因")
says("exit_consent_keeps_delete", "各级意见不能删除")
says("exit_consent_stays", "各级意见不能改。要改请先作废原来的，写明原因")


class ExitAppeal(RowHashed, Versioned, Base):
    """An appeal against a notice; while it is open the last day does not come."""

    __tablename__ = "exit_appeal"
    __label__ = "退出申诉"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("content <> ''", name="content_given"),
        CheckConstraint(
            "state NOT IN ('upheld', 'denied') "
            "OR (finding <> '' AND decided_by <> '' AND decided_on IS NOT NULL)",
            name="decided_with_finding",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    number: Mapped[int]
    filed_on: Mapped[dt.date]
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[ExitAppealState] = mapped_column(code_of(ExitAppealState, "state"))
    finding: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(
    ExitAppeal,
    AtMostOne("ux_exit_appeal_one_open", "exit_appeal", ("case_id",), "state = 'filed'"),
    Trigger("exit_appeal_keeps_delete", "exit_appeal", "DELETE"),
    Trigger("exit_appeal_stays", "exit_appeal", "UPDATE", "OLD.state <> 'filed'"),
    Trigger(
        "exit_appeal_notified_first",
        "exit_appeal",
        "INSERT",
        "(SELECT state FROM exit_case WHERE exit_case.id = NEW.case_id) "
        "NOT IN ('notified', 'appealed')",
    ),
)
says("ux_exit_appeal_one_open", "已有一件申诉还没有处理。请先登记它的处理结果")
says("uq_exit_appeal_case_id_number", "刚有别人登记了一件申诉。请再办一次")
says("exit_appeal_keeps_delete", "申诉不能删除。本人不再申诉的请登记撤回")
says("exit_appeal_stays", "申诉已经办结，不能再改")
says("exit_appeal_notified_first", "还没有送达通知，或已经离岗，不能登记申诉。请核对办到了哪一步")


class ExitSettlement(RowHashed, Versioned, Base):
    """One line of what is settled when somebody leaves; money in fen with how it was reckoned."""

    __tablename__ = "exit_settlement"
    __label__ = "离岗结算"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint("label <> ''", name="said_what"),
        CheckConstraint("amount_fen >= 0", name="amount_not_negative"),
        CheckConstraint("(done_on IS NOT NULL) = (done_by <> '')", name="done_by_whom"),
        CheckConstraint("done_on IS NULL OR waived = ''", name="done_or_waived"),
        CheckConstraint(
            "done_on IS NULL OR kind NOT IN ('wages', 'severance', 'in_lieu') "
            "OR amount_fen IS NOT NULL",
            name="paid_how_much",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    case_id: Mapped[int] = mapped_column(ForeignKey("exit_case.id"))
    seq: Mapped[int]
    kind: Mapped[SettlementKind] = mapped_column(code_of(SettlementKind, "kind"))
    label: Mapped[str] = mapped_column(String(80))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    derivation: Mapped[str] = mapped_column(Text)
    due_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    done_by: Mapped[str] = mapped_column(String(80))
    # Why it is not done.
    waived: Mapped[str] = mapped_column(String(200))


guard(
    ExitSettlement,
    Trigger("exit_settlement_keeps_delete", "exit_settlement", "DELETE"),
    Trigger(
        "exit_settlement_after_leaving",
        "exit_settlement",
        "INSERT",
        f"{case_state('NEW')} NOT IN ('executed', 'closed')",
    ),
    Trigger(
        "exit_settlement_stays",
        "exit_settlement",
        "UPDATE",
        "OLD.done_on IS NOT NULL OR OLD.case_id <> NEW.case_id OR OLD.kind <> NEW.kind",
    ),
    *(
        Trigger(
            f"exit_settlement_closed_{event.lower()}",
            "exit_settlement",
            event,
            "(SELECT state FROM exit_case WHERE exit_case.id = "
            f"{'NEW' if event == 'INSERT' else 'OLD'}.case_id) = 'closed'",
        )
        for event in ("INSERT", "UPDATE")
    ),
)
says("uq_exit_settlement_case_id_seq", "结算清单刚被别人改过。请刷新后再办")
says("exit_settlement_after_leaving", "还没有办离岗，不能列结算清单。请先办离岗")
says("exit_settlement_stays", "这一项已经办过，不能再改。有差额请另加一项")
says("exit_settlement_keeps_delete", "结算事项不能删除。不办的请写明原因")
for _event in ("insert", "update"):
    says(f"exit_settlement_closed_{_event}", "这件事已经办结，结算清单不能再改")
