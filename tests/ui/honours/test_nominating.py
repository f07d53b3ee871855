"""Nominating on the page: the form by hand, order by keys, workbooks back, what to look at."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from hrgrid.exchange.papers.collecting import write_sheets
from hrgrid.exchange.service.rounds import open_round
from hrgrid.honours.queries.nominating import SUBJECT, nominee_form, nominee_forms
from hrgrid.honours.rules.nominating import BookletConsent, NominatedBy
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service.collecting import NOMINATION
from hrgrid.ui.collecting.dialog import CollectingDialog
from hrgrid.ui.honours.consent import ConsentForm
from hrgrid.ui.honours.menus import fill_more
from hrgrid.ui.honours.nominating import NominationLook
from hrgrid.ui.honours.nominee_dialog import Ground, NomineeDialog
from tests.exchange.filling import fill, table
from tests.ui.hands import in_dialog
from tests.ui.honours import campaigns


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def more(page) -> list[str]:
    menu = QMenu(page)
    fill_more(page, menu)
    return texts(menu)


def ordered(page) -> list[str]:
    return [one.row.name for one in page.middle.candidates.model.rows]


@pytest.fixture
def nominating(city, page):
    """The page of a campaign whose forms are in."""
    city.campaign_id = campaigns.nominated(city)
    shown = page()
    shown.head.tabs.setCurrentIndex(1)
    return shown


def dialog(qtbot, page, form=None):
    """The form over the page, for the district on show."""
    ground = Ground(Tier.EXCELLENT, page.middle.unit.area_id, form)
    box = NomineeDialog(page.session, page.board, ground, page.window())
    qtbot.addWidget(box)
    box.show()
    return box


def test_more_offers_the_deeds_of_nominating_and_only_then(city, page):
    campaigns.nominated(city)
    shown = page()
    offered = more(shown)
    assert "向单位下发、收回推荐表…" in offered
    assert "录入推荐对象…\tIns" in offered
    assert "推荐情况…" in offered
    campaigns.ranked(city, year=2024)
    shown = page()
    shown.choose(next(row.id for row in shown.campaigns if row.year == 2024))
    offered = more(page())
    assert "录入推荐对象…\tIns" not in offered
    assert "推荐情况…" in offered


def test_control_with_an_arrow_moves_a_nominee_in_the_order(nominating, hand):
    before = ordered(nominating)
    table_ = nominating.middle.candidates.table
    table_.setFocus()
    table_.selectRow(1)
    QTest.keyClick(table_, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert ordered(nominating) == [before[1], before[0], *before[2:]]
    assert nominating.middle.person.name == before[1]
    QTest.keyClick(table_, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert ordered(nominating) == before


def test_a_nominee_is_entered_by_keys_and_taken_back(nominating, qtbot, hand, city, desk):
    box = dialog(qtbot, nominating)
    there = {one.name for one in nominating.board.candidates if one.tier is Tier.EXCELLENT}
    number, name = next(one for one in city.people["甲区"] if one[1] not in there)
    QTest.keyClicks(box.typed, number)
    qtbot.waitUntil(lambda: box.person.count() == 1)
    assert box.person.currentText() == f"{name}（{number}）"
    box.way.choose(NominatedBy.SELF)
    QTest.keyClick(box.deeds, Qt.Key.Key_A)
    hand.settle()
    box.act.click()
    qtbot.waitUntil(lambda: box._refusal.count() == 1)
    QTest.keyClicks(box.opinion, "tongyi")
    box.act.click()
    hand.settle()
    assert box.inverse is not None
    assert ordered(nominating)[-1] == name
    nominating.nominating._take_back(box.inverse)
    hand.settle()
    assert name not in ordered(nominating)


def test_the_form_counts_the_deeds_and_names_others_in_them(nominating, qtbot, hand, city):
    form = nominating.session.desk.read(
        lambda work: nominee_forms(work, nominating.board.campaign.id)
    )[0]
    box = dialog(qtbot, nominating, form)
    other = next(name for _, name in city.people["乙区"] if name != form.name)
    hand.settle()
    box.deeds.setPlainText(f"与{other}走访")
    told = box._deeds._below.text()
    assert told.startswith(f"{len(other) + 3} 字（最多 2,000 字）")
    assert f"写到{other}" in told
    box.deeds.setPlainText("字" * 2_001)
    assert "请删减 1 字" in box._deeds.problem


def test_files_let_fall_on_the_page_are_taken_as_the_workbooks_that_are_out(
    city, page, qtbot, hand
):
    desk, campaign_id = city.desk, campaigns.nominating(city)
    due = desk.read(lambda work: work.today) + dt.timedelta(days=7)
    made = desk.write(lambda work: open_round(work, NOMINATION, f"{SUBJECT}{campaign_id}", due))
    out = city.folder / "推荐"
    out.mkdir()
    written = desk.write(lambda work: write_sheets(work, NOMINATION, made.sheet_ids, out))
    for path in written.paths:
        first = table(path)[0]["姓名"]
        fill(path, {(first, "推荐称号"): "优秀网格员", (first, "推荐次序"): 1})
    shown = page()
    returned = shown.middle.quotas.model
    back = next(column for column in returned.columns if column.title == "报回")
    assert [back.text(row) for row in returned.rows] == ["未报", "未报"]
    assert not shown.middle.quotas.table.isColumnHidden(1), "who has returned is seen at 1366"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in written.paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shown.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    hand.settle()
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, CollectingDialog))
    hand.settle()
    assert [row.last is not None for row in box.units.rows] == [True, True]
    assert box.act.text() == "合并 2 份"
    box.close()
    hand.settle()
    told = [back.text(row) for row in shown.middle.quotas.model.rows]
    today = f"{desk.read(lambda work: work.now).astimezone():%m-%d}"
    assert told == [today, today]


def test_what_is_to_be_looked_at_leads_to_the_nominee(nominating, qtbot, hand):
    box = NominationLook(nominating.session, nominating.board, nominating.window())
    qtbot.addWidget(box)
    box.show()
    qtbot.waitUntil(lambda: bool(box.hints.rows))
    assert "不妨碍截止推荐" in box.told.text()
    row = box.hints.rows[0]
    with qtbot.waitSignal(box.wanted) as caught:
        QTest.keyClick(box.table, Qt.Key.Key_Return)
    assert caught.args == [row.nomination_id]
    assert [one.name for one in box.shares.rows][-1] == "全部"


def test_shares_stand_below_the_districts(nominating):
    assert "一线 100%" in nominating.middle.quotas.shares.text()


def test_consent_for_the_booklet_is_asked_after_the_close_too(city, page, qtbot, hand, desk):
    campaign_id = campaigns.ranked(city)
    shown = page()
    row = shown.middle.person
    [action] = [one for one in shown.middle.adjust.choices.actions() if "宣传册" in one.text()]

    def answer(form: ConsentForm) -> None:
        assert form.consent.currentData() is BookletConsent.UNASKED
        form.consent.setFocus()
        QTest.keyClick(form.consent, Qt.Key.Key_End)
        QTest.mouseClick(form.act, Qt.MouseButton.LeftButton)

    in_dialog(ConsentForm, answer)
    action.trigger()
    hand.settle()
    last = list(BookletConsent)[-1]
    form = desk.read(lambda work: nominee_form(work, row.nomination_id))
    assert form.consent is last
    others = desk.read(lambda work: nominee_forms(work, campaign_id))
    assert [one.consent for one in others].count(last) == 1
