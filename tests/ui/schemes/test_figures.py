"""Figures by real keys: typed, refused in place, pasted, taken back; each is stored at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.facts import current_facts
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.schemes.figures import FiguresDialog
from tests.assessment.office import AT
from tests.ui.hands import in_dialog

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def box(qtbot, window, session, settle, office) -> FiguresDialog:
    """The grid of September on show."""
    made = FiguresDialog(session, AT, window)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: bool(made.model.people))
    settle()
    made.activateWindow()
    made.grid.setFocus()
    return made


def stored(desk, code: str) -> dict[int, tuple[int, int | None]]:
    found = desk.read(lambda work: list(current_facts(work, [AT], [code])))
    return {person: (amount, base) for _, _, person, amount, base in found}


def at(box: FiguresDialog, code: str, row: int = 0):
    cell = (box.model.people[row].person_id, code)
    box.grid.go(cell)
    return cell


def test_digits_go_in_and_enter_goes_down(box, settle, office):
    first = at(box, "stale")
    QTest.keyClicks(box.grid, "3")
    QTest.keyClick(box.grid, KEY.Key_Return)
    QTest.keyClicks(box.grid, "1.5")
    QTest.keyClick(box.grid, KEY.Key_Tab)
    settle()
    second = box.model.people[1].person_id
    assert stored(office, "stale") == {first[0]: (3_000, None), second: (1_500, None)}
    assert box.grid.cell == (second, "wrong")
    assert box.model.pending == 0


def test_a_ratio_asks_for_its_whole_where_it_is_typed(box, settle, office):
    cell = at(box, "patrols")
    QTest.keyClicks(box.grid, "57")
    QTest.keyClick(box.grid, KEY.Key_Return)
    assert box.grid.cell == cell
    assert box.grid.painter.refused
    assert "57/60" in box.says.toolTip() or "总数" in box.says.text()
    QTest.keyClicks(box.grid, "/60")
    QTest.keyClick(box.grid, KEY.Key_Return)
    settle()
    assert stored(office, "patrols") == {cell[0]: (57_000, 60_000)}


def test_full_width_digits_are_understood(box, settle, office):
    cell = at(box, "stale")
    none = Qt.KeyboardModifier.NoModifier
    QTest.sendKeyEvent(QTest.KeyAction.Click, box.grid, KEY.Key_unknown, "４", none)
    QTest.keyClick(box.grid, KEY.Key_Return)
    settle()
    assert stored(office, "stale") == {cell[0]: (4_000, None)}


def test_the_same_cell_twice_in_a_breath_and_back_again(box, settle, office):
    cell = at(box, "hazards")
    for digit in "25":
        box.grid.go(cell)
        QTest.keyClicks(box.grid, digit)
        QTest.keyClick(box.grid, KEY.Key_Return)
    settle()
    assert stored(office, "hazards") == {cell[0]: (5_000, None)}
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(office, "hazards") == {cell[0]: (2_000, None)}
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(office, "hazards") == {}
    QTest.keyClick(box.grid, KEY.Key_Y, CTRL)
    settle()
    assert stored(office, "hazards") == {cell[0]: (2_000, None)}


def test_a_pasted_block_shows_what_is_refused_and_takes_the_rest(box, settle, office):
    cell = at(box, "stale")
    QGuiApplication.clipboard().setText("1\t2\nabc\t4\n")

    def take(preview: PreviewDialog) -> None:
        assert len(preview.model.rows) == 1
        QTest.mouseClick(preview.act, Qt.MouseButton.LeftButton)

    in_dialog(PreviewDialog, take)
    QTest.keyClick(box.grid, KEY.Key_V, CTRL)
    settle()
    second = box.model.people[1].person_id
    assert stored(office, "stale") == {cell[0]: (1_000, None)}
    assert stored(office, "wrong") == {cell[0]: (2_000, None), second: (4_000, None)}


def test_the_filter_of_a_street_leaves_its_people(box, office):
    everybody = len(box.model.people)
    streets = [box.street.itemData(at) for at in range(box.street.count())]
    box.street.setFocus()
    QTest.keyClick(box.street, KEY.Key_Down)
    assert 0 < len(box.model.people) < everybody
    assert {one.street for one in box.model.people} == {streets[1]}
