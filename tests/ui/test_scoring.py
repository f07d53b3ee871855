"""The score grid by real keys: 60 by 7 at three keys a mark, and every slip of the hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from hrgrid.panels import queries, service
from hrgrid.panels.rules.typing import shown_mark
from hrgrid.panels.rules.words import (
    EntrantStatus,
    Ground,
    NoMark,
    PanelState,
    SeatState,
    SheetState,
)
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.scoring import ScoringDialog, scoring_view
from hrgrid.ui.scoring.differing import DifferencesDialog
from hrgrid.ui.scoring.model import AFTER, MarkColumn, Place
from hrgrid.ui.typing.cursor import Walk
from tests.panels.build import TWO_ITEMS, cells_of, marked, seated
from tests.ui.hands import in_dialog
from tests.ui.scored import MARKS

KEYS = QKeySequence.StandardKey


class Hand:
    """A person at the grid who counts the keys."""

    def __init__(self, dialog, settle) -> None:
        self.dialog, self.settle = dialog, settle
        self.view, self.grid, self.model = dialog.view, dialog.view.grid, dialog.view.model
        self.keys = 0

    def type(self, text: str) -> None:
        for letter in text:
            self.keys += 1
            if letter.isascii():
                QTest.keyClicks(self.grid, letter)
                continue
            # QTest knows no full-width letters; the keyboard's driver sends them as text.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.grid, event)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(self.grid, key, modifier)

    def shortcut(self, which) -> None:
        self.keys += 1
        QTest.keySequence(self.grid, QKeySequence(which))

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.shortcut(KEYS.Paste)

    def at(self, row: int, judge: int, item: int = 0):
        """Put the cursor on the cell of a row and a judge, both from 1."""
        view = self.model.view
        cell = (view.entrants[row - 1].id, judge, view.items[item].id)
        self.grid.go(cell)
        return cell

    @property
    def where(self) -> tuple[int, int]:
        """Row and judge of the cursor, both from 1."""
        index = self.grid.currentIndex()
        column = self.model.columns[index.column()]
        assert isinstance(column, MarkColumn)
        return index.row() + 1, column.seat.seat_no

    def shown(self, row: int) -> dict[str, str]:
        """The texts of a row by the titles of their columns."""
        return {
            str(self.model.headerData(at, Qt.Orientation.Horizontal)): str(
                self.model.index(row - 1, at).data() or ""
            )
            for at in range(self.model.columnCount())
        }

    @property
    def says(self) -> str:
        return self.view.says.toolTip()

    @property
    def todos(self) -> list[str]:
        self.view.show_beside()
        return [link.accessibleName() for link in self.view.side.todo.links]


@pytest.fixture
def opened(qtbot, session, desk, settle):
    """Opens a panel as a dialog, the cursor in its grid."""
    dialogs = []

    def open_panel(make=seated, **kwargs) -> Hand:
        panel_id = desk.write(lambda work: make(work, **kwargs))
        dialog = ScoringDialog(session, panel_id)
        dialog.panel_id = panel_id
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.resize(1366, 768)
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        settle()
        if dialog.view.grid.isVisible():
            qtbot.waitUntil(dialog.view.grid.hasFocus)
        return Hand(dialog, settle)

    return open_panel


def filled(work, tenths=MARKS, entrants=14, **kwargs):
    panel_id = seated(work, 7, entrants, **kwargs)
    marked(work, panel_id, tenths)
    return panel_id


def stored(desk, hand):
    return desk.read(lambda work: queries.panel_view(work, hand.dialog.panel_id))


# --- the walk ---------------------------------------------------------------------------------


def test_sixty_entrants_by_seven_judges_take_three_keys_a_mark(opened, desk, settle):
    hand = opened(entrants=60)
    assert hand.where == (1, 1)
    expected = {}
    for at, cell in enumerate(cells_of(hand.model.view)):
        tenths = 700 + at * 37 % 300
        hand.type(f"{tenths:03d}")
        expected[cell] = tenths * 100
    settle()
    print(f"{len(expected)} marks, {hand.keys} keys")
    assert hand.keys == 1_260
    assert stored(desk, hand).marks == expected
    hand.view.show_beside()
    assert hand.view.foot.count.text() == "已录 420 / 420"
    assert hand.model.pending == 0
    # Ctrl+Enter, and nothing is left but to close.
    asked = []
    in_dialog(Confirmation, lambda box: (asked.append(box.windowTitle()), box.act.click()))
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["截止“2026 年网格员招录面试”"]
    settle()
    settle()
    assert stored(desk, hand).state is PanelState.CLOSED
    assert hand.keys <= 1_320


def test_by_judge_the_cursor_goes_down_and_then_to_the_next_judge(opened, settle):
    hand = opened(entrants=3, judges=3)
    hand.view.by_judge.click()
    assert hand.grid.walk is Walk.DOWN
    assert hand.grid.hasFocus()
    for expected in ((2, 1), (3, 1), (1, 2), (2, 2)):
        hand.type("900")
        assert hand.where == expected
    settle()


def test_the_cursor_passes_over_who_is_recused_or_absent(opened, desk):
    def make(work):
        panel_id = seated(work, 3, 3)
        view = queries.panel_view(work, panel_id)
        service.recuse(work, view.seats[1].id, view.entrants[0].id, Ground.KIN)
        service.set_status(work, view.entrants[1].id, EntrantStatus.ABSENT, "没来")
        return panel_id

    hand = opened(make)
    hand.type("900")
    assert hand.where == (1, 3)
    hand.type("900")
    assert hand.where == (3, 1)
    assert hand.shown(1)["评委 2"] == "回避"
    assert hand.shown(2)["提示"] == "缺席"
    hand.at(1, 2)
    hand.type("9")
    assert hand.says == "01 号“邓嘉宁”评委 2回避，不录分。"
    assert hand.grid.painter.typing is None


def test_it_goes_on_where_it_was_left(opened):
    assert opened(filled).where == (6, 4)


# --- typing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "mark", "column"),
    [
        ("926", 92_600, 2),
        ("100", 100_000, 2),
        ("085", 8_500, 2),
        ("92.6", 92_600, 2),
        ("９２．６", 92_600, 2),
        ("92。6", 92_600, 2),
        ("100.0", 100_000, 2),
    ],
)
def test_what_is_typed_is_understood(opened, settle, keys, mark, column):
    hand = opened()
    hand.type(keys)
    settle()
    assert list(hand.model.marks.values()) == [mark]
    assert hand.where == (1, column)
    assert hand.grid.painter.typing is None
    assert "926" in hand.says


def test_enter_tab_and_arrows_end_a_shorter_mark(opened, settle):
    hand = opened()
    hand.type("90")
    assert hand.grid.painter.typing.text == "90"
    assert hand.model.marks == {}
    hand.press(Qt.Key.Key_Return)
    hand.type("8")
    hand.press(Qt.Key.Key_Tab)
    hand.type("91")
    hand.press(Qt.Key.Key_Down)
    assert hand.where == (2, 3)
    hand.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    hand.press(Qt.Key.Key_Up)
    hand.press(Qt.Key.Key_Left)
    assert hand.where == (1, 1)
    hand.press(Qt.Key.Key_Left)
    assert hand.where == (1, 1)
    settle()
    assert list(hand.model.marks.values()) == [90_000, 8_000, 91_000]


def test_a_slip_is_taken_back_before_it_is_a_mark(opened, settle):
    hand = opened()
    hand.type("93")
    hand.press(Qt.Key.Key_Backspace)
    hand.type("26")
    hand.type("9x")
    hand.press(Qt.Key.Key_Escape)
    assert hand.grid.painter.typing is None
    assert hand.dialog.isVisible()
    hand.press(Qt.Key.Key_Backspace)
    hand.type("7")
    hand.press(Qt.Key.Key_Delete)
    assert hand.grid.painter.typing is None
    settle()
    assert list(hand.model.marks.values()) == [92_600]


def test_off_the_scale_is_refused_in_place_with_the_sentence(opened, settle):
    hand = opened(
        items=(service_item("a", 20_000, 500, 5_000), service_item("b", 80_000, 500, 5_000)),
    )
    hand.type("25.")
    hand.press(Qt.Key.Key_Return)
    assert hand.says == "25 超出 0–20，没有记下。"
    assert hand.grid.painter.refused
    assert hand.where == (1, 1)
    hand.press(Qt.Key.Key_Down)
    assert hand.where == (1, 1)
    hand.type("183")
    assert hand.says == "18.3 不是 0.5 的整数倍，没有记下。"
    hand.type("185")
    settle()
    assert list(hand.model.marks.values()) == [18_500]
    assert not hand.grid.painter.refused


def service_item(code, full, step, weight):
    from hrgrid.panels.rules.rule import Item

    return Item(code, f"项{code}", full, step, weight)


def test_a_point_behind_three_digits_spoils_no_other_cell(opened, settle):
    hand = opened()
    hand.type("105.0")
    assert hand.says == "105 已经记作 10.5 并跳格，后面的小数点没有记下。请核对上一格。"
    assert hand.where == (1, 2)
    assert hand.grid.painter.typing is None
    hand.type("926")
    settle()
    assert list(hand.model.marks.values()) == [10_500, 92_600]


def test_the_input_method_is_off(opened):
    grid = opened().grid
    assert not grid.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


# --- what follows from a mark -----------------------------------------------------------------


def test_a_row_shows_what_is_missing_dropped_doubtful_and_tied(opened):
    hand = opened(filled)
    assert (hand.shown(1)["最后得分"], hand.shown(1)["名次"]) == ("88.46", "7")
    assert hand.shown(2)["提示"] == hand.shown(9)["提示"] == "并列"
    assert hand.shown(6)["提示"] == "缺评委 4"
    assert hand.shown(12)["提示"] == "评委 6 偏差大"
    assert hand.shown(14)["提示"] == "缺 5 个分"
    dropped = {cell[1] for cell in hand.model.rows[0].dropped}
    assert dropped == {5, 7}
    # A row that was not begun shouts nothing.
    assert hand.model.rows[5].missing[0][1] == 4


def test_the_ranking_and_the_list_of_what_is_left_follow_each_mark(opened, settle, qtbot):
    hand = opened(filled)
    ranking = hand.view.side.ranking.ranked
    assert [row.published for row in ranking.rows][:3] == ["91.60", "91.10", "91.06"]
    assert hand.todos == [
        "继续：06 号正在录入，还差 1 个分",
        "去补录：14 号“赵文斌”还差 5 个分",
        "去核对：12 号“韩丽华”评委 6 与中位数差 10.6 分",
    ]
    hand.type("910")
    qtbot.waitUntil(lambda: [row.published for row in ranking.rows][1] == "91.22")
    assert hand.shown(6)["名次"] == "2"
    assert hand.shown(7)["名次"] == "3"
    hand.at(1, 1)
    link = next(
        button
        for button in hand.view.side.todo.links
        if button.accessibleName().startswith("去核对")
    )
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert hand.where == (12, 6)
    assert hand.grid.hasFocus()
    settle()


def test_only_the_cells_that_changed_are_told_to_the_view(opened, settle):
    hand = opened(filled)
    told = []
    hand.model.dataChanged.connect(
        lambda one, last: told.append((one.row(), one.column(), last.row(), last.column()))
    )
    hand.at(14, 3)
    told.clear()
    hand.type("900")
    rows = {row for first, _, last, _ in told for row in range(first, last + 1)}
    assert rows == {13}
    settle()
    hand.at(6, 4)
    told.clear()
    hand.type("910")
    # The total stands there with the key; who stands where need not be waited for.
    assert {first for first, *_ in told} == {5}
    assert hand.shown(6)["最后得分"]
    told.clear()
    hand.view.show_beside()
    beside = hand.model.columns.index(Place.TOTAL)
    moved = {first for first, column, _, _ in told if column == beside}
    # Whoever stood behind the new second place moved down; nobody's marks were drawn again.
    assert moved == set(range(13)) - {10}
    settle()


class Drawn(QObject):
    """How much of a widget was drawn, in pixels."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.pixels = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            area = event.region()
            self.pixels += sum(rect.width() * rect.height() for rect in area)
        return False


def test_a_mark_draws_what_it_changed_and_not_its_row(opened, settle):
    hand = opened(filled)
    hand.at(14, 2)
    settle()
    told = []
    hand.model.dataChanged.connect(lambda one, last: told.append((one.column(), last.column())))
    hand.type("900")
    # Its own cell, as typed and as on its way, and the three places beside the marks.
    assert all(first == last for first, last in told)
    own = hand.model.columns.index(Place.TOTAL) - 7 + 1
    beside = {hand.model.columns.index(place) for place in AFTER}
    assert {first for first, _ in told} == {own} | beside
    settle()


def test_the_next_row_below_draws_that_row_and_no_other(opened, settle):
    hand = opened(entrants=60)
    while hand.grid.verticalScrollBar().value() == 0:
        hand.at(hand.where[0] + 1, 7)
        QApplication.processEvents()
    settle()
    drawn = Drawn(hand.grid.viewport())
    # The last judge's mark: the cursor goes on to a row that was not in sight.
    hand.at(hand.where[0], 7)
    before = hand.grid.verticalScrollBar().value()
    hand.type("900")
    QApplication.processEvents()
    assert hand.grid.verticalScrollBar().value() > before
    whole = hand.grid.viewport().width() * hand.grid.viewport().height()
    assert 0 < drawn.pixels < whole / 3
    settle()


def test_a_mark_shows_that_it_is_not_safe_until_it_is(opened, settle):
    hand = opened()
    cell = hand.grid.cell
    hand.type("926")
    assert hand.model.is_pending(cell)
    hand.view.show_beside()
    assert hand.view.foot.safe.text() == "正在存 1 个分…"
    settle()
    assert not hand.model.is_pending(cell)
    hand.view.show_beside()
    assert hand.view.foot.safe.text() == "每录一个分立即存盘，断电断网不丢"


def test_a_mark_that_is_refused_by_the_data_goes_back(opened, desk, settle):
    hand = opened()
    cell = hand.grid.cell
    # Another window was quicker.
    desk.write(lambda work: service.key_mark(work, hand.dialog.panel_id, cell, 80_000))
    hand.type("926")
    assert hand.model.marks[cell] == 92_600
    settle()
    settle()
    assert "刚由经办人改为“80”" in hand.says
    assert hand.model.marks[cell] == 80_000
    hand.shortcut(KEYS.Undo)
    settle()
    assert stored(desk, hand).marks == {cell: 80_000}


# --- undo, clearing, pasting ------------------------------------------------------------------


def test_undo_and_redo_go_mark_by_mark(opened, desk, settle):
    hand = opened()
    cells = cells_of(hand.model.view)
    hand.type("926911")
    hand.shortcut(KEYS.Undo)
    assert hand.where == (1, 2)
    hand.shortcut(KEYS.Undo)
    settle()
    assert stored(desk, hand).marks == {}
    hand.shortcut(KEYS.Redo)
    hand.shortcut(KEYS.Redo)
    hand.shortcut(KEYS.Redo)
    settle()
    assert stored(desk, hand).marks == {cells[0]: 92_600, cells[1]: 91_100}


def test_delete_clears_what_is_selected_as_one_step(opened, desk, settle):
    hand = opened(filled)
    first = hand.at(1, 1)
    index = hand.model.index_of(first)
    last = hand.model.index(2, index.column() + 1)
    for row in range(3):
        for right in range(2):
            hand.grid.selectionModel().select(
                hand.model.index(row, index.column() + right),
                QItemSelectionModel.SelectionFlag.Select,
            )
    assert last.isValid()
    hand.press(Qt.Key.Key_Delete)
    settle()
    assert len(stored(desk, hand).marks) == 92 - 6
    hand.shortcut(KEYS.Undo)
    settle()
    assert len(stored(desk, hand).marks) == 92


def test_a_column_from_excel_is_pasted_at_once(opened, desk, settle):
    hand = opened(entrants=14)
    hand.at(1, 3)
    hand.paste("\n".join(f"{80 + at}.5" for at in range(14)) + "\n")
    settle()
    marks = stored(desk, hand).marks
    assert len(marks) == 14
    assert {cell[1] for cell in marks} == {3}
    assert hand.grid.hasFocus()


def test_a_block_with_blanks_and_reasons_leaves_blanks_alone(opened, desk, settle):
    hand = opened(filled)
    hand.at(1, 1)
    hand.paste("91\t\t评委缺席\r\n９０．５\t88\t\r\n")
    settle()
    view = stored(desk, hand)
    row = {cell[1:2]: value for cell, value in view.marks.items() if cell[0] == 1}
    assert (row[1,], row[2,], row[3,]) == (91_000, 88_700, NoMark.JUDGE_ABSENT)
    assert hand.shown(2)["评委 1"] == "90.5"
    hand.shortcut(KEYS.Copy)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "91.0\t88.7\t缺席"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("91\n105", "没有粘贴：02 号“胡文斌”评委 6：105 超出 0–100，没有记下。"),
        ("91\t90\t89", "没有粘贴：“89”超出了评分的范围。"),
        ("九十", "没有粘贴：01 号“邓嘉宁”评委 6的“九十”不是分数"),
        ("926\n1000", "没有粘贴：共 2 格有问题，01 号“邓嘉宁”评委 6：926 超出 0–100"),
    ],
)
def test_a_block_with_a_fault_is_refused_whole(opened, desk, settle, text, told):
    hand = opened(entrants=2)
    hand.at(1, 6)
    hand.paste(text)
    settle()
    assert hand.says.startswith(told)
    assert stored(desk, hand).marks == {}


# --- reasons, recusals, states ----------------------------------------------------------------


def choose(qtbot, *titles):
    """Choose an entry of the open menu, and of the ones below it."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    for title in titles[:-1]:
        menu = next(a.menu() for a in menu.actions() if title in a.text())
    action = next(action for action in menu.actions() if titles[-1] in action.text())
    QTimer.singleShot(0, action.trigger)
    top = QApplication.activePopupWidget()
    top.close()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    QApplication.processEvents()


def test_r_and_a_digit_give_the_reason_for_no_mark(opened, desk, qtbot, settle):
    hand = opened()
    cell = hand.grid.cell
    hand.press(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_1)
    settle()
    assert stored(desk, hand).marks == {cell: NoMark.JUDGE_ABSENT}
    assert hand.shown(1)["评委 1"] == "缺席"
    hand.shortcut(KEYS.Undo)
    settle()
    assert stored(desk, hand).marks == {}


def menu_at(hand, index):
    hand.grid.customContextMenuRequested.emit(hand.grid.visualRect(index).center())


def test_the_menu_of_a_cell_recuses_its_judge(opened, desk, qtbot, settle):
    hand = opened(filled)
    cell = hand.at(1, 4)
    menu_at(hand, hand.model.index_of(cell))
    in_dialog(ReasonDialog, lambda box: (box.reason.setText("表亲"), box.act.click()))
    choose(qtbot, "登记回避", "亲属")
    qtbot.waitUntil(lambda: bool(hand.model.view.recused))
    settle()
    assert stored(desk, hand).recused[cell[:2]].note == "表亲"
    assert hand.shown(1)["评委 4"] == "回避"
    menu_at(hand, hand.model.index_of(cell))
    choose(qtbot, "取消回避")
    qtbot.waitUntil(lambda: not hand.model.view.recused)
    settle()


def test_the_menu_of_a_row_takes_an_entrant_out_and_of_a_column_its_judge(
    opened, desk, qtbot, settle
):
    hand = opened(filled)
    menu_at(hand, hand.model.index_of(hand.at(14, 4)))
    in_dialog(ReasonDialog, lambda box: (box.reason.setText("当天弃权"), box.act.click()))
    choose(qtbot, "的状态", "退出")
    qtbot.waitUntil(lambda: hand.shown(14)["提示"] == "退出")
    settle()
    menu_at(hand, hand.model.index_of(hand.at(1, 7)))
    in_dialog(ReasonDialog, lambda box: (box.reason.setText("迟到"), box.act.click()))
    choose(qtbot, "评委 7", "除名")
    qtbot.waitUntil(lambda: len(hand.model.view.columns) == 6)
    settle()
    view = stored(desk, hand)
    assert view.entrants[13].reason == "当天弃权"
    assert view.seats[6].state is SeatState.STRUCK


# --- closing, reopening, looking --------------------------------------------------------------


def test_ctrl_enter_goes_to_the_first_thing_that_is_left(opened):
    hand = opened(filled)
    hand.at(1, 1)
    hand.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hand.where == (6, 4)
    assert hand.says == "还不能截止：06 号“张佳怡”缺评委 4 的分，共 2 处。"


def test_a_closed_panel_is_looked_at_and_reopened_with_a_reason(opened, desk, qtbot, settle):
    def make(work):
        panel_id = filled(work, {k: v for k, v in MARKS.items() if k < 4}, 3)
        service.close_panel(work, panel_id)
        return panel_id

    hand = opened(make)
    assert not hand.dialog.close_marks.isVisible()
    assert "截止，分数只能看" in hand.says
    cell = hand.at(1, 1)
    hand.type("9")
    assert hand.says == "评分已经截止。要改先写明事由重新开放。"
    in_dialog(ReasonDialog, lambda box: (box.reason.setText("评委 1 抄错"), box.act.click()))
    QTest.mouseClick(hand.dialog.reopen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(hand.dialog.close_marks.isVisible)
    hand.at(1, 1)
    hand.type("905")
    settle()
    history = desk.read(lambda work: queries.cell_history(work, hand.dialog.panel_id, cell))
    assert [(each.number, each.reason) for each in history] == [(1, ""), (2, "评委 1 抄错")]


def test_who_may_only_look_types_nothing(opened, session, desk, qtbot, settle):
    hand = opened(filled)
    from dataclasses import replace

    hand.model.show(replace(hand.model.view, may_enter=False))
    hand.type("9")
    assert hand.says == "没有“录入评分”的权限，只能看。"


def test_several_items_scroll_below_the_names(opened, settle):
    hand = opened(entrants=12, judges=9, items=TWO_ITEMS)
    assert hand.shown(1)["1·答题内容"] == ""
    frozen = hand.grid.frozen
    assert not frozen.isVisible()
    cell = hand.at(1, 9, 1)
    assert frozen.isVisible()
    assert hand.grid.visualRect(hand.model.index_of(cell)).left() >= frozen.reach()
    hand.at(2, 4)
    assert hand.grid.visualRect(hand.grid.currentIndex()).left() >= frozen.reach()
    hand.type("900")
    assert hand.grid.currentIndex().column() == hand.model.index_of(hand.at(2, 4, 1)).column()
    settle()


def test_a_second_typing_is_blind_and_only_what_differs_goes_back(opened, desk, qtbot, settle):
    hand = opened(judges=2, entrants=2)
    hand.type("900910920930")
    settle()
    qtbot.waitUntil(hand.dialog.second.isVisible)
    QTest.mouseClick(hand.dialog.second, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hand.model.view.pass_no == 2)
    assert hand.model.marks == {}
    assert hand.where == (1, 1)
    hand.type("900910290930")
    settle()
    qtbot.waitUntil(hand.dialog.differing.isVisible)
    seen = []

    def compare(box):
        qtbot.waitUntil(lambda: bool(box.model.rows))
        seen.extend((row.cell[1], row.first, row.second) for row in box.model.rows)
        QTest.mouseClick(box.second, Qt.MouseButton.LeftButton)

    in_dialog(DifferencesDialog, compare)
    QTest.mouseClick(hand.dialog.differing, Qt.MouseButton.LeftButton)
    assert seen == [(1, 92_000, 29_000)]
    qtbot.waitUntil(lambda: len(hand.model.marks) == 3)
    settle()
    hand.at(2, 1)
    hand.type("920")
    settle()
    states = {sheet.state for sheet in stored(desk, hand).sheets}
    assert states == {SheetState.DEFINITIVE}


def test_a_panel_without_anybody_says_so(opened):
    hand = opened(judges=0, entrants=0)
    assert hand.view.empty.isVisible()
    assert not hand.view.grid.isVisible()
    assert not hand.dialog.close_marks.isVisible()


def test_a_narrow_window_puts_the_cards_behind_a_button(opened):
    hand = opened(filled)
    assert hand.view.side.isVisible()
    assert not hand.view.more.isVisible()
    hand.dialog.resize(910, 512)
    assert not hand.view.side.isVisible()
    QTest.mouseClick(hand.view.more, Qt.MouseButton.LeftButton)
    assert hand.view.side.isVisible()
    assert hand.dialog.minimumSizeHint().width() <= 900
    assert hand.dialog.minimumSizeHint().height() <= 500


def test_every_control_has_a_name(opened):
    hand = opened(filled)
    for button in hand.dialog.findChildren(QPushButton):
        assert button.accessibleName()
    assert hand.grid.accessibleName() == "评分表"


def test_the_model_keeps_to_the_rules_of_qt(opened, qtmodeltester, settle):
    hand = opened(filled)
    qtmodeltester.check(hand.model)
    hand.type("910")
    settle()
    assert shown_mark(hand.model.view.items[0], 91_000) == hand.shown(6)["评委 4"]


def test_the_view_stands_in_a_page_as_well(session, desk, qtbot, settle):
    panel_id = desk.write(filled)
    view = scoring_view(session, panel_id)
    qtbot.addWidget(view)
    view.resize(1200, 700)
    with qtbot.waitExposed(view):
        view.show()
    settle()
    assert view.title.text() == "2026 年网格员招录面试"
    # What another page changed is read anew.
    entrant = view.model.view.entrants[0].id
    session.tasks.write(
        lambda work: service.set_status(work, entrant, EntrantStatus.ABSENT, "没来"),
        topic="panels",
    )
    qtbot.waitUntil(lambda: view.model.view.entrants[0].status is EntrantStatus.ABSENT)
    settle()
