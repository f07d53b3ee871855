"""Reads of the accounts: who may sign in, operators, the office, its policies, approvals."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hrgrid.accounts.model import Operator, OperatorRole
from hrgrid.accounts.rules import RIGHTS_OF, Deed, Role, approval_words, approvals_needed
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.core.workdays import Calendar, DayKind, DayRow, YearTable
from hrgrid.storage import journal, rulebook
from hrgrid.storage.anchors import anchored
from hrgrid.storage.database import Database
from hrgrid.storage.keys import KeyWrap
from hrgrid.storage.office import Office, PolicyRow
from hrgrid.storage.sealed import WrapMethod
from hrgrid.storage.work import UnitOfWork

HOLIDAYS = "holidays."
"""Topics of the rule sets that hold a year's holidays, followed by the year."""


@dataclass(frozen=True)
class OperatorChoice:
    """A person who may sign in."""

    login: str
    name: str
    role: str
    needs_secret: bool


@dataclass(frozen=True)
class SignInRow:
    """What the sign-in page shows before anybody is known."""

    office_name: str
    setting: Setting
    operators: tuple[OperatorChoice, ...]
    recovery_confirmed: bool

    @property
    def automatic(self) -> str | None:
        """The login of the only operator, if he needs no password."""
        if len(self.operators) == 1 and not self.operators[0].needs_secret:
            return self.operators[0].login
        return None


def sign_in_choices(database: Database) -> SignInRow:
    """Who may sign in here; needs no keys."""
    with database.reading() as work:
        office = the_office(work.session)
        by_password = work.policy(Policy.SIGN_IN) == 1
        with_secret = set(
            work.session.scalars(
                select(KeyWrap.operator_id).where(KeyWrap.method == WrapMethod.PASSWORD)
            )
        )
        choices = tuple(
            OperatorChoice(row.login, row.name, row.role, by_password or row.id in with_secret)
            for row in operators(work)
            if row.active
        )
        return SignInRow(
            office.name, office.setting, choices, office.recovery_confirmed_at is not None
        )


def the_office(session: Session) -> Office:
    """The office's row; UserError where setting up was cut off."""
    office = session.get(Office, 1)
    if office is None:
        raise UserError("这份数据还没有建好机构（上次新建时中断了）。请换个名字重新建一个")
    return office


@dataclass(frozen=True)
class RoleRow:
    """One role on one part of the tree."""

    role: Role
    area_path: str


@dataclass(frozen=True)
class OperatorRow:
    """One operator with the roles held."""

    id: int
    login: str
    name: str
    post: str
    unit: str
    active: bool
    temporary_secret: bool
    roles: tuple[RoleRow, ...]
    version: int

    @property
    def role(self) -> str:
        """All role labels, for people."""
        return "、".join(dict.fromkeys(row.role.label for row in self.roles)) or "无角色"


def operators(work: UnitOfWork) -> list[OperatorRow]:
    """Every operator, the active ones first, then by id."""
    held: dict[int, list[RoleRow]] = {}
    for row in work.session.scalars(
        select(OperatorRole).order_by(OperatorRole.role, OperatorRole.area_path)
    ):
        held.setdefault(row.operator_id, []).append(RoleRow(row.role, row.area_path))
    query = select(Operator).order_by(Operator.active.desc(), Operator.id)
    return [
        OperatorRow(
            found.id,
            found.login,
            found.name,
            found.post,
            found.unit,
            found.active,
            found.temporary_secret,
            tuple(held.get(found.id, ())),
            found.version,
        )
        for found in work.session.scalars(query)
    ]


def acting_operator(work: UnitOfWork, operator_id: int) -> Actor:
    """The actor that an operator is by now; raises Refused where he was stopped."""
    found = work.session.get_one(Operator, operator_id)
    if not found.active:
        raise Refused(f"{found.name}（{found.login}）已停用，这一步没有存。请找安全管理员")
    held = select(OperatorRole.role, OperatorRole.area_path).where(
        OperatorRole.operator_id == operator_id
    )
    roles = sorted((RoleRow(*row) for row in work.session.execute(held)), key=_as_listed)
    row = OperatorRow(
        found.id,
        found.login,
        found.name,
        found.post,
        found.unit,
        found.active,
        found.temporary_secret,
        tuple(roles),
        found.version,
    )
    return actor_of(row)


def _as_listed(row: RoleRow) -> tuple[str, str]:
    return row.role.value, row.area_path


def login_of(database: Database, operator_id: int) -> str:
    """The login of one operator."""
    with database.reading() as work:
        return work.session.get_one(Operator, operator_id).login


def actor_of(row: OperatorRow) -> Actor:
    """The operator as the unit of work carries him."""
    grants = frozenset(
        Grant(right, held.area_path) for held in row.roles for right in RIGHTS_OF[held.role]
    )
    return Actor(row.id, row.name, row.role, row.unit, grants)


@dataclass(frozen=True)
class OfficeRow:
    """The office and its policies."""

    code: str
    name: str
    unit: str
    setting: Setting
    policies: dict[Policy, int]
    made_at: dt.datetime
    recovery_confirmed_at: dt.datetime | None


def office(work: UnitOfWork) -> OfficeRow:
    """The office of this data."""
    found = the_office(work.session)
    values = {row.policy: row.value for row in work.session.scalars(select(PolicyRow))}
    return OfficeRow(
        found.code,
        found.name,
        found.unit,
        found.setting,
        values,
        found.made_at,
        found.recovery_confirmed_at,
    )


def calendar(work: UnitOfWork) -> Calendar:
    """Working days as this office keeps them; years without a table say so in each result."""
    tables = []
    for found in rulebook.newest_of_each(work, HOLIDAYS):
        year = int(found.topic.removeprefix(HOLIDAYS))
        tables.append(YearTable(year, tuple(_day(row) for row in found.parameters)))
    return Calendar(tuple(tables))


def _day(row: list[str]) -> DayRow:
    return DayRow(dt.date.fromisoformat(row[0]), DayKind(row[1]), row[2])


@dataclass(frozen=True)
class ApprovalState:
    """How far the approval of one deed has come."""

    needed: int
    given: int
    words: str

    @property
    def complete(self) -> bool:
        """Enough people approved."""
        return self.given >= self.needed


def approval_state(work: UnitOfWork, deed: Deed, subject: str) -> ApprovalState:
    """The approvals of a deed so far, and what a paper says of them."""
    # Every start of the program would map it.
    from hrgrid.accounts.model import Approval

    given = list(
        work.session.scalars(
            select(Approval)
            .where(Approval.deed == deed, Approval.subject == subject)
            .order_by(Approval.step)
        )
    )
    needed = approvals_needed(deed, work.policy(Policy.APPROVERS_OF_AWARDS))
    names = [f"{row.approver_post}{row.approver_name}" for row in given]
    setting = given[0].setting if given else work.setting
    return ApprovalState(needed, len(given), approval_words(setting, names))


def holders_of(work: UnitOfWork, right: Right, area_path: str = "") -> list[str]:
    """The names of active operators who hold a right on an area: whom a refusal may name."""
    return [
        row.name for row in operators(work) if row.active and actor_of(row).may(right, area_path)
    ]


@dataclass(frozen=True)
class FilterRow:
    """A saved filter of a list; `conditions` are plain values that the list understands."""

    id: int
    label: str
    conditions: Any
    owner: str
    own: bool
    shared: bool
    version: int


def saved_filters(work: UnitOfWork, list_name: str) -> list[FilterRow]:
    """The actor's own filters of a list and those that others share, each by name."""
    from hrgrid.accounts.model import SavedFilter

    mine = work.actor.operator_id
    query = (
        select(SavedFilter, Operator.name)
        .join(Operator, Operator.id == SavedFilter.owner_id)
        .where(SavedFilter.list_name == list_name)
        .where(or_(SavedFilter.owner_id == mine, SavedFilter.shared))
    )
    rows = [
        FilterRow(
            found.id,
            found.label,
            json.loads(found.conditions),
            name,
            found.owner_id == mine,
            found.shared,
            found.version,
        )
        for found, name in work.session.execute(query)
    ]
    return sorted(rows, key=lambda row: (not row.own, row.label, row.owner))


# --- the journal, for who may read it -----------------------------------------------------------


def journal_entries(
    work: UnitOfWork,
    wanted: journal.JournalFilter | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[journal.JournalRow]:
    """At most `limit` entries, newest first, older than entry `before`."""
    work.require(Right.READ_JOURNAL)
    return journal.entries(work.session, wanted or journal.JournalFilter(), before, limit)


def journal_entry(work: UnitOfWork, source: str) -> journal.JournalRow | None:
    """The entry `entry/SEQ`, or the last one of `operation/ID`; None where there is none."""
    work.require(Right.READ_JOURNAL)
    kind, _, key = source.partition("/")
    if kind == "entry":
        return journal.entry_at(work.session, int(key))
    found = journal.entries_about(work.session, (), (key,), 1)
    return found[0] if found else None


def journal_words(work: UnitOfWork) -> tuple[list[str], list[str]]:
    """The names and the actions that occur, for filters."""
    work.require(Right.READ_JOURNAL)
    return journal.actors(work.session), journal.actions(work.session)


def verify_journal(work: UnitOfWork) -> journal.JournalReport:
    """The whole journal against its chain, its signatures and the head that this machine knows."""
    work.require(Right.READ_JOURNAL)
    known = anchored(the_office(work.session).code)
    return journal.verify(work.session, work.keyring.journal_key, work.progress, known)
