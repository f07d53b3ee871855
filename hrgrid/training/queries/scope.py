"""Whose classes somebody may look at: those of the areas that he was given."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

LOOKING = (Right.RUN_TRAINING, Right.ENTER_MARKS, Right.APPROVE)
"""Who approves results has to see them."""


def require_look(work: UnitOfWork, area_path: str) -> None:
    """Raise Refused unless the actor runs, keys marks of, or approves, the training of an area."""
    if not any(work.actor.may(right, area_path) for right in LOOKING):
        work.require(Right.RUN_TRAINING, area_path)


def require_look_somewhere(work: UnitOfWork) -> None:
    """Raise Refused where the actor has to do with training nowhere."""
    if not any(work.actor.may_somewhere(right) for right in LOOKING):
        work.require_somewhere(Right.RUN_TRAINING)


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part of the tree that was given to the actor."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in LOOKING}
    if "" in paths:
        return true()
    held = sorted(f"{path.rstrip('/')}/" for path in paths)
    return or_(*(column.startswith(path, autoescape=True) for path in held))
