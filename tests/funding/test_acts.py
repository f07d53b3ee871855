"""Papers about budgets: nothing before the approval, everything or nothing with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.funding.model import LedgerSum, Posting
from hrgrid.funding.rules.budget_forms import ApproveForm, MoveForm
from hrgrid.funding.rules.words import Account, ActKind, ActState, Heading, Source
from hrgrid.funding.service.acts import approve_act, void_act
from tests.funding.office import (
    DISTRICT,
    EAST,
    WEST,
    approved,
    area_id,
    budget,
    furnish,
    paper,
    spent,
    sums,
)


def quotas(desk):
    """What every unit may still spend by the ledger, in fen."""
    query = select(LedgerSum.area_id, LedgerSum.fen).where(LedgerSum.account == Account.QUOTA)
    found = {}
    for row in desk.read(lambda work: work.session.execute(query).all()):
        found[row.area_id] = found.get(row.area_id, 0) + row.fen
    return found


def test_money_goes_down_the_tree_and_to_its_headings(office):
    ids = furnish(office)
    assert sums(office, ids[DISTRICT]) == (30_000_000, 21_000_000, 0)
    assert sums(office, ids[EAST]) == (12_000_000, 0, 9_000_000)
    assert spent(office, ids[EAST]) == (9_000_000, 0)
    assert quotas(office) == {
        area_id(office, DISTRICT): 9_000_000,
        area_id(office, EAST): 12_000_000,
        area_id(office, WEST): 9_000_000,
    }


def test_a_draft_changes_nothing(office):
    at = budget(office, DISTRICT)
    paper(office, ActKind.ISSUE, [MoveForm(at, 100, payer=Source.CITY)])
    assert sums(office, at) == (0, 0, 0)
    assert office.read(lambda work: work.session.scalars(select(Posting)).all()) == []


def test_a_child_never_exceeds_its_parent(office):
    ids = furnish(office)
    act = paper(
        office, ActKind.GIVE, [MoveForm(ids[EAST], 9_000_001, other_budget_id=ids[DISTRICT])]
    )
    with pytest.raises(UserError) as told:
        office.write(lambda work: approve_act(work, act, ApproveForm()))
    assert "示例区 2026 年度经费共 300,000.00 元，分给下级 300,000.01 元" in str(told.value)
    assert "超出 0.01 元" in str(told.value)
    assert sums(office, ids[EAST]) == (12_000_000, 0, 9_000_000)


def test_a_heading_never_exceeds_its_budget(office):
    ids = furnish(office)
    act = paper(office, ActKind.ALLOT, [MoveForm(ids[EAST], 3_000_001, heading=Heading.STAR)])
    with pytest.raises(UserError, match=r"超出 0\.01 元"):
        office.write(lambda work: approve_act(work, act, ApproveForm()))


def test_what_is_given_may_be_taken_back_but_not_what_is_set_aside(office):
    ids = furnish(office)
    approved(office, ActKind.GIVE, [MoveForm(ids[EAST], -3_000_000, other_budget_id=ids[DISTRICT])])
    assert sums(office, ids[DISTRICT]) == (30_000_000, 18_000_000, 0)
    act = paper(office, ActKind.GIVE, [MoveForm(ids[EAST], -1, other_budget_id=ids[DISTRICT])])
    with pytest.raises(UserError, match=r"东街道 2026 年度经费共 89,999\.99 元"):
        office.write(lambda work: approve_act(work, act, ApproveForm()))


def test_units_of_one_parent_help_each_other(office):
    ids = furnish(office)
    approved(office, ActKind.TRANSFER, [MoveForm(ids[WEST], 1_000_000, other_budget_id=ids[EAST])])
    assert sums(office, ids[WEST])[0] == 10_000_000
    assert sums(office, ids[EAST])[0] == 11_000_000
    assert sums(office, ids[DISTRICT]) == (30_000_000, 21_000_000, 0)


def test_a_void_paper_is_approved_no_more(office):
    at = budget(office, DISTRICT)
    act = paper(office, ActKind.ISSUE, [MoveForm(at, 100, payer=Source.CITY)])
    office.write(lambda work: void_act(work, act, "金额写错"))
    with pytest.raises(UserError, match="已是“已作废”"):
        office.write(lambda work: approve_act(work, act, ApproveForm()))
    assert ActState.VOID.label == "已作废"
