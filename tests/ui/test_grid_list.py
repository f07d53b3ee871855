"""网格一览: the same table as the list of people, on grids."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from hrgrid.ui.cells.filter_popup import NumbersPopup
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.grids.spec import COLUMNS
from hrgrid.workforce.queries.gridlist import GridFilter, GridOrder, grids
from tests.ui.crew import crew
from tests.ui.hands import in_dialog, opened

AT = {column.key: at for at, column in enumerate(COLUMNS)}
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desk, window, settle):
    """Seven grids of two districts on show."""
    crew(desk, part_timers=1)
    page = opened(window, settle)
    page.tools.switch.grids.click()
    settled(settle)
    return page


@pytest.fixture
def view(page, qtbot):
    """The list, being edited for a reason."""
    qtbot.keyClick(page.grids.table, Qt.Key.Key_E, CONTROL)
    page.grids.parts.editing.strip.reason.setText("核对户数")
    return page.grids


def settled(settle) -> None:
    for _ in range(3):
        settle()


def done(view, qtbot, settle) -> None:
    settle()
    qtbot.waitUntil(lambda: not view.parts.editing.busy)
    settled(settle)


def go(view, row, key) -> None:
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view.table.selectionModel().setCurrentIndex(view.model.index(row, AT[key]), flag)
    view.table.setFocus()


def paste(view, qtbot, text) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(view.table, Qt.Key.Key_V, CONTROL)


def stored(desk, key):
    rows = desk.read(lambda work: grids(work, GridFilter(work.today)))
    return [getattr(row, key) for row in rows]


def chips(view) -> list[str]:
    return [chip.text() for chip in view.parts.strip.chips]


def test_the_switch_goes_there_and_back_with_the_area(page, qtbot, settle):
    view = page.grids
    assert view.model.rowCount() == 7
    assert page.main_control() is view.table
    tree = page.panel.tree
    district = page.panel.model.index(0, 0, page.panel.model.index(0, 0))
    qtbot.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(district).center()
    )
    settled(settle)
    assert chips(view) == ["区县：甲区"]
    assert view.model.rowCount() == 4
    assert page.crumb == "示例市 / 甲区"
    qtbot.mouseClick(view.switch.people, Qt.MouseButton.LeftButton)
    settled(settle)
    assert not view.isVisible()
    assert page.tools.isVisible()
    assert [chip.text() for chip in page.strip.chips] == ["区县：甲区"]


def test_households_are_typed_and_enter_goes_down(view, qtbot, settle, desk):
    go(view, 0, "households")
    qtbot.keyClick(view.table, "3")

    def line():
        focus = QApplication.focusWidget()
        return focus if isinstance(focus, QLineEdit) and view.table.isAncestorOf(focus) else None

    qtbot.waitUntil(lambda: line() is not None)
    qtbot.keyClicks(line(), "20")
    qtbot.keyClick(line(), Qt.Key.Key_Return)
    assert view.table.currentIndex().row() == 1
    done(view, qtbot, settle)
    assert stored(desk, "households")[0] == 320
    assert view.model.row_at(0).households == 320


def test_a_block_of_names_and_households_is_pasted_undone_and_redone(
    view, window, qtbot, settle, desk
):
    before = stored(desk, "name")
    header = view.table.horizontalHeader()
    header.moveSection(header.visualIndex(AT["households"]), 1)
    go(view, 0, "name")
    paste(view, qtbot, "东一格\t310\r\n东二格\t1,205\r\n")
    done(view, qtbot, settle)
    assert stored(desk, "name")[:2] == ["东一格", "东二格"]
    assert stored(desk, "households")[:3] == [310, 1205, None]
    assert window.top.undo.accessibleName() == "撤销“批量改网格、户数（2 个网格）”"
    qtbot.keyClick(view.table, Qt.Key.Key_Z, CONTROL)
    done(view, qtbot, settle)
    assert stored(desk, "name") == before
    assert window.top.redo.accessibleName() == "恢复“批量改网格、户数（2 个网格）”"
    qtbot.keyClick(view.table, Qt.Key.Key_Y, CONTROL)
    done(view, qtbot, settle)
    assert stored(desk, "households")[:2] == [310, 1205]


def test_one_value_fills_down_but_names_do_not(view, window, qtbot, settle, desk):
    model = view.model
    go(view, 0, "households")
    paste(view, qtbot, "300")
    done(view, qtbot, settle)
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    for key in ("households", "name"):
        block = QItemSelection(model.index(0, AT[key]), model.index(2, AT[key]))
        view.table.selectionModel().select(block, flag)
        qtbot.keyClick(view.table, Qt.Key.Key_D, CONTROL)
        done(view, qtbot, settle)
    assert stored(desk, "households")[:4] == [300, 300, 300, None]
    assert "网格名称各不相同" in window.messages.message.sentence


def test_refused_cells_are_shown_before_anything_is_written(view, qtbot, settle, desk):
    seen = []

    def leave(dialog: PreviewDialog) -> None:
        seen.extend((cell.row, cell.column, cell.text) for cell in dialog.model.rows)
        qtbot.mouseClick(dialog.stay, Qt.MouseButton.LeftButton)

    in_dialog(PreviewDialog, leave)
    go(view, 0, "households")
    paste(view, qtbot, "300\n很多\n")
    done(view, qtbot, settle)
    assert seen == [(view.model.row_at(1).name, "户数", "很多")]
    assert stored(desk, "households")[:2] == [None, None]


def test_a_range_of_households_narrows_and_is_told(view, qtbot, settle):
    go(view, 0, "households")
    paste(view, qtbot, "300\n900\n")
    done(view, qtbot, settle)
    view.parts.editing.end()
    settled(settle)
    heading = view.table.heading
    place = heading.funnel(AT["households"]).center()
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: isinstance(view.parts.filters.popup, NumbersPopup))
    box = view.parts.filters.popup
    box.least.setText("９００")
    box.most.setText("300")
    qtbot.keyClick(box.most, Qt.Key.Key_Return)
    assert "请对调" in box._problem.text()
    box.most.clear()
    qtbot.keyClick(box.most, Qt.Key.Key_Return)
    settled(settle)
    assert chips(view) == ["户数：900 以上"]
    assert [row.households for row in view.model.rows] == [900]
    assert heading.section_told(AT["households"]) == "户数，已筛选，户数：900 以上"
    assert "户数：900 以上" in heading.accessibleDescription()


def test_odd_sizes_are_a_click_away_and_say_by_which_rule(page, desk, qtbot, settle):
    view = page.grids
    link = view.parts.saved.links["户数超出建议范围"]
    assert "综合网格 300–500 户，微网格 50–100 户" in link.toolTip()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    settled(settle)
    assert chips(view) == ["户数超出建议范围"]
    assert view.model.rowCount() == 0
    assert view.frame.none.isVisible()
    qtbot.mouseClick(view.parts.saved.links["空缺"], Qt.MouseButton.LeftButton)
    settled(settle)
    assert {row.cover.label for row in view.model.rows} == {"空缺"}


def test_a_click_on_the_heading_sorts_and_the_order_is_remembered(page, qtbot, settle, window):
    view = page.grids
    table = view.table
    x = table.columnViewportPosition(AT["code"]) + 20
    header = table.horizontalHeader().viewport()
    from PySide6.QtCore import QPoint

    qtbot.mouseClick(header, Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
    settled(settle)
    assert view.model.order is GridOrder.CODE
    found = [row.code for row in view.model.rows]
    assert found == sorted(found)


def test_what_is_seen_is_exported(page, tmp_path, monkeypatch, qtbot, settle):
    path = tmp_path / "网格.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.grids.table.show_column("street", shown=False)
    qtbot.mouseClick(page.grids.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(path.exists)
    settled(settle)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert "街道" not in rows[0]
    assert rows[0][0] == "网格"
    assert [row[0] for row in rows[1:]] == [row.name for row in page.grids.model.rows]


def test_the_model_keeps_qts_rules(page, qtmodeltester):
    qtmodeltester.check(page.grids.model)
