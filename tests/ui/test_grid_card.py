"""The card of a grid: its sections, their forms by keyboard, a past day, 八定 on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from hrgrid.ui.grids.body_forms import CheckDialog, ItemsDialog, JoinDialog, LeaveDialog
from hrgrid.ui.grids.card import GridDialog
from hrgrid.ui.grids.conditions import GridConditions
from hrgrid.ui.grids.fact_forms import AssignDialog, GridFactsDialog, TermsDialog
from hrgrid.ui.grids.listing import GridsView
from hrgrid.ui.grids.volunteer_forms import CountDialog, KindsDialog
from hrgrid.ui.workforce.conditions import Place
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.queries.dossier import grid_card
from hrgrid.workforce.queries.facts import volunteer_kinds
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.rules.eight import BodyKind, EightKind
from hrgrid.workforce.service.bodies import BodyForm, found_body
from hrgrid.workforce.service.facts import change_terms
from tests.ui.crew import crew
from tests.ui.hands import today
from tests.ui.test_grids import Hands

SPRING = dt.date(2026, 3, 1)


@pytest.fixture
def hands(qtbot, settle):
    return Hands(qtbot, settle)


@pytest.fixture
def community(desk):
    """甲区's community and its grids: workers in the first two, none in the third."""
    crew(desk, part_timers=2)

    def job(work):
        area = tree_index(work, work.today).named("甲区社区")[0]
        return area, grids_of(work, area.id, work.today)

    return desk.read(job)


@pytest.fixture
def page(community, window, settle):
    window.show_page("workforce")
    settle()
    return window.page


@pytest.fixture
def opened(page, community, hands, qtbot):
    """The card of the first grid."""
    grid = community[1][0]
    card = hands.open(GridDialog(page.session, grid.id, grid.name, page))
    # What was just put in is on show a moment later.
    qtbot.waitUntil(lambda: bool(words(card)))
    return card


def words(dialog):
    return [one.text() for one in dialog.view.findChildren(QLabel) if one.isVisible()]


def button(dialog, name):
    found = [
        one
        for one in dialog.view.findChildren(QPushButton)
        if one.accessibleName() == name and one.isVisible()
    ]
    return found[0]


def filled(qtbot, press, kind, deed):
    """Press what opens a form, and do something with the form that is then on show."""
    came = []

    def look():
        form = QApplication.activeModalWidget()
        if not isinstance(form, kind) or form.focusWidget() is not QApplication.focusWidget():
            QTimer.singleShot(10, look)
            return
        # A form that stays would keep the test for ever.
        QTimer.singleShot(20_000, form, form.reject)
        try:
            deed(form)
            came.append(form)
        except BaseException:
            form.reject()
            raise

    QTimer.singleShot(0, look)
    press()
    assert came


def test_the_card_says_what_is_missing_and_where_to_begin(opened):
    shown = words(opened)
    assert [text for text in shown if text.startswith("还没有登记")] == [
        "还没有登记网格党支部。",
        "还没有登记警格。",
        "还没有登记工作站。",
        "还没有登记人数：安安小分队、楼栋长、专家库、微网格志愿者、志愿者。",
    ]
    assert "已定 1/8" in shown
    assert "缺 5 个" in shown
    names = [one.accessibleName() for one in opened.view.findChildren(QPushButton)]
    assert "安排网格长" in names
    assert "安排包联干部" in names
    assert "登记警格…" in names


def test_the_first_form_is_reached_and_filled_by_keyboard(opened, qtbot, desk, community):
    name = "基本情况：变更、更正…"
    link = button(opened, name)
    opened.people.setFocus()
    for _ in range(12):
        if QApplication.focusWidget() is link:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is link

    def type_households(form):
        assert QApplication.focusWidget() is form.households
        qtbot.keyClicks(form.households, "415")
        qtbot.keyClick(form.households, Qt.Key.Key_Return)

    filled(qtbot, lambda: qtbot.keyClick(link, Qt.Key.Key_Space), GridFactsDialog, type_households)
    qtbot.waitUntil(lambda: opened.card.row.households == 415)
    # The link that was in hand is in hand again.
    # The sections are made anew: for a moment there is none.
    qtbot.waitUntil(lambda: getattr(opened.focusWidget(), "accessibleName", str)() == name)
    before = desk.read(
        lambda work: grid_card(work, community[1][0].id, today() - dt.timedelta(days=1))
    )
    assert before.row.households != 415


def test_terms_of_the_community_hold_for_the_grid_until_it_writes_its_own(
    page, community, opened, hands, qtbot
):
    area, _ = community
    form = hands.open(TermsDialog(page.session, area, page))
    qtbot.waitUntil(form.act.isEnabled)
    assert EightKind.GRID not in form.boxes
    qtbot.keyClicks(form.boxes[EightKind.HOURS], "8:30")
    assert hands.act(form) == ""
    qtbot.waitUntil(lambda: opened.card.settled == 2)
    qtbot.waitUntil(lambda: any(text.startswith("沿用甲区社区") for text in words(opened)))
    own = hands.open(TermsDialog(page.session, opened.card, opened))
    qtbot.waitUntil(own.act.isEnabled)
    assert own.boxes[EightKind.HOURS].placeholderText() == "8:30"
    assert "没有改动" in hands.act(own)
    qtbot.keyClicks(own.boxes[EightKind.HOURS], "9:00")
    assert hands.act(own) == ""
    qtbot.waitUntil(lambda: opened.card.eight[3].text == "9:00")
    wrong = hands.open(TermsDialog(page.session, opened.card, opened))
    qtbot.waitUntil(wrong.act.isEnabled)
    wrong.boxes[EightKind.HOURS].setPlainText("9:30")
    wrong.way.setCurrentIndex(1)
    assert "事由" in hands.act(wrong)
    wrong.effect.reason.setText("抄错")
    assert hands.act(wrong) == ""
    qtbot.waitUntil(lambda: opened.card.eight[3].text == "9:30")


def test_a_change_is_taken_back_from_the_message(page, opened, hands, qtbot):
    said = []
    page.session.said.connect(said.append)
    form = hands.open(GridFactsDialog(page.session, opened.card, opened))
    before = opened.card.row.households
    form.households.setText("99")
    assert hands.act(form) == ""
    qtbot.waitUntil(lambda: opened.card.row.households == 99)
    assert [one.text for one in said[-1].actions] == ["撤回"]
    said[-1].actions[0].does()
    qtbot.waitUntil(lambda: opened.card.row.households == before)


def test_a_vacant_role_gets_somebody(page, opened, hands, qtbot):
    role = next(one for one in opened.card.crew if one.code == "reporter")
    form = hands.open(AssignDialog(page.session, opened.card, role, opened))
    assert "没有叫“无此人”的在册人员" in _typed(form, form.person, "无此人", hands)
    worker = opened.card.row.worker
    assert _typed(form, form.person, worker, hands) == ""
    qtbot.waitUntil(lambda: any(one.code == "reporter" and one.held for one in opened.card.crew))
    told = f"{worker}（兼职"
    qtbot.waitUntil(lambda: any(text.startswith(told) for text in words(opened)))


def _typed(form, field, text, hands):
    field.setText(text)
    return hands.act(form)


def test_a_station_comes_is_looked_at_and_goes(page, opened, community, hands, qtbot):
    kind = BodyKind.STATION
    join = hands.open(JoinDialog(page.session, opened.card, kind, opened))
    qtbot.waitUntil(lambda: join.reach.count() == 2)
    assert "没有写工作站的名称" in hands.act(join)
    join.fields.name.setText("精网微格工作站")
    join.fields.telephone.setText("0512-63000000")
    join.reach.setCurrentIndex(1)
    assert hands.act(join) == ""
    qtbot.waitUntil(lambda: opened.card.body(kind) is not None)
    assert opened.card.body(kind).grids == len(community[1])
    check = hands.open(CheckDialog(page.session, opened.card.body(kind), opened))
    for item in ("有统一标识", "有组织架构"):
        qtbot.keyClick(check.ticks[item], Qt.Key.Key_Space)
    assert "没有写核查人" in hands.act(check)
    check.by.setText("陈敏")
    assert hands.act(check) == ""
    qtbot.waitUntil(lambda: opened.card.body(kind).passed == 2)
    qtbot.waitUntil(lambda: f"四有 2/4，{today()} 陈敏核查" in words(opened))
    items = hands.open(ItemsDialog(page.session, opened.card.station_items, opened))
    items.items.setPlainText("有场所\n有人员")
    items.effect.reason.setText("按新标准")
    assert hands.act(items) == ""
    qtbot.waitUntil(lambda: opened.card.station_items == ("有场所", "有人员"))
    texts = [one.text() for one in opened.body_menu(opened.card.body(kind), opened).actions()]
    assert texts == ["变更、更正…", "登记四有核查…", "换核查哪几项…", "", "退出或撤销…"]
    leave = hands.open(LeaveDialog(page.session, opened.card, opened.card.body(kind), opened))
    # It began today: it was never there, so it cannot end today but may serve another grid.
    leave.what.setCurrentIndex(1)
    leave.effect.reason.setText("撤并")
    assert "请核对日期" in hands.act(leave)
    leave.what.setCurrentIndex(0)
    assert hands.act(leave) == ""
    qtbot.waitUntil(lambda: opened.card.body(kind) is None)


def test_a_grid_joins_a_branch_that_is_there(desk, opened, community, hands, qtbot):
    area, grids = community
    kind, form = BodyKind.PARTY_BRANCH, BodyForm("甲区社区第一网格党支部", "沈建国")
    ids = [grids[1].id]
    desk.write(lambda work: found_body(work, kind, area.id, form, grid_ids=ids, on=SPRING))
    join = hands.open(JoinDialog(opened._session, opened.card, kind, opened))
    qtbot.waitUntil(lambda: join.which.count() == 2)
    join.which.setCurrentIndex(1)
    assert not join.fields.isVisible()
    assert hands.act(join) == ""
    qtbot.waitUntil(lambda: opened.card.body(kind) is not None)
    assert opened.card.body(kind).leader == "沈建国"


def test_volunteers_are_counted_and_kinds_added(page, desk, opened, hands, qtbot):
    count = hands.open(CountDialog(page.session, opened.card, opened))
    assert "一类人数也没有写" in hands.act(count)
    count.fields["an_an_squad"].setText("许多")
    assert "安安小分队的人数“许多”读不出来" in hands.act(count)
    count.fields["an_an_squad"].setText("１２ 人")
    assert hands.act(count) == ""
    qtbot.waitUntil(lambda: opened.card.volunteers[0].heads == 12)
    kinds = hands.open(KindsDialog(page.session, opened))
    kinds.name.setText("银龄志愿者")
    qtbot.keyClick(kinds.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.card.volunteers[-1].label == "银龄志愿者")
    assert kinds.isVisible()
    labels = [one.label for one in desk.read(volunteer_kinds)]
    assert labels[-1] == "银龄志愿者"


def test_a_past_day_is_shown_as_it_was(page, desk, community, hands, qtbot):
    hours = {EightKind.HOURS: "8:30—17:30"}
    grid = community[1][0]
    desk.write(lambda work: change_terms(work, grid.id, hours, SPRING))
    before = SPRING - dt.timedelta(days=1)
    card = hands.open(GridDialog(page.session, grid.id, grid.name, page, on=before))
    qtbot.waitUntil(lambda: card.card is not None)
    chips = [one.text() for one in card.findChildren(QLabel) if "的情况" in one.text()]
    assert chips == [f"{before} 的情况"]
    assert card.card.eight[3].text == ""
    form = hands.open(GridFactsDialog(page.session, card.card, card, on=before))
    assert form.effect.on.value == before
    card.show_day(None)
    qtbot.waitUntil(lambda: card.card.eight[3].text == "8:30—17:30")


def test_cards_and_lists_are_written_where_they_are_asked_for(
    opened, community, hands, tmp_path, monkeypatch
):
    (area, grids), qtbot = community, hands.qtbot
    target = tmp_path / "八定卡.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(opened.papers, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists)
    listing = GridsView(opened._session)
    qtbot.addWidget(listing)
    listing.want(GridConditions(places=(Place(area.id, area.name, area.level),)))
    qtbot.waitUntil(lambda: listing.cards.text() == f"打印 {len(grids)} 张八定卡…")
    target = tmp_path / "全部八定卡.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    listing.cards.trigger()
    qtbot.waitUntil(target.exists)
