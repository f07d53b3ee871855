"""What 撤销 in the bar takes back of hiring, by clicks."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.hiring.queries.batches import batches
from hrgrid.hiring.queries.plans import plan_card
from hrgrid.hiring.queries.quotas import quotas
from hrgrid.hiring.service.plans import LineChange, PlanForm, change_line, draft_plan
from hrgrid.hiring.service.quotas import QuotaChange, QuotaForm, grant_quota
from hrgrid.ui.hiring.batch_forms import ApplyToDialog
from hrgrid.ui.hiring.plan_forms import LineDialog
from hrgrid.ui.hiring.undoing import drop_step, offer, quota_step
from tests.hiring.build import applying, area, batch, grid
from tests.ui.hands import menu_entry
from tests.ui.hiring.test_walk_through import Clerk, until


@pytest.fixture
def clerk(hand) -> Clerk:
    return Clerk(hand)


@pytest.fixture
def plan_id(office) -> int:
    place, today = area(office, "示例区"), office.read(lambda work: work.today)
    form = PlanForm(today.year, "年度计划", place.id, today)
    return office.write(lambda work: draft_plan(work, form))


def heads(office, plan_id) -> list[int]:
    return [line.heads for line in office.read(lambda work: plan_card(work, plan_id)).lines]


def change(clerk, level, count: int) -> None:
    def act(box: LineDialog) -> None:
        clerk.type(box.heads, str(count))
        clerk.type(box.reason, "年内撤并")
        clerk.click(box.act)

    until(lambda: level.model.rowCount() == 2)
    level.table.selectRow(0)
    clerk.in_dialog(LineDialog, act)
    clerk.hand.press(level.change)


def test_two_changes_of_one_line_are_taken_back_one_after_the_other(
    page, office, clerk, hand, plan_id
):
    level = page("plans").plans
    change(clerk, level, 2)
    change(clerk, level, 1)
    undo, redo = hand.window.top.undo, hand.window.top.redo
    assert heads(office, plan_id) == [1, 2]
    hand.press(undo)
    assert heads(office, plan_id) == [2, 2]
    hand.press(undo)
    assert heads(office, plan_id) == [3, 2]
    hand.press(redo)
    assert heads(office, plan_id) == [2, 2]


def test_what_somebody_else_changed_since_is_not_taken_back(page, office, clerk, hand, plan_id):
    level = page("plans").plans
    change(clerk, level, 2)
    row = office.read(lambda work: plan_card(work, plan_id)).lines[0]
    other = LineChange(row.id, row.version, 0, 0, "街道撤并")
    office.write(lambda work: change_line(work, other))
    hand.press(hand.window.top.undo)
    assert "没有撤销" in hand.window.messages.message.sentence
    assert heads(office, plan_id) == [0, 2]
    assert not hand.window.session.undo.canUndo()


def test_the_last_day_of_applications_is_put_back(page, office, clerk, hand, window):
    batch_id = applying(office)
    board = page(f"batches/{batch_id}").batches.board
    until(lambda: board.shown is not None)
    before = board.shown.row.apply_to

    def later(box: ApplyToDialog) -> None:
        clerk.day(box.last, before + dt.timedelta(days=5))
        clerk.type(box.reason, "报名人数不足")
        clerk.click(box.act)

    clerk.in_dialog(ApplyToDialog, later)
    menu_entry(board.more, "改报名截止日…").trigger()
    hand.settle()
    [row] = office.read(batches)
    assert row.apply_to == before + dt.timedelta(days=5)
    hand.press(window.top.undo)
    [row] = office.read(batches)
    assert row.apply_to == before


def test_a_grid_taken_off_comes_back(page, office, hand, window):
    batch_id = batch(office)
    page(f"batches/{batch_id}")
    step = drop_step(batch_id, [grid(office, "E001").id])
    offer(window.session, "去掉网格", office.write(step))
    assert office.read(batches)[0].seats == 2
    hand.press(window.top.undo)
    assert office.read(batches)[0].seats == 3


def test_a_corrected_grant_is_put_back(page, office, hand, window):
    page()
    today = office.read(lambda work: work.today)
    form = QuotaForm(area(office, "东街道").id, 3, "编〔2026〕3号", today)
    office.write(lambda work: grant_quota(work, form))
    [row] = office.read(lambda work: quotas(work, work.today))
    wanted = QuotaChange(row.id, row.version, 2, row.document_no, "编办")
    step = quota_step(window.session, wanted)
    offer(window.session, "更正编制", office.write(step, reason="人数录错"))
    hand.press(window.top.undo)
    assert [one.granted.heads for one in office.read(lambda work: quotas(work, work.today))] == [3]
