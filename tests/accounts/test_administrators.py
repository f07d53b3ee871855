"""Administrators who must stay, and stay apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from hrgrid.accounts.rules import ADMINISTRATORS, Role
from hrgrid.accounts.service import (
    choose_setting,
    deactivate_operator,
    reactivate_operator,
)
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.storage.work import Circumstances, UnitOfWork
from tests.accounts.deeds import adding, changing, form, roles, stopping
from tests.accounts.houses import (
    KEEPER,
    NAMES,
    PASSWORD,
    SECOND_CHIEF,
    STOPPED,
    House,
    execute,
    refused,
    tried,
)

SINGLE, DOUBLE, SEPARATE = Setting


# --- administrators who must stay ---------------------------------------------------------------


LAST = {
    Role.SECURITY_ADMIN: "安全管理员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.AUDITOR: "审计员",
}


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_the_last_administrator_of_a_kind_cannot_be_stopped(shared, role):
    house = shared(SEPARATE)
    with pytest.raises(UserError, match=f"请先把“{LAST[role]}”给另一名操作员"):
        house.operators_keeper.write(stopping(house.id(role)), reason="调离")
    assert house.row(role).active


@pytest.mark.parametrize("role", list(LAST))
def test_the_last_administrator_of_a_kind_keeps_his_role_on_the_whole_office(shared, role):
    house = shared(SEPARATE)
    for held in (roles(Role.VIEWER), roles(role, area="3205/")):
        with pytest.raises(UserError, match=f"请先把“{LAST[role]}”给另一名操作员"):
            house.operators_keeper.write(changing(house.row(role), held))
    assert house.row(role).roles == roles(role)


def test_an_administrator_may_go_when_another_is_there(separate):
    desk = separate.operators_keeper
    desk.write(adding(form("second", Role.AUDITOR, secret=PASSWORD)))
    desk.write(stopping(separate.id(Role.AUDITOR)), reason="调离")
    with pytest.raises(UserError, match="请先把“审计员”给另一名操作员"):
        desk.write(stopping(separate.id("second")), reason="调离")


def test_two_administrators_cannot_stop_each_other_at_once(engine_name, single):
    """Each would still see the other active: the second has to wait for the first."""
    keeper = single.operators_keeper
    keeper.write(changing(single.row(Role.SECURITY_ADMIN), roles(Role.VIEWER)))
    keeper.write(changing(single.row(Role.SYSTEM_ADMIN), roles(Role.OWNER)))
    pair = single.desk(Role.OWNER), single.desk(Role.SYSTEM_ADMIN)
    first, second = (Circumstances(one.actor, one.keyring, reason="调离") for one in pair)
    with single.database.writing(first) as work:
        deactivate_operator(work, pair[1].actor.operator_id)
        work.session.flush()
        if engine_name == "postgresql":
            with pytest.raises(UserError, match="别人正在改同样的数据"):
                single.database.run(_impatient(stopping(pair[0].actor.operator_id)), second)
    with pytest.raises(UserError, match="这样就没有人能"):
        pair[1].write(stopping(pair[0].actor.operator_id), reason="调离")


def _impatient(deed: Callable[[UnitOfWork], None]) -> Callable[[UnitOfWork], None]:
    """The deed, without the patience to wait for another client's lock."""

    def job(work: UnitOfWork) -> None:
        work.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        deed(work)

    return job


# --- administrators apart -----------------------------------------------------------------------


@pytest.mark.parametrize("mixed", [
    (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    (Role.AUDITOR, Role.CLERK),
    (Role.VIEWER, Role.SECURITY_ADMIN),
    (Role.OWNER,),
    ADMINISTRATORS,
])  # fmt: skip
def test_under_separation_no_use_case_mixes_administrators(shared, mixed):
    house = shared(SEPARATE)
    new = form("new", *mixed, secret=PASSWORD)
    assert "三员分立" in refused(house, Role.SECURITY_ADMIN, adding(new))
    row = house.row(Role.VIEWER)
    assert "周查看" in refused(house, Role.SECURITY_ADMIN, changing(row, roles(*mixed)))
    assert house.row(Role.VIEWER).roles == roles(Role.VIEWER)


def test_under_separation_other_roles_mix_and_one_office_may_be_held_on_two_areas(shared):
    house = shared(SEPARATE)
    tried(house.operators_keeper, changing(house.row(Role.VIEWER), roles(Role.CLERK, Role.TRAINER)))
    two = roles(Role.AUDITOR, area="3205/") + roles(Role.AUDITOR)
    tried(house.operators_keeper, changing(house.row(Role.AUDITOR), two))


@pytest.mark.parametrize(
    ("login", "role"),
    [("auditor", "clerk"), ("viewer", "auditor"), ("viewer", "owner"), ("chief", "system_admin")],
)
def test_under_separation_the_database_itself_keeps_them_apart(shared, login, role):
    house = shared(SEPARATE)
    values = {"operator": house.id(login), "role": role}
    with pytest.raises(UserError, match="本机构实行三员分立"):
        execute(
            house.database,
            "INSERT INTO operator_role (operator_id, role, area_path, row_hash) "
            "VALUES (:operator, :role, '', 0)",
            **values,
        )
    if role == "owner":
        with pytest.raises(UserError, match="本机构实行三员分立"):
            execute(
                house.database,
                "UPDATE operator_role SET role = :role WHERE operator_id = :operator",
                **values,
            )


def test_elsewhere_one_person_may_administer_and_work(shared):
    house = shared(DOUBLE)
    assert {held.role for held in house.row(KEEPER).roles} == {Role.CLERK, *ADMINISTRATORS}
    tried(house.operators_keeper, changing(house.row(SECOND_CHIEF), roles(*Role)))


def test_who_was_stopped_with_mixed_roles_does_not_come_back_into_separation(single):
    """He held them rightly before the switch; coming back he would hold them against the rule."""
    desk = single.operators_keeper
    gone = single.id(STOPPED)
    desk.write(changing(single.row(STOPPED), roles(*ADMINISTRATORS)))
    _separate(single)
    house = House(single.database, single.keyring, SEPARATE)
    told = refused(
        house, Role.SECURITY_ADMIN, lambda work: reactivate_operator(work, gone, "hui-lai-le")
    )
    assert "褚离任" in told
    assert not single.row(STOPPED).active


def _separate(house: House) -> None:
    """From one person to three: the others stop, the three take a password, the owner a trade."""
    desk = house.operators_keeper
    kept = (*ADMINISTRATORS, Role.OWNER)
    for role in set(NAMES) - set(kept):
        desk.write(stopping(house.id(role)), reason="调离")
    desk.write(stopping(house.id(SECOND_CHIEF)), reason="调离")
    # What a password costs is of no interest here, only that somebody has one.
    execute(house.database, "UPDATE key_wrap SET method = 'password', machine = '', row_hash = 0 "
            "WHERE method = 'machine' AND operator_id IS NOT NULL")  # fmt: skip
    desk.write(changing(house.row(Role.OWNER), roles(Role.CLERK)))
    house.desk(Role.SYSTEM_ADMIN).write(
        lambda work: choose_setting(work, Setting.SEPARATE), reason="机构升格"
    )
