"""Signing in: with and without a password, guesses, and what reaches the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.rules import Role, check_secret
from hrgrid.accounts.service import (
    NeedsRecoveryCode,
    add_operator,
    change_secret,
    deactivate_operator,
    reactivate_operator,
    reset_secret,
    sign_in,
)
from hrgrid.accounts.service import OperatorForm as Form
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.storage import upgrade
from hrgrid.storage.database import Database
from hrgrid.storage.keys import add_wrap
from hrgrid.storage.sealed import wrap_for_machine
from tests.accounts.houses import (
    KEEPER,
    PASSWORD,
    STOPPED,
    House,
    entries_of,
    rows_of,
)

CHIEF = Role.CHIEF.value
WRONG = "Zq7-mima-2025"
MINUTE = dt.timedelta(minutes=1)


def fail(house: House, login: str) -> None:
    """One real mistake."""
    with pytest.raises(UserError, match="的密码不对"):
        sign_in(house.database, login, WRONG)


def failed_before(house: House, login: str, times: int) -> None:
    """What so many mistakes left; each real one would cost a quarter of a second."""
    for _ in range(times):
        upgrade.note(house.database, "sign_in_failed", login, "密码不对")


def notes(database: Database) -> int:
    return len(rows_of(database, "SELECT id FROM unsigned_note"))


# --- without passwords ------------------------------------------------------------------------


def test_one_person_alone_starts_without_a_password(database):
    choices = queries.sign_in_choices(database)
    assert (choices.office_name, choices.setting) == ("示例区委政法委", Setting.SINGLE)
    assert choices.recovery_confirmed
    assert choices.automatic == "经办人"
    desk = sign_in(database, "经办人")
    assert (desk.actor.name, desk.actor.role, desk.actor.unit) == ("经办人", "单人经办", "示例区")
    newest = entries_of(database)[0]
    assert (newest.action, newest.subject, newest.setting) == ("sign_in", "经办人", "single")


def test_another_machine_asks_for_the_recovery_code(database, another_machine):
    another_machine("新电脑")
    with pytest.raises(NeedsRecoveryCode, match="请输入打印保存的恢复码"):
        sign_in(database, "经办人")


def test_a_password_typed_where_there_is_none_is_not_called_wrong(database, another_machine):
    another_machine("新电脑")
    with pytest.raises(NeedsRecoveryCode):
        sign_in(database, "经办人", PASSWORD)
    assert notes(database) == 0


def test_where_several_may_sign_in_nobody_does_by_himself(shared):
    single = shared(Setting.SINGLE)
    choices = queries.sign_in_choices(single.database)
    assert choices.automatic is None
    assert STOPPED not in [one.login for one in choices.operators]
    assert not any(one.needs_secret for one in choices.operators)


# --- with passwords ---------------------------------------------------------------------------


@pytest.fixture
def double(shared: Callable[[Setting], House]) -> House:
    """The module's office with passwords; each test signs in as somebody else."""
    return shared(Setting.DOUBLE)


def test_the_right_password_opens_and_everything_else_stays_shut(double):
    assert all(one.needs_secret for one in queries.sign_in_choices(double.database).operators)
    desk = sign_in(double.database, " chief2 ", PASSWORD)
    assert desk.actor == queries.actor_of(double.row("chief2"))
    for secret in (None, PASSWORD.upper(), PASSWORD + " "):
        with pytest.raises(UserError, match="密码"):
            sign_in(double.database, "chief2", secret)


def test_where_passwords_are_the_rule_no_machine_opens_without_one(double):
    clerk = double.desk("clerk")
    clerk.write(
        lambda work: add_wrap(
            work.session, wrap_for_machine(work.keyring.data_key), clerk.actor.operator_id, work.now
        )
    )
    with pytest.raises(UserError, match="“clerk”要凭密码登录"):
        sign_in(double.database, "clerk")


@pytest.mark.parametrize("login", ["", "nobody", "CHIEF", "chief'--", "孙审批"])
def test_an_unknown_login_is_named(double, login):
    with pytest.raises(UserError, match=f"没有登录名为“{login}”的操作员"):
        sign_in(double.database, login, PASSWORD)


def test_a_stopped_operator_is_sent_to_the_security_administrator(double):
    with pytest.raises(UserError, match="褚离任（stopped）已停用"):
        sign_in(double.database, STOPPED, PASSWORD)
    assert _ways_in(double, STOPPED) == 0


def _ways_in(house: House, login: str) -> int:
    goal = house.id(login)
    return len(rows_of(house.database, "SELECT id FROM key_wrap WHERE operator_id = :id", id=goal))


def test_five_wrong_passwords_close_the_door_for_ten_minutes(houses, clock):
    with houses.open(Setting.DOUBLE, clock) as house:
        failed_before(house, CHIEF, 4)
        assert sign_in(house.database, CHIEF, PASSWORD)
        failed_before(house, CHIEF, 4)
        fail(house, CHIEF)
        for secret in (PASSWORD, WRONG, None):
            with pytest.raises(UserError, match="密码连错 5 次，先等 10 分钟"):
                sign_in(house.database, CHIEF, secret)
        clock.move(-60 * MINUTE)
        with pytest.raises(UserError, match="先等 10 分钟"):
            sign_in(house.database, CHIEF, PASSWORD)
        clock.move(69 * MINUTE)
        with pytest.raises(UserError, match="先等 10 分钟"):
            sign_in(house.database, CHIEF, PASSWORD)
        clock.move(MINUTE)
        assert sign_in(house.database, CHIEF, PASSWORD).actor.name == "孙审批"


def test_somebody_elses_sign_in_gives_no_new_guesses(double):
    failed_before(double, "auditor", 4)
    sign_in(double.database, "viewer", PASSWORD)
    fail(double, "auditor")
    with pytest.raises(UserError, match="先等 10 分钟"):
        sign_in(double.database, "auditor", PASSWORD)
    told = [row for row in double.entries() if row.action == "sign_in_failed"]
    assert [row.subject for row in told].count("auditor") == 4, "on record once each, and at once"


# --- what the next sign-in brings into the journal ----------------------------------------------


def test_failed_sign_ins_are_told_at_the_next_one(houses, clock):
    with houses.open(Setting.DOUBLE, clock) as house:
        at = clock.now.astimezone()
        fail(house, CHIEF)
        failed_before(house, CHIEF, 1)
        clock.move(30 * MINUTE)
        sign_in(house.database, Role.CLERK.value, PASSWORD)
        came, *failures = house.entries()[:3]
        assert (came.action, came.actor_name) == ("sign_in", "钱经办")
        for row in failures:
            assert (row.action, row.subject) == ("sign_in_failed", CHIEF)
            assert row.reason == f"密码不对（{at:%Y-%m-%d %H:%M}）"
        sign_in(house.database, CHIEF, PASSWORD)
        told = [row.action for row in house.entries()]
        assert told.count("sign_in_failed") == 2, "nothing is told twice"
        assert notes(house.database) == 0


def test_notes_are_masked_on_their_way_into_the_journal(database):
    sentence = "从备份恢复：/备份/11010519491231002X-13812345678.hrg"
    upgrade.note(database, "restore", "11010519491231002X", sentence)
    sign_in(database, "经办人")
    row = next(row for row in entries_of(database) if row.action == "restore")
    assert row.subject == "110105********002X"
    assert row.reason.startswith("从备份恢复：/备份/110105********002X-138****5678.hrg（20")


def test_a_reader_beside_the_window_signs_in_and_writes_nothing(place):
    with Database.open(place) as database:
        sign_in(database, "经办人")
        before = entries_of(database)
    with Database.open(place, read_only=True) as database:
        assert sign_in(database, "经办人").actor.name == "经办人"
        assert entries_of(database) == before


def test_a_wrong_password_on_a_reader_is_refused_without_a_note(double):
    before = notes(double.database)
    with Database.open(double.database.location, read_only=True) as reader:
        with pytest.raises(UserError, match="的密码不对"):
            sign_in(reader, "clerk", WRONG)
        assert notes(reader) == before


# --- passwords --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("secret", "sentence"),
    [
        ("", "密码只有 0 位"),
        ("Ab1-xyz", "密码只有 7 位，至少要 8 位"),
        ("wangfang", "太容易猜"),
        ("WangFang", "太容易猜"),
        (" Zq7mima1", "太容易猜"),
        ("Zq7mima1\t", "太容易猜"),
        ("aaaaaaaa", "太容易猜"),
        ("121212312", "太容易猜"),
    ],
)
def test_a_poor_password_is_refused_without_being_quoted(secret, sentence):
    with pytest.raises(UserError, match=sentence) as refused:
        check_secret("wangfang", secret)
    assert not secret or f"“{secret}”" not in refused.value.sentence.replace("“wangfang”", "")


@pytest.mark.parametrize("secret", ["12345678", "网格员队伍管理办公", "Zq7-mima-2026", "a b c d e"])
def test_a_fair_password_is_taken_as_typed(secret):
    assert check_secret("wangfang", secret) == secret


def test_a_temporary_password_is_marked_until_its_owner_changes_it(double):
    assert double.row("trainer").temporary_secret
    double.desk("trainer").write(lambda work: change_secret(work, PASSWORD, "zi-ji-de-8"))
    assert not double.row("trainer").temporary_secret
    assert double.entries(1)[0].action == "change_secret"
    assert sign_in(double.database, "trainer", "zi-ji-de-8").actor.name == "李录入"
    with pytest.raises(UserError, match="的密码不对"):
        sign_in(double.database, "trainer", PASSWORD)


def test_a_password_is_changed_by_who_knows_it_and_to_another_one(double):
    desk = double.desk(CHIEF)
    for old, new, sentence in (
        (WRONG, "zi-ji-de-8", "原密码不对"),
        (None, "zi-ji-de-8", "原密码不对"),
        (PASSWORD, None, "还没有密码"),
        (PASSWORD, "short", "至少要 8 位"),
        (PASSWORD, PASSWORD, "与原密码相同"),
    ):
        with pytest.raises(UserError, match=sentence):
            desk.write(lambda work, old=old, new=new: change_secret(work, old, new))
    assert double.row(CHIEF).temporary_secret
    assert sign_in(double.database, CHIEF, PASSWORD), "the old one works on"


def test_where_no_password_is_asked_one_may_be_taken_and_given_up(shared):
    single = shared(Setting.SINGLE)
    login = single.newcomer().login
    single.desk(login).write(lambda work: change_secret(work, None, PASSWORD))
    choices = queries.sign_in_choices(single.database).operators
    assert [one.login for one in choices if one.needs_secret] == [login]
    with pytest.raises(UserError, match="要凭密码登录"):
        sign_in(single.database, login)
    desk = sign_in(single.database, login, PASSWORD)
    desk.write(lambda work: change_secret(work, PASSWORD, None))
    assert sign_in(single.database, login).actor.operator_id == desk.actor.operator_id


def test_a_forgotten_password_is_reset_to_a_temporary_one(double):
    goal = double.id("system_admin")
    double.operators_keeper.write(lambda work: reset_secret(work, goal, "lin-shi-2026"))
    assert double.row("system_admin").temporary_secret
    assert double.entries(1)[0].action == "reset_secret"
    with pytest.raises(UserError, match="的密码不对"):
        sign_in(double.database, "system_admin", PASSWORD)
    assert sign_in(double.database, "system_admin", "lin-shi-2026").actor.name == "吴系统"


def test_a_stopped_operator_gets_no_new_way_in_by_a_reset(double):
    gone = double.id(STOPPED)
    with pytest.raises(UserError, match="褚离任（stopped）已停用"):
        double.operators_keeper.write(lambda work: reset_secret(work, gone, PASSWORD))
    assert _ways_in(double, STOPPED) == 0


def test_a_returning_operator_starts_with_a_temporary_password(houses):
    with houses.open(Setting.DOUBLE) as house:
        gone, keeper = house.id(STOPPED), house.operators_keeper
        with pytest.raises(UserError, match="还没有密码"):
            keeper.write(lambda work: reactivate_operator(work, gone, None))
        keeper.write(lambda work: reactivate_operator(work, gone, "hui-lai-le"))
        assert house.row(STOPPED).temporary_secret
        with pytest.raises(UserError, match="没有停用"):
            keeper.write(lambda work: reactivate_operator(work, gone, "hui-lai-2"))
        assert sign_in(house.database, STOPPED, "hui-lai-le").actor.name == "褚离任"


def test_stopping_takes_the_way_to_the_keys_away(shared):
    single = shared(Setting.SINGLE)
    row = single.newcomer()
    assert sign_in(single.database, row.login)
    single.operators_keeper.write(lambda work: deactivate_operator(work, row.id), reason="调离")
    with pytest.raises(UserError, match="已停用"):
        sign_in(single.database, row.login)
    assert _ways_in(single, row.login) == 0


def test_a_second_operator_reads_what_the_first_sealed(double):
    first = double.desk(KEEPER)
    sealed = first.keyring.seal("person.id_number", "11010519491231002X")
    form = Form("new", "何新来", "", "", double.row("viewer").roles, "xin-lai-de-1")
    first.write(lambda work: add_operator(work, form))
    second = sign_in(double.database, "new", "xin-lai-de-1")
    assert second.keyring.open("person.id_number", sealed) == "11010519491231002X"
    assert second.keyring.mac("phone", "13812345678") == first.keyring.mac("phone", "13812345678")
    assert second.actor.name == "何新来"
