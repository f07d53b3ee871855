"""The plan of a year: counted, changed with a reason, approved, filled, given up."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import PaperApproval, approve, record_paper_approval
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.policies import Setting
from hrgrid.hiring.queries.batch_card import batch_card
from hrgrid.hiring.queries.plans import plan_card, plans
from hrgrid.hiring.rules.words import BatchState, PlanState
from hrgrid.hiring.service.batches import BatchForm, cancel_batch, open_batch
from hrgrid.hiring.service.plans import (
    LineChange,
    PlanForm,
    approve_plan,
    change_line,
    draft_plan,
    plan_subject,
    recount_plan,
    void_plan,
)
from hrgrid.hiring.service.steps import Evidence
from tests.hiring.build import area, batch, employ, grid, id_number, plant
from tests.statements import recorded

PAPER = Evidence("区委常委会纪要〔2026〕3号", dt.date(2026, 3, 1))


def drafted(desk, name="示例区", reserve_bp=1_000, title="年度招录计划"):
    place = area(desk, name)
    form = PlanForm(2026, title, place.id, desk.read(lambda work: work.today), reserve_bp)
    return desk.write(lambda work: draft_plan(work, form))


def card(desk, plan_id):
    return desk.read(lambda work: plan_card(work, plan_id))


def approved(desk, plan_id):
    subject = desk.read(lambda work: plan_subject(work, plan_id))
    desk.write(lambda work: approve(work, subject))
    desk.write(lambda work: approve_plan(work, plan_id, PAPER))


def lines(desk, plan_id):
    return {row.name: (row.heads, row.reserve) for row in card(desk, plan_id).lines}


def change(desk, plan_id, name, heads, *, reserve, reason=""):
    row = next(one for one in card(desk, plan_id).lines if one.name == name)
    wanted = LineChange(row.id, row.version, heads, reserve, reason)
    return desk.write(lambda work: change_line(work, wanted))


def test_a_draft_counts_the_vacancies_by_street(office):
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    plan_id = drafted(office, reserve_bp=5_000)
    # Half up for each street by itself.
    assert lines(office, plan_id) == {"东街道": (2, 1), "西街道": (2, 1)}
    row = next(one for one in card(office, plan_id).lines if one.name == "东街道")
    assert row.count.arithmetic == "编制 3 − 在岗 1 − 拟录用 0 = 2"
    assert not row.differs
    (plan,) = office.read(plans)
    assert (plan.heads, plan.reserve, plan.hired, plan.state) == (4, 2, 0, PlanState.DRAFT)


def test_another_number_wants_a_reason_and_can_be_taken_back(office):
    plan_id = drafted(office)
    with pytest.raises(UserError, match="东街道空缺 3 名、储备 0 名，改成招录 5 名"):
        change(office, plan_id, "东街道", 5, reserve=0)
    inverse = change(office, plan_id, "东街道", 5, reserve=0, reason="7 月有 2 人退休")
    row = next(one for one in card(office, plan_id).lines if one.name == "东街道")
    assert (row.heads, row.reason, row.differs) == (5, "7 月有 2 人退休", True)
    office.write(lambda work: change_line(work, inverse))
    assert lines(office, plan_id)["东街道"] == (3, 0)
    # What says again what was counted needs no reason.
    assert change(office, plan_id, "东街道", 3, reserve=0).heads == 3
    with pytest.raises(UserError, match="东街道的招录人数是 -1，只能填 0 到"):
        change(office, plan_id, "东街道", -1, reserve=0, reason="误")
    with pytest.raises(UserError, match="刚被别人改过"):
        office.write(lambda work: change_line(work, inverse))


def test_a_draft_is_counted_anew(office):
    plan_id = drafted(office)
    home = grid(office, "E000")
    office.write(lambda work: employ(work, home, "赵一", id_number(1)))
    office.write(lambda work: recount_plan(work, plan_id, work.today, 2_500))
    assert lines(office, plan_id) == {"东街道": (2, 1), "西街道": (2, 1)}


def test_a_plan_counts_once_it_is_approved(office):
    plan_id = drafted(office)
    with pytest.raises(Refused, match="须有 1 人审批，现有 0 人"):
        office.write(lambda work: approve_plan(work, plan_id, PAPER))
    with pytest.raises(UserError, match="没有写批准的文号或会议号"):
        office.write(lambda work: approve_plan(work, plan_id, Evidence()))
    approved(office, plan_id)
    plan = card(office, plan_id).plan
    assert (plan.state, plan.document_no) == (PlanState.APPROVED, PAPER.document_no)
    assert plan.approval_words.startswith("单人审批：")
    with pytest.raises(UserError, match="现在是“已批准”，要在“拟定中”时才能办这一步"):
        change(office, plan_id, "东街道", 5, reserve=0, reason="追加")
    with pytest.raises(UserError, match="现在是“已批准”，不用再审批"):
        office.read(lambda work: plan_subject(work, plan_id))


def test_under_two_people_the_proposer_does_not_approve(houses):
    with houses.open(Setting.DOUBLE) as house:
        clerk, chief = house.desk(Role.CLERK), house.desk(Role.CHIEF)
        clerk.write(plant)
        plan_id = drafted(clerk)
        subject = clerk.read(lambda work: plan_subject(work, plan_id))
        own = PaperApproval(clerk.actor.name, "科长", dt.date(2026, 3, 1), "纪要1号")
        with pytest.raises(Refused, match="经办人不能审批自己经办的事项"):
            clerk.write(lambda work: record_paper_approval(work, subject, own))
        chief.write(lambda work: approve(work, chief.read(lambda w: plan_subject(w, plan_id))))
        clerk.write(lambda work: approve_plan(work, plan_id, PAPER))
        assert card(chief, plan_id).plan.state is PlanState.APPROVED
        with pytest.raises(Refused, match="没有“办理招录”的权限"):
            drafted(chief, title="另一份")


def test_a_batch_is_opened_from_it_in_one_click(office):
    plan_id = drafted(office, reserve_bp=5_000)
    change(office, plan_id, "东街道", 2, reserve=1, reason="先招两个")
    approved(office, plan_id)
    batch(office, "西街道", 1)
    opened = office.write(lambda work: open_batch(work, BatchForm("第一批", plan_id=plan_id)))
    assert (opened.positions, opened.seats) == (2, 3)
    assert opened.notes == (
        "东街道计划招录 2 名，空缺网格 3 个，只列入前 2 个",
        "西街道有 1 个空缺网格已在别的批次招录，没有列入",
        "西街道计划招录 2 名，现有空缺网格 1 个，按空缺列入",
    )
    found = office.read(lambda work: batch_card(work, opened.batch_id))
    assert [(one.code, one.title, one.places, one.reserve) for one in found.positions] == [
        ("01", "东街道专职网格员", 2, 1),
        ("02", "西街道专职网格员", 1, 1),
    ]
    assert found.batch.plan == "年度招录计划"
    done = {row.name: row.on_offer for row in card(office, plan_id).lines}
    assert done == {"东街道": 2, "西街道": 1}


def test_a_draft_opens_no_batch(office):
    plan_id = drafted(office)
    with pytest.raises(UserError, match="现在是“拟定中”，要在“已批准”时"):
        office.write(lambda work: open_batch(work, BatchForm("第一批", plan_id=plan_id)))


def test_a_plan_is_given_up_with_a_reason_once_no_batch_runs(office):
    plan_id = drafted(office)
    approved(office, plan_id)
    opened = office.write(lambda work: open_batch(work, BatchForm("第一批", plan_id=plan_id)))
    with pytest.raises(UserError, match=r"还有批次“.* 第一批”在办，不能作废"):
        office.write(lambda work: void_plan(work, plan_id), reason="经费没有落实")
    office.write(lambda work: cancel_batch(work, opened.batch_id), reason="经费没有落实")
    office.write(lambda work: void_plan(work, plan_id), reason="经费没有落实")
    plan = card(office, plan_id).plan
    assert (plan.state, plan.void_reason) == (PlanState.VOID, "经费没有落实")
    gone = office.read(lambda work: batch_card(work, opened.batch_id)).batch
    assert gone.state is BatchState.CANCELLED


def test_a_plan_of_nothing_is_refused(office):
    place = grid(office, "E999")
    form = PlanForm(2026, "学校", place.id, dt.date(2026, 1, 1))
    with pytest.raises(UserError, match="没有须配专职网格员的网格，拟不出计划"):
        office.write(lambda work: draft_plan(work, form))


def test_a_card_takes_a_fixed_number_of_statements(office):
    plan_id = drafted(office)
    with recorded() as asked:
        card(office, plan_id)
    assert len(asked) <= 5
