"""What stands in the way of the next step of a class, each with where to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.rules import Deed
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.policies import Policy
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import TrainingClass
from hrgrid.training.queries.sheets import MemberRow, Sheet
from hrgrid.training.rules.words import ClassMode, ClassState, CourseKind

_NAMED = 3


@dataclass(frozen=True)
class Blocker:
    """What stands in the way; `kind` is where to go: session, day, member, attendance, test,
    document or approval.
    """

    kind: str
    sentence: str
    count: int = 1


def needs_approval(work: UnitOfWork) -> bool:
    """Whether results are approved by somebody else before they are confirmed (the policy)."""
    return work.policy(Policy.OTHER_APPROVER) == 1


def needs_document(mode: ClassMode, kind: CourseKind) -> bool:
    """Whether a class is believed for a document: what others hold, and closed training."""
    return mode is not ClassMode.OWN or kind is CourseKind.CLOSED


def results_key(found: Sheet) -> str:
    """What is approved: exactly these numbers of this class; a later change is another key."""
    numbers = [
        (one.number, credit.attended, credit.of, credit.credited, credit.passed)
        for one in found.members
        if (credit := found.credits[one.enrolment_id])
    ]
    digest = canonical_hash([found.rule_sha256, sorted(numbers)])
    return f"training_class:{found.row.id}:{found.row.result_version + 1}:{digest[:16]}"


def proposed(work: UnitOfWork, found: Sheet) -> bool:
    """Whether the results were put up for approval, or need none."""
    if not needs_approval(work):
        return True
    query = select(TrainingClass.proposer_id).where(TrainingClass.id == found.row.id)
    return work.session.scalar(query) is not None


def blockers_of(work: UnitOfWork, found: Sheet) -> tuple[Blocker, ...]:
    """What blocks the next step, by the state that the class is in; () lets it go on."""
    state, row = found.row.state, found.row
    held = [] if state is ClassState.CANCELLED else list(found.members)
    blockers: list[Blocker] = []
    if state in (ClassState.PLANNED, ClassState.OPEN, ClassState.ENDED) and not found.sessions:
        blockers.append(Blocker("session", "还没有排课次。请先排上课的时间和地点"))
    if state in (ClassState.OPEN, ClassState.ENDED) and not held:
        blockers.append(Blocker("member", "还没有参训人员。请先报名"))
    if state is ClassState.RUNNING:
        late = [one for one in found.sessions if one.day > work.today]
        if late:
            last = late[-1].day
            told = (
                f"还有 {len(late)} 节课没有上，最后一节在 {last.month} 月 {last.day} 日，上完再结课"
            )
            blockers.append(Blocker("day", told))
    if state is ClassState.ENDED:
        blockers += _of_results(found)
        if needs_document(row.mode, row.kind) and not row.document_no:
            what = row.mode.label if row.mode is not ClassMode.OWN else row.kind.label
            blockers.append(
                Blocker("document", f"{what}须写明文号才能核定。请补上文件或通知的文号")
            )
        if not blockers and needs_approval(work):
            given = approval_state(work, Deed.RESULT, results_key(found))
            if not given.complete:
                blockers.append(
                    Blocker("approval", "结果还没有审批。请审批人登录审批，或登记纸质批件")
                )
    return tuple(blockers)


def _of_results(found: Sheet) -> list[Blocker]:
    silent = [one for one in found.members if found.credits[one.enrolment_id].unknown]
    blockers = []
    if silent and found.sessions:
        cells = sum(len(found.credits[one.enrolment_id].unknown) for one in silent)
        blockers.append(
            Blocker(
                "attendance",
                f"{_names(silent)}还有 {cells} 格没有签到记录。请补登，没来的登记缺勤",
                cells,
            )
        )
    if found.row.tested:
        tried = {enrolment_id for enrolment_id, _ in found.tests}
        without = [one for one in found.members if one.enrolment_id not in tried]
        if without:
            blockers.append(
                Blocker(
                    "test",
                    f"{_names(without)}没有测试成绩。请录入，没考的登记缺考",
                    len(without),
                )
            )
    return blockers


def _names(people: Sequence[MemberRow]) -> str:
    told = "、".join(one.name for one in people[:_NAMED])
    return f"{told}等 {len(people)} 人" if len(people) > _NAMED else told
