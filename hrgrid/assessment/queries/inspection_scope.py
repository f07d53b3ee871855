"""Whose inspections somebody may look at: those of the areas that he was given."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from hrgrid.assessment.model import InspectionPlan
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork


def require_look(work: UnitOfWork, area_path: str) -> None:
    """Raise Refused unless the actor runs the assessment of an area."""
    work.require(Right.RUN_ASSESSMENT, area_path)


def require_look_somewhere(work: UnitOfWork) -> None:
    """Raise Refused where the actor has to do with assessment nowhere."""
    work.require_somewhere(Right.RUN_ASSESSMENT)


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part of the tree that was given to the actor."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right is Right.RUN_ASSESSMENT}
    if "" in paths:
        return true()
    held = sorted(f"{path.rstrip('/')}/" for path in paths)
    return or_(*(column.startswith(path, autoescape=True) for path in held))


def plan_seen(work: UnitOfWork, plan_id: int) -> InspectionPlan:
    """A plan that the actor may look at; UserError where there is none, Refused without right."""
    require_look_somewhere(work)
    found = work.session.get(InspectionPlan, plan_id)
    if found is None:
        raise UserError(f"没有第 {plan_id} 号双随机检查。请刷新列表后再选")
    require_look(work, found.area_path)
    return found
