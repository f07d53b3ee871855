"""三无三零 on its level: how far every community is, and the ways there and on from there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.themes import SHIPPED, Typed
from hrgrid.assessment.service.theme_marks import mark_grids
from hrgrid.ui.stars.themes import ThemesDialog
from hrgrid.ui.stars.themes_dictionary import ThemesDictionary
from tests.assessment.office import AT, grid
from tests.ui.hands import activate, in_dialog
from tests.ui.stars.themed import NOTE

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
NORTH = 7
"""Grids of 北街道 that are marked, its school among them."""


@pytest.fixture
def themed(level, qtbot, window, settle):
    """The level with 三无三零 of September on show."""
    shown = level("stars/themes")
    activate(window, qtbot)
    month = shown.overview.month
    month.setFocus()
    while shown.overview.chosen_month > AT:
        QTest.keyClick(shown.overview, KEY.Key_PageUp, CTRL)
    settle()
    qtbot.waitUntil(lambda: bool(shown.overview.model.rows))
    shown.main_control().setFocus()
    return shown


def north(desk) -> None:
    """Everything of 北街道 is reported, one theme broken."""
    codes = [f"N{at:03d}" for at in (0, 1, 2, 3, 4, 5, 999)]
    cells = {(grid(desk, one).id, code): Typed(ThemeMark.MET) for one in codes for code in SHIPPED}
    cells[grid(desk, "N000").id, "zero_crime"] = Typed(ThemeMark.BROKEN, NOTE)
    desk.write(lambda work: mark_grids(work, AT, cells))


def named(shown) -> list[str]:
    return [row.name for row in shown.overview.model.rows]


def test_the_part_shows_how_far_everybody_is(themed, office, settle, session, qtbot):
    assert themed.where == "三无三零"
    assert len(named(themed)) == 4
    assert themed.overview.told.toolTip() == "4 个社区，报齐 0 个。"
    north(office)
    session.tasks.changed.emit("stars")
    told = "4 个社区，报齐 1 个，未达标 1 格。"
    qtbot.waitUntil(lambda: themed.overview.told.toolTip() == told)
    assert named(themed)[-1] == "北社区"
    QTest.mouseClick(
        themed.overview.open_only, LEFT, pos=themed.overview.open_only.rect().center() / 4
    )
    assert "北社区" not in named(themed)
    assert len(named(themed)) == 3
    settle()


def test_another_month_by_keys(themed, office, settle, qtbot):
    north(office)
    for key, done in ((KEY.Key_PageUp, 0), (KEY.Key_PageDown, 1)):
        QTest.keyClick(themed.overview.table, key, CTRL)
        qtbot.waitUntil(lambda done=done: f"报齐 {done} 个" in themed.overview.told.toolTip())
        settle()
    assert themed.overview.chosen_month == AT


def test_enter_opens_the_sheet_of_a_community_and_the_level_hears_of_it(
    themed, settle, session, qtbot
):
    at = named(themed).index("西社区")
    themed.overview.table.selectRow(0)
    for _ in range(at):
        QTest.keyClick(themed.overview.table, KEY.Key_Down)
    heard: list[str] = []
    session.tasks.changed.connect(heard.append)
    shown: list[tuple[int, str]] = []

    def fill(sheet: ThemesDialog) -> None:
        qtbot.waitUntil(lambda: bool(sheet.model.grids))
        shown.append((sheet.read.month, sheet.read.part.name))
        QTest.keyClicks(sheet.grid, "11")
        QTest.mouseClick(sheet.leave, LEFT)

    in_dialog(ThemesDialog, fill)
    QTest.keyClick(themed.overview.table, KEY.Key_Return)
    settle()
    assert shown == [(AT, "西社区")]
    # Told once, when it was left, and not with each cell.
    assert heard.count("stars") == 1
    qtbot.waitUntil(
        lambda: {row.name: row.typed for row in themed.overview.model.rows}["西社区"] == 2
    )
    settle()


def test_the_button_leads_there_and_escape_back(level, qtbot, window, settle):
    shown = level()
    activate(window, qtbot)
    # No round yet: the empty level has its own way.
    way = next(
        one for one in shown.empty.findChildren(type(shown.dictionary)) if one.text() == "三无三零"
    )
    QTest.mouseClick(way, LEFT)
    settle()
    assert shown.on_themes
    assert shown.fill.isVisible()
    assert not shown.new.isVisible()
    shown.main_control().setFocus()
    QTest.keyClick(shown.overview.table, KEY.Key_Escape)
    settle()
    assert not shown.on_themes
    assert shown.where == "星级评定"
    assert not shown.fill.isVisible()


def test_what_is_on_show_outlasts_a_new_reading(themed, session, settle):
    session.tasks.changed.emit("stars")
    settle()
    assert themed.on_themes
    assert themed.overview.isVisible()


def test_the_dictionary_is_opened_from_here(themed, settle):
    seen: list[str] = []

    def look(listed: ThemesDictionary) -> None:
        seen.append(listed.windowTitle())
        QTest.keyClick(listed, KEY.Key_Escape)

    in_dialog(ThemesDictionary, look)
    QTest.mouseClick(themed.dictionary, LEFT)
    settle()
    assert seen == ["三无三零主题"]
