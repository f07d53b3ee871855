"""再考核 by somebody else, and a warning that is lifted."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.names.spelling import match_key
from hrgrid.exits.model import ExitCase, ExitReassessment, ExitRemedy
from hrgrid.exits.queries.case_rules import rules_of, workdays
from hrgrid.exits.rules.case_forms import LiftForm, ReassessForm
from hrgrid.exits.rules.deadlines import watch_until
from hrgrid.exits.rules.words import ExitPaper, ExitState
from hrgrid.exits.service.steps import (
    case_of,
    check_day,
    deliver,
    filled,
    go,
    named,
    only_row,
    person_of,
)
from hrgrid.storage.work import UnitOfWork

_S = ExitState


def reassess(work: UnitOfWork, case_id: int, form: ReassessForm) -> bool:
    """补训或调岗 → 已再考核; whether he passed.

    Raises UserError before the remedy is over, for the first assessor, and for marks that
    are none.
    """
    found = case_of(work, case_id, _S.REMEDY)
    check_day(work, found, form.held_on, "再考核日期")
    name = person_of(work, found)
    remedy: ExitRemedy = only_row(
        work.session.get(ExitRemedy, form.remedy_id, populate_existing=True),
        found,
        "这次补训或调岗",
    )
    _require_over(work, found, remedy, form)
    assessor = filled(form.assessor, f"{name}的再考核没有写考核人。请填上")
    _require_another(found, assessor, form.assessor_id)
    rules = rules_of(work, found.rule_number)
    passing = form.pass_milli or rules.pass_milli
    if not 0 <= form.score_milli <= 1_000_000 or passing <= 0:
        raise UserError(f"{name}的再考核分数不对。请核对分数和合格线")
    passed = form.score_milli >= passing
    work.session.add(
        ExitReassessment(
            case_id=found.id,
            remedy_id=remedy.id,
            held_on=form.held_on,
            assessor=assessor,
            assessor_id=form.assessor_id,
            scheme_words=filled(form.scheme_words, "再考核没有写按哪个办法考核。请填上"),
            score_milli=form.score_milli,
            pass_milli=passing,
            passed=passed,
            note=form.note.strip(),
            scan_sha256=form.scan_sha256,
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    # No state of its own in the rules: what follows is as near as the talk after a warning.
    due = workdays(work, form.held_on, rules.talk_days)
    go(
        work,
        found,
        _S.REASSESSED,
        form.held_on,
        due=due,
        document_no=form.document_no,
        note="合格" if passed else "仍不合格",
        after={"reassess_milli": form.score_milli, "reassess_passed": passed},
    )
    return passed


def _require_over(
    work: UnitOfWork, found: ExitCase, remedy: ExitRemedy, form: ReassessForm
) -> None:
    query = select(ExitRemedy).where(ExitRemedy.case_id == found.id, ExitRemedy.done_on.is_(None))
    for other in work.session.scalars(query):
        raise UserError(
            f"{other.first_day:%Y-%m-%d} 开始的{other.kind.label}还没有登记结果，不能再考核。"
            "请满期后先登记结果"
        )
    if form.held_on <= remedy.last_day:
        raise UserError(
            f"{remedy.kind.label}到 {remedy.last_day:%Y-%m-%d} 才满，再考核要在其后。请核对日期"
        )


def _require_another(found: ExitCase, assessor: str, assessor_id: int | None) -> None:
    same_name = bool(found.first_assessor) and match_key(found.first_assessor) == match_key(
        assessor
    )
    both = found.first_assessor_id is not None and assessor_id is not None
    if (found.first_assessor_id == assessor_id) if both else same_name:
        raise UserError(
            f"{assessor}是原来的考核人，再考核要由另一人来做。请换一个人；"
            "若是同名的另一人，请在姓名后注明单位"
        )


def lift_warning(work: UnitOfWork, case_id: int, form: LiftForm) -> None:
    """解除预警, at any stage before a proposal; he is watched for the months of the rules."""
    found = case_of(work, case_id, _S.WARNED, _S.TALKED, _S.REMEDY, _S.REASSESSED)
    check_day(work, found, form.on, "解除日期")
    found.end_reason = filled(form.reason, f"{named(found)}解除预警没有写理由。请填上")
    rules = rules_of(work, found.rule_number)
    # Where the rules watch nobody, the watch is over on the day itself.
    found.watch_until = watch_until(rules, form.on) or form.on
    go(
        work,
        found,
        _S.IMPROVED,
        form.on,
        document_no=form.document_no,
        note=found.end_reason,
        after={"watch_until": found.watch_until},
    )
    if form.delivery is not None:
        deliver(work, found, ExitPaper.RELIEF, form.delivery)
