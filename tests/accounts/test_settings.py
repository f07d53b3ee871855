"""Switching between the three settings, and the single policies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.model import OperatorRole
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import ADMINISTRATORS, RIGHTS_OF, Role
from hrgrid.accounts.service import (
    OperatorChange,
    change_operator,
    choose_setting,
    confirm_recovery_code,
    deactivate_operator,
    set_policy,
)
from hrgrid.core.errors import UserError
from hrgrid.core.policies import BEGINNING, Policy, Setting
from hrgrid.storage.base import row_hash
from hrgrid.storage.work import UnitOfWork
from tests.accounts.houses import KEEPER, House, execute, refused, tried

SINGLE, DOUBLE, SEPARATE = Setting


def switching(setting: Setting) -> Callable[[UnitOfWork], None]:
    return lambda work: choose_setting(work, setting)


def setting_to(policy: Policy, value: int) -> Callable[[UnitOfWork], None]:
    return lambda work: set_policy(work, policy, value)


def rule(house: House, policy: Policy) -> int:
    with house.database.reading() as work:
        return work.policy(policy)


# --- switching --------------------------------------------------------------------------------


def test_a_switch_begins_the_policies_anew_and_stands_in_every_entry_from_then_on(double):
    desk = double.office_keeper
    desk.write(setting_to(Policy.IDLE_LOCK, 5), reason="人来人往")
    desk.write(switching(SINGLE), reason="只剩一人")
    with double.database.reading() as work:
        office = queries.office(work)
    assert (office.setting, office.policies) == (SINGLE, BEGINNING[SINGLE])
    switch, policy = double.entries()[:2]
    assert (switch.action, switch.before, switch.after) == (
        "choose_setting",
        '"double"',
        '"single"',
    )
    assert (switch.reason, switch.setting) == ("只剩一人", "single")
    assert (policy.action, policy.subject, policy.setting) == (
        "set_policy",
        Policy.IDLE_LOCK.label,
        "double",
    )
    assert (policy.before, policy.after) == ("15", "5")


def test_a_switch_needs_a_reason_and_another_setting(shared):
    desk = shared(DOUBLE).office_keeper
    for reason in ("", "  "):
        with pytest.raises(UserError, match="须写明事由"):
            desk.write(switching(SINGLE), reason=reason)
    with pytest.raises(UserError, match="现在已经是“双人复核”"):
        desk.write(switching(DOUBLE), reason="试办")


@pytest.mark.parametrize("setting", [DOUBLE, SEPARATE])
def test_without_passwords_a_stricter_setting_names_who_has_none(shared, setting):
    house = shared(SINGLE)
    with pytest.raises(UserError, match=f"“{setting.label}”要凭密码登录，赵一手、钱经办"):
        house.office_keeper.write(switching(setting), reason="试办")
    with house.database.reading() as work:
        assert work.setting is SINGLE
    assert rule(house, Policy.SIGN_IN) == 0


def test_separation_names_who_holds_mixed_roles(shared):
    with pytest.raises(UserError, match="冯管家现在是审计员、经办人、安全管理员、系统管理员"):
        shared(DOUBLE).office_keeper.write(switching(SEPARATE), reason="试办")


def test_separation_is_refused_until_each_office_is_filled_and_nobody_mixes(double):
    keeper, office = double.operators_keeper, double.office_keeper
    _change(double, Role.CHIEF, Role.CHIEF, Role.AUDITOR)
    for login, held in ((KEEPER, Role.CLERK), (Role.CHIEF, Role.CHIEF)):
        with pytest.raises(UserError, match=f"不兼其他职责，{double.row(login).name}现在是"):
            office.write(switching(SEPARATE), reason="试办")
        _change(double, login, held)
    tried(office, switching(SEPARATE))
    auditor = double.id(Role.AUDITOR)
    execute(
        double.database,
        "UPDATE operator_role SET role = 'viewer', row_hash = :row_hash WHERE operator_id = :id",
        id=auditor,
        row_hash=_hash_of_role(auditor, Role.VIEWER),
    )
    with pytest.raises(UserError, match="三员分立还缺“审计员”。请先登记一名操作员担任"):
        office.write(switching(SEPARATE), reason="试办")
    with pytest.raises(UserError, match="请先把“审计员”给另一名操作员"):
        keeper.write(
            lambda work: deactivate_operator(work, double.id(Role.VIEWER)), reason="已无审计员"
        )


def _change(house: House, login: str | Role, *held: Role) -> None:
    row = house.row(login)
    roles = tuple(RoleRow(role, "") for role in held)
    change = OperatorChange(row.name, row.post, row.unit, roles, row.version)
    house.operators_keeper.write(lambda work: change_operator(work, row.id, change))


def _hash_of_role(operator_id: int, role: Role) -> int:
    values = {"operator_id": operator_id, "role": role, "area_path": ""}
    return row_hash(OperatorRole.__table__, values)


def test_stopped_people_do_not_stand_in_the_way_of_separation(double):
    """Only who may sign in counts; coming back is checked when he comes back."""
    keeper = double.id(KEEPER)
    double.operators_keeper.write(lambda work: deactivate_operator(work, keeper), reason="调离")
    double.office_keeper.write(switching(SEPARATE), reason="机构升格")
    with double.database.reading() as work:
        assert (work.setting, work.policy(Policy.APART)) == (SEPARATE, 1)
        kept = [right for role in ADMINISTRATORS for right in RIGHTS_OF[role]]
        assert all(queries.holders_of(work, right) for right in kept)


def test_separation_may_be_left_again_with_a_reason(shared):
    tried(shared(SEPARATE).office_keeper, switching(DOUBLE), reason="人手不够")


# --- single policies --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        (Policy.SIGN_IN, 2),
        (Policy.SECOND_ENTRY, -1),
        (Policy.OTHER_APPROVER, 7),
        (Policy.APART, 2),
        (Policy.APPROVERS_OF_AWARDS, 0),
        (Policy.APPROVERS_OF_AWARDS, 100),
        (Policy.IDLE_LOCK, -15),
        (Policy.IDLE_LOCK, 100_000),
    ],
)
def test_a_value_that_means_nothing_is_refused(shared, policy, value):
    house = shared(DOUBLE)
    before = rule(house, policy)
    with pytest.raises(UserError, match=f"“{policy.label}”"):
        house.office_keeper.write(setting_to(policy, value), reason="试办")
    assert rule(house, policy) == before


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        (Policy.SIGN_IN, 0),
        (Policy.OTHER_APPROVER, 0),
        (Policy.APART, 0),
        (Policy.APPROVERS_OF_AWARDS, 1),
    ],
)
def test_what_makes_separation_cannot_be_switched_off_alone(shared, policy, value):
    house = shared(SEPARATE)
    told = refused(house, Role.SYSTEM_ADMIN, setting_to(policy, value))
    assert "三员分立" in told
    assert policy.label in told
    assert rule(house, policy) == BEGINNING[SEPARATE][policy]


@pytest.mark.parametrize(
    ("setting", "policy", "value"),
    [
        (SEPARATE, Policy.SECOND_ENTRY, 0),
        (SEPARATE, Policy.IDLE_LOCK, 0),
        (SEPARATE, Policy.APPROVERS_OF_AWARDS, 3),
        (DOUBLE, Policy.APPROVERS_OF_AWARDS, 2),
        (DOUBLE, Policy.SECOND_ENTRY, 0),
        (SINGLE, Policy.IDLE_LOCK, 60),
        (SINGLE, Policy.SECOND_ENTRY, 1),
    ],
)
def test_other_policies_may_be_switched_one_by_one(shared, setting, policy, value):
    house = shared(setting)

    def switch(work: UnitOfWork) -> None:
        set_policy(work, policy, value)
        assert work.policy(policy) == value
        assert work.setting is setting

    tried(house.office_keeper, switch)


def test_a_policy_needs_a_reason_and_people_who_fit(shared):
    with pytest.raises(UserError, match="须写明事由"):
        shared(DOUBLE).office_keeper.write(setting_to(Policy.IDLE_LOCK, 5))
    with pytest.raises(UserError, match="还没有密码"):
        shared(SINGLE).office_keeper.write(setting_to(Policy.SIGN_IN, 1), reason="试办")
    with pytest.raises(UserError, match="不兼其他职责"):
        shared(DOUBLE).office_keeper.write(setting_to(Policy.APART, 1), reason="试办")


def test_only_who_keeps_the_office_says_that_the_recovery_code_is_safe(shared):
    house = shared(DOUBLE)
    assert "管理本机构设置与备份" in refused(house, Role.VIEWER, confirm_recovery_code)
