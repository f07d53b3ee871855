"""Who may look at assessment, and where: figures of people, periods of areas."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

LOOKING = (Right.RUN_ASSESSMENT, Right.APPROVE)
"""Who approves results has to see them, and what they rest on."""


def require_look(work: UnitOfWork, area_path: str) -> None:
    """Raise Refused unless the actor runs or approves the assessment of an area."""
    if not may_look(work, area_path):
        work.require(Right.RUN_ASSESSMENT, area_path)


def may_look(work: UnitOfWork, area_path: str) -> bool:
    """Whether the actor may see figures of somebody at a place; "" is nowhere in particular."""
    return any(work.actor.may(right, area_path) for right in LOOKING)


def require_look_somewhere(work: UnitOfWork) -> None:
    """Raise Refused where the actor has to do with assessment nowhere."""
    if not may_look_somewhere(work):
        work.require_somewhere(Right.RUN_ASSESSMENT)


def may_look_somewhere(work: UnitOfWork) -> bool:
    """Whether the actor has to do with assessment anywhere."""
    return any(work.actor.may_somewhere(right) for right in LOOKING)


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part of the tree that was given to the actor."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in LOOKING}
    if "" in paths:
        return true()
    held = sorted(f"{path.rstrip('/')}/" for path in paths)
    return or_(*(column.startswith(path, autoescape=True) for path in held))


def seen_period(work: UnitOfWork, period_id: int) -> AssessmentPeriod:
    """One period for somebody who may look at it; UserError where it is not there."""
    require_look_somewhere(work)
    found = work.session.scalar(select(AssessmentPeriod).where(AssessmentPeriod.id == period_id))
    if found is None:
        raise UserError(f"没有第 {period_id} 号考核期。请刷新列表后再选")
    require_look(work, found.area_path)
    return found
