"""Who may look at money, and where."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

LOOKING = (Right.RUN_FUNDING, Right.APPROVE)
"""Who approves papers and pay has to see what they are about."""


def may_look(work: UnitOfWork, area_path: str) -> bool:
    """Whether the actor may see the money of a place."""
    return any(work.actor.may(right, area_path) for right in LOOKING)


def require_look(work: UnitOfWork, area_path: str) -> None:
    """Raise Refused unless the actor runs or approves the funding of a place."""
    if not may_look(work, area_path):
        work.require(Right.RUN_FUNDING, area_path)


def require_look_somewhere(work: UnitOfWork) -> None:
    """Raise Refused where the actor has to do with money nowhere."""
    if not any(work.actor.may_somewhere(right) for right in LOOKING):
        work.require_somewhere(Right.RUN_FUNDING)


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part of the tree that was given to the actor."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in LOOKING}
    if "" in paths:
        return true()
    held = sorted(f"{path.rstrip('/')}/" for path in paths)
    return or_(*(column.startswith(path, autoescape=True) for path in held))
