"""The arrows that periods go: who, when, why.

Every use case of a period begins with `period_of` (the right, the state); the period's row is
locked first, so that everybody who works on one waits in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from hrgrid.assessment.model import AssessmentPeriod, PeriodStep
from hrgrid.assessment.rules.words import PERIOD_ARROWS, PeriodState
from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

UNSETTLED = (
    *(PeriodState.OPEN, PeriodState.COLLECTING, PeriodState.SCORING),
    *(PeriodState.SHOWN, PeriodState.APPEALS),
)
"""Before a result is confirmed."""


def period_of(
    work: UnitOfWork,
    period_id: int,
    *states: PeriodState,
    rights: Sequence[Right] = (Right.RUN_ASSESSMENT,),
) -> AssessmentPeriod:
    """The period, for somebody who holds one of `rights` there, in one of `states` (any if none).

    Raises UserError with what state it is in, Refused without the right.
    """
    if not any(work.actor.may_somewhere(right) for right in rights):
        work.require_somewhere(rights[0])
    found = work.session.get(AssessmentPeriod, period_id, with_for_update=work.writes or None)
    if found is None:
        raise UserError(f"没有第 {period_id} 号考核期。请刷新列表后再选")
    if not any(work.actor.may(right, found.area_path) for right in rights):
        work.require(rights[0], found.area_path)
    if states and found.state not in states:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，要在{listed(states)}时才能办这一步。"
            "请刷新后查看办到了哪一步"
        )
    return found


def go_period(
    work: UnitOfWork, found: AssessmentPeriod, state: PeriodState, reason: str = ""
) -> None:
    """Take a period along one arrow and note who, when and why."""
    if state not in PERIOD_ARROWS[found.state]:
        raise UserError(
            f"{named(found)}现在是“{found.state.label}”，不能直接到“{state.label}”。"
            "请先办中间的步骤"
        )
    before, found.state = found.state, state
    work.session.flush()
    note_period(work, found, reason)
    work.record(
        "step_period",
        named(found),
        reason or None,
        before={"period_state": before.value},
        after={"period_state": state.value, "revision": found.revision},
    )


def note_period(work: UnitOfWork, found: AssessmentPeriod, reason: str = "") -> None:
    """A row of the way that a period took, in the state that it has now."""
    last = select(func.max(PeriodStep.seq)).where(PeriodStep.period_id == found.id)
    work.session.add(
        PeriodStep(
            period_id=found.id,
            seq=1 + (work.session.scalar(last) or 0),
            state=found.state,
            revision=found.revision,
            at=work.now,
            made_by=work.actor.name,
            reason=reason or work.reason,
        )
    )
    work.session.flush()


def named(found: AssessmentPeriod) -> str:
    """A period in a sentence."""
    return f"考核期“{found.title}”"


def listed(states: Sequence[Labelled]) -> str:
    """States in a sentence."""
    return "、".join(f"“{state.label}”" for state in states)


def require_version(found: Any, version: int | None, what: str) -> None:
    """Raise UserError where somebody changed a row since it was read; None asks nothing."""
    if version is not None and found.version != version:
        raise UserError(f"{what}刚被别人改过，这次改动没有存。请刷新后再改")
