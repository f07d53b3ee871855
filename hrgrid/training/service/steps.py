"""The arrows that classes go: who, when, why.

Every use case of a class begins with `class_of` (the right, the state); the class's row is locked
first, so that everybody who works on one waits in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import ClassStep, TrainingClass
from hrgrid.training.rules.words import CLASS_ARROWS, ClassState

KEYING = (Right.ENTER_MARKS, Right.RUN_TRAINING)
"""Either keys attendance and marks of tests."""


def class_of(
    work: UnitOfWork,
    class_id: int,
    *states: ClassState,
    rights: Sequence[Right] = (Right.RUN_TRAINING,),
) -> TrainingClass:
    """The class, for somebody who holds one of `rights` there, in one of `states` (any if none).

    Raises UserError with what state it is in, Refused without the right.
    """
    if not any(work.actor.may_somewhere(right) for right in rights):
        work.require_somewhere(rights[-1])
    found = work.session.get(TrainingClass, class_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {class_id} 号培训班。请刷新列表后再选")
    if not any(work.actor.may(right, found.area_path) for right in rights):
        work.require(rights[-1], found.area_path)
    if states and found.state not in states:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{listed(states)}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def go_class(work: UnitOfWork, found: TrainingClass, state: ClassState, reason: str = "") -> None:
    """Take a class along one arrow and note who, when and why."""
    if state not in CLASS_ARROWS[found.state]:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，不能直接到“{state.label}”。"
            "请先办中间的步骤"
        )
    before, found.state = found.state, state
    work.session.flush()
    note_class(work, found, reason)
    work.record(
        "step_class",
        named(found),
        reason or None,
        before={"class_state": before.value},
        after={"class_state": state.value},
    )


def note_class(work: UnitOfWork, found: TrainingClass, reason: str = "") -> None:
    """A row of the way that a class took, in the state that it has now."""
    last = select(func.max(ClassStep.seq)).where(ClassStep.class_id == found.id)
    work.session.add(
        ClassStep(
            class_id=found.id,
            seq=1 + (work.session.scalar(last) or 0),
            state=found.state,
            at=work.now,
            made_by=work.actor.name,
            reason=reason or work.reason,
        )
    )
    work.session.flush()


def named(found: TrainingClass) -> str:
    """A class in a sentence."""
    return f"培训班“{found.number} {found.title}”"


def listed(states: Sequence[Labelled]) -> str:
    """States in a sentence."""
    return "、".join(f"“{state.label}”" for state in states)


def require_version(found: Any, version: int | None, what: str) -> None:
    """Raise UserError where somebody changed a row since it was read; None asks nothing."""
    if version is not None and found.version != version:
        raise UserError(f"{what}刚被别人改过，这次改动没有存。请刷新后再改")
