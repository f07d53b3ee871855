"""Physical and vetting, one for each place: only the result, its reference, by whom and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import (
    Candidate,
    CandidateVetting,
    HiringBatch,
    HiringLine,
)
from hrgrid.hiring.queries.inputs import applied_run, changed_since
from hrgrid.hiring.rules.substitutes import Call
from hrgrid.hiring.rules.words import (
    BatchState,
    CandidateState,
    Outcome,
    RunStage,
    VettingKind,
    VettingResult,
)
from hrgrid.hiring.service.steps import (
    batch_of,
    candidate_of,
    go_batch,
    go_candidates,
    named,
    subject_of,
    told,
)
from hrgrid.hiring.service.substitutes import fall_out
from hrgrid.storage.work import UnitOfWork

_OPEN = (BatchState.VETTING, BatchState.PUBLICISING, BatchState.DECIDING, BatchState.CLOSED)


@dataclass(frozen=True)
class VettingForm:
    """One result; a finding is never asked for. A second one of a kind needs a reason."""

    candidate_id: int
    kind: VettingKind
    result: VettingResult
    examined_by: str
    examined_on: dt.date
    document_no: str
    evidence_sha256: str | None = None


def start_vetting(work: UnitOfWork, batch_id: int) -> int:
    """Ask as many as there are places, by rank; how many.

    Raises UserError where marks were changed after the ranking: it is made again first.
    """
    batch = batch_of(work, batch_id, BatchState.EXAMINING)
    run = applied_run(work, batch_id, RunStage.TOTAL)
    if run is None:
        raise UserError(f"{named(batch)}还没有排总成绩。请先排名")
    changed = changed_since(work, batch, RunStage.TOTAL)
    if changed:
        more = f"等 {len(changed)} 处" if len(changed) > 1 else ""
        raise UserError(f"排名之后有改动：{changed[0]}{more}。请写明事由重新排名")
    query = (
        select(Candidate)
        .join(HiringLine, HiringLine.candidate_id == Candidate.id)
        .where(
            HiringLine.run_id == run.id,
            HiringLine.outcome == Outcome.IN,
            Candidate.state == CandidateState.RANKED,
        )
        .order_by(Candidate.number)
    )
    people = list(work.session.scalars(query))
    if not people:
        raise UserError(f"{named(batch)}没有人达到录用名次。请核对成绩，或取消批次")
    go_candidates(work, people, CandidateState.MEDICAL, "")
    go_batch(work, batch, BatchState.VETTING)
    return len(people)


def record_vetting(work: UnitOfWork, form: VettingForm) -> Call | None:
    """One result. Both passed: 合格; failed: out with the reason, and the next steps in.

    None unless somebody fell out who held a place.
    """
    candidate = candidate_of(
        work,
        form.candidate_id,
        CandidateState.MEDICAL,
        CandidateState.VETTED,
        during=_OPEN,
    )
    batch = work.session.get_one(HiringBatch, candidate.batch_id)
    _check(work, form, candidate)
    _add(work, form)
    work.record(
        "record_vetting",
        subject_of(batch, candidate),
        after={
            "kind": form.kind.label,
            "result": form.result.label,
            "document": form.document_no.strip(),
            "by": form.examined_by.strip(),
            "on": form.examined_on,
        },
    )
    if form.result is VettingResult.FAIL:
        why = f"{form.kind.label}不合格（{form.document_no.strip()}）"
        return fall_out(work, candidate, CandidateState.VETTING_FAILED, why)
    if candidate.state is CandidateState.MEDICAL and candidate.id in _passed_both(
        work, [candidate.id]
    ):
        go_candidates(work, [candidate], CandidateState.VETTED, "")
    return None


def record_passes(work: UnitOfWork, batch_id: int, forms: Sequence[VettingForm]) -> int:
    """Passed results of many at once (one report names them all); how many are through both."""
    batch = batch_of(work, batch_id, *_OPEN)
    people = {
        one.id: one
        for one in work.session.scalars(
            select(Candidate).where(
                Candidate.batch_id == batch_id, Candidate.state == CandidateState.MEDICAL
            )
        )
    }
    for form in forms:
        candidate = people.get(form.candidate_id)
        if candidate is None:
            raise UserError("名单里有人不在体检政审中。请刷新后重新勾选")
        if form.result is not VettingResult.PASS:
            raise UserError(f"{told(candidate)}不合格的结果要逐个登记，由下一名递补")
        _check(work, form, candidate)
        _add(work, form)
    work.session.flush()
    through = _passed_both(work, list(people))
    movers = [one for one in people.values() if one.id in through]
    go_candidates(work, movers, CandidateState.VETTED, "")
    documents = sorted({form.document_no.strip() for form in forms})
    work.record(
        "record_vetting",
        named(batch),
        after={"count": len(forms), "document": "、".join(documents)},
    )
    return len(movers)


def _check(work: UnitOfWork, form: VettingForm, candidate: Candidate) -> None:
    if not form.examined_by.strip() or not form.document_no.strip():
        raise UserError(
            f"{told(candidate)}的{form.kind.label}结果要写明办理单位和文号（或报告编号）。请补上"
        )
    if form.examined_on > work.today:
        raise UserError(
            f"{told(candidate)}的{form.kind.label}日期 {form.examined_on:%Y-%m-%d} 在今天之后。"
            "请核对"
        )
    if form.result is VettingResult.PASS or candidate.state is CandidateState.MEDICAL:
        return
    # Somebody who had passed fails after all: that needs its reason.
    work.require_reason()


def _add(work: UnitOfWork, form: VettingForm) -> None:
    last = work.session.scalar(
        select(func.max(CandidateVetting.seq)).where(
            CandidateVetting.candidate_id == form.candidate_id,
            CandidateVetting.kind == form.kind,
        )
    )
    reason = work.require_reason() if last else work.reason
    work.session.add(
        CandidateVetting(
            candidate_id=form.candidate_id,
            kind=form.kind,
            seq=1 + (last or 0),
            result=form.result,
            examined_by=form.examined_by.strip(),
            examined_on=form.examined_on,
            document_no=form.document_no.strip(),
            reason=reason[:200],
            evidence_sha256=form.evidence_sha256,
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()


def _passed_both(work: UnitOfWork, candidate_ids: Sequence[int]) -> set[int]:
    """Whose newest results of both kinds are passes."""
    query = (
        select(CandidateVetting)
        .where(CandidateVetting.candidate_id.in_(candidate_ids))
        .order_by(CandidateVetting.seq)
    )
    newest: dict[tuple[int, VettingKind], VettingResult] = {}
    for row in work.session.scalars(query):
        newest[row.candidate_id, row.kind] = row.result
    return {
        own
        for own in candidate_ids
        if all(newest.get((own, kind)) is VettingResult.PASS for kind in VettingKind)
    }
