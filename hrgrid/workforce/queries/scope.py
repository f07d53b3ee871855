"""What of the tree a person may look at: the parts on which the right to look was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand

_LOOKING = (Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE)


def seen_paths(work: UnitOfWork, on: dt.date) -> tuple[str, ...] | None:
    """The paths of the parts that the actor may look at, each with its slash; None is everything.

    A right is held today: of another day they are the paths that those parts had then. Raises
    Refused where the actor holds the right nowhere.
    """
    paths = {grant.area_path for grant in work.actor.grants if grant.right in _LOOKING}
    if not paths:
        work.require_somewhere(Right.VIEW_WORKFORCE)
    if "" in paths:
        return None
    held = tuple(sorted(f"{path.rstrip('/')}/" for path in paths))
    return held if on == work.today else _paths_then(work, held, on)


def _paths_then(work: UnitOfWork, paths: Sequence[str], on: dt.date) -> tuple[str, ...]:
    now, then = aliased(AreaStand), aliased(AreaStand)
    query = (
        select(then.path)
        .join(now, now.area_id == then.area_id)
        .where(now.path.in_(paths), _holds(now, work.today), _holds(then, on))
        .order_by(then.path)
    )
    return tuple(work.session.scalars(query))


def _holds(stand: type[AreaStand], on: dt.date) -> ColumnElement[bool]:
    return and_(stand.valid_from <= on, or_(stand.valid_to.is_(None), stand.valid_to > on))


def is_seen(path: str, paths: Sequence[str] | None) -> bool:
    """Whether the area with this path lies in one of the parts."""
    return paths is None or path.startswith(tuple(paths))


def leads_to(path: str, paths: Sequence[str] | None) -> bool:
    """Whether the area lies in one of the parts or above it."""
    return is_seen(path, paths) or any(part.startswith(path) for part in paths or ())
