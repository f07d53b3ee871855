"""Results of a class: proposed, approved where the office asks for it, confirmed, reopened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import Subject, require_approved
from hrgrid.core.errors import UserError
from hrgrid.core.periods import add_months
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import (
    Enrolment,
    TrainingClass,
    TrainingCourse,
    TrainingResult,
)
from hrgrid.training.queries.blocking import blockers_of, needs_approval, results_key
from hrgrid.training.queries.sheets import Sheet, sheet
from hrgrid.training.rules.exams import best_mark
from hrgrid.training.rules.words import ClassState, EnrolmentState
from hrgrid.training.service.hours import use_hours
from hrgrid.training.service.steps import class_of, go_class, named

__all__ = [
    "Confirmed",
    "confirm_results",
    "needs_approval",
    "propose_results",
    "reopen_results",
    "results_subject",
]
_E = EnrolmentState


@dataclass(frozen=True)
class Confirmed:
    """Which version of the results, how many passed and how many did not."""

    version: int
    passed: int
    failed: int


def propose_results(work: UnitOfWork, class_id: int) -> None:
    """Put the results up for approval; raises UserError with what blocks."""
    found = class_of(work, class_id, ClassState.ENDED)
    _require_ready(work, found, sheet(work, class_id), but="approval")
    found.proposer_id = work.actor.operator_id
    work.session.flush()
    work.record("propose_results", named(found))


def results_subject(work: UnitOfWork, class_id: int) -> Subject:
    """What is approved: exactly these numbers; a later change wants a new approval."""
    found = work.session.get(TrainingClass, class_id)
    if found is None or found.state is not ClassState.ENDED or found.proposer_id is None:
        state = f"现在是“{found.state.label}”，" if found is not None else ""
        raise UserError(f"培训班{state}结果还不到审批。请先报请审批")
    return Subject(
        Deed.RESULT,
        results_key(sheet(work, class_id)),
        f"{named(found)}培训结果",
        found.proposer_id,
        found.area_path,
    )


def confirm_results(work: UnitOfWork, class_id: int) -> Confirmed:
    """Write the next version of the results and settle the class; whoever waits goes out.

    The rule of the class's last day counts, and is locked. Raises UserError with what blocks,
    Refused while an approval is missing.
    """
    found = class_of(work, class_id, ClassState.ENDED)
    told = sheet(work, class_id)
    _require_ready(work, found, told, but="approval")
    if needs_approval(work):
        require_approved(work, results_subject(work, class_id))
    rule = use_hours(work, found.last_day, named(found))
    version = found.result_version + 1
    course = work.session.get_one(TrainingCourse, found.course_id)
    months = course.validity_months
    valid_to = None if months is None else add_months(found.last_day, months)
    passed = 0
    for one in _enrolled(work, class_id):
        if one.state is _E.WAITING:
            one.state, one.waiting_place = _E.CANCELLED, None
            one.state_reason = "培训班已结束，没有轮到"
            continue
        counted = told.credits[one.id]
        marks = {at: value for (owner, at), value in told.tests.items() if owner == one.id}
        one.state = _E.COMPLETED if counted.passed else _E.FAILED
        passed += counted.passed
        work.session.add(
            TrainingResult(
                enrolment_id=one.id,
                result_version=version,
                attended=counted.attended,
                whole=counted.of,
                credited=counted.credited,
                exam_milli=best_mark(marks),
                passed=counted.passed,
                valid_to=valid_to if counted.passed else None,
                why=counted.why,
                rule_sha256=rule.sha256,
                confirmed_at=work.now,
                confirmed_by=work.actor.name,
            )
        )
    work.session.flush()
    found.result_version = version
    go_class(work, found, ClassState.CONFIRMED)
    failed = len(told.members) - passed
    work.record(
        "confirm_results",
        named(found),
        after={"result_version": version, "passed": passed, "failed": failed, "rules": rule.number},
    )
    return Confirmed(version, passed, failed)


def reopen_results(work: UnitOfWork, class_id: int) -> None:
    """结果已定 → 已结课, with a reason; what is confirmed next is a new version.

    The versions of before stay; until the next none of them counts.
    """
    found = class_of(work, class_id, ClassState.CONFIRMED)
    reason = work.require_reason().strip()
    found.proposer_id = None
    go_class(work, found, ClassState.ENDED, reason)
    for one in _enrolled(work, class_id):
        if one.state in (_E.COMPLETED, _E.FAILED):
            one.state = _E.ENROLLED
    work.session.flush()


def _enrolled(work: UnitOfWork, class_id: int) -> list[Enrolment]:
    query = select(Enrolment).where(Enrolment.class_id == class_id, Enrolment.state != _E.CANCELLED)
    return list(work.session.scalars(query.order_by(Enrolment.id)))


def _require_ready(work: UnitOfWork, found: TrainingClass, told: Sheet, *, but: str) -> None:
    blockers = [one for one in blockers_of(work, told) if one.kind != but]
    if blockers:
        raise UserError(f"{named(found)}还不能定结果：{blockers[0].sentence}")
