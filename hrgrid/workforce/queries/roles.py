"""The dictionary of roles."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import PostRole
from hrgrid.workforce.rules import SHIPPED_ROLES


@dataclass(frozen=True)
class RoleRow:
    """A role with what follows from it."""

    code: str
    label: str
    fills_grid: bool
    paid: bool
    front_line: bool
    may_be_honoured: bool


def roles(work: UnitOfWork) -> list[RoleRow]:
    """The office's roles in its order; the shipped ones before the first was written."""
    kept = [
        RoleRow(row.code, row.label, row.fills_grid, row.paid, row.front_line, row.may_be_honoured)
        for row in work.session.scalars(select(PostRole).order_by(PostRole.sort, PostRole.code))
    ]
    return kept or [
        RoleRow(s.code, s.label, s.fills_grid, s.paid, s.front_line, s.may_be_honoured)
        for s in SHIPPED_ROLES
    ]
