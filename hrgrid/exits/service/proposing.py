"""拟退出: on which ground of the law, with the facts that it stands on."""

from __future__ import annotations

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.core.errors import UserError
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.choices import employment_of
from hrgrid.exits.queries.facts import last_reassessment
from hrgrid.exits.rules.case_forms import ProposeForm
from hrgrid.exits.rules.next_step import lawful_grounds
from hrgrid.exits.rules.words import ExitPath, ExitState, FaultItem, Ground
from hrgrid.exits.service.protections import open_items
from hrgrid.exits.service.steps import case_of, check_day, filled, go, named, person_of
from hrgrid.storage.work import UnitOfWork

_S = ExitState


def subject_key(case_id: int) -> str:
    """The key of a case among what is approved."""
    return f"exit:{case_id}"


def propose(work: UnitOfWork, case_id: int, form: ProposeForm) -> None:
    """核实 or 已再考核 → 拟退出; again there, it is amended until somebody has approved.

    Raises UserError for a ground that does not fit his engagement or what was done so far.
    """
    found = case_of(work, case_id, _S.REVIEWING, _S.REASSESSED, _S.PROPOSED)
    check_day(work, found, form.on, "拟退出日期")
    _check_ground(work, found, form)
    words = filled(
        form.ground_words,
        f"{person_of(work, found)}的退出没有写事实。请写明什么时候、什么事、有什么材料",
    )
    if "末位" in words or "排名" in words:
        raise UserError("事实和依据里不能写“末位”或排名：排名只是提醒线索。请写具体的事实")
    if found.state is _S.PROPOSED and approval_state(work, Deed.EXIT, subject_key(found.id)).given:
        raise UserError(f"{named(found)}已经有人审批，依据不能再改。有错请撤销后重新立案")
    found.ground, found.fault_item = form.ground, form.fault_item
    found.ground_words, found.proposer_id = words, work.actor.operator_id
    told = {
        "exit_ground": form.ground.value,
        "exit_item": form.fault_item and form.fault_item.value,
    }
    if found.state is _S.PROPOSED:
        work.session.flush()
        work.record("amend_exit", named(found), after=told)
        return
    go(
        work,
        found,
        _S.PROPOSED,
        form.on,
        document_no=form.document_no,
        note=form.ground.label,
        after=told,
    )
    if found.path is ExitPath.FULL:
        open_items(work, found)


def _check_ground(work: UnitOfWork, found: ExitCase, form: ProposeForm) -> None:
    name = person_of(work, found)
    allowed = lawful_grounds(found.path, found.engagement)
    if form.ground not in allowed:
        listed = "、".join(ground.label for ground in allowed)
        raise UserError(
            f"{name}是{found.engagement.label}，不能以“{form.ground.label}”退出。可选的依据：{listed}"
        )
    if (form.ground is Ground.FAULT) != (form.fault_item is not None):
        raise UserError("第三十九条要写明是第几项，其他依据不写。请核对依据")
    if form.fault_item is FaultItem.PROBATION:
        _require_probation(work, found, form, name)
    if form.ground is Ground.INCOMPETENT:
        _require_remedied(work, found, name)


def _require_probation(work: UnitOfWork, found: ExitCase, form: ProposeForm, name: str) -> None:
    engaged = employment_of(work, [found.person_id], form.on).get(found.person_id)
    last = engaged.probation_to if engaged is not None else None
    if last is None or form.on > last:
        told = f"试用期到 {last:%Y-%m-%d} 已经满了" if last else "没有登记试用期"
        raise UserError(
            f"{name}{told}，不能以试用期不符合录用条件退出。请选其他依据，或先核对聘用关系"
        )


def _require_remedied(work: UnitOfWork, found: ExitCase, name: str) -> None:
    last = last_reassessment(work, found.id)
    if last is None:
        raise UserError(
            f"以不能胜任工作为由，要先与{name}约谈，再培训或调岗满一个月，"
            "由另一人再考核仍不合格。请先下发预警，办完这几步"
        )
    if last.passed:
        raise UserError(
            f"{name} {last.held_on:%Y-%m-%d} 的再考核合格，不能以不能胜任工作退出。请解除预警"
        )
