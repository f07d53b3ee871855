"""Whose inspections somebody may look at: those of the areas that he was given."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true

from hrgrid.assessment.model import InspectionPlan, InspectionVisit
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand


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


def stood_at(day: Any) -> ColumnElement[bool]:
    """The stand of the area of a visit on a day of its row, to be joined."""
    return and_(
        AreaStand.area_id == InspectionVisit.area_id,
        AreaStand.valid_from <= day,
        or_(AreaStand.valid_to.is_(None), AreaStand.valid_to > day),
    )


def plan_seen(work: UnitOfWork, plan_id: int) -> InspectionPlan:
    """A plan that the actor may look at; UserError where there is none, Refused without right."""
    require_look_somewhere(work)
    found = work.session.get(InspectionPlan, plan_id)
    if found is None:
        raise UserError(f"没有第 {plan_id} 号双随机检查。请刷新列表后再选")
    require_look(work, found.area_path)
    return found
