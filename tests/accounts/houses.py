"""Offices with one person a role, made once a setting and engine by the use cases, then copied.

Desks are taken with the keys that one real sign-in opened; what a sign-in itself does is tested
where somebody signs in.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import pytest
from sqlalchemy import text

from hrgrid.accounts import queries, service
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import FirstOperator, OfficeForm, OperatorForm
from hrgrid.core.errors import Refused
from hrgrid.core.policies import Setting
from hrgrid.storage import journal
from hrgrid.storage.database import Clock, Database, utc_now
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalRow
from hrgrid.storage.sealed import Keyring, key_file_of
from hrgrid.storage.work import UnitOfWork
from tests.offices import fresh_name
from tests.postgres import Server

PASSWORD = "Zq7-mima-2026"

NAMES = {
    Role.OWNER: "赵一手",
    Role.CLERK: "钱经办",
    Role.CHIEF: "孙审批",
    Role.TRAINER: "李录入",
    Role.VIEWER: "周查看",
    Role.SYSTEM_ADMIN: "吴系统",
    Role.SECURITY_ADMIN: "郑安全",
    Role.AUDITOR: "王审计",
}
SECOND_CHIEF = "chief2"
KEEPER = "keeper"
STOPPED = "stopped"
_number = itertools.count(1)


@dataclass(frozen=True)
class House:
    """An open office; people sign in as the code of their role."""

    database: Database
    keyring: Keyring
    setting: Setting

    def desk(self, login: str | Role) -> Desk:
        """The desk of somebody, with the rights that he has at this moment."""
        return Desk(self.database, queries.actor_of(self.row(login)), self.keyring)

    def row(self, login: str | Role) -> queries.OperatorRow:
        """An operator."""
        wanted = login.value if isinstance(login, Role) else login
        with self.database.reading() as work:
            return next(row for row in queries.operators(work) if row.login == wanted)

    def id(self, login: str | Role) -> int:
        """An operator's id."""
        return self.row(login).id

    @property
    def operators_keeper(self) -> Desk:
        """Somebody who may change operators."""
        return self.desk(Role.OWNER if self.setting is Setting.SINGLE else Role.SECURITY_ADMIN)

    @property
    def office_keeper(self) -> Desk:
        """Somebody who may change the office."""
        return self.desk(Role.OWNER if self.setting is Setting.SINGLE else Role.SYSTEM_ADMIN)

    def newcomer(self, role: Role = Role.VIEWER) -> queries.OperatorRow:
        """Somebody new whom a test may change, in an office without passwords."""
        login = f"n{next(_number)}"
        form = OperatorForm(login, f"何{login}", "科员", "示例区", (RoleRow(role, ""),))
        self.operators_keeper.write(lambda work: service.add_operator(work, form))
        return self.row(login)

    def entries(self, limit: int = 10_000) -> list[JournalRow]:
        """The journal, the newest first."""
        return entries_of(self.database, limit)


def entries_of(database: Database, limit: int = 10_000) -> list[JournalRow]:
    """The journal, the newest first."""
    with database.reading() as work:
        return journal.entries(work.session, journal.JournalFilter(), limit=limit)


def execute(database: Database, statement: str, **values: object) -> None:
    """Change the database past every use case, as another program would."""
    with database.raw(writes=True) as connection:
        connection.execute(text(statement), values)


def rows_of(database: Database, statement: str, **values: object) -> list[tuple[object, ...]]:
    """What a statement reads."""
    with database.raw(writes=False) as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def roles_of(setting: Setting) -> list[Role]:
    """The roles that somebody in the house holds: 单人经办 is for 单人办公 alone."""
    return [role for role in Role if role is not Role.OWNER or setting is Setting.SINGLE]


def _first(setting: Setting) -> FirstOperator:
    if setting is Setting.SINGLE:
        return FirstOperator(Role.OWNER.value, NAMES[Role.OWNER], "科员")
    return FirstOperator(KEEPER, "冯管家", "科员", PASSWORD)


def _further(setting: Setting) -> Iterator[OperatorForm]:
    secret = None if setting is Setting.SINGLE else PASSWORD
    for role, name in NAMES.items():
        if role is not Role.OWNER:
            roles = (RoleRow(role, ""),)
            yield OperatorForm(role.value, name, "科长", "示例区", roles, secret)
    chief = (RoleRow(Role.CHIEF, ""),)
    yield OperatorForm(SECOND_CHIEF, "陈副书记", "副书记", "示例区", chief, secret)
    viewer = (RoleRow(Role.VIEWER, ""),)
    yield OperatorForm(STOPPED, "褚离任", "科员", "示例区", viewer, secret)


def _settle(place: str, setting: Setting) -> Keyring:
    """Make the office with everybody in it; its keys."""
    first = _first(setting)
    form = OfficeForm("示例区委政法委", "示例区", setting, (first,))
    service.set_up_office(place, form, keep=lambda _keys: None)
    with Database.open(place) as database:
        desk = service.sign_in(database, first.login, first.secret)
        for one in _further(setting):
            desk.write(lambda work, one=one: service.add_operator(work, one))
        _stop(House(database, desk.keyring, setting), STOPPED)
        return desk.keyring


def _separate(place: str, keyring: Keyring) -> None:
    """Make 三员分立 of 双人复核: who held everything goes, and the office switches."""
    with Database.open(place) as database:
        house = House(database, keyring, Setting.SEPARATE)
        _stop(house, KEEPER)
        house.office_keeper.write(
            lambda work: service.choose_setting(work, Setting.SEPARATE), reason="机构升格"
        )


def _stop(house: House, login: str) -> None:
    goal = house.id(login)
    house.operators_keeper.write(
        lambda work: service.deactivate_operator(work, goal), reason="调离"
    )


@dataclass(frozen=True)
class Houses:
    """Builds each house once a run and copies it."""

    engine: str
    folder: Path
    server: Server | None

    @contextmanager
    def open(self, setting: Setting, clock: Clock = utc_now) -> Iterator[House]:
        """A fresh copy of the setting's house, removed at the end."""
        template, keyring = self._template(setting)
        with self._copy(template) as place, Database.open(place, clock=clock) as database:
            yield House(database, keyring, setting)

    def _template(self, setting: Setting) -> tuple[str, Keyring]:
        run = Path(os.environ["HRGRID_TESTS_RUN"])
        name = f"house_{self.engine}_{setting.value}"
        if setting is Setting.SINGLE:
            # Without passwords it opens only where the machine key of its maker lies.
            name += f"_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        note = run / f"{name}.json"
        with filelock.FileLock(run / f"{name}.building"):
            if not note.exists():
                keyring = self._build(run, name, setting)
                keys = {key: value.hex() for key, value in keyring.file_keys.items()}
                note.write_text(json.dumps([keyring.data_key.hex(), keys]), encoding="utf-8")
        data_key, keys = json.loads(note.read_text(encoding="utf-8"))
        file_keys = {key: bytes.fromhex(value) for key, value in keys.items()}
        template = name if self.server is not None else str(run / f"{name}.hrg")
        return template, Keyring(bytes.fromhex(data_key), file_keys)

    def _build(self, run: Path, name: str, setting: Setting) -> Keyring:
        if setting is Setting.SEPARATE:
            template, keyring = self._template(Setting.DOUBLE)
            _separate(self._copied(template, run, name), keyring)
            return keyring
        if self.server is None:
            return _settle(str(run / f"{name}.hrg"), setting)
        self.server.create_database(name)
        return _settle(self.server.url(name), setting)

    def _copied(self, template: str, folder: Path, name: str) -> str:
        if self.server is not None:
            self.server.create_database(name, template)
            return self.server.url(name)
        path = folder / f"{name}.hrg"
        shutil.copyfile(template, path)
        shutil.copyfile(key_file_of(Path(template)), key_file_of(path))
        return str(path)

    @contextmanager
    def _copy(self, template: str) -> Iterator[str]:
        name = fresh_name()
        try:
            yield self._copied(template, self.folder, name)
        finally:
            if self.server is not None:
                self.server.drop(name)


class Undone(Exception):
    """Raised at the end of a deed that a test takes back."""


def tried(desk: Desk, deed: Callable[[UnitOfWork], object], reason: str = "试办") -> None:
    """Do `deed` for real and roll it back; whatever refuses it comes out."""

    def job(work: UnitOfWork) -> None:
        deed(work)
        work.session.flush()
        raise Undone

    with pytest.raises(Undone):
        desk.write(job, reason=reason)


def refused(
    house: House, login: str | Role, deed: Callable[[UnitOfWork], object], reason: str = "试办"
) -> str:
    """The sentence of a refusal for want of a right or by policy, which must be on record."""
    desk = house.desk(login)
    before = house.entries(1)[0].seq
    with pytest.raises(Refused) as caught:
        desk.write(deed, reason=reason)
    newest = house.entries(1)[0]
    assert (newest.seq, newest.action) == (before + 1, "refused")
    assert (newest.actor_name, newest.setting) == (desk.actor.name, house.setting.value)
    assert newest.reason == caught.value.sentence
    return caught.value.sentence
