"""Who may look at figures of assessment, and where."""

from __future__ import annotations

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

LOOKING = (Right.RUN_ASSESSMENT, Right.APPROVE)
"""Who approves results has to see what they rest on."""


def require_look_somewhere(work: UnitOfWork) -> None:
    """Raise Refused where the actor has to do with assessment nowhere."""
    if not any(work.actor.may_somewhere(right) for right in LOOKING):
        work.require_somewhere(Right.RUN_ASSESSMENT)


def may_look(work: UnitOfWork, area_path: str) -> bool:
    """Whether the actor may see figures of somebody at a place; "" is nowhere in particular."""
    return any(work.actor.may(right, area_path) for right in LOOKING)
