"""Who may see the money of an area: who runs funding there, and who approves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from hrgrid.core.errors import Refused
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

SEEING = (Right.RUN_FUNDING, Right.APPROVE)


def may_view(work: UnitOfWork, area_path: str) -> bool:
    """Whether the actor may see the money of an area."""
    return any(work.actor.may(right, area_path) for right in SEEING)


def require_view(work: UnitOfWork, area_path: str | None = None) -> None:
    """Raise Refused for who may not see it there, or without a path nowhere."""
    if area_path is None:
        if not any(work.actor.may_somewhere(right) for right in SEEING):
            work.require_somewhere(Right.RUN_FUNDING)
    elif not may_view(work, area_path):
        work.require(Right.RUN_FUNDING, area_path)
        raise Refused("没有权限查看这里的经费")


def held_paths(work: UnitOfWork) -> tuple[str, ...] | None:
    """The paths below which the actor sees money, each with its slash; None is everything."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in SEEING}
    if "" in paths:
        return None
    return tuple(sorted(f"{path.rstrip('/')}/" for path in paths))


def within(work: UnitOfWork, column: Any, path: str = "") -> ColumnElement[bool]:
    """Rows whose path lies below `path` and where the actor sees money."""
    below = column.startswith(path, autoescape=True) if path else true()
    paths = held_paths(work)
    if paths is None:
        return below
    return below & or_(*(column.startswith(one, autoescape=True) for one in paths))
