"""Whose competitions somebody may look at: those of the areas that he was given."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition

LOOKING = (Right.RUN_TRAINING, Right.ENTER_MARKS, Right.APPROVE)


def seen_competition(work: UnitOfWork, competition_id: int) -> Competition:
    """The competition, for somebody who runs, marks or approves it; UserError where it is gone."""
    found = work.session.get(Competition, competition_id)
    if found is None:
        raise UserError(f"没有第 {competition_id} 号比武。请刷新列表后再选")
    if not any(work.actor.may(right, found.area_path) for right in LOOKING):
        work.require(Right.RUN_TRAINING, found.area_path)
    return found


def require_look_somewhere(work: UnitOfWork) -> None:
    """Raise Refused where the actor has to do with competitions nowhere."""
    if not any(work.actor.may_somewhere(right) for right in LOOKING):
        work.require_somewhere(Right.RUN_TRAINING)


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part of the tree that was given to the actor."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in LOOKING}
    if "" in paths:
        return true()
    held = sorted(f"{path.rstrip('/')}/" for path in paths)
    return or_(*(column.startswith(path, autoescape=True) for path in held))
