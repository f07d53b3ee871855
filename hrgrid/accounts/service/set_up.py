"""Setting up an office: its policies, first operators and keys, whole or not at all."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hrgrid.accounts import queries
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import FIRST_ROLES, Role
from hrgrid.accounts.service.office import note_confirmation
from hrgrid.accounts.service.operators import OperatorForm, insert_operator
from hrgrid.core.errors import UserError
from hrgrid.core.policies import BEGINNING, Policy, Setting
from hrgrid.storage.database import Clock, Database, utc_now
from hrgrid.storage.keys import add_wrap, write_key_file
from hrgrid.storage.location import Location
from hrgrid.storage.office import Office, PolicyRow
from hrgrid.storage.sealed import (
    JOURNAL,
    KEY_BYTES,
    Keyring,
    new_recovery_code,
    seal_key_file,
    wrap_for_recovery,
)
from hrgrid.storage.upgrade import create
from hrgrid.storage.work import Circumstances, UnitOfWork


@dataclass(frozen=True)
class FirstOperator:
    """Somebody the office begins with; a password is made up where one is needed and none given."""

    login: str
    name: str
    post: str = ""
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OfficeForm:
    """What is asked at first start; `operators` in the order of FIRST_ROLES, missing ones
    get their role's name."""

    name: str
    unit: str
    setting: Setting
    operators: tuple[FirstOperator, ...] = ()


@dataclass(frozen=True)
class FirstKeys:
    """Shown once, to be printed: the recovery code and made-up passwords by login."""

    location: Location
    recovery_code: str = field(repr=False)
    passwords: tuple[tuple[str, str], ...] = field(repr=False)


def set_up_office(
    where: str | Path,
    form: OfficeForm,
    clock: Clock = utc_now,
    keep: Callable[[FirstKeys], None] | None = None,
    furnish: Callable[[UnitOfWork], object] | None = None,
) -> FirstKeys:
    """Make new data with its office, first operators and keys: whole, or nothing is left.

    `keep` stores the recovery code and made-up passwords before anything is committed, and
    counts as the confirmation that they are safe. `furnish` is what the first operator does at
    once, before the data are there to be opened. Raises UserError.
    """
    location = Location.of(where)
    code = new_recovery_code()
    data_key = secrets.token_bytes(KEY_BYTES)
    keyring = Keyring(data_key, {JOURNAL: secrets.token_bytes(KEY_BYTES)})
    people = _first_people(form)
    made_up = tuple(
        (person.login, person.secret)
        for person, given in zip(people, _given(form), strict=True)
        if person.secret is not None and (given is None or given.secret is None)
    )
    keys = FirstKeys(location, code, made_up)

    def fill(database: Database) -> None:
        with database.writing(Circumstances(keyring=keyring, reason="新建")) as work:
            _fill(work, form, people)
            add_wrap(work.session, wrap_for_recovery(data_key, code), None, work.now)
            if keep is not None:
                keep(keys)
                note_confirmation(work)
            office_code = queries.the_office(work.session).code
            key_file = seal_key_file(data_key, office_code, keyring.file_keys)
            write_key_file(work.session, database.location.file, key_file)
            first = queries.actor_of(queries.operators(work)[0])
        if furnish is not None:
            with database.writing(Circumstances(first, keyring, reason="新建")) as work:
                furnish(work)

    create(location, fill, clock)
    return keys


def _given(form: OfficeForm) -> list[FirstOperator | None]:
    wanted = len(FIRST_ROLES[form.setting])
    return [*form.operators, *[None] * (wanted - len(form.operators))]


def _first_people(form: OfficeForm) -> list[FirstOperator]:
    wanted = len(FIRST_ROLES[form.setting])
    if len(form.operators) > wanted:
        raise UserError(
            f"“{form.setting.label}”只从 {wanted} 名操作员开始，现在填了 {len(form.operators)} 名。"
            "请先建好机构，其余的人登录后再登记"
        )
    people = []
    for given, roles in zip(_given(form), FIRST_ROLES[form.setting], strict=True):
        label = "经办人" if roles[0] in {Role.OWNER, Role.CLERK} else roles[0].label
        person = given or FirstOperator(label, label)
        secret = person.secret
        if secret is None and BEGINNING[form.setting][Policy.SIGN_IN] == 1:
            secret = made_up_password()
        people.append(FirstOperator(person.login, person.name, person.post, secret))
    return people


def made_up_password() -> str:
    """A temporary password that nobody chose."""
    return new_recovery_code()[:11].lower()


def _fill(work: UnitOfWork, form: OfficeForm, people: list[FirstOperator]) -> None:
    if not form.name.strip():
        raise UserError("机构名称还没有填。请填上，例如“某某区委政法委”")
    work.session.add(
        Office(
            code=str(uuid.uuid4()),
            name=form.name.strip(),
            unit=form.unit.strip(),
            setting=form.setting,
            made_at=work.now,
            recovery_confirmed_at=None,
        )
    )
    for policy, value in BEGINNING[form.setting].items():
        work.session.add(PolicyRow(policy=policy, value=value))
    work.session.flush()
    for person, roles in zip(people, FIRST_ROLES[form.setting], strict=True):
        operator = OperatorForm(
            person.login,
            person.name,
            person.post,
            form.unit,
            tuple(RoleRow(role, "") for role in roles),
            person.secret,
        )
        insert_operator(work, operator, temporary=person.secret is not None)
    work.record("set_up_office", form.name.strip(), after={"setting": form.setting.value})
