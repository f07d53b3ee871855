"""Somebody who sits at an open desk while his rights change elsewhere."""

from __future__ import annotations

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import (
    OperatorChange,
    OperatorForm,
    add_operator,
    change_operator,
    deactivate_operator,
    reactivate_operator,
    sign_in,
)
from hrgrid.core.errors import Refused
from hrgrid.core.rights import Right
from hrgrid.storage.journal import JournalFilter, entries

SECRET = "Zq7-mima-2026"
CLERK = OperatorForm("li", "李四", "", "示例区", (RoleRow(Role.CLERK, ""),), SECRET)


@pytest.fixture
def clerk(desk):
    """李四, signed in at another window."""
    desk.write(lambda work: add_operator(work, CLERK))
    return sign_in(desk.database, "li", SECRET)


def enlist(work):
    work.require(Right.EDIT_WORKFORCE)
    work.record("enlist_person", "示例人")


def test_who_was_stopped_writes_nothing_more(desk, clerk):
    clerk.write(enlist)
    operator_id = clerk.actor.operator_id
    desk.write(lambda work: deactivate_operator(work, operator_id), reason="调离")
    with pytest.raises(Refused, match="李四（li）已停用，这一步没有存"):
        clerk.write(enlist)
    with pytest.raises(Refused, match="已停用"):
        clerk.rehearse(enlist)
    newest = desk.read(lambda work: entries(work.session, JournalFilter()))[0]
    assert (newest.action, newest.actor_name) == ("refused", "李四")
    desk.write(lambda work: reactivate_operator(work, operator_id, "Zq8-mima-2026"))
    clerk.write(enlist)


def test_a_right_that_was_taken_away_is_gone_at_once(desk, clerk):
    operator_id = clerk.actor.operator_id
    row = next(each for each in desk.read(queries.operators) if each.id == operator_id)
    viewer = OperatorChange("李四", "", "示例区", (RoleRow(Role.VIEWER, ""),), row.version)
    desk.write(lambda work: change_operator(work, operator_id, viewer))
    with pytest.raises(Refused, match="没有“维护网格与人员”的权限"):
        clerk.write(enlist)
