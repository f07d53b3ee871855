"""Registering, changing and stopping operators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import (
    OperatorForm,
    reactivate_operator,
)
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from tests.accounts.deeds import adding, changing, form, roles, stopping
from tests.accounts.houses import (
    execute,
    tried,
)

SINGLE, DOUBLE, SEPARATE = Setting


# --- registering and changing -----------------------------------------------------------------


def test_a_registered_operator_is_put_on_record_with_his_roles(shared):
    house = shared(SINGLE)
    desk = house.operators_keeper
    added = desk.write(adding(form(" xin ", Role.CLERK, Role.CHIEF, name=" 何新来 ")))
    row = house.row("xin")
    assert (row.id, row.name, row.role) == (added, "何新来", "审批人、经办人")
    assert (row.active, row.temporary_secret, row.version) == (True, False, 1)
    newest = house.entries(1)[0]
    assert (newest.action, newest.subject) == ("add_operator", "何新来（xin）")
    assert '"roles":["chief@","clerk@"]' in newest.after


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (form("viewer", Role.VIEWER), "登录名已经有人用了"),
        (form(" ", Role.VIEWER), "登录名和姓名都要填"),
        (form("new", Role.VIEWER, name=" "), "登录名和姓名都要填"),
        (form("new"), "何新来还没有选角色"),
        (form("new", Role.VIEWER, secret="abc"), "密码只有 3 位"),
        (OperatorForm("new", "何新来", "", "", roles(Role.VIEWER, area="3205/3205")), "区域"),
    ],
)
def test_a_form_that_will_not_do_adds_nobody(shared, given, sentence):
    house = shared(SINGLE)
    desk = house.operators_keeper
    with house.database.reading() as work:
        before = queries.operators(work)
    with pytest.raises(UserError, match=sentence):
        desk.write(adding(given))
    with house.database.reading() as work:
        assert queries.operators(work) == before


def test_where_passwords_are_the_rule_nobody_is_registered_without(shared):
    with pytest.raises(UserError, match="“new”还没有密码"):
        shared(DOUBLE).operators_keeper.write(adding(form("new", Role.VIEWER)))


def test_the_same_role_on_the_same_area_twice_counts_once(shared):
    house = shared(SINGLE)
    desk = house.operators_keeper
    desk.write(adding(form("twice", Role.VIEWER, Role.VIEWER)))
    assert house.row("twice").roles == roles(Role.VIEWER)
    both = roles(Role.VIEWER, area="3205/") + roles(Role.VIEWER, area="3206/")
    desk.write(changing(house.row("twice"), both + both))
    assert house.row("twice").roles == both


def test_a_change_shows_before_and_after_and_gives_the_new_rights(shared):
    house = shared(SINGLE)
    row = house.newcomer()
    held = roles(Role.TRAINER, area="3205/320508/")
    house.operators_keeper.write(changing(row, held, name=" 何改名 "))
    changed = house.row(row.login)
    assert (changed.name, changed.role, changed.login) == ("何改名", "评分录入员", row.login)
    newest = house.entries(1)[0]
    assert (newest.action, newest.subject) == ("change_operator", row.name)
    assert '"viewer@"' in newest.before
    assert '"trainer@3205/320508/"' in newest.after
    actor = house.desk(row.login).actor
    assert actor.may(Right.ENTER_MARKS, "3205/320508/001/")
    assert not actor.may(Right.ENTER_MARKS, "3205/320509/")
    assert not actor.may(Right.ENTER_MARKS)


@pytest.mark.parametrize(
    ("held", "name", "sentence"),
    [
        ((), None, "还没有选角色"),
        (roles(Role.VIEWER), " ", "姓名"),
        (roles(Role.VIEWER, area="/3205"), None, "区域"),
    ],
)
def test_a_change_that_will_not_do_changes_nothing(shared, held, name, sentence):
    house = shared(SINGLE)
    row = house.row(Role.VIEWER)
    with pytest.raises(UserError, match=sentence):
        house.operators_keeper.write(changing(row, held, name=name))
    assert house.row(Role.VIEWER) == row


def test_a_change_of_roles_alone_is_seen_by_who_read_before_it(shared):
    house = shared(SINGLE)
    desk, row = house.operators_keeper, house.newcomer()
    desk.write(changing(row, roles(Role.TRAINER)))
    with pytest.raises(UserError, match=f"{row.name}的资料刚被别人改过"):
        desk.write(changing(row, roles(Role.VIEWER)))
    assert house.row(row.login).roles == roles(Role.TRAINER)


def test_an_operator_who_is_not_there_is_told_by_a_sentence(shared):
    desk = shared(SINGLE).operators_keeper
    row = shared(SINGLE).row(Role.VIEWER)
    missing = queries.OperatorRow(**{**vars(row), "id": 999})
    deeds: list[Callable[[UnitOfWork], object]] = [
        changing(missing, row.roles),
        stopping(999),
        lambda work: reactivate_operator(work, 999, None),
    ]
    for deed in deeds:
        with pytest.raises(UserError, match="没有这名操作员"):
            desk.write(deed, reason="试办")


def test_operators_cannot_be_removed_past_the_use_cases(shared):
    with pytest.raises(UserError, match="操作员不能删除，只能停用"):
        execute(shared(SINGLE).database, "DELETE FROM operator WHERE login = 'viewer'")


def test_stopping_needs_a_reason_and_somebody_else(shared):
    house = shared(DOUBLE)
    keeper = house.operators_keeper
    with pytest.raises(UserError, match="须写明事由"):
        keeper.write(stopping(house.id(Role.VIEWER)))
    with pytest.raises(UserError, match="不能停用自己"):
        keeper.write(stopping(house.id(Role.SECURITY_ADMIN)), reason="调离")
    tried(keeper, stopping(house.id(Role.VIEWER)))
