"""光荣册 by real clicks and keys: opened from the menu, narrowed, printed, and on to a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from hrgrid.honours.rules.roll import RollKind
from hrgrid.honours.rules.words import GrantState
from hrgrid.ui.honours.roll import RollDialog
from tests.honours import years
from tests.ui.waiting import until


@pytest.fixture
def template(template, furnished):
    return furnished("honours of several years", years.build)


@pytest.fixture
def roll(window, hand, qtbot):
    """The box over the page, with everything read."""
    window.show_page("honours")
    hand.settle()
    box = RollDialog(window.session, window.page)
    qtbot.addWidget(box)
    box.show()
    until(lambda: box.parts.reader.found == 13)
    yield box
    box.close()
    hand.settle()


def names(box):
    return [row.name for row in box.parts.model.rows]


def test_the_menu_leads_to_the_roll(window, hand):
    from tests.ui.hands import in_dialog

    window.show_page("honours")
    hand.settle()
    page, seen = window.page, []

    def look(box):
        seen.append(box.told.text())
        box.reject()

    menu = page.head.more.menu()
    menu.aboutToShow.emit()
    entry = next(one for one in menu.actions() if one.text().startswith("光荣册"))
    in_dialog(RollDialog, look)
    entry.trigger()
    until(lambda: len(seen) == 1)
    hand.settle()


def test_what_is_typed_and_chosen_narrows_and_the_chips_widen_again(roll):
    assert "3 个年度、13 人次，其中已撤销 1 人次" in roll.told.text()
    roll.search.insert("欧阳")
    QTest.keyClick(roll.search, Qt.Key.Key_Return)
    until(lambda: names(roll) == ["欧阳春晓"])
    assert roll.parts.table.hasFocus() or not roll.isActiveWindow()
    chip = roll.parts.strip.chips[0]
    assert chip.text().startswith("搜索：欧阳")
    roll.parts.strip.clear.click()
    until(lambda: len(names(roll)) == 13)
    roll.state.setCurrentIndex(roll.state.findData(GrantState.REVOKED))
    until(lambda: len(names(roll)) == 1)
    row = roll.parts.model.rows[0]
    assert (row.state, row.revoke_document) == (GrantState.REVOKED, years.REVOKED)
    roll.state.setCurrentIndex(0)
    roll.tier.setCurrentIndex(roll.tier.findData(RollKind.COLLECTIVE))
    until(lambda: names(roll) == [])
    assert roll.parts.strip.chips[0].text().startswith("集体荣誉")
    roll.tier.setCurrentIndex(roll.tier.findData(RollKind.PERSON))
    until(lambda: len(names(roll)) == 13)
    roll.tier.setCurrentIndex(0)
    roll.year.setCurrentIndex(roll.year.findData(2018))
    until(lambda: names(roll) == ["龚伟〓"])


def test_the_book_and_the_list_are_written_of_what_is_on_show(roll, tmp_path, monkeypatch, hand):
    files = {"pdf": tmp_path / "册.pdf", "xlsx": tmp_path / "表.xlsx"}
    asked = []

    def choose(_over, _title, name, kind):
        asked.append(name)
        return str(files["pdf" if "pdf" in kind else "xlsx"]), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    roll.year.setCurrentIndex(roll.year.findData(2023))
    until(lambda: len(names(roll)) == 2)
    # A click on a button that is switched off while the list is read is lost.
    until(roll.book.isEnabled)
    QTest.mouseClick(roll.book, Qt.MouseButton.LeftButton)
    until(files["pdf"].exists)
    hand.settle()
    until(roll.export.isEnabled)
    QTest.mouseClick(roll.export, Qt.MouseButton.LeftButton)
    until(files["xlsx"].exists)
    hand.settle()
    assert [Path(name).name for name in asked] == ["2023 年度光荣册.pdf", "光荣册 2 行.xlsx"]


def test_enter_on_somebody_on_file_shows_his_card(roll, window, hand):
    roll.parts.table.selectRow(0)
    roll.parts.table.setFocus()
    QTest.keyClick(roll.parts.table, Qt.Key.Key_Return)
    until(lambda: not roll.isVisible())
    hand.settle()
    assert window.page is not None
    assert window.page_key == "workforce"
