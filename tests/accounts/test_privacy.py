"""No password, key, recovery code or personal number in clear: not stored, printed, or told."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import secrets
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

import hrgrid.accounts
import hrgrid.storage
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import (
    FirstKeys,
    FirstOperator,
    OfficeForm,
    OperatorForm,
    add_operator,
    change_secret,
    recover,
    renew_recovery_code,
    reset_secret,
    set_up_office,
    sign_in,
)
from hrgrid.core.errors import UserError
from hrgrid.core.faults import fault_text
from hrgrid.core.paths import user_folder
from hrgrid.core.policies import Setting
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import Circumstances, UnitOfWork
from tests.accounts.houses import rows_of
from tests.offices import fresh_name

FIRST, SECOND, CHANGED, RESET, WRONG, RECOVERED = (
    f"Geheim-{word}-{number}" for number, word in enumerate(("an", "bo", "cu", "di", "ef", "gu"))
)
RESIDENT, MOBILE = "11010519491231002X", "13812345678"


@dataclasses.dataclass
class Lived:
    """An office after a day of everything that handles secrets."""

    database: Database
    desk: Desk
    keys: FirstKeys
    renewed: str
    told: list[BaseException]

    @property
    def hidden(self) -> list[str]:
        """Everything that only its owner may read, in the forms in which it could leak."""
        keys = [self.desk.keyring.data_key, *self.desk.keyring.file_keys.values()]
        codes = [self.keys.recovery_code, self.renewed]
        return [
            *(FIRST, SECOND, CHANGED, RESET, WRONG, RECOVERED, RESIDENT, MOBILE),
            *codes,
            *(code.replace("-", "") for code in codes),
            *(key.hex() for key in keys),
            *(repr(key)[2:-1] for key in keys),
            *(password for _, password in self.keys.passwords),
        ]


def _told(told: list[BaseException], deed: Callable[[], object]) -> None:
    with pytest.raises(UserError) as caught:
        deed()
    told.append(caught.value)


@pytest.fixture(scope="module")
def lived(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Lived]:
    """Passwords set, changed, reset, mistyped; codes used and renewed; numbers spoken."""
    place, name = str(tmp_path_factory.mktemp("privacy") / "机构.hrg"), fresh_name()
    server = None if engine_name == "sqlite" else request.getfixturevalue("postgres")
    if server is not None:
        server.create_database(name)
        place = server.url(name)
    form = OfficeForm("甲", "乙", Setting.DOUBLE, (FirstOperator("one", "甲一", "", FIRST),))
    keys = set_up_office(place, form)
    with Database.open(place) as database:
        yield _live(database, keys)
    if server is not None:
        server.drop(name)


def _live(database: Database, keys: FirstKeys) -> Lived:
    told: list[BaseException] = []
    desk = sign_in(database, "one", FIRST)
    form = OperatorForm("two", "乙二", "", "", (RoleRow(Role.VIEWER, ""),), SECOND)
    second = desk.write(lambda work: add_operator(work, form))
    _told(told, lambda: desk.write(lambda work: add_operator(work, form)))
    _told(told, lambda: sign_in(database, "two", WRONG))
    _told(told, lambda: desk.write(lambda work: change_secret(work, WRONG, CHANGED)))
    _told(told, lambda: desk.write(lambda work: change_secret(work, FIRST, FIRST)))
    desk.write(lambda work: change_secret(work, FIRST, CHANGED))
    desk.write(lambda work: reset_secret(work, second, RESET))
    viewer = recover(database, "two", keys.recovery_code, RECOVERED)
    renewed = desk.write(renew_recovery_code)
    _told(told, lambda: recover(database, "two", keys.recovery_code, RECOVERED))
    _told(told, lambda: viewer.write(renew_recovery_code))
    sealed = desk.keyring.seal("person.id_number", RESIDENT)
    _told(told, lambda: desk.keyring.open("person.phone", sealed))
    desk.write(lambda work: _speak(work, f"{RESIDENT}、{MOBILE}"), reason=f"{MOBILE} 来电")
    return Lived(database, desk, keys, renewed, told)


def _speak(work: UnitOfWork, words: str) -> None:
    work.record("attach", words, before={"证件": words}, after=[words, {"手机": [words]}])


def cells(database: Database) -> Iterator[tuple[str, str]]:
    """Each stored value of every table, bytes as hexadecimal and as they print."""
    with database.raw(writes=False) as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                for value in row:
                    content = bytes(value) if isinstance(value, memoryview) else value
                    yield table, str(content)
                    if isinstance(content, bytes):
                        yield table, content.hex()


def leaks(lived: Lived, told: str) -> list[str]:
    folded = told.casefold()
    return [secret for secret in lived.hidden if secret.casefold() in folded]


# --- what is stored ---------------------------------------------------------------------------


def test_no_cell_of_any_table_holds_a_secret_in_clear(lived):
    tables = {table for table, _ in cells(lived.database)}
    assert {"journal_entry", "key_wrap", "operator", "operation"} <= tables
    assert [
        (table, leaks(lived, told)) for table, told in cells(lived.database) if leaks(lived, told)
    ] == []


def test_the_files_beside_the_data_hold_no_secret_in_clear(lived, engine_name):
    file = lived.database.location.file
    folders = [user_folder()] + ([] if file is None else [file.parent])
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= (1 if engine_name == "postgresql" else 3)
    for path in files:
        content = path.read_bytes()
        for secret in lived.hidden:
            assert secret.encode("utf-8") not in content, path.name
        for key in (lived.desk.keyring.data_key, *lived.desk.keyring.file_keys.values()):
            assert key not in content, path.name


def test_the_journal_shows_masks_where_numbers_were_spoken(lived):
    query = "SELECT subject, reason, before, after FROM journal_entry WHERE action = 'attach'"
    ((subject, reason, before, after),) = rows_of(lived.database, query)
    masks = "110105********002X、138****5678"
    assert (subject, reason) == (masks, "138****5678 来电")
    assert before == f'{{"证件":"{masks}"}}'
    assert after == f'["{masks}",{{"手机":["{masks}"]}}]'


def test_every_key_lies_wrapped_each_time_differently(lived):
    wraps = rows_of(lived.database, "SELECT salt, blob FROM key_wrap")
    assert len(wraps) == 3
    for place in (0, 1):
        assert len({bytes(row[place]) for row in wraps}) == 3


# --- what is printed --------------------------------------------------------------------------


def test_nothing_that_holds_a_secret_prints_it(lived):
    first = FirstOperator("one", "甲一", "", FIRST)
    printed: list[Any] = [
        first,
        OfficeForm("甲", "乙", Setting.DOUBLE, (first,)),
        OperatorForm("two", "乙二", "", "", (), SECOND),
        lived.keys,
        dataclasses.replace(lived.keys, passwords=(("one", FIRST),)),
        lived.desk,
        lived.desk.actor,
        lived.desk.keyring,
        lived.database,
        lived.database.location,
        Circumstances(actor=lived.desk.actor, keyring=lived.desk.keyring),
    ]
    for one in printed:
        assert leaks(lived, f"{one!r} {one}") == [], type(one).__name__


SECRET_NAME = re.compile(r"secret|password|recovery_code|data_key|file_keys")


def _dataclasses() -> Iterator[type]:
    for package in (hrgrid.accounts, hrgrid.storage):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for one in vars(module).values():
                if dataclasses.is_dataclass(one) and isinstance(one, type):
                    yield one


def test_no_dataclass_prints_a_field_that_is_named_like_a_secret():
    """Yes-or-no fields (needs_secret) tell nothing and may stand there."""
    seen, printed = 0, []
    for one in set(_dataclasses()):
        for field in dataclasses.fields(one):
            kind = str(field.type)
            signs = field.name == "key" and "bytes" in kind
            if signs or (SECRET_NAME.search(field.name) and "bool" not in kind):
                seen += 1
                if field.repr:
                    printed.append(f"{one.__name__}.{field.name}")
    assert seen >= 6
    assert printed == []


# --- what is told -----------------------------------------------------------------------------


def test_no_refusal_quotes_a_secret_however_it_is_written_down(lived):
    assert len(lived.told) == 7
    for refusal in lived.told:
        written = "".join(traceback.format_exception(refusal))
        chain: BaseException | None = refusal
        while chain is not None:
            written += f"{chain!r} {chain} {vars(chain)}"
            chain = chain.__cause__ or chain.__context__
        assert leaks(lived, written) == [], refusal


def test_a_fault_of_the_program_is_put_on_file_without_what_it_was_about(lived):
    missing = f"t{secrets.token_hex(6)}"

    def fail(work: UnitOfWork) -> None:
        work.session.execute(text(f"SELECT :secret FROM {missing}"), {"secret": CHANGED})

    with pytest.raises(DBAPIError, match=missing) as caught:
        lived.desk.write(fail)
    assert leaks(lived, str(caught.value)) == []
    told = fault_text(caught.value)
    assert leaks(lived, told) == []
    assert missing not in told
    assert "test_privacy.py" in told


def test_a_mistyped_code_shows_no_more_than_the_group_that_was_typed(lived):
    groups = lived.renewed.split("-")
    groups[4] = "22223"
    with pytest.raises(UserError) as caught:
        recover(lived.database, "two", "-".join(groups), None)
    assert "22223" in caught.value.sentence
    others = [group for place, group in enumerate(groups) if place != 4]
    assert not any(group in caught.value.sentence for group in others)


def test_the_address_of_a_server_is_shown_without_its_password():
    from hrgrid.storage.location import Location

    location = Location.of("postgresql://amt:Geheim-hi-7@server/hrgrid")
    for shown in (location.shown, repr(location), str(location)):
        assert "Geheim" not in shown


def test_the_machine_key_belongs_to_this_account_alone(desk):
    path: Path = user_folder() / "machine.key"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert desk.actor.name == "经办人"
