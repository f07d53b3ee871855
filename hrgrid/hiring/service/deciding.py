"""From the public list to the decision: proposal, approval, and the hire that it brings about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.hiring.model import Candidate, HiringBatch, HiringStep
from hrgrid.hiring.queries.inputs import (
    candidate_of_key,
    decision_key,
    publicity_subject,
    scheme_in,
)
from hrgrid.hiring.rules.words import HOLDING, BatchState, CandidateState
from hrgrid.hiring.service.hiring import Claim, claims_of, hire_all
from hrgrid.hiring.service.reserves import keep_reserves
from hrgrid.hiring.service.steps import Evidence, batch_of, go_batch, named, note_batch
from hrgrid.publicity.queries import outcome_by_target
from hrgrid.publicity.rules import Outcome
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import Engagement


@dataclass(frozen=True)
class DecisionForm:
    """The decision with its number and day, when people begin, and who employs them how."""

    document_no: str
    decided_on: dt.date
    starts_on: dt.date
    employer: str
    engagement: Engagement = Engagement.CONTRACT
    scan_sha256: str | None = None


@dataclass(frozen=True)
class Decision:
    """How many were hired, how many reserves are kept, whether the batch is closed."""

    hired: int
    reserves: int
    closed: bool


def propose(work: UnitOfWork, batch_id: int) -> int:
    """Put everybody whose publicity is clear up for decision; how many.

    Whom an objection holds back waits for a later proposal, the others go on. Raises UserError
    while a list still hangs out.
    """
    batch = batch_of(work, batch_id, BatchState.PUBLICISING, BatchState.DECIDING)
    ready = _ready(work, batch)
    if not ready:
        raise UserError(f"{named(batch)}没有公示无异议的人，还不能报请决定。请先处理异议")
    batch.proposer_id = work.actor.operator_id
    work.session.flush()
    if batch.state is BatchState.DECIDING:
        note_batch(work, batch, Evidence())
        work.record("step_hiring", named(batch), after={"count": len(ready)})
    else:
        go_batch(work, batch, BatchState.DECIDING)
    return len(ready)


def decision_subject(work: UnitOfWork, batch_id: int) -> Subject:
    """What is approved: the list of a batch by its ranking; each proposal anew."""
    batch = work.session.get(HiringBatch, batch_id)
    if batch is None or batch.state is not BatchState.DECIDING or batch.proposer_id is None:
        state = f"现在是“{batch.state.label}”，" if batch is not None else ""
        raise UserError(f"招录批次{state}还不到审批。请先报请决定")
    return Subject(
        Deed.HIRE,
        decision_key(work, batch),
        f"{named(batch)}录用名单",
        batch.proposer_id,
        batch.area_path,
    )


def decide(work: UnitOfWork, batch_id: int, form: DecisionForm) -> Decision:
    """Hire everybody on the approved list, all or none; the batch closes when nobody is left.

    Raises Refused while the approval is missing, UserError naming who holds a grid already.
    """
    batch = batch_of(work, batch_id, BatchState.DECIDING, right=Right.DECIDE_HIRING)
    check_decision(work, form)
    ready = _ready(work, batch)
    claims = [claim for claim in claims_of(work, batch) if claim.candidate.id in ready]
    if not claims:
        raise UserError(f"{named(batch)}没有可以录用的人。请刷新后查看")
    approval = require_approved(work, decision_subject(work, batch_id))
    evidence = Evidence(form.document_no.strip(), form.decided_on, form.scan_sha256)
    hired = hire_all(work, batch, claims, form, scheme_in(work, batch))
    closed = not _held_back(work, batch)
    reserves = 0
    if closed:
        reserves = keep_reserves(work, batch, form.decided_on)
        batch.document_no, batch.decided_on = form.document_no.strip(), form.decided_on
        batch.approval_words = approval.words
        go_batch(work, batch, BatchState.CLOSED, evidence)
    else:
        note_batch(work, batch, evidence)
    return Decision(hired, reserves, closed)


def close_batch(work: UnitOfWork, batch_id: int) -> int:
    """Close a batch in which nobody is left to be hired after a first decision; the reserves."""
    batch = batch_of(work, batch_id, BatchState.DECIDING, right=Right.DECIDE_HIRING)
    if _held_back(work, batch):
        raise UserError(f"{named(batch)}还有拟录用的人没有结论。请先处理异议或报请决定")
    last = work.session.scalars(
        select(HiringStep)
        .where(HiringStep.batch_id == batch_id, HiringStep.document_no != "")
        .order_by(HiringStep.seq.desc())
    ).first()
    if last is None or last.happened_on is None:
        raise UserError(f"{named(batch)}没有录用任何人，不能办结。请取消批次，写明原因")
    reserves = keep_reserves(work, batch, last.happened_on)
    batch.document_no, batch.decided_on = last.document_no, last.happened_on
    batch.approval_words = "见各次录用决定"
    go_batch(work, batch, BatchState.CLOSED, Evidence(last.document_no, last.happened_on))
    return reserves


def check_decision(work: UnitOfWork, form: DecisionForm) -> None:
    """Raise UserError for a decision without number, of a day to come, or with no employer."""
    if not form.document_no.strip():
        raise UserError("没有写录用决定的文号。请补上再办")
    if form.decided_on > work.today:
        raise UserError(f"决定日期 {form.decided_on:%Y-%m-%d} 在今天之后。请核对日期")
    if form.starts_on < form.decided_on:
        raise UserError(
            f"到岗日期 {form.starts_on:%Y-%m-%d} 早于决定日期 {form.decided_on:%Y-%m-%d}。请核对"
        )
    if not form.employer.strip():
        raise UserError("没有写用人单位。请填上签订合同的单位")


def _ready(work: UnitOfWork, batch: HiringBatch) -> set[int]:
    """Whose publicity is over without an objection that stands or is open."""
    shown = set(
        work.session.scalars(
            select(Candidate.id).where(
                Candidate.batch_id == batch.id, Candidate.state == CandidateState.PUBLICISED
            )
        )
    )
    ready = set()
    for key, row in outcome_by_target(work, publicity_subject(batch.id)).items():
        candidate = candidate_of_key(key)
        if candidate not in shown:
            continue
        if row.outcome is Outcome.SHOWING:
            raise UserError(
                f"公示到 {row.last_day:%Y-%m-%d} 才满。请在这一天之后结束公示，再报请决定"
            )
        if row.outcome is Outcome.REMOVED:
            raise UserError(f"{row.name}的异议已经成立。请先按结论处理，由下一名递补")
        if row.outcome is Outcome.CLEAR:
            ready.add(candidate)
    return ready


def _held_back(work: UnitOfWork, batch: HiringBatch) -> int:
    query = select(func.count()).where(Candidate.batch_id == batch.id, Candidate.state.in_(HOLDING))
    return work.session.scalar(query) or 0


__all__ = [
    "Claim",
    "Decision",
    "DecisionForm",
    "check_decision",
    "close_batch",
    "decide",
    "decision_subject",
    "propose",
]
