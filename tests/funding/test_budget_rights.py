"""Who may draw up, approve, compute and see the money of which part; papers at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.accounts.service import set_policy
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.funding.queries.acts import act_card, acts
from hrgrid.funding.queries.budgets import budget_card, budget_tree, years
from hrgrid.funding.queries.execution import bridge, execution
from hrgrid.funding.queries.grants import (
    grant_differences,
    grant_lines,
    grant_runs,
    grant_units,
)
from hrgrid.funding.rules.budget_forms import ActForm, ApproveForm, ItemForm, MoveForm
from hrgrid.funding.rules.funding_rules import FundingRules
from hrgrid.funding.rules.words import ActKind, Heading
from hrgrid.funding.service.acts import approve_act, draft_act, void_act
from hrgrid.funding.service.budgets import open_budget
from hrgrid.funding.service.grants import apply_grants, compute_grants
from hrgrid.funding.service.items import add_item
from hrgrid.funding.service.rules import keep_funding_rules
from hrgrid.storage.desk import Desk
from tests.funding.office import DAY, DISTRICT, EAST, WEST, YEAR, area, furnish, paper, sums
from tests.publicity.test_races import together

END = dt.date(YEAR, 12, 31)


def with_rights(desk: Desk, *grants: Grant, operator_id: int | None = None) -> Desk:
    number = desk.actor.operator_id if operator_id is None else operator_id
    actor = Actor(number, "分管", "经办人", "示例区", frozenset(grants))
    return Desk(desk.database, actor, desk.keyring)


def given(desk: Desk) -> dict[str, int]:
    """Money in both streets, a paper that waits for the east, two runs of the east."""
    ids = furnish(desk)
    ids["paper"] = paper(
        desk,
        ActKind.ALLOT,
        [MoveForm(ids[EAST], 100, heading=Heading.TRAINING)],
        area_path=area(desk, EAST).path,
    )
    at = area(desk, EAST).id
    for name in ("earlier", "run"):
        ids[name] = desk.write(lambda work: compute_grants(work, YEAR, at, END)).run_id
    return ids


def form(desk: Desk, ids: dict[str, int]) -> ActForm:
    """One more paper of the east."""
    move = MoveForm(ids[EAST], 1, heading=Heading.RESERVE)
    path = area(desk, EAST).path
    return ActForm(YEAR, ActKind.ALLOT, path, "安排机动经费", "财 1 号", DAY, "", (move,))


DEEDS = {
    "open": lambda work, ids, _form, east: open_budget(work, YEAR + 1, east.id),
    "draft": lambda work, _ids, form, _east: draft_act(work, form),
    "void": lambda work, ids, _form, _east: void_act(work, ids["paper"], "不用了"),
    "on_paper": lambda work, ids, _form, _east: approve_act(
        work, ids["paper"], ApproveForm("财 2 号", "王建国", "书记")
    ),
    "compute": lambda work, _ids, _form, east: compute_grants(work, YEAR, east.id, END),
    "apply": lambda work, ids, _form, _east: apply_grants(work, ids["run"]),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_asks_for_the_right_to_run_the_money_of_its_area(office, deed):
    ids, east, there = given(office), area(office, EAST), area(office, WEST).path
    made = form(office, ids)
    for grants in ((), (Grant(Right.RUN_FUNDING, there),), (Grant(Right.APPROVE, ""),)):
        with pytest.raises(Refused):
            with_rights(office, *grants).write(lambda work: DEEDS[deed](work, ids, made, east))
    runs = with_rights(office, Grant(Right.RUN_FUNDING, east.path))
    runs.write(lambda work: DEEDS[deed](work, ids, made, east))


def test_who_signs_in_approves_by_the_right_to_approve_there(office):
    ids, east = given(office), area(office, EAST).path
    sign = ApproveForm("财 2 号")
    for grants in (
        (Grant(Right.RUN_FUNDING, ""),),
        (Grant(Right.APPROVE, area(office, WEST).path),),
    ):
        with pytest.raises(Refused):
            with_rights(office, *grants).write(lambda work: approve_act(work, ids["paper"], sign))
    signs = with_rights(office, Grant(Right.APPROVE, east))
    assert signs.write(lambda work: approve_act(work, ids["paper"], sign)).complete


def test_items_and_rules_are_kept_for_the_whole_office(office):
    east = area(office, EAST).path
    item = ItemForm("heating", "取暖", Heading.PAY)
    rules = replace(FundingRules(), monthly_fen=260_000)
    for grants in ((), (Grant(Right.RUN_FUNDING, east), Grant(Right.KEEP_RULES, east))):
        desk = with_rights(office, *grants)
        with pytest.raises(Refused):
            desk.write(lambda work: add_item(work, item))
        with pytest.raises(Refused):
            desk.write(lambda work: keep_funding_rules(work, rules, DAY, "", "调整"))
    desk = with_rights(office, Grant(Right.RUN_FUNDING, ""), Grant(Right.KEEP_RULES, ""))
    desk.write(lambda work: add_item(work, item))
    desk.write(lambda work: keep_funding_rules(work, rules, DAY, "", "调整"))


CARDS = {
    "budget": lambda work, ids: budget_card(work, ids[EAST]),
    "act": lambda work, ids: act_card(work, ids["paper"]),
    "units": lambda work, ids: grant_units(work, ids["run"]),
    "lines": lambda work, ids: grant_lines(work, ids["run"]),
    "differences": lambda work, ids: grant_differences(work, ids["run"], ids["earlier"]),
}


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_for_who_sees_the_money_there(office, card):
    ids, east, west = given(office), area(office, EAST).path, area(office, WEST).path
    for grants in ((), (Grant(Right.RUN_FUNDING, west), Grant(Right.VIEW_WORKFORCE, ""))):
        # Of a paper he does not even learn that it is there.
        with pytest.raises(UserError, match="没有" if card == "act" and grants else "权限|没有"):
            with_rights(office, *grants).read(lambda work: CARDS[card](work, ids))
    for right in (Right.RUN_FUNDING, Right.APPROVE):
        with_rights(office, Grant(right, east)).read(lambda work: CARDS[card](work, ids))


LISTS = {
    "years": years,
    "tree": lambda work: budget_tree(work, YEAR),
    "acts": lambda work: acts(work, YEAR),
    "runs": lambda work: grant_runs(work, YEAR),
    "execution": lambda work: execution(work, YEAR),
    "bridge": lambda work: bridge(work, YEAR),
}


@pytest.mark.parametrize("read", LISTS)
def test_a_list_is_refused_to_who_sees_no_money_anywhere(office, read):
    given(office)
    with pytest.raises(Refused):
        with_rights(office, Grant(Right.VIEW_WORKFORCE, "")).read(LISTS[read])


def test_a_list_has_what_lies_in_ones_own_part(office):
    given(office)
    west = with_rights(office, Grant(Right.APPROVE, area(office, WEST).path))
    assert [row.area for row in west.read(LISTS["tree"])] == [WEST]
    assert west.read(LISTS["runs"]) == []
    whole = with_rights(office, Grant(Right.APPROVE, ""))
    assert [row.area for row in whole.read(LISTS["tree"])] == [DISTRICT, EAST, WEST]
    assert len(whole.read(LISTS["runs"])) == 2


def test_where_the_policy_asks_for_another_the_proposer_does_not_approve(office):
    ids = given(office)
    office.write(lambda work: set_policy(work, Policy.OTHER_APPROVER, 1), reason="双人复核")
    with pytest.raises(Refused):
        office.write(lambda work: approve_act(work, ids["paper"], ApproveForm("财 2 号")))


def test_two_papers_at_once_never_give_more_than_there_is(office):
    """9,000,000 fen are free; each paper alone would fit."""
    ids = furnish(office)
    moves = [MoveForm(ids[name], 5_000_000, other_budget_id=ids[DISTRICT]) for name in (EAST, WEST)]
    papers = [
        paper(office, ActKind.GIVE, [move], title=f"第 {at} 份") for at, move in enumerate(moves)
    ]

    def approve(act_id: int):
        return office.write(lambda work: approve_act(work, act_id, ApproveForm("财 2 号")))

    came = together([lambda act_id=act_id: approve(act_id) for act_id in papers])
    assert sum(isinstance(one, UserError) for one in came) == 1, came
    total, down, _ = sums(office, ids[DISTRICT])
    assert (total, down) == (30_000_000, 26_000_000)


def test_a_paper_approved_by_many_at_once_counts_once(office):
    ids = given(office)
    came = together(
        [lambda: office.write(lambda work: approve_act(work, ids["paper"], ApproveForm("财 2 号")))]
        * 5
    )
    assert sum(not isinstance(one, Exception) for one in came) == 1, came
    assert all(isinstance(one, UserError) for one in came if isinstance(one, Exception)), came
    assert sums(office, ids[EAST])[2] == 9_000_100
