"""Who may see a case of exit: only who holds that very right on its part of the tree."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitCase
from hrgrid.storage.work import UnitOfWork


def held_paths(work: UnitOfWork, right: Right = Right.VIEW_EXITS) -> tuple[str, ...] | None:
    """The paths on which the actor holds a right, each with its slash; None is everything."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right is right}
    if "" in paths:
        return None
    return tuple(sorted(f"{path.rstrip('/')}/" for path in paths))


def is_inside(path: str, paths: tuple[str, ...] | None) -> bool:
    """Whether a path lies in one of the parts."""
    return paths is None or path.startswith(paths)


def may_view(work: UnitOfWork, area_path: str | None = None) -> bool:
    """Whether the actor may see exits, anywhere or on an area."""
    if area_path is None:
        return work.actor.may_somewhere(Right.VIEW_EXITS)
    return work.actor.may(Right.VIEW_EXITS, area_path)


def require_view(work: UnitOfWork) -> None:
    """Raise Refused for who may see exits nowhere."""
    work.require_somewhere(Right.VIEW_EXITS)


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part on which the actor may see exits."""
    paths = held_paths(work)
    if paths is None:
        return true()
    return or_(*(column.startswith(path, autoescape=True) for path in paths))


def seen_case(work: UnitOfWork, case_id: int) -> ExitCase:
    """One case for who may see it; UserError where it is not there, Refused else."""
    require_view(work)
    found = work.session.scalar(
        select(ExitCase).where(ExitCase.id == case_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise UserError("没有这件退出事项。请刷新列表后再选")
    work.require(Right.VIEW_EXITS, found.area_path)
    return found
