"""Setting up an office: what it begins with, and that nothing is left of one that failed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import (
    FirstKeys,
    FirstOperator,
    OfficeForm,
    require_recovery_confirmed,
    set_up_office,
    sign_in,
)
from hrgrid.core.errors import UserError
from hrgrid.core.policies import BEGINNING, Setting
from hrgrid.storage.database import Database
from hrgrid.storage.sealed import key_file_of, read_recovery_code
from tests.accounts.houses import PASSWORD, entries_of, rows_of

ADMINISTRATORS = {
    "系统管理员": (Role.SYSTEM_ADMIN,),
    "安全管理员": (Role.SECURITY_ADMIN,),
    "审计员": (Role.AUDITOR,),
}
BEGINS_WITH = {
    Setting.SINGLE: {"经办人": (Role.OWNER,)},
    Setting.DOUBLE: {
        "经办人": (Role.AUDITOR, Role.CLERK, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN),
    },
    Setting.SEPARATE: ADMINISTRATORS,
}


def form(setting: Setting, *people: FirstOperator) -> OfficeForm:
    return OfficeForm(" 示例区委政法委 ", "示例区", setting, people)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("setting", list(Setting))
def test_an_office_begins_with_its_policies_and_somebody_in_each_role(empty_place, setting):
    keys = set_up_office(empty_place, form(setting))

    made_up = dict(keys.passwords)
    assert set(made_up) == (set() if setting is Setting.SINGLE else set(BEGINS_WITH[setting]))
    assert len(set(made_up.values())) == len(made_up)
    with Database.open(empty_place) as database:
        with database.reading() as work:
            office, people = queries.office(work), queries.operators(work)
        assert (office.name, office.unit, office.setting) == ("示例区委政法委", "示例区", setting)
        assert office.policies == BEGINNING[setting]
        assert office.recovery_confirmed_at is None, "personal data waits for that"
        assert {row.login: tuple(held.role for held in row.roles) for row in people} == (
            BEGINS_WITH[setting]
        )
        assert {held.area_path for row in people for held in row.roles} == {""}
        assert all(row.active and row.name == row.login for row in people)
        assert all(row.temporary_secret is (setting is not Setting.SINGLE) for row in people)
        first = people[0].login
        desk = sign_in(database, first, made_up.get(first))
        assert desk.actor.operator_id == people[0].id
        told = entries_of(database)
        assert [row.action for row in told] == ["sign_in", "set_up_office"]
        assert {row.setting for row in told} == {setting.value}


def test_given_people_keep_their_names_and_only_the_missing_are_made_up(empty_place):
    given = FirstOperator(" wang ", " 王主任 ", "主任", PASSWORD)
    nameless = FirstOperator("li", "李安全")
    keys = set_up_office(empty_place, form(Setting.SEPARATE, given, nameless))

    assert [login for login, _ in keys.passwords] == ["li", "审计员"]
    with Database.open(empty_place) as database:
        with database.reading() as work:
            people = queries.operators(work)
        assert [(row.login, row.name, row.post, row.role) for row in people] == [
            ("wang", "王主任", "主任", "系统管理员"),
            ("li", "李安全", "", "安全管理员"),
            ("审计员", "审计员", "", "审计员"),
        ]
        assert sign_in(database, "li", dict(keys.passwords)["li"]).actor.name == "李安全"


def test_one_person_may_choose_a_password_for_himself(empty_place):
    keys = set_up_office(
        empty_place, form(Setting.SINGLE, FirstOperator("chen", "陈敏", "", PASSWORD))
    )
    assert keys.passwords == ()
    with Database.open(empty_place) as database:
        choices = queries.sign_in_choices(database)
        assert choices.automatic is None
        assert [one.needs_secret for one in choices.operators] == [True]
        with pytest.raises(UserError, match="“chen”要凭密码登录"):
            sign_in(database, "chen")
        assert sign_in(database, "chen", PASSWORD).actor.name == "陈敏"


def test_keeping_the_keys_counts_as_confirmed_and_happens_before_the_commit(empty_place):
    seen: list[FirstKeys] = []

    def keep(keys: FirstKeys) -> None:
        assert not Path(empty_place).exists()
        seen.append(keys)

    keys = set_up_office(empty_place, form(Setting.SINGLE), keep=keep)

    assert seen == [keys]
    assert read_recovery_code(keys.recovery_code) == keys.recovery_code
    with Database.open(empty_place) as database:
        desk = sign_in(database, "经办人")
        desk.read(require_recovery_confirmed)
        actions = [row.action for row in entries_of(database)]
        assert actions == ["sign_in", "confirm_recovery_code", "set_up_office"]


TOO_SHORT = FirstOperator("shen", "沈审计", "", "1234567")
FAULTY = {
    "密码只有 7 位": form(Setting.SEPARATE, TOO_SHORT),
    "登录名已经有人用了": form(Setting.SEPARATE, *[FirstOperator("a", "甲")] * 2),
    "机构名称还没有填": OfficeForm("  ", "示例区", Setting.SINGLE),
    "登录名和姓名都要填": form(Setting.SINGLE, FirstOperator("a", " ")),
    "只从 1 名操作员开始": form(Setting.DOUBLE, FirstOperator("a", "甲"), FirstOperator("b", "乙")),
}


def test_faulty_forms_leave_nothing_and_the_place_can_still_be_used(
    engine_name, empty_place, tmp_path
):
    for sentence, given in FAULTY.items():
        with pytest.raises(UserError, match=sentence):
            set_up_office(empty_place, given)
        assert left_in(tmp_path) == []
    if engine_name == "postgresql":
        with Database.open(empty_place) as database:
            assert rows_of(database, "SELECT count(*) FROM operator") == [(0,)]
            assert rows_of(database, "SELECT count(*) FROM key_file") == [(0,)]
            with pytest.raises(UserError, match="还没有建好机构"):
                queries.sign_in_choices(database)
    else:
        with pytest.raises(UserError, match="没有找到数据文件"):
            Database.open(empty_place)
    _is_whole_when_finished(empty_place)


def test_keys_that_could_not_be_kept_leave_nothing(empty_place, tmp_path):
    def keep(_keys: FirstKeys) -> None:
        raise UserError("恢复码写不进U盘")

    with pytest.raises(UserError, match="恢复码写不进U盘"):
        set_up_office(empty_place, form(Setting.SINGLE), keep=keep)
    assert left_in(tmp_path) == []
    _is_whole_when_finished(empty_place)


def _is_whole_when_finished(place: str) -> None:
    set_up_office(place, form(Setting.SINGLE))
    with Database.open(place) as database:
        assert sign_in(database, "经办人").actor.role == "单人经办"


def test_an_office_is_never_made_over_another(place, engine_name):
    before = Path(place).read_bytes() if engine_name == "sqlite" else b""
    with pytest.raises(UserError, match="没有覆盖"):
        set_up_office(place, form(Setting.DOUBLE))
    if engine_name == "sqlite":
        assert Path(place).read_bytes() == before
    with Database.open(place) as database:
        assert queries.sign_in_choices(database).automatic == "经办人"


def test_a_key_file_left_over_is_not_overwritten(tmp_path):
    place = tmp_path / "机构.hrg"
    key_file_of(place).write_bytes(b"keys of lost data")
    with pytest.raises(UserError, match="已经存在，没有覆盖"):
        set_up_office(place, form(Setting.SINGLE))
    assert key_file_of(place).read_bytes() == b"keys of lost data"
    assert not place.exists()


def test_the_office_carries_the_time_of_its_clock(empty_place):
    at = dt.datetime(2031, 2, 28, 16, 30, tzinfo=dt.UTC)
    set_up_office(empty_place, form(Setting.SINGLE), clock=lambda: at)
    with Database.open(empty_place, clock=lambda: at) as database, database.reading() as work:
        assert queries.office(work).made_at == at
