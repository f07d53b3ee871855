"""批准 by one or two people who did not propose it, signed in or recorded from paper."""

from __future__ import annotations

import datetime as dt

from hrgrid.accounts.queries import ApprovalState
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import PaperApproval, Subject, approve, record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.case_rules import rules_of
from hrgrid.exits.rules.case_forms import ApproveForm
from hrgrid.exits.rules.next_step import approved_from, blocked_by, consents_needed
from hrgrid.exits.rules.words import ExitState
from hrgrid.exits.service.consents import consents_of
from hrgrid.exits.service.proposing import subject_key
from hrgrid.exits.service.protections import items_of
from hrgrid.exits.service.steps import case_of, filled, go, named
from hrgrid.storage.work import UnitOfWork


def approve_exit(work: UnitOfWork, case_id: int, form: ApproveForm) -> ApprovalState:
    """One approval; the one that completes them takes the case to 已批准.

    Signed in it needs the right to decide exits, from paper that to handle them. Raises Refused
    for the proposer where the policy asks for another, and for somebody's second approval.
    """
    on_paper = bool(form.name.strip())
    right = Right.RUN_EXITS if on_paper else Right.DECIDE_EXITS
    found = case_of(work, case_id, right=right)
    found = case_of(work, case_id, approved_from(found.path, found.ground), right=right)
    document = filled(form.document_no, f"{named(found)}的批准没有写文号。请填上")
    _check_ready(work, found)
    on = form.on or work.today
    if on < found.state_since:
        raise UserError(
            f"批准日期 {on:%Y-%m-%d} 早于上一步（{found.state.label}）的 "
            f"{found.state_since:%Y-%m-%d}。请核对日期"
        )
    subject = Subject(
        Deed.EXIT,
        subject_key(found.id),
        named(found),
        found.proposer_id or found.handler_id,
        found.area_path,
    )
    if on_paper:
        paper = PaperApproval(form.name, form.post, on, document, form.scan_sha256)
        state = record_paper_approval(work, subject, paper)
    else:
        state = approve(work, subject)
        on = work.today
    if state.complete:
        _settle(work, found, state, document, on)
    return state


def _check_ready(work: UnitOfWork, found: ExitCase) -> None:
    protected = any(row.blocks for row in items_of(work, found.id))
    if blocked_by(found.ground, protected):
        raise UserError(
            f"{named(found)}有受保护的情形，不能以这个依据退出。请撤销，或等情形消失后更正答复"
        )
    given = {row.level: row.agrees for row in consents_of(work, found.id)}
    levels = rules_of(work, found.rule_number).levels_of(found.engagement)
    for level in consents_needed(found.path, found.ground, levels):
        if level not in given:
            raise UserError(f"{named(found)}还没有{level.label}。请先登记各级意见")
    for level, agrees in given.items():
        if not agrees:
            raise UserError(
                f"{named(found)}的{level.label}是不同意，不能批准。请撤销，或处理后重新征求"
            )


def _settle(
    work: UnitOfWork, found: ExitCase, state: ApprovalState, document: str, on: dt.date
) -> None:
    found.approval_words, found.document_no = state.words, document
    go(
        work,
        found,
        ExitState.APPROVED,
        on,
        document_no=document,
        note=state.words,
    )
