"""Getting back in with the printed code: a new machine, a forgotten password, a lost key file."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.service import (
    NeedsRecoveryCode,
    OfficeForm,
    change_secret,
    confirm_recovery_code,
    recover,
    renew_recovery_code,
    require_recovery_confirmed,
    set_up_office,
    sign_in,
)
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.core.progress import Progress
from hrgrid.storage import journal, upgrade
from hrgrid.storage.backup import back_up
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.location import Location
from hrgrid.storage.restore import restore
from hrgrid.storage.sealed import key_file_of, new_recovery_code
from tests.accounts.houses import PASSWORD, STOPPED, House, entries_of, execute, rows_of

NEW = "xin-mi-ma-26"


@dataclass(frozen=True)
class Printed:
    """An open office, the sheet that was printed last, and somebody who may use it."""

    database: Database
    code: str
    login: str

    def lets_in(self, code: str = "", new: str | None = None) -> Desk:
        """Recover with the printed code, or another."""
        return recover(self.database, self.login, code or self.code, new)

    def sign_in(self, secret: str | None = None) -> Desk:
        """Without the code."""
        return sign_in(self.database, self.login, secret)


@pytest.fixture
def alone(shared: Callable[[Setting], House]) -> Printed:
    """Somebody without a password, new for each test."""
    house = shared(Setting.SINGLE)
    code = house.office_keeper.write(renew_recovery_code)
    return Printed(house.database, code, house.newcomer().login)


@pytest.fixture
def careless(desk: Desk) -> Printed:
    """Somebody without a password in an office of his own."""
    return Printed(desk.database, desk.write(renew_recovery_code), "经办人")


_logins = itertools.cycle(["chief", "clerk", "trainer", "viewer"])


@pytest.fixture
def guarded(shared: Callable[[Setting], House]) -> Printed:
    """Somebody in an office that demands passwords, another one for each test."""
    house = shared(Setting.DOUBLE)
    return Printed(house.database, house.office_keeper.write(renew_recovery_code), next(_logins))


def lose_keys(database: Database) -> None:
    """The key file is gone, as after a copy of the data file alone."""
    if database.location.file is not None:
        key_file_of(database.location.file).unlink()
    else:
        execute(database, "DELETE FROM key_file")


# --- a new machine ------------------------------------------------------------------------------


def test_the_code_opens_the_data_on_a_new_machine_and_from_then_on_without_it(
    alone, another_machine
):
    sealed = alone.sign_in().keyring.seal("person.id_number", "11010519491231002X")
    another_machine("新电脑")
    desk = alone.lets_in(alone.code.lower().replace("-", " "))
    assert desk.keyring.open("person.id_number", sealed) == "11010519491231002X"
    newest, came = entries_of(alone.database, 2)
    assert (newest.action, newest.reason) == ("recover", "用恢复码登录")
    assert newest.subject == f"何{alone.login}（{alone.login}）"
    assert came.action == "sign_in"
    assert alone.sign_in().keyring.open("person.id_number", sealed) == "11010519491231002X"


def test_the_first_machine_stays_at_home_when_a_second_joins(alone, another_machine, monkeypatch):
    home = os.environ["HRGRID_HOME"]
    another_machine("新电脑")
    desk = alone.lets_in()
    alone.lets_in()
    monkeypatch.setenv("HRGRID_HOME", home)
    assert alone.sign_in()
    query = "SELECT method FROM key_wrap WHERE operator_id = :id"
    assert rows_of(alone.database, query, id=desk.actor.operator_id) == [("machine",)] * 2


def test_the_code_in_place_of_a_password_opens_once_and_says_so(alone, another_machine):
    another_machine("新电脑")
    alone.sign_in(alone.code)
    newest = entries_of(alone.database, 1)[0]
    assert (newest.action, newest.actor_name) == ("sign_in", f"何{alone.login}")
    assert newest.reason == "用恢复码登录"
    with pytest.raises(NeedsRecoveryCode):
        alone.sign_in()


def test_a_backup_restored_on_a_bare_machine_opens_with_the_code(
    careless, another_machine, tmp_path
):
    desk = careless.sign_in()
    sealed = desk.keyring.seal("person.id_number", "13812345678")
    row = back_up(careless.database, tmp_path / "U盘", keyring=desk.keyring)
    another_machine("新电脑")
    where = restore(row.path, Location.of(tmp_path / "新电脑" / "机构.hrg"))
    with Database.open(where) as database:
        with pytest.raises(NeedsRecoveryCode):
            sign_in(database, "经办人")
        restored = recover(database, "经办人", careless.code, None)
        assert restored.keyring.open("person.id_number", sealed) == "13812345678"
        assert restored.keyring.journal_key == desk.keyring.journal_key
        told = [row.action for row in entries_of(database, 3)]
        assert told == ["recover", "sign_in", "restore"]


# --- a forgotten password -----------------------------------------------------------------------


def test_a_new_password_replaces_the_forgotten_one(guarded):
    desk = guarded.lets_in(new=NEW)
    assert guarded.sign_in(NEW).actor == desk.actor
    with pytest.raises(UserError, match="的密码不对"):
        guarded.sign_in(PASSWORD)
    with guarded.database.reading() as work:
        own = next(row for row in queries.operators(work) if row.login == guarded.login)
    assert not own.temporary_secret


def test_where_passwords_are_the_rule_the_code_alone_does_not_replace_one(guarded):
    for new, sentence in ((None, "还没有密码"), ("short", "至少要 8 位"), (guarded.login, "密码")):
        with pytest.raises(UserError, match=sentence):
            guarded.lets_in(new=new)
    assert guarded.sign_in(PASSWORD)


@pytest.mark.parametrize("known", [True, False], ids=["a known machine", "a new machine"])
def test_giving_up_a_forgotten_password_ends_it(alone, another_machine, known):
    alone.sign_in().write(lambda work: change_secret(work, None, PASSWORD))
    if not known:
        another_machine("新电脑")
    alone.lets_in()
    choices = queries.sign_in_choices(alone.database).operators
    assert [one.needs_secret for one in choices if one.login == alone.login] == [False]
    assert alone.sign_in()


def test_the_code_ends_a_wait_after_wrong_passwords_and_hides_none_of_them(alone):
    for _ in range(5):
        upgrade.note(alone.database, "sign_in_failed", alone.login, "密码不对")
    with pytest.raises(UserError, match="先等 10 分钟"):
        alone.sign_in()
    alone.lets_in()
    told = [(row.action, row.subject) for row in entries_of(alone.database)]
    assert told.count(("sign_in_failed", alone.login)) == 5
    assert alone.sign_in()


def test_the_code_opens_nothing_for_a_stopped_or_unknown_operator(alone):
    for login in (STOPPED, "nobody"):
        with pytest.raises(UserError, match=f"没有登录名为“{login}”的在用操作员"):
            recover(alone.database, login, alone.code, None)


def test_the_code_does_for_every_operator(shared, alone):
    viewer = recover(alone.database, "viewer", alone.code, None)
    assert viewer.actor == queries.actor_of(shared(Setting.SINGLE).row("viewer"))


# --- the wrong code -----------------------------------------------------------------------------


def test_a_mistyped_code_is_told_by_its_group(alone):
    groups = alone.code.split("-")
    third = "22223" if groups[2] != "22223" else "22224"
    for typed, sentence in (
        ("-".join([*groups[:2], third, *groups[3:]]), f"第 3 组“{third}”有误"),
        ("0" + alone.code[1:], "第 1 组“0"),
        (alone.code[:-1], "共 39 个"),
        ("-", "共 0 个"),
    ):
        with pytest.raises(UserError, match=sentence):
            alone.lets_in(typed)
    assert rows_of(alone.database, "SELECT count(*) FROM unsigned_note") == [(0,)]


def test_the_code_of_other_data_opens_nothing_and_is_noted(alone):
    with pytest.raises(UserError, match="恢复码与这份数据对不上"):
        alone.lets_in(new_recovery_code())
    alone.sign_in()
    told = entries_of(alone.database, 2)[1]
    assert (told.action, told.subject) == ("sign_in_failed", alone.login)
    assert told.reason.startswith("恢复码不对（")


def test_after_renewal_the_old_code_opens_nothing(careless, another_machine):
    desk = careless.sign_in()
    with pytest.raises(UserError, match="恢复码还没有确认保存"):
        desk.read(require_recovery_confirmed)
    desk.write(confirm_recovery_code)
    desk.read(require_recovery_confirmed)
    fresh = desk.write(renew_recovery_code)
    assert fresh != careless.code
    with pytest.raises(UserError, match="恢复码还没有确认保存"):
        desk.read(require_recovery_confirmed)
    another_machine("新电脑")
    for old_code in (careless.lets_in, lambda: careless.sign_in(careless.code)):
        with pytest.raises(UserError, match="是否后来换过新码"):
            old_code()
    assert careless.lets_in(fresh).actor.name == "经办人"
    told = [row.action for row in entries_of(careless.database)]
    assert told.count("renew_recovery_code") == 2


# --- a lost key file ----------------------------------------------------------------------------


def test_without_the_key_file_nothing_is_written_and_the_sentence_names_it(careless):
    lose_keys(careless.database)
    desk = careless.sign_in()
    with pytest.raises(UserError, match=r"找不到钥匙文件（数据文件旁的 .keys）"):
        desk.write(renew_recovery_code)
    assert entries_of(careless.database, 1)[0].action == "renew_recovery_code", "by the fixture"


def test_the_code_begins_a_new_key_file_and_the_journal_tells(careless):
    earlier = len(entries_of(careless.database))
    lose_keys(careless.database)
    desk = careless.lets_in()
    assert entries_of(careless.database)[0].reason.endswith("操作留痕从此换用新钥匙签名")
    with careless.database.reading() as work:
        report = journal.verify(work.session, desk.keyring.journal_key, Progress())
    assert report.findings == tuple(
        f"第 {seq} 条不是本程序用本机构的钥匙写的（签名不符）" for seq in range(1, earlier + 1)
    )
    assert careless.sign_in().keyring.journal_key == desk.keyring.journal_key


def test_a_refused_recovery_begins_no_key_file(careless):
    lose_keys(careless.database)
    with pytest.raises(UserError, match="至少要 8 位"):
        careless.lets_in(new="short")
    assert careless.sign_in().keyring.journal_key is None
    careless.lets_in()
    assert entries_of(careless.database, 1)[0].reason.endswith("操作留痕从此换用新钥匙签名")


def test_a_key_file_of_another_office_is_refused(careless, engine_name, tmp_path):
    other = tmp_path / "另一家.hrg"
    set_up_office(other, OfficeForm("丙", "丁", Setting.SINGLE))
    foreign = key_file_of(other).read_bytes()
    if engine_name == "sqlite":
        key_file_of(careless.database.location.file).write_bytes(foreign)
        with pytest.raises(UserError, match="不是本机构这份数据的"):
            careless.sign_in()
        with pytest.raises(UserError, match="不是本机构这份数据的"):
            careless.lets_in()
    else:
        execute(careless.database, "UPDATE key_file SET content = :content", content=foreign)
        with pytest.raises(UserError, match="与写入时不一致"):
            careless.sign_in()
