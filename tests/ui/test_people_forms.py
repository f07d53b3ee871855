"""Forms about people: changes and corrections, absences, entries that are one person, rules."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from hrgrid.overview.queries.results import ResultRow
from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.grids.undoing import UndoChangeDialog
from hrgrid.ui.office.role_rules import RemoveRuleDialog, RoleRuleDialog, RoleRulesDialog
from hrgrid.ui.workforce.absence_forms import (
    AbsenceDialog,
    PlanDialog,
    ReturnDialog,
    VoidAbsenceDialog,
)
from hrgrid.ui.workforce.change_forms import ChangeDialog, ChangePostDialog, CorrectPostDialog
from hrgrid.ui.workforce.duplicates import DuplicatesDialog
from hrgrid.ui.workforce.merge_forms import MergePeopleDialog, UndoMergeDialog
from hrgrid.ui.workforce.person_forms import CorrectDialog
from hrgrid.workforce.model import AreaChange, Person, Post, StandIn
from hrgrid.workforce.queries import coverage, person_card
from hrgrid.workforce.queries.changes import area_history
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.queries.role_rules import role_rules
from hrgrid.workforce.rules import (
    AbsenceKind,
    Employment,
    Engagement,
    FormerField,
    LeaveKind,
    PostState,
    RoleRuleKind,
)
from hrgrid.workforce.service.regridding import GridForm, Part, split_grid
from tests.ui.crew import crew
from tests.ui.hands import today
from tests.workforce.build import SINCE, enlist, id_number

DAY = dt.timedelta(days=1)


@pytest.fixture
def few(desk):
    return crew(desk, part_timers=2)


@pytest.fixture
def page(few, window, settle):
    window.show_page("workforce")
    settle()
    settle()
    return window.page


@pytest.fixture
def card_of(desk, few):
    """The card of the full-time worker of a grid of 甲区, as it is now."""

    def made(at=0):
        query = select(Post.person_id).where(
            Post.area_id == few.grids["甲区"][at].id, Post.fills_grid
        )
        return desk.read(lambda work: person_card(work, work.session.scalar(query)))

    return made


class Hands:
    """What a person does with a form."""

    def __init__(self, qtbot, settle):
        self.qtbot, self.settle = qtbot, settle

    def open(self, dialog):
        """Show a form without waiting for it, and let it read what it needs."""
        self.qtbot.addWidget(dialog)
        dialog.show()
        self.settle()
        self.settle()
        return dialog

    def act(self, dialog) -> str:
        """Press its button; the sentence of the refusal, "" where it was done."""
        self.qtbot.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: bool(dialog.result() or said(dialog)))
        self.settle()
        return said(dialog)


@pytest.fixture
def hands(qtbot, settle):
    return Hands(qtbot, settle)


def said(dialog) -> str:
    shown = [one for one in dialog.findChildren(Banner) if one.message.kind is Kind.BAD]
    return shown[-1].message.sentence if shown and shown[-1].isVisible() else ""


def type_in(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


# --- 变更 -----------------------------------------------------------------------------------------


def test_another_name_takes_a_paper_and_keeps_the_old_one_on_the_card(page, card_of, hands):
    card = card_of()
    page._open(card.id, card.name)
    dialog = hands.open(ChangeDialog(page.session, card, page))
    assert dialog.now.text() == card.name
    dialog.text.setText("示例新名")
    dialog.reason.setText("户口簿上改名")
    assert "改名须有凭据" in hands.act(dialog)
    dialog.document.setText("户口簿变更记录")
    assert hands.act(dialog) == ""
    view = page.person.view
    hands.qtbot.waitUntil(lambda: view.card is not None and view.card.name == "示例新名")
    assert [(row.field, row.text) for row in view.card.former] == [(FormerField.NAME, card.name)]


def test_a_telephone_changes_and_its_mask_is_kept(page, card_of, hands):
    card = card_of()
    dialog = hands.open(ChangeDialog(page.session, card, page))
    dialog.field.choose(FormerField.PHONE)
    assert dialog.now.text() == card.phone_masked
    dialog.text.setText("139 0000 22")
    dialog.reason.setText("换号")
    assert "手机" in hands.act(dialog)
    dialog.text.setText("139 0000 2222")
    assert hands.act(dialog) == ""
    after = card_of()
    assert after.phone_masked == "139****2222"
    assert after.former[0].text == card.phone_masked


def test_part_time_from_a_day_on(page, card_of, hands):
    card = card_of()
    dialog = hands.open(ChangePostDialog(page.session, card, page))
    assert dialog.role.currentText() == "网格员"
    assert "没有什么要变更" in hands.act(dialog)
    dialog.employment.choose(Employment.PART)
    assert hands.act(dialog) == ""
    posts = page.session.desk.read(lambda work: person_card(work, card.id)).posts
    assert [(row.employment, row.valid_from) for row in posts] == [
        (Employment.PART, today()),
        (Employment.FULL, SINCE),
    ]


# --- 更正 -----------------------------------------------------------------------------------------


def test_a_correction_waits_until_the_results_were_read(page, card_of, hands):
    dialog = hands.open(CorrectDialog(page.session, card_of(), page))
    hands.qtbot.waitUntil(lambda: dialog.results.rows == [])
    assert dialog.act.isEnabled()
    dialog.results._show([ResultRow("2026 年评选", "入选", stands=True)])
    assert not dialog.act.isEnabled()
    QTest.keyClick(dialog.results.go_on, Qt.Key.Key_Space)
    assert dialog.act.isEnabled()


def test_a_past_post_is_put_right_and_the_wrong_one_stays_voided(page, card_of, hands):
    card = card_of()
    dialog = hands.open(CorrectPostDialog(page.session, card, page))
    assert (dialog.fields.place.text(), dialog.fields.since.value) == (
        card.posts[0].typed_place,
        SINCE,
    )
    dialog.fields.since.put(dt.date(2021, 1, 1))
    assert "事由" in hands.act(dialog)
    dialog.reason.setText("入职日期录错一年")
    assert hands.act(dialog) == ""
    posts = page.session.desk.read(lambda work: person_card(work, card.id)).posts
    assert {(row.state, row.valid_from) for row in posts} == {
        (PostState.VOIDED, SINCE),
        (PostState.ACTIVE, dt.date(2021, 1, 1)),
    }
    row = page.session.desk.read(lambda work: coverage(work, dt.date(2020, 6, 1)))[0]
    assert row.filled == 2


def test_a_correction_runs_into_another_worker_and_says_who(page, card_of, few, hands):
    dialog = hands.open(CorrectPostDialog(page.session, card_of(), page))
    dialog.fields.place.setText(few.grids["甲区"][1].code)
    dialog.reason.setText("录错网格")
    assert f"已有专职网格员{card_of(1).name}" in hands.act(dialog)
    assert page.session.desk.read(lambda work: coverage(work, today()))[0].filled == 3


# --- away and back --------------------------------------------------------------------------------


def test_a_leave_with_its_stand_in_shows_in_the_list_and_ends_with_the_return(page, card_of, hands):
    card, other = card_of(), card_of(1)
    dialog = hands.open(AbsenceDialog(page.session, card, page))
    hands.qtbot.waitUntil(lambda: len(dialog.covers) == 1)
    dialog.leave.choose(LeaveKind.MATERNITY)
    dialog.last_day.put(today() + 90 * DAY)
    dialog.covers[0].person.setText(other.number)
    dialog.covers[0].pay.setCurrentIndex(1)
    assert "金额" in hands.act(dialog)
    dialog.covers[0].allowance.setText("500")
    assert hands.act(dialog) == ""
    row = page.session.desk.read(lambda work: coverage(work, today()))[0]
    assert (row.filled, row.covered) == (3, 1)
    hands.qtbot.waitUntil(
        lambda: [one.away for one in page.model.rows if one.id == card.id] == ["请假"]
    )
    page._open(card.id, card.name)
    hands.settle()
    texts = [one.text() for one in page.person.view.deeds.menu().actions()]
    assert "返岗…" in texts
    assert "请假、借调或离岗…" not in texts
    plan = hands.open(PlanDialog(page.session, card_of(), page))
    plan.last_day.put(today() + 60 * DAY)
    assert hands.act(plan) == ""
    back = hands.open(ReturnDialog(page.session, card_of(), page))
    assert "早" in hands.act(back) or "其后" in said(back)
    back.back.put(today() + 10 * DAY)
    assert hands.act(back) == ""
    ends = page.session.desk.read(lambda work: list(work.session.scalars(select(StandIn.valid_to))))
    assert ends == [today() + 10 * DAY]


def test_a_secondment_asks_where_and_one_typed_wrong_is_voided(page, card_of, hands):
    dialog = hands.open(AbsenceDialog(page.session, card_of(), page))
    dialog.kind.choose(AbsenceKind.SECONDMENT)
    assert dialog.host.isVisible()
    assert not dialog.leave.isVisible()
    assert "借调到哪个单位" in hands.act(dialog)
    dialog.host.setText("区联动中心")
    assert hands.act(dialog) == ""
    card = card_of()
    assert card.away == "借调"
    void = hands.open(VoidAbsenceDialog(page.session, card, page))
    void.reason.setText("登记错了人")
    assert hands.act(void) == ""
    assert card_of().away == ""


# --- entries that are one person ------------------------------------------------------------------


@pytest.fixture
def twice(desk, few):
    """The worker of 甲区's first grid is on file a second time."""
    desk.write(
        lambda work: enlist(
            work, few.grids["甲区"][2], "示例重名", 501, role="信息员", employment=Employment.PART
        )
    )
    desk.write(
        lambda work: enlist(
            work, few.grids["乙区"][1], "示例重名", 511, role="信息员", employment=Employment.PART
        )
    )
    query = select(Person.number).where(Person.name == "示例重名").order_by(Person.id)
    return desk.read(lambda work: list(work.session.scalars(query)))


def test_pairs_are_worked_through_one_after_the_other(page, twice, hands):
    dialog = hands.open(DuplicatesDialog(page.session, page))
    hands.qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    pair = dialog.model.rows[0]
    assert (pair.one.number, pair.other.number) == tuple(twice)
    assert dialog.compare.isEnabled()
    hands.qtbot.mouseClick(dialog.apart, Qt.MouseButton.LeftButton)
    hands.qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert dialog.count.text() == "没有疑似重复的人员。"
    assert not dialog.compare.isEnabled()


def test_two_entries_are_compared_merged_and_made_two_again(page, twice, hands):
    def card(number):
        return page.session.desk.read(lambda work: person_card(work, find_person(work, number)))

    kept = card(twice[0])
    dialog = hands.open(MergePeopleDialog(page.session, kept, page))
    assert not dialog.act.isEnabled()
    type_in(dialog.who, twice[0])
    QTest.keyClick(dialog.who, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: "就是这一条记录" in said(dialog))
    type_in(dialog.who, twice[1])
    QTest.keyClick(dialog.who, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: "id_number" in dialog.choices)
    assert set(dialog.choices) == {"number", "id_number"}
    dialog.choices["id_number"].setChecked(True)
    assert "事由" in hands.act(dialog)
    dialog.reason.setText("两次导入")
    assert hands.act(dialog) == ""
    merged = card(twice[0])
    assert (len(merged.posts), merged.id_masked[-4:]) == (2, id_number(511)[-4:])
    assert [row.number for row in merged.merged] == [twice[1]]
    undo = hands.open(UndoMergeDialog(page.session, merged, page))
    undo.reason.setText("其实是两个人")
    assert hands.act(undo) == ""
    assert card(twice[0]).id_masked[-4:] == id_number(501)[-4:]


# --- rules of roles -------------------------------------------------------------------------------


def test_rules_are_added_listed_with_who_breaks_them_and_removed(page, few, card_of, hands):
    card = card_of()
    page.session.desk.write(
        lambda work: enlist(
            work,
            few.grids["乙区"][0],
            "示例两任",
            601,
            role="联络员",
            employment=Employment.PART,
        )
    )
    dialog = hands.open(RoleRulesDialog(page.session, page))
    hands.qtbot.waitUntil(lambda: dialog.rules.rowCount() == 2)
    assert dialog.count.text() == "今天的任职都符合规则。"
    one = hands.open(RoleRuleDialog(page.session, dialog))
    one.role.choose("grid_leader")
    one.other.choose("grid_leader")
    assert "两个不同的岗位" in hands.act(one)
    one.kind.choose(RoleRuleKind.SINGLE)
    assert not one.other.isVisible()
    assert hands.act(one) == ""
    hands.qtbot.waitUntil(lambda: dialog.rules.rowCount() == 3)
    # The part-timers all lead one grid.
    hands.qtbot.waitUntil(lambda: dialog.breaches.rowCount() == 1)
    assert "今天有 1 处任职与规则不符" in dialog.count.text()
    assert len(dialog.breaches.rows[0].people) == 2
    engaged = hands.open(RoleRuleDialog(page.session, dialog))
    engaged.kind.choose(RoleRuleKind.ENGAGEMENT)
    engaged.engagement.choose(Engagement.CONTRACT)
    assert hands.act(engaged) == ""
    rule = page.session.desk.read(role_rules)[-1]
    gone = hands.open(RemoveRuleDialog(page.session, rule, dialog))
    assert "事由" in hands.act(gone)
    gone.reason.setText("不再限定")
    assert hands.act(gone) == ""
    assert rule not in page.session.desk.read(role_rules)
    assert card.name


# --- a split taken back ---------------------------------------------------------------------------


def test_a_split_is_taken_back_from_the_card(page, few, hands):
    from hrgrid.ui.grids.card import GridDialog

    grid = few.grids["甲区"][0]
    parts = (Part(6_000, GridForm("东网格", "N1")), Part(4_000, GridForm("西网格", "N2")))
    done = page.session.desk.write(
        lambda work: split_grid(work, grid.id, parts, today() - DAY), reason="户数多"
    )
    card = hands.open(GridDialog(page.session, done.area_ids[0], "东网格", page))
    texts = [one.text() for one in card.deeds.menu().actions()]
    assert f"撤销 {today() - DAY} 的拆分…" in texts
    history = page.session.desk.read(lambda work: area_history(work, grid.id))
    undo = hands.open(UndoChangeDialog(page.session, history.changes[0], page))
    assert "事由" in hands.act(undo)
    undo.reason.setText("上级没有批准")
    assert hands.act(undo) == ""
    assert page.session.desk.read(lambda work: area_history(work, grid.id)).changes[0].undone_by
    assert (
        page.session.desk.read(lambda work: work.session.scalar(select(AreaChange.id))) is not None
    )
