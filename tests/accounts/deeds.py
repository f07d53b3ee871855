"""Deeds on operators and approvals, as short as the tests speak of them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace

from hrgrid.accounts import queries
from hrgrid.accounts.queries import ApprovalState, RoleRow
from hrgrid.accounts.rules import Deed, Role
from hrgrid.accounts.service import (
    OperatorChange,
    OperatorForm,
    PaperApproval,
    Subject,
    add_operator,
    approve,
    change_operator,
    deactivate_operator,
    record_paper_approval,
    require_approved,
)
from hrgrid.storage.work import UnitOfWork
from tests.accounts.houses import House

_key = itertools.count(1)

# --- operators --------------------------------------------------------------------------------


def roles(*held: Role, area: str = "") -> tuple[RoleRow, ...]:
    """Roles on one area."""
    return tuple(RoleRow(role, area) for role in held)


def form(login: str, *held: Role, name: str = "何新来", secret: str | None = None) -> OperatorForm:
    """A newcomer's form."""
    return OperatorForm(login, name, "科员", "示例区", roles(*held), secret)


def adding(given: OperatorForm) -> Callable[[UnitOfWork], int]:
    """Register him."""
    return lambda work: add_operator(work, given)


def changing(
    row: queries.OperatorRow, held: tuple[RoleRow, ...], name: str | None = None
) -> Callable[[UnitOfWork], None]:
    """Give him other roles, or another name."""
    name = row.name if name is None else name
    change = OperatorChange(name, row.post, row.unit, held, row.version)
    return lambda work: change_operator(work, row.id, change)


def stopping(operator_id: int) -> Callable[[UnitOfWork], None]:
    """Stop him."""
    return lambda work: deactivate_operator(work, operator_id)


# --- approvals ----------------------------------------------------------------------------------


def subject(house: House, deed: Deed, proposer: str | Role = Role.CLERK, area: str = "") -> Subject:
    """Something new to approve."""
    key = f"{deed.value}-{next(_key)}"
    return Subject(deed, key, "2026 年度表彰", house.id(proposer), area)


def signing(of: Subject) -> Callable[[UnitOfWork], ApprovalState]:
    """Approve it in person."""
    return lambda work: approve(work, of)


def paper(name: str = "马书记", post: str = "书记", **other: object) -> PaperApproval:
    """A paper with whatever is wrong with it."""
    given = PaperApproval(name, post, dt.date(2026, 1, 4), "政法委〔2026〕3号")
    return replace(given, **other)


def recording(of: Subject, given: PaperApproval) -> Callable[[UnitOfWork], ApprovalState]:
    """Record a paper for it."""
    return lambda work: record_paper_approval(work, of, given)


def requiring(of: Subject) -> Callable[[UnitOfWork], ApprovalState]:
    """Ask whether it may go on."""
    return lambda work: require_approved(work, of)


def given(house: House, of: Subject) -> int:
    """How many approved it so far."""
    with house.database.reading() as work:
        return queries.approval_state(work, of.deed, of.key).given
