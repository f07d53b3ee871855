"""三无三零 by real keys: one key a cell, notes, paste, fill, undo, other months and places."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.themes import focus_of
from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.themes import SHIPPED, Typed
from hrgrid.assessment.service.theme_marks import mark_grids
from hrgrid.assessment.service.themes import set_focus
from hrgrid.ui import theme
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.stars.themes import ThemesDialog
from hrgrid.ui.stars.themes_focus import FocusDialog
from hrgrid.ui.stars.themes_note import NoteDialog
from hrgrid.ui.stars.themes_waiting import WaitingDialog
from hrgrid.ui.theme import Mode, TextSize
from tests.assessment.office import AT, area, grid
from tests.ui.hands import activate, clipboard, in_dialog
from tests.ui.stars.themed import NOTE, at, stored, writes
from tests.ui.test_shell import cut_texts

KEY = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MET, BROKEN = Typed(ThemeMark.MET), Typed(ThemeMark.BROKEN, NOTE)
AWAY = Typed(ThemeMark.NOT_APPLICABLE)
EAST = 10
"""Grids of 东街道 that are marked: nine general ones and a school."""


@pytest.fixture
def template(template, furnished, request):
    """With the people already there; nobody's months are needed here."""
    from tests.assessment.office import settle as people

    if "town" not in request.fixturenames:
        return template
    return furnished("assessment office", lambda desk: desk.write(people, reason="如实登记"))


@pytest.fixture
def town(desk):
    """Four streets with one community each."""
    return desk


@pytest.fixture
def box(qtbot, window, session, settle, town) -> ThemesDialog:
    """The sheet of September in the first street."""
    return opened(qtbot, window, session, settle)


def opened(qtbot, window, session, settle, month: int = AT) -> ThemesDialog:
    made = ThemesDialog(session, month, window)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: bool(made.model.grids))
    settle()
    activate(made, qtbot)
    made.grid.setFocus()
    return made


def test_one_key_a_cell_goes_down_a_theme_and_is_stored(box, settle, town):
    assert len(box.model.grids) == EAST
    first = at(box, "no_fraud")
    QTest.keyClicks(box.grid, "13")
    settle()
    second, third = (box.model.grids[row].id for row in (1, 2))
    assert stored(town) == {first: MET, (second, "no_fraud"): AWAY}
    assert box.grid.cell == (third, "no_fraud")
    assert box.model.pending == 0


def test_along_a_grid_the_cursor_goes_right(box, settle, town):
    QTest.mouseClick(box.along, Qt.MouseButton.LeftButton, pos=box.along.rect().center() * 0.2)
    assert box.along.isChecked()
    at(box, "no_epidemic")
    QTest.keyClicks(box.grid, "11")
    settle()
    assert {code for _, code in stored(town)} == {"no_epidemic", "no_fraud"}
    assert box.grid.cell == (box.model.grids[0].id, "no_drugs")


def test_full_width_digits_are_understood_and_letters_are_not(box, settle, town):
    cell = at(box, "no_fraud")
    none = Qt.KeyboardModifier.NoModifier
    for text in ("４", "x", "9"):
        QTest.sendKeyEvent(QTest.KeyAction.Click, box.grid, KEY.Key_unknown, text, none)
    assert box.grid.cell == cell
    QTest.sendKeyEvent(QTest.KeyAction.Click, box.grid, KEY.Key_unknown, "３", none)
    settle()
    assert stored(town) == {cell: AWAY}


def test_what_is_broken_asks_for_its_note_at_once(box, settle, town):
    cell = at(box, "zero_crime")
    writes(NOTE)
    QTest.keyClicks(box.grid, "2")
    settle()
    assert stored(town) == {cell: BROKEN}
    assert box.grid.cell == (box.model.grids[1].id, "zero_crime")


def test_without_a_note_nothing_is_broken(box, settle, town):
    cell = at(box, "zero_crime")
    said: list[str] = []

    def leave(note: NoteDialog) -> None:
        QTest.keyClick(note.field, KEY.Key_Return)
        said.append(note.note)
        assert note.isVisible()
        QTest.keyClick(note, KEY.Key_Escape)

    in_dialog(NoteDialog, leave)
    QTest.keyClicks(box.grid, "2")
    settle()
    assert said == [""]
    assert stored(town) == {}
    assert box.grid.cell == cell


def test_f2_changes_the_note_and_only_of_what_is_broken(box, settle, town):
    cell = at(box, "zero_crime")
    QTest.keyClick(box.grid, KEY.Key_F2)
    assert box.says.refused
    writes(NOTE)
    QTest.keyClicks(box.grid, "2")
    settle()
    stood: list[str] = []
    box.grid.go(cell)
    writes("9 月 4 日核实为民事纠纷转刑事", stood)
    QTest.keyClick(box.grid, KEY.Key_F2)
    settle()
    assert stood == [NOTE]
    assert stored(town)[cell].note == "9 月 4 日核实为民事纠纷转刑事"


def test_delete_takes_out_and_undo_brings_back(box, settle, town):
    cell = at(box, "no_fraud")
    QTest.keyClicks(box.grid, "1")
    box.grid.go(cell)
    QTest.keyClick(box.grid, KEY.Key_Delete)
    settle()
    assert stored(town) == {}
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(town) == {cell: MET}
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(town) == {}
    QTest.keyClick(box.grid, KEY.Key_Y, CTRL)
    settle()
    assert stored(town) == {cell: MET}


def test_a_block_of_cells_is_one_step(box, settle, town):
    at(box, "no_epidemic")
    for key in (KEY.Key_Down, KEY.Key_Right):
        QTest.keyClick(box.grid, key, SHIFT)
    QTest.keyClicks(box.grid, "1")
    settle()
    ids = [row.id for row in box.model.grids[:2]]
    assert stored(town) == {(one, code): MET for one in ids for code in ("no_epidemic", "no_fraud")}
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(town) == {}


def test_fill_down_takes_the_mark_and_asks_what_happened_in_the_others(box, settle, town):
    top = at(box, "no_fraud")
    QTest.keyClicks(box.grid, "1")
    box.grid.go(top)
    for _ in range(2):
        QTest.keyClick(box.grid, KEY.Key_Down, SHIFT)
    QTest.keyClick(box.grid, KEY.Key_D, CTRL)
    settle()
    ids = [row.id for row in box.model.grids[:3]]
    assert stored(town) == {(one, "no_fraud"): MET for one in ids}
    crime = at(box, "zero_crime")
    writes(NOTE)
    QTest.keyClicks(box.grid, "2")
    settle()
    box.grid.go(crime)
    QTest.keyClick(box.grid, KEY.Key_Down, SHIFT)
    began: list[str] = []
    writes("同一团伙作案", began)
    QTest.keyClick(box.grid, KEY.Key_D, CTRL)
    settle()
    assert began == [""]
    told = {cell[0]: one.note for cell, one in stored(town).items() if cell[1] == "zero_crime"}
    assert told == {ids[0]: NOTE, ids[1]: "同一团伙作案"}


def test_a_says_that_the_rest_of_a_theme_is_met(box, settle, town):
    writes(NOTE)
    cell = at(box, "no_drugs", 3)
    QTest.keyClicks(box.grid, "2")
    settle()
    box.grid.go(cell)
    QTest.keyClick(box.grid, KEY.Key_A)
    settle()
    marks = stored(town)
    assert marks.pop(cell) == BROKEN
    assert marks == {(row.id, "no_drugs"): MET for row in box.model.grids if row.id != cell[0]}
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(town) == {cell: BROKEN}


def test_a_pasted_block_shows_what_is_refused_and_takes_the_rest(box, settle, town):
    cell = at(box, "no_epidemic")
    QGuiApplication.clipboard().setText(f"达标\t未达标\n√\t未达标：{NOTE}\n")
    why: list[str] = []

    def take(preview: PreviewDialog) -> None:
        why.extend(row.why for row in preview.model.rows)
        QTest.mouseClick(preview.act, Qt.MouseButton.LeftButton)

    in_dialog(PreviewDialog, take)
    QTest.keyClick(box.grid, KEY.Key_V, CTRL)
    settle()
    second = box.model.grids[1].id
    assert len(why) == 1
    assert "要写明是什么情况" in why[0]
    assert stored(town) == {
        cell: MET,
        (second, "no_epidemic"): MET,
        (second, "no_fraud"): BROKEN,
    }


def test_lines_that_begin_with_a_grid_find_it_wherever_it_stands(box, settle, town):
    at(box, "no_fraud")
    second, third = box.model.grids[1], box.model.grids[2]
    QGuiApplication.clipboard().setText(
        f"{third.name}\t达标\t不适用\n{second.code}\t达标\n西社区第1网格\t达标"
    )
    refused: list[str] = []

    def take(preview: PreviewDialog) -> None:
        refused.extend(row.row for row in preview.model.rows)
        QTest.mouseClick(preview.act, Qt.MouseButton.LeftButton)

    in_dialog(PreviewDialog, take)
    QTest.keyClick(box.grid, KEY.Key_V, CTRL)
    settle()
    assert refused == ["西社区第1网格"]
    assert stored(town) == {
        (third.id, "no_fraud"): MET,
        (third.id, "no_drugs"): AWAY,
        (second.id, "no_fraud"): MET,
    }


def test_what_is_copied_can_be_pasted(box, settle, town):
    cell = at(box, "zero_crime")
    writes(NOTE)
    QTest.keyClicks(box.grid, "2")
    settle()
    box.grid.go(cell)
    QTest.keyClick(box.grid, KEY.Key_C, CTRL)
    assert clipboard() == f"未达标：{NOTE}"
    other = at(box, "zero_crime", 4)
    QTest.keyClick(box.grid, KEY.Key_V, CTRL)
    settle()
    assert stored(town) == {cell: BROKEN, other: BROKEN}


def test_who_was_overtaken_is_told_and_sees_the_other_mark(box, settle, town, qtbot):
    cell = at(box, "no_fraud")
    town.write(lambda work: mark_grids(work, AT, {cell: AWAY}))
    QTest.keyClicks(box.grid, "1")
    qtbot.waitUntil(lambda: box.says.refused)
    settle()
    assert "填过，这次没有存" in box.says.toolTip()
    qtbot.waitUntil(lambda: box.model.values.get(cell) == AWAY)
    assert stored(town) == {cell: AWAY}


def test_empty_cells_stand_out_only_where_a_grid_was_begun(box, settle):
    first = at(box, "no_fraud")
    beside = (first[0], "no_drugs")
    below = (box.model.grids[1].id, "no_drugs")
    look = box.grid.painter.look
    assert look(beside, 0).text == ""
    QTest.keyClicks(box.grid, "1")
    assert (look(beside, 0).text, look(below, 1).text) == ("未填", "")
    settle()
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    assert look(beside, 0).text == ""
    settle()


# --- months and places ------------------------------------------------------------------------


def test_another_month_by_keys_has_its_own_marks(box, settle, town, qtbot):
    at(box, "no_fraud")
    QTest.keyClicks(box.grid, "1")
    settle()
    QTest.keyClick(box, KEY.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: box.read.month == 202608)
    settle()
    assert box.model.values == {}
    # A step of another month is no step of this one.
    QTest.keyClick(box.grid, KEY.Key_Z, CTRL)
    settle()
    assert len(stored(town)) == 1
    QTest.keyClick(box, KEY.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: box.read.month == AT)
    assert len(box.model.values) == 1


def test_communities_follow_each_other_by_keys_over_streets(box, settle, qtbot):
    seen = []
    for key in (*[KEY.Key_PageDown] * 3, KEY.Key_PageUp):
        before = box.read
        QTest.keyClick(box, key, ALT)
        qtbot.waitUntil(lambda before=before: box.read is not before)
        settle()
        seen.append((box.read.place.name, box.read.part.name))
        assert {row.community for row in box.model.grids} == {box.read.part.name}
    assert seen == [
        ("东街道", "东社区"),
        ("西街道", "西社区"),
        ("南街道", "南社区"),
        ("西街道", "西社区"),
    ]
    assert box.grid.hasFocus()


def test_a_street_is_chosen_by_keys_and_shown_whole(box, settle, qtbot):
    box.places.street.setFocus()
    QTest.keyClick(box.places.street, KEY.Key_Down)
    qtbot.waitUntil(lambda: box.read.place.name == "西街道")
    settle()
    assert box.read.part is None
    assert {row.community for row in box.model.grids} == {"西社区"}


# --- who has not reported ---------------------------------------------------------------------


def test_who_has_not_reported_is_told_and_follows_what_is_typed(box, settle, qtbot):
    asked = EAST * len(SHIPPED)
    assert box.waiting.told.text() == "东街道 1 个社区没有报齐："
    assert box.waiting.links[0].text() == f"东社区 0/{asked}"
    at(box, "no_fraud")
    QTest.keyClicks(box.grid, "1")
    settle()
    qtbot.waitUntil(lambda: box.waiting.links[0].text() == f"东社区 1/{asked}")
    for code in SHIPPED:
        at(box, code)
        QTest.keyClick(box.grid, KEY.Key_A)
    settle()
    qtbot.waitUntil(lambda: box.waiting.told.text() == "东街道的社区都报齐了。")
    assert not box.waiting.links[0].isVisible()


def test_a_link_below_leads_to_the_community(box, settle, qtbot):
    QTest.mouseClick(box.waiting.links[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: box.read.part is not None)
    settle()
    assert box.read.part.name == "东社区"
    assert box.grid.hasFocus()


def test_the_list_of_all_communities_leads_to_any(box, settle, qtbot):
    at(box, "no_fraud")
    QTest.keyClicks(box.grid, "1")
    settle()
    rows: list[tuple[str, int, int]] = []

    def choose(listed: WaitingDialog) -> None:
        rows.extend((row.name, row.typed, row.grids) for row in listed.model.rows)
        names = [row.name for row in listed.model.rows]
        for _ in range(names.index("北社区")):
            QTest.keyClick(listed.table, KEY.Key_Down)
        QTest.keyClick(listed.table, KEY.Key_Return)

    in_dialog(WaitingDialog, choose)
    QTest.keyClick(box, KEY.Key_L, CTRL)
    qtbot.waitUntil(lambda: box.read.part is not None and box.read.part.name == "北社区")
    assert sorted(rows) == sorted(
        [("东社区", 1, EAST), ("西社区", 0, 8), ("南社区", 0, 5), ("北社区", 0, 7)]
    )
    settle()


# --- the theme of the month -------------------------------------------------------------------


def test_the_theme_of_the_month_is_shown_set_and_taken_back(box, settle, town, session, qtbot):
    top = area(town, "示例区")
    town.write(lambda work: set_focus(work, AT, top.id, "no_fraud", "反诈宣传月"))
    box.reload()
    told = box.focus.toolTip
    qtbot.waitUntil(lambda: told() == "本月主题：反诈宣传月（无诈），沿用示例区")
    column = 3 + list(SHIPPED).index("no_fraud")
    heading = box.model.headerData(column, Qt.Orientation.Horizontal)
    assert heading == "无诈\n本月主题"

    def choose(form: FocusDialog) -> None:
        assert not form.drop.isVisible()
        QTest.keyClick(form.theme, KEY.Key_Down)
        QTest.keyClick(form, KEY.Key_Return)

    in_dialog(FocusDialog, choose)
    QTest.mouseClick(box.set_focus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told() == "本月主题：无毒")
    settle()
    session.undo.undo()
    qtbot.waitUntil(lambda: told() == "本月主题：反诈宣传月（无诈），沿用示例区")
    session.undo.redo()
    qtbot.waitUntil(lambda: told() == "本月主题：无毒")
    settle()
    in_dialog(FocusDialog, lambda form: QTest.mouseClick(form.drop, Qt.MouseButton.LeftButton))
    QTest.mouseClick(box.set_focus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "沿用示例区" in told())
    path = area(town, "东街道").path
    assert town.read(lambda work: focus_of(work, AT, path)).inherited


# --- another day -------------------------------------------------------------------------------


def test_on_another_day_the_sheet_can_only_be_read(qtbot, window, session, settle, town):
    cells = {(grid(town, "E000").id, "no_fraud"): MET}
    town.write(lambda work: mark_grids(work, AT, cells))
    session.look_at(town.read(lambda work: work.today).replace(day=1))
    settle()
    box = opened(qtbot, window, session, settle)
    at(box, "no_drugs")
    QTest.keyClicks(box.grid, "1")
    assert box.says.refused
    assert box.model.values == cells
    assert not box.set_focus.isEnabled()
    session.look_at(None)
    settle()
    assert stored(town) == cells


# --- small screens ----------------------------------------------------------------------------


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("size", list(TextSize))
def test_the_sheet_fits_the_small_screen(qtbot, window, settle, look, size):
    theme.apply(look, Mode.LIGHT, size)
    window.session.look_changed.emit()
    window.resize(910, 512)
    box = opened(qtbot, window, window.session, settle)
    assert box.width() <= 910
    assert box.minimumSizeHint().width() <= 900
    assert box.minimumSizeHint().height() <= 500
    assert cut_texts(box) == []
