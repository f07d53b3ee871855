"""集体荣誉 by clicks: kinds, two units, the meeting's choice, out with the decision, certified."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.honours import queries
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.rules.collectives import CollectiveState
from hrgrid.ui.banners import Banner
from hrgrid.ui.honours.collectives import (
    AwardsForm,
    ChooseForm,
    CollectivesDialog,
    NominateForm,
)
from tests.honours import years
from tests.ui.hands import in_dialog
from tests.ui.waiting import until


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


@pytest.fixture
def box(window, hand, qtbot):
    """The box over the decided campaign."""
    window.show_page("honours")
    hand.settle()
    dialog = CollectivesDialog(window.session, window.page.board, window.page)
    qtbot.addWidget(dialog)
    dialog.show()
    until(lambda: dialog.found is not None)
    yield dialog
    dialog.close()
    hand.settle()


def click(button):
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def fill(hand):
    """Acts in the next form of a kind, then presses its button."""

    def run(kind, act, opening):
        seen = []

        def in_it(form):
            seen.append(form)
            try:
                hand.settle()
                act(form)
                click(form.act)
                until(lambda: not form.isVisible())
            except BaseException:
                form.reject()
                raise

        in_dialog(kind, in_it)
        opening()
        until(lambda: bool(seen))
        hand.settle()

    return run


def entry(box, text):
    menu = box.further.menu()
    menu.aboutToShow.emit()
    found = next(one for one in menu.actions() if one.text() == text)
    assert found.isEnabled(), text
    found.trigger()


def test_a_unit_goes_from_its_name_to_its_certificate(box, fill, desk, hand):
    assert not box.add.isEnabled()
    assert "还没有设荣誉和名额" in box.kinds.text()
    fill(
        AwardsForm,
        lambda form: form.awards.setPlainText("优秀街道 1"),
        lambda: entry(box, "荣誉和名额…"),
    )
    until(box.add.isEnabled)
    for unit in ("甲区", "乙区"):
        fill(NominateForm, lambda form, one=unit: form.unit.insert(one), lambda: click(box.add))
    until(lambda: len(box.model.rows) == 2)

    def choose(form):
        (_, first), (votes, second) = form.lines.values()
        form.number.insert("书记办公会纪要〔2026〕6号")
        form.on.setText("2026-01-20")
        QTest.keyClick(form.on, Qt.Key.Key_Tab)
        first.insert("2")
        click(form.act)
        told = [one.message.sentence for one in form.findChildren(Banner)]
        assert told == ["名次要从 1 连着往下排，不能重复。请核对名次。"]
        first.clear()
        votes.insert("9")
        second.insert("1")

    fill(ChooseForm, choose, lambda: click(box.choose))
    until(lambda: box.model.rows[0].state is CollectiveState.CHOSEN)
    assert (box.model.rows[0].name, box.model.rows[0].votes) == ("乙区", 9)
    entry(box, "随评选决定一并公布")
    until(lambda: box.model.rows[0].state is CollectiveState.DECIDED)
    entry(box, "签发证书")
    until(lambda: any("新签发集体证书 1 张" in one.message.sentence for one in _told(box)))
    hand.settle()
    key = desk.read(queries.campaigns)[0].id
    rows = desk.read(lambda work: collectives(work, key)).rows
    assert [row.state for row in rows] == [CollectiveState.DECIDED, CollectiveState.NOMINATED]


def _told(box):
    return box.findChildren(Banner)
