"""A period's result: approved, confirmed, put into the archive, opened again for a new revision."""

from __future__ import annotations

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.assessment.queries.blocking import confirm_blockers, refuse, result_key
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.rules.words import SETTLED, PeriodState
from hrgrid.assessment.service.steps import go_period, named, period_of
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.storage.work import UnitOfWork

_S = PeriodState


def result_subject(work: UnitOfWork, period_id: int) -> Subject:
    """What is approved: the computation that people could appeal against, of this revision."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period_id, period.revision)
    if period.state is not _S.APPEALS or period.proposer_id is None or run is None:
        raise UserError(
            f"{named(period)}现在是“{period.state.label}”，结果还不到审批。请先公布，进入申诉期"
        )
    return Subject(
        Deed.ASSESSMENT,
        result_key(period, run.number),
        f"{named(period)}结果",
        period.proposer_id,
        period.area_path,
    )


def confirm_period(work: UnitOfWork, period_id: int, document_no: str = "") -> None:
    """申诉期 → 已确认, with its approval, once the window is over and every appeal answered.

    Raises UserError with what blocks it, Refused while the approval is missing.
    """
    period = period_of(work, period_id, _S.APPEALS)
    refuse(confirm_blockers(work, period), f"{named(period)}还不能确认")
    approval = require_approved(work, result_subject(work, period_id))
    period.approval_words, period.document_no = approval.words, document_no.strip()
    # From now on it names who asks for a reopening; the approval says who proposed the result.
    period.proposer_id = None
    go_period(work, period, _S.CONFIRMED, document_no.strip())


def lock_period(work: UnitOfWork, period_id: int) -> None:
    """已确认 → 已归档."""
    go_period(work, period_of(work, period_id, _S.CONFIRMED), _S.LOCKED)


def propose_reopening(work: UnitOfWork, period_id: int) -> None:
    """Put a settled period up to be opened again, with the reason; somebody approves it.

    What rests on it `queries.periods.rests_on` shows before.
    """
    period = period_of(work, period_id, *SETTLED)
    period.reopen_reason = work.require_reason().strip()
    period.proposer_id = work.actor.operator_id
    work.session.flush()
    work.record("propose_reopening", named(period), after={"revision": period.revision})


def reopening_subject(work: UnitOfWork, period_id: int) -> Subject:
    """What is approved: this revision opened again for this reason."""
    period = seen_period(work, period_id)
    if period.state not in SETTLED or not reopening_proposed(period):
        raise UserError(f"{named(period)}还没有申请重开。请先写明事由，报请审批")
    return Subject(
        Deed.ASSESSMENT,
        reopening_key(period),
        f"{named(period)}重新计分（第 {period.revision + 1} 版）",
        period.proposer_id or 0,
        period.area_path,
    )


def reopening_proposed(period: AssessmentPeriod) -> bool:
    """Whether somebody asked to open this revision again."""
    return period.state in SETTLED and period.proposer_id is not None and bool(period.reopen_reason)


def reopening_key(period: AssessmentPeriod) -> str:
    """The key of a reopening: another reason is approved anew."""
    why = canonical_hash([period.reopen_reason])[:16]
    return f"assessment-reopen:{period.id}:{period.revision}:{why}"


def reopening_approved(work: UnitOfWork, period: AssessmentPeriod) -> bool:
    """Whether a reopening was asked for and approved."""
    if not reopening_proposed(period):
        return False
    return approval_state(work, Deed.ASSESSMENT, reopening_key(period)).complete


def reopen_period(work: UnitOfWork, period_id: int) -> int:
    """已确认、已归档 → 计分, as approved: a new revision; the old one stays to be read.

    Returns the revision's number.
    """
    period = period_of(work, period_id, *SETTLED)
    require_approved(work, reopening_subject(work, period_id))
    period.revision += 1
    period.approval_words = period.document_no = ""
    period.shown_on = period.appeals_until = period.proposer_id = None
    go_period(work, period, _S.SCORING, period.reopen_reason)
    return period.revision
