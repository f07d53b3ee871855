"""Stars in cells: drawn in gold from the left, spoken as a word, copied as a number."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage

from hrgrid.assessment.rules.result_rows import ResultOrder
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.ui import theme
from hrgrid.ui.cells.list_model import ListColumn, ListModel
from hrgrid.ui.cells.select_table import SelectTable
from hrgrid.ui.star_marks import StarMarks, stars_size
from hrgrid.ui.tables import Column, RowsModel, Table

LEVELS = [5, 3, 0]


@dataclass(frozen=True)
class Line:
    """A row that is nothing but its level."""

    id: int


@pytest.fixture
def table(qtbot, look):
    model = RowsModel([Column("星级", star_label, 120, stars=lambda level: level)])
    made = Table(model, "星级")
    qtbot.addWidget(made)
    made.resize(400, 300)
    model.show_rows(LEVELS)
    with qtbot.waitExposed(made):
        made.show()
    return made


def golden(image: QImage, area: QRect) -> int:
    """How many points of an area have the colour of stars that were given."""
    gold = theme.LIGHT.gold.lower()
    return sum(
        image.pixelColor(x, y).name() == gold
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    )


def test_as_many_stars_are_gold_as_were_given(table):
    image = table.viewport().grab().toImage()
    five, three, none = (
        golden(image, table.visualRect(table.model().index(at, 0))) for at in range(3)
    )
    assert none == 0
    assert five > three > 0
    # Each star is the same picture.
    assert abs(five / 5 - three / 3) < 3


def test_nought_is_said_in_words_and_every_level_is_spoken(table):
    roles = Qt.ItemDataRole
    spoken = [table.model().index(at, 0).data(roles.AccessibleTextRole) for at in range(3)]
    assert spoken == ["五星", "三星", "未评星"]


def test_stars_are_copied_as_a_number(table, qtbot):
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "5"
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "未评星"


def test_long_lists_draw_the_same_stars(qtbot, look):
    column: ListColumn[Line] = ListColumn(
        "星级", lambda row: star_label(row.id), 120, stars=lambda row: row.id, key="level"
    )
    model: ListModel[Line] = ListModel([column], ResultOrder.RANK, {})
    made = SelectTable(model, "星级")
    qtbot.addWidget(made)
    made.resize(400, 300)
    model.show_first([Line(level) for level in LEVELS])
    with qtbot.waitExposed(made):
        made.show()
    image = made.viewport().grab().toImage()
    five, three, none = (
        golden(image, made.visualRect(made.model().index(at, 0))) for at in range(3)
    )
    assert (none, five > three > 0) == (0, True)


def test_marks_on_a_card_tell_their_level(qtbot, look):
    marks = StarMarks(4)
    qtbot.addWidget(marks)
    assert marks.accessibleName() == "四星"
    assert marks.sizeHint() == stars_size()
    marks.resize(marks.sizeHint())
    four = golden(marks.grab().toImage(), marks.rect())
    marks.show_level(0)
    assert marks.accessibleName() == "未评星"
    assert golden(marks.grab().toImage(), marks.rect()) == 0 < four
