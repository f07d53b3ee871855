"""What is told of money across the rooms: papers, pay and vouchers that wait."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.core.rights import Grant, Right
from hrgrid.funding.rules.budget_forms import MoveForm
from hrgrid.funding.rules.words import ActKind, Source
from hrgrid.funding.service.postings import draft_posting
from hrgrid.overview.queries.duties import dues
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.overview.service.duties import settle_duty
from tests.funding import office as town


@pytest.fixture
def template(template, furnished):
    """With the district of tests/funding/office.py."""
    return furnished("funding office", lambda desk: desk.write(town.settle))


@pytest.fixture
def waiting(desk, clock):
    """A paper that nobody approved, and two vouchers that nobody checked."""
    clock.now = clock.now.replace(year=town.YEAR, month=12, day=20)
    town.furnish(desk)
    top = town.budget(desk, town.DISTRICT)
    move = MoveForm(top, 100, payer=Source.CITY)
    town.paper(desk, ActKind.AMEND, [move], title="追加预算")
    for fen in (100, 200):
        desk.write(lambda work, fen=fen: draft_posting(work, town.expense(desk, fen)))
    return desk


def told(desk):
    return {due.told: due for due in desk.read(dues) if due.kind is DutyKind.FUNDING}


def limited(desk, *rights, path=""):
    desk.actor = replace(desk.actor, grants=frozenset(Grant(one, path) for one in rights))
    return desk


def test_what_waits_is_told_with_where_it_is_done(waiting):
    found = told(waiting)
    assert set(found) == {"追加预算：待审批", "2026 年 1 月有 2 张凭证待复核记账"}
    paper, vouchers = found["追加预算：待审批"], found["2026 年 1 月有 2 张凭证待复核记账"]
    assert (paper.page, paper.part) == ("funding", "budgets")
    assert (vouchers.on, vouchers.part.partition("/")[0]) == (dt.date(2026, 1, 31), "ledger")


def test_the_approver_hears_of_papers_alone_and_others_of_nothing(waiting):
    assert set(told(limited(waiting, Right.APPROVE))) == {"追加预算：待审批"}
    assert told(limited(waiting, Right.VIEW_WORKFORCE)) == {}
    elsewhere = town.area(waiting, town.WEST).path
    assert told(limited(waiting, Right.RUN_FUNDING, path=elsewhere)) == {}


def test_a_duty_of_money_is_put_away_like_the_others(waiting):
    subject = told(waiting)["追加预算：待审批"].subject
    waiting.write(lambda work: settle_duty(work, subject, "已送审"))
