"""One case with its stages, everything done in it, the next step and what blocks it."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import select

from hrgrid.accounts.model import Approval
from hrgrid.accounts.model.approvals import How
from hrgrid.accounts.queries import operators
from hrgrid.accounts.rules import Deed
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitCase, Regulation, RegulationSigned
from hrgrid.exits.queries.cases import case_row
from hrgrid.exits.queries.facts import facts_of
from hrgrid.exits.queries.parts import (
    appeals_of,
    consents_of,
    hearings_of,
    opinions_of,
    protections_of,
    reassessments_of,
    receipts_of,
    remedies_of,
    settlements_of,
    talks_of,
)
from hrgrid.exits.queries.scope import seen_case
from hrgrid.exits.queries.timeline import reached
from hrgrid.exits.rules.case_rows import ApprovalRow, CaseBoard, CaseCard
from hrgrid.exits.rules.next_step import ActorMay, blockers_of, steps_of
from hrgrid.exits.rules.stages import stages_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, Post
from hrgrid.workforce.queries.roles import roles


def case_board(work: UnitOfWork, case_id: int) -> CaseBoard:
    """All of one case; raises Refused for who may not see exits there."""
    found = seen_case(work, case_id)
    facts = facts_of(work, [found])[found.id]
    may = ActorMay(
        work.actor.may(Right.RUN_EXITS, found.area_path),
        work.actor.may(Right.DECIDE_EXITS, found.area_path)
        and work.actor.may(Right.APPROVE, found.area_path),
    )
    return CaseBoard(
        _card(work, found),
        stages_of(facts, reached(work, found.id)),
        steps_of(facts, may),
        blockers_of(facts),
        talks_of(work, found.id),
        remedies_of(work, found.id),
        reassessments_of(work, found.id),
        protections_of(work, found.id),
        hearings_of(work, found.id),
        opinions_of(work, found.id),
        consents_of(work, found.id),
        _approvals(work, found.id),
        facts.approvals_needed,
        appeals_of(work, found.id),
        settlements_of(work, found.id),
        receipts_of(work, found.id),
        work.actor.operator_id == found.handler_id,
    )


def _card(work: UnitOfWork, found: ExitCase) -> CaseCard:
    names = {one.id: one.name for one in operators(work)}
    post = work.session.get(Post, found.post_id) if found.post_id is not None else None
    engaged = (
        work.session.get(Contract, found.engagement_id) if found.engagement_id is not None else None
    )
    labels = {role.code: role.label for role in roles(work)}
    kept = json.loads(found.severance) if found.severance else {}
    regulation, signed_on = _regulation(work, found)
    return CaseCard(
        row=case_row(work, found.id),
        role=labels.get(post.role, post.role) if post else "",
        post_id=found.post_id,
        engagement_since=engaged.valid_from if engaged else None,
        probation_to=engaged.probation_to if engaged else None,
        employer=engaged.employer if engaged else "",
        fault_item=found.fault_item,
        ground_words=found.ground_words,
        first_assessor=found.first_assessor,
        first_assessor_id=found.first_assessor_id,
        proposer=names.get(found.proposer_id or 0, ""),
        proposer_id=found.proposer_id,
        approval_words=found.approval_words,
        document_no=found.document_no,
        notice_on=found.notice_on,
        notice_days=found.notice_days,
        in_lieu_fen=found.in_lieu_fen,
        severance_fen=kept.get("fen"),
        severance_words=kept.get("words", ""),
        severance_lines=tuple(kept.get("lines", ())),
        regulation=regulation,
        regulation_signed_on=signed_on,
        rule_number=found.rule_number,
        end_reason=found.end_reason,
        purged_on=found.purged_on,
    )


def _regulation(work: UnitOfWork, found: ExitCase) -> tuple[str, dt.date | None]:
    """The regulation that a case goes by, and when the person signed for it."""
    if found.regulation_id is None:
        return "", None
    row = work.session.get_one(Regulation, found.regulation_id)
    signed = work.session.get(RegulationSigned, (row.id, found.person_id))
    return f"《{row.title}》（{row.document_no}）", signed.signed_on if signed else None


def _approvals(work: UnitOfWork, case_id: int) -> tuple[ApprovalRow, ...]:
    query = (
        select(Approval)
        .where(Approval.deed == Deed.EXIT, Approval.subject == f"exit:{case_id}")
        .order_by(Approval.step)
    )
    return tuple(
        ApprovalRow(
            f"{row.approver_post}{row.approver_name}",
            row.approver_name,
            row.approver_post,
            row.decided_on,
            row.document_no,
            row.how is How.PAPER,
        )
        for row in work.session.scalars(query)
    )
