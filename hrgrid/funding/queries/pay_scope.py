"""Who may see the pay of a part of the tree: whoever handles funding there, or approves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.funding.model import PayPeriod
from hrgrid.storage.work import UnitOfWork

VIEWING = (Right.RUN_FUNDING, Right.APPROVE)


def may_view(work: UnitOfWork, path: str | None = None) -> bool:
    """Whether the actor may see pay, anywhere or on an area."""
    if path is None:
        return any(work.actor.may_somewhere(right) for right in VIEWING)
    return any(work.actor.may(right, path) for right in VIEWING)


def require_view(work: UnitOfWork, path: str | None = None) -> None:
    """Raise Refused for who may not."""
    if may_view(work, path):
        return
    if path is None:
        work.require_somewhere(Right.RUN_FUNDING)
    work.require(Right.RUN_FUNDING, path or "")


def within(work: UnitOfWork, column: Any) -> ColumnElement[bool]:
    """Rows whose path lies in a part on which the actor may see pay."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in VIEWING}
    if "" in paths:
        return true()
    return or_(
        *(column.startswith(f"{path.rstrip('/')}/", autoescape=True) for path in sorted(paths))
    )


def seen_period(work: UnitOfWork, period_id: int) -> PayPeriod:
    """One month of pay for who may see it; UserError where it is not there, Refused else."""
    require_view(work)
    found = work.session.get(PayPeriod, period_id, populate_existing=True)
    if found is None:
        raise UserError("没有这个月的薪酬。请刷新列表后再选")
    require_view(work, found.area_path)
    return found
