"""What of the tree a person may look at: the parts on which the right to look was given."""

from __future__ import annotations

from collections.abc import Sequence

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

_LOOKING = (Right.VIEW_WORKFORCE, Right.EDIT_WORKFORCE)


def seen_paths(work: UnitOfWork) -> tuple[str, ...] | None:
    """The paths of the parts that the actor may look at, each with its slash; None is everything.

    Raises Refused where the actor holds the right nowhere.
    """
    paths = {grant.area_path for grant in work.actor.grants if grant.right in _LOOKING}
    if not paths:
        work.require_somewhere(Right.VIEW_WORKFORCE)
    if "" in paths:
        return None
    return tuple(sorted(f"{path.rstrip('/')}/" for path in paths))


def is_seen(path: str, paths: Sequence[str] | None) -> bool:
    """Whether the area with this path lies in one of the parts."""
    return paths is None or path.startswith(tuple(paths))


def leads_to(path: str, paths: Sequence[str] | None) -> bool:
    """Whether the area lies in one of the parts or above it."""
    return is_seen(path, paths) or any(part.startswith(path) for part in paths or ())
