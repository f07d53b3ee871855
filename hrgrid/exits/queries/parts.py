"""The rows of a case, one function a table; whoever asks has asked for the right (scope.py)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hrgrid.exits.model import (
    ExitAppeal,
    ExitConsent,
    ExitHearing,
    ExitOpinion,
    ExitProtection,
    ExitReassessment,
    ExitReceipt,
    ExitRemedy,
    ExitSettlement,
    ExitTalk,
)
from hrgrid.exits.rules.case_rows import (
    ConsentRow,
    ExitAppealRow,
    HearingRow,
    OpinionRow,
    ProtectionRow,
    ReassessmentRow,
    ReceiptRow,
    RemedyRow,
    SettlementRow,
    TalkRow,
)
from hrgrid.exits.rules.next_step import MONEY
from hrgrid.exits.rules.words import Opinion
from hrgrid.storage.work import UnitOfWork


def _of(work: UnitOfWork, model: Any, case_id: int) -> list[Any]:
    query = select(model).where(model.case_id == case_id).order_by(model.id)
    return list(work.session.scalars(query.execution_options(populate_existing=True)))


def talks_of(work: UnitOfWork, case_id: int) -> tuple[TalkRow, ...]:
    """约谈."""
    return tuple(
        TalkRow(
            row.id,
            row.held_on,
            row.place,
            row.present,
            row.content,
            row.statement,
            row.refused,
            row.witness,
            row.scan_sha256,
            row.made_by,
        )
        for row in _of(work, ExitTalk, case_id)
    )


def remedies_of(work: UnitOfWork, case_id: int) -> tuple[RemedyRow, ...]:
    """补训或调岗."""
    return tuple(
        RemedyRow(
            row.id,
            row.kind,
            row.first_day,
            row.last_day,
            (row.last_day - row.first_day).days + 1,
            row.content,
            row.minutes,
            row.enrolment_id,
            row.post_id,
            row.mentor,
            row.result,
            row.done_on,
            row.last_day <= work.today,
            row.scan_sha256,
        )
        for row in _of(work, ExitRemedy, case_id)
    )


def reassessments_of(work: UnitOfWork, case_id: int) -> tuple[ReassessmentRow, ...]:
    """再考核."""
    return tuple(
        ReassessmentRow(
            row.id,
            row.remedy_id,
            row.held_on,
            row.assessor,
            row.scheme_words,
            row.score_milli,
            row.pass_milli,
            row.passed,
            row.note,
            row.scan_sha256,
        )
        for row in _of(work, ExitReassessment, case_id)
    )


def protections_of(work: UnitOfWork, case_id: int) -> tuple[ProtectionRow, ...]:
    """保护情形: the answers; of a scan no more than that there is one."""
    query = (
        select(
            ExitProtection.item,
            ExitProtection.blocks,
            ExitProtection.answered_on,
            ExitProtection.answered_by,
            ExitProtection.scan.is_not(None),
            ExitProtection.scan_name,
        )
        .where(ExitProtection.case_id == case_id)
        .order_by(ExitProtection.id)
    )
    return tuple(ProtectionRow(*row) for row in work.session.execute(query))


def hearings_of(work: UnitOfWork, case_id: int) -> tuple[HearingRow, ...]:
    """陈述申辩."""
    return tuple(_hearing(row) for row in _of(work, ExitHearing, case_id))


def _hearing(row: ExitHearing) -> HearingRow:
    ways = (("heard", row.heard_on), ("waived", row.waived_on), ("lapsed", row.lapsed_on))
    how, on = next(((how, on) for how, on in ways if on is not None), ("", None))
    return HearingRow(
        row.id, row.told_on, row.until, how, on, row.statement, row.finding, row.scan_sha256
    )


def opinions_of(work: UnitOfWork, case_id: int) -> tuple[OpinionRow, ...]:
    """工会和法律顾问的意见."""
    return tuple(
        OpinionRow(
            row.id,
            row.kind,
            row.asked,
            row.asked_on,
            row.due_on,
            row.answered_on,
            row.opinion,
            row.text,
            row.answered_with,
            row.document_no,
            row.opinion is not None
            and (row.opinion is not Opinion.OBJECTS or bool(row.answered_with)),
            row.scan_sha256,
        )
        for row in _of(work, ExitOpinion, case_id)
    )


def consents_of(work: UnitOfWork, case_id: int) -> tuple[ConsentRow, ...]:
    """各级意见, void ones too."""
    return tuple(
        ConsentRow(
            row.id,
            row.level,
            row.agrees,
            row.text,
            row.name,
            row.post,
            row.decided_on,
            row.document_no,
            row.void_reason,
        )
        for row in _of(work, ExitConsent, case_id)
    )


def appeals_of(work: UnitOfWork, case_id: int) -> tuple[ExitAppealRow, ...]:
    """申诉."""
    return tuple(
        ExitAppealRow(
            row.id,
            row.number,
            row.filed_on,
            row.content,
            row.state,
            row.finding,
            row.decided_by,
            row.decided_on,
        )
        for row in _of(work, ExitAppeal, case_id)
    )


def settlements_of(work: UnitOfWork, case_id: int) -> tuple[SettlementRow, ...]:
    """结算清单."""
    rows = [
        SettlementRow(
            row.id,
            row.seq,
            row.kind,
            row.label,
            row.amount_fen,
            row.derivation,
            row.due_on,
            row.done_on,
            row.done_by,
            row.waived,
            row.kind in MONEY,
        )
        for row in _of(work, ExitSettlement, case_id)
    ]
    return tuple(sorted(rows, key=lambda row: row.seq))


def receipts_of(work: UnitOfWork, case_id: int) -> tuple[ReceiptRow, ...]:
    """送达回证."""
    return tuple(
        ReceiptRow(
            row.id,
            row.paper,
            row.number,
            row.delivered_on,
            row.how,
            row.witness,
            row.scan_sha256,
        )
        for row in _of(work, ExitReceipt, case_id)
    )
