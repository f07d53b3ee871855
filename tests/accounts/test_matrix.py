"""Roles × operations × settings, called below the screen (promises 13).

What each role may do is written down here once more, by hand: a right that slips into a role, or
a use case that forgets to ask, shows as a difference.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from hrgrid.accounts import queries, service
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import FIRST_ROLES, RIGHTS_OF, Deed, Role
from hrgrid.accounts.service import OperatorChange, OperatorForm, PaperApproval, Subject
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy, Setting
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.core.workdays import DayKind, DayRow
from hrgrid.storage.desk import Desk
from hrgrid.storage.export import export_all
from hrgrid.storage.work import UnitOfWork
from tests.accounts.houses import PASSWORD, STOPPED, House, refused, roles_of, tried

OWNER, CLERK, CHIEF, TRAINER, VIEWER, SYSTEM, SECURITY, AUDITOR = Role
SINGLE, DOUBLE, SEPARATE = Setting

MAY: dict[str, set[Role]] = {
    "add_operator": {OWNER, SECURITY},
    "change_operator": {OWNER, SECURITY},
    "deactivate_operator": {OWNER, SECURITY},
    "reactivate_operator": {OWNER, SECURITY},
    "reset_secret": {OWNER, SECURITY},
    "choose_setting": {OWNER, SYSTEM},
    "set_policy": {OWNER, SYSTEM},
    "renew_recovery_code": {OWNER, SYSTEM},
    "confirm_recovery_code": {OWNER, SYSTEM},
    "keep_holidays": {OWNER, CLERK},
    "approve": {OWNER, CHIEF},
    "record_paper_approval": {OWNER, CLERK},
}
# Everybody may: getting in, one's own password, and what only asks.
FREE = {
    "change_secret",
    "recover",
    "require_approved",
    "require_recovery_confirmed",
    "set_up_office",
    "sign_in",
}

RIGHTS: dict[Role, set[Right]] = {
    OWNER: set(Right),
    CLERK: {
        Right.VIEW_WORKFORCE,
        Right.EDIT_WORKFORCE,
        Right.SHOW_SENSITIVE,
        Right.VIEW_LEAVE,
        Right.IMPORT,
        Right.RUN_HIRING,
        Right.RUN_TRAINING,
        Right.ENTER_MARKS,
        Right.RUN_ASSESSMENT,
        Right.RUN_FUNDING,
        Right.VIEW_EXITS,
        Right.RUN_EXITS,
        Right.RUN_HONOURS,
        Right.PRINT_PAPERS,
        Right.KEEP_RULES,
        Right.EXPORT_ALL,
    },
    CHIEF: {
        Right.VIEW_WORKFORCE,
        Right.VIEW_EXITS,
        Right.APPROVE,
        Right.DECIDE_HIRING,
        Right.DECIDE_EXITS,
        Right.DECIDE_HONOURS,
    },
    TRAINER: {Right.VIEW_WORKFORCE, Right.RUN_TRAINING, Right.ENTER_MARKS},
    VIEWER: {Right.VIEW_WORKFORCE},
    SYSTEM: {Right.MANAGE_OFFICE},
    SECURITY: {Right.MANAGE_OPERATORS},
    AUDITOR: {Right.READ_JOURNAL},
}
ADMINISTRATION = {Right.MANAGE_OPERATORS, Right.MANAGE_OFFICE, Right.READ_JOURNAL}
_number = itertools.count(1)


# --- the rights of the roles ------------------------------------------------------------------


def test_each_role_has_its_rights_and_no_other():
    assert {role: set(rights) for role, rights in RIGHTS_OF.items()} == RIGHTS


def test_who_runs_a_matter_does_not_decide_it_and_who_administers_does_neither():
    deciding = {Right.APPROVE, Right.DECIDE_HIRING, Right.DECIDE_EXITS, Right.DECIDE_HONOURS}
    for role in (CLERK, TRAINER, VIEWER):
        assert RIGHTS_OF[role].isdisjoint(deciding | ADMINISTRATION)
    for role in (SYSTEM, SECURITY, AUDITOR):
        assert len(RIGHTS_OF[role]) == 1
        assert RIGHTS_OF[role] <= ADMINISTRATION
    assert RIGHTS_OF[CHIEF].isdisjoint(ADMINISTRATION)


def test_every_right_but_the_owners_is_held_by_somebody_else_too():
    others = set().union(*(RIGHTS_OF[role] for role in Role if role is not OWNER))
    assert others == set(Right)


def test_the_first_operators_can_administer_under_every_setting():
    for setting, people in FIRST_ROLES.items():
        held = set().union(*(RIGHTS_OF[role] for roles in people for role in roles))
        assert held >= ADMINISTRATION, setting


# --- the use cases ----------------------------------------------------------------------------


def test_every_use_case_of_the_accounts_stands_in_the_matrix():
    public = {
        name
        for name in service.__all__
        if callable(found := getattr(service, name)) and not isinstance(found, type)
    }
    assert public == MAY.keys() | FREE


def _deeds(house: House, actor: Role) -> dict[str, Callable[[UnitOfWork], Any]]:
    """Each use case once, so made that only a missing right could stop it."""
    secret = None if house.setting is SINGLE else PASSWORD
    number = next(_number)
    form = OperatorForm(f"new{number}", "何新来", "", "", (RoleRow(VIEWER, ""),), secret)
    goal = house.row(VIEWER if actor is TRAINER else TRAINER)
    change = OperatorChange(goal.name, "新职务", goal.unit, goal.roles, goal.version)
    gone = house.id(STOPPED)
    setting = DOUBLE if house.setting is SEPARATE else SINGLE
    day = DayRow(dt.date(2027, 1, number % 28 + 1), DayKind.OFF, "元旦")
    proposer = house.id(VIEWER)
    of = Subject(Deed.AWARD, f"award-{number}", "2026 年度表彰", proposer)
    paper = PaperApproval("马书记", "书记", dt.date(2026, 1, 4), "3号")
    return {
        "add_operator": lambda work: service.add_operator(work, form),
        "change_operator": lambda work: service.change_operator(work, goal.id, change),
        "deactivate_operator": lambda work: service.deactivate_operator(work, goal.id),
        "reactivate_operator": lambda work: service.reactivate_operator(work, gone, secret),
        "reset_secret": lambda work: service.reset_secret(work, goal.id, PASSWORD),
        "choose_setting": lambda work: service.choose_setting(work, setting),
        "set_policy": lambda work: service.set_policy(work, Policy.IDLE_LOCK, 30),
        "renew_recovery_code": service.renew_recovery_code,
        "confirm_recovery_code": service.confirm_recovery_code,
        "keep_holidays": lambda work: service.keep_holidays(work, 2027, [day]),
        "approve": lambda work: service.approve(work, of),
        "record_paper_approval": lambda work: service.record_paper_approval(work, of, paper),
    }


@pytest.mark.parametrize(
    ("setting", "role"), [(setting, role) for setting in Setting for role in roles_of(setting)]
)
def test_each_use_case_is_allowed_to_its_roles_and_refused_on_record_to_the_others(
    shared, setting, role
):
    house = shared(setting)
    deeds = _deeds(house, role)
    assert deeds.keys() == MAY.keys()
    for name, deed in deeds.items():
        if role not in MAY[name]:
            sentence = refused(house, role, deed)
            assert sentence.startswith(f"{house.row(role).name}（{role.label}）没有“"), name
            assert "”的权限。请换有权限的人登录" in sentence, name
        elif (setting, name) == (SINGLE, "choose_setting"):
            # No right is missing; the office is in that setting already.
            with pytest.raises(UserError, match="现在已经是") as told:
                house.desk(role).write(deed, reason="试办")
            assert not isinstance(told.value, Refused)
        else:
            tried(house.desk(role), deed)


@pytest.mark.parametrize("setting", list(Setting))
def test_only_clerks_take_everything_out(shared, setting, tmp_path):
    house = shared(setting)
    for role in roles_of(setting):
        desk = house.desk(role)
        if role in {OWNER, CLERK}:
            assert export_all(desk, tmp_path / role.value).tables > 5
        else:
            before = len(house.entries())
            with pytest.raises(Refused, match="没有“导出全部数据”的权限"):
                export_all(desk, tmp_path / role.value)
            assert not (tmp_path / role.value).exists()
            newest = house.entries()
            assert (len(newest), newest[0].action) == (before + 1, "refused")


def test_a_refusal_while_reading_is_on_record_too(shared):
    house = shared(DOUBLE)
    desk = house.desk(VIEWER)
    with pytest.raises(Refused, match="没有“查看操作留痕”的权限"):
        desk.read(lambda work: work.require(Right.READ_JOURNAL))
    newest = house.entries()[0]
    assert (newest.action, newest.actor_name, newest.actor_role) == ("refused", "周查看", "查看人")


def test_a_refused_deed_leaves_nothing_behind(shared):
    house = shared(DOUBLE)

    def half(work: UnitOfWork) -> None:
        service.approve(work, Subject(Deed.HIRE, "half", "半途", house.id(CLERK)))
        work.require(Right.MANAGE_OFFICE)

    refused(house, CHIEF, half)
    with house.database.reading() as work:
        assert queries.approval_state(work, Deed.HIRE, "half").given == 0


def test_a_right_on_an_area_is_asked_for_where_the_deed_is_done(shared):
    house = shared(SINGLE)
    grants = frozenset({Grant(Right.EDIT_WORKFORCE, "3205/320508/")})
    row = house.row(CLERK)
    desk = Desk(house.database, Actor(row.id, row.name, row.role, row.unit, grants), house.keyring)
    for path in ("3205/320508/", "3205/320508/001/"):
        desk.write(lambda work, path=path: work.require(Right.EDIT_WORKFORCE, path))
    for path in ("3205/320509/", "3205/3205080/", "3205/"):
        with pytest.raises(Refused, match="钱经办（经办人）在这个区域没有“维护网格与人员”的权限"):
            desk.write(lambda work, path=path: work.require(Right.EDIT_WORKFORCE, path))
    with pytest.raises(Refused, match="钱经办（经办人）没有“维护网格与人员”的权限"):
        desk.write(lambda work: work.require(Right.EDIT_WORKFORCE))
    assert [entry.action for entry in house.entries()[:4]] == ["refused"] * 4


def test_who_may_is_named_for_whoever_may_not(shared):
    with shared(SEPARATE).database.reading() as work:
        assert queries.holders_of(work, Right.APPROVE) == ["孙审批", "陈副书记"]
        assert queries.holders_of(work, Right.READ_JOURNAL) == ["王审计"]
        assert queries.holders_of(work, Right.VIEW_WORKFORCE) == [
            "钱经办",
            "孙审批",
            "李录入",
            "周查看",
            "陈副书记",
        ]


def test_nobody_acts_before_signing_in(shared):
    database = shared(SINGLE).database
    for deed in (
        service.renew_recovery_code,
        lambda work: work.require(Right.VIEW_WORKFORCE),
        lambda work: work.keyring,
    ):
        with pytest.raises(Refused, match="还没有登录"):
            database.run(deed)
