"""The sign-in sheet by real keys: statuses, times, fill, paste, undo; empty is never absent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import Presence
from hrgrid.ui.cells.preview import PreviewDialog
from hrgrid.ui.training.attend_typing import TypedTime
from hrgrid.ui.training.attend_view import AttendanceDialog
from tests.training.town import NAMES, cell, confirmed, course, running, the_sheet
from tests.ui.hiring.test_walk_through import Clerk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def class_id(town) -> int:
    """A class of today with a morning and an afternoon, five people in it."""
    return running(town, course(town))


@pytest.fixture
def sheet(qtbot, window, session, settle, class_id):
    """The sheet on show, the cursor in its first cell."""
    return opened(qtbot, window, session, settle, class_id)


def opened(qtbot, window, session, settle, class_id: int) -> AttendanceDialog:
    box = AttendanceDialog(session, class_id, window)
    qtbot.addWidget(box)
    box.open()
    settle()
    qtbot.waitUntil(lambda: box.model.sheet is not None)
    box.activateWindow()
    box.grid.setFocus()
    return box


def stored(desk, class_id: int) -> dict[tuple[str, int], CellValue]:
    """What the sheet says on the disk, by name and session."""
    read = the_sheet(desk, class_id)
    names = {one.enrolment_id: one.name for one in read.members}
    sessions = {one.id: at for at, one in enumerate(read.sessions)}
    return {(names[who], sessions[one]): value for (one, who), value in read.cells.items()}


def names_of(box: AttendanceDialog) -> list[str]:
    return [one.name for one in box.model.sheet.members]


def test_one_key_a_cell_fills_a_session_and_nothing_else(sheet, settle, desk, class_id):
    names = names_of(sheet)
    QTest.keyClicks(sheet.grid, "14561")
    settle()
    said = stored(desk, class_id)
    wanted = (Presence.PRESENT, Presence.LEAVE, Presence.ABSENT, Presence.EXCUSED, Presence.PRESENT)
    assert {key: value.presence for key, value in said.items()} == {
        (name, 0): presence for name, presence in zip(names, wanted, strict=True)
    }
    # Down the first session, then on to the top of the second.
    assert sheet.grid.cell == cell(desk, class_id, names[0], 1)


def test_by_person_the_cursor_goes_along_the_sessions(qtbot, sheet, settle, desk, class_id):
    qtbot.mouseClick(sheet.by_person, Qt.MouseButton.LeftButton, pos=QPoint(10, 8))
    assert sheet.by_person.isChecked()
    QTest.keyClicks(sheet.grid, "15")
    settle()
    first = names_of(sheet)[0]
    assert {key: value.presence for key, value in stored(desk, class_id).items()} == {
        (first, 0): Presence.PRESENT,
        (first, 1): Presence.ABSENT,
    }


def test_times_are_typed_behind_late_and_left_early(sheet, settle, desk, class_id):
    names = names_of(sheet)
    QTest.keyClicks(sheet.grid, "2850")
    QTest.keyClicks(sheet.grid, "31100")
    QTest.keyClicks(sheet.grid, "7915")
    QTest.keyClicks(sheet.grid, "1030")
    QTest.keyClicks(sheet.grid, "2")
    QTest.keyClick(sheet.grid, KEY.Key_Return)
    settle()
    said = stored(desk, class_id)
    assert said[names[0], 0] == CellValue(Presence.LATE, came=530)
    assert said[names[1], 0] == CellValue(Presence.LEFT_EARLY, departed=660)
    assert said[names[2], 0] == CellValue(Presence.LATE, came=555, departed=630)
    assert said[names[3], 0] == CellValue(Presence.LATE)
    assert (names[4], 0) not in said


def test_a_time_outside_of_the_session_is_refused_where_it_stands(sheet, settle, desk, class_id):
    here = sheet.grid.cell
    QTest.keyClicks(sheet.grid, "21215")
    assert sheet.grid.cell == here
    assert sheet.grid.painter.refused
    assert "12:15" in sheet.says.toolTip() or "12:15" in sheet.says.text()
    QTest.keyClicks(sheet.grid, "905")
    settle()
    assert list(stored(desk, class_id).values()) == [CellValue(Presence.LATE, came=545)]


def test_escape_drops_what_is_typed_and_closes_nothing(sheet, settle, desk, class_id):
    QTest.keyClicks(sheet.grid, "29")
    QTest.keyClick(sheet.grid, KEY.Key_Escape)
    assert sheet.isVisible()
    assert sheet.grid.painter.typing is None
    settle()
    assert stored(desk, class_id) == {}


def test_full_width_digits_are_understood_and_letters_are_slips(sheet, settle, desk, class_id):
    QTest.keyClick(sheet.grid, KEY.Key_Z)
    QTest.sendKeyEvent(
        QTest.KeyAction.Click, sheet.grid, KEY.Key_unknown, "１", Qt.KeyboardModifier.NoModifier
    )
    settle()
    [(where, value)] = stored(desk, class_id).items()
    assert where == (names_of(sheet)[0], 0)
    assert value.presence is Presence.PRESENT


def test_the_rest_is_present_with_one_key_and_gone_with_one_undo(sheet, settle, desk, class_id):
    QTest.keyClick(sheet.grid, KEY.Key_5)
    QTest.keyClick(sheet.grid, KEY.Key_Up)
    QTest.keyClick(sheet.grid, KEY.Key_A)
    settle()
    said = stored(desk, class_id)
    first, *others = names_of(sheet)
    assert said[first, 0].presence is Presence.ABSENT
    assert {said[name, 0].presence for name in others} == {Presence.PRESENT}
    QTest.keyClick(sheet.grid, KEY.Key_Z, CTRL)
    settle()
    assert set(stored(desk, class_id)) == {(first, 0)}
    QTest.keyClick(sheet.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(desk, class_id) == {}
    QTest.keyClick(sheet.grid, KEY.Key_Y, CTRL)
    settle()
    assert stored(desk, class_id)[first, 0].presence is Presence.ABSENT


def test_delete_empties_a_cell_and_an_empty_cell_is_no_absence(sheet, settle, desk, class_id):
    QTest.keyClicks(sheet.grid, "11111")
    QTest.keyClicks(sheet.grid, "11")
    QTest.keyClick(sheet.grid, KEY.Key_Up)
    QTest.keyClick(sheet.grid, KEY.Key_Delete)
    settle()
    who = names_of(sheet)[1]
    assert (who, 1) not in stored(desk, class_id)
    enrolment = sheet.model.sheet.members[1].enrolment_id
    assert sheet.model.hint(enrolment) == ("缺 1 节", "warn")
    assert not sheet.model.credits[enrolment].passed


def test_a_column_of_statuses_is_pasted_and_undone_as_one(sheet, settle, desk, class_id):
    QGuiApplication.clipboard().setText("到\t到\n迟到 8:50\t请假\n√\t早退 16:00\n")
    QTest.keyClick(sheet.grid, KEY.Key_V, CTRL)
    settle()
    names = names_of(sheet)
    said = stored(desk, class_id)
    assert said[names[1], 0] == CellValue(Presence.LATE, came=530)
    assert said[names[2], 1] == CellValue(Presence.LEFT_EARLY, departed=960)
    assert len(said) == 6
    QTest.keyClick(sheet.grid, KEY.Key_Z, CTRL)
    settle()
    assert stored(desk, class_id) == {}


def test_a_list_of_names_goes_to_the_session_of_the_cursor(sheet, settle, desk, class_id):
    QTest.keyClick(sheet.grid, KEY.Key_Right)
    QGuiApplication.clipboard().setText(f"{NAMES[0]}\n{NAMES[3]}\t迟到 14:20\n")
    QTest.keyClick(sheet.grid, KEY.Key_V, CTRL)
    settle()
    settle()
    assert stored(desk, class_id) == {
        (NAMES[0], 1): CellValue(Presence.PRESENT),
        (NAMES[3], 1): CellValue(Presence.LATE, came=860),
    }


def test_what_cannot_be_pasted_is_listed_before_anything_goes_in(
    sheet, hand, settle, desk, class_id
):
    clerk = Clerk(hand)
    QGuiApplication.clipboard().setText("到\n明天来\n到\n")

    def look(box: PreviewDialog) -> None:
        assert [one.text for one in box.model.rows] == ["明天来"]
        clerk.click(box.stay)

    clerk.in_dialog(PreviewDialog, look)
    QTest.keyClick(sheet.grid, KEY.Key_V, CTRL)
    settle()
    assert stored(desk, class_id) == {}


def test_ctrl_d_fills_down_what_stands_on_top(sheet, settle, desk, class_id):
    QTest.keyClick(sheet.grid, KEY.Key_4)
    QTest.keyClick(sheet.grid, KEY.Key_Up)
    for _ in range(4):
        QTest.keyClick(sheet.grid, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(sheet.grid, KEY.Key_D, CTRL)
    settle()
    assert {value.presence for value in stored(desk, class_id).values()} == {Presence.LEAVE}
    assert len(stored(desk, class_id)) == 5


def test_a_cell_keyed_by_somebody_else_meanwhile_is_refused_and_told(sheet, settle, desk, class_id):
    from hrgrid.training.service.attending import key_cells

    where = sheet.grid.cell
    desk.write(lambda work: key_cells(work, class_id, {where: CellValue(Presence.ABSENT)}))
    QTest.keyClick(sheet.grid, KEY.Key_1)
    settle()
    settle()
    assert [one.presence for one in stored(desk, class_id).values()] == [Presence.ABSENT]
    assert sheet.model.values[where].presence is Presence.ABSENT
    assert sheet.says.property("role") == "captionBad"


def test_settled_results_can_only_be_looked_at(qtbot, window, session, settle, town):
    class_id = confirmed(town, course(town))
    before = stored(town, class_id)
    box = opened(qtbot, window, session, settle, class_id)
    QTest.keyClick(box.grid, KEY.Key_5)
    QTest.keyClick(box.grid, KEY.Key_Delete)
    settle()
    assert stored(town, class_id) == before
    assert not box.rest.isVisible()


def test_settled_results_can_be_walked_by_keys(qtbot, window, session, settle, town):
    box = opened(qtbot, window, session, settle, confirmed(town, course(town)))
    first, second = (one.enrolment_id for one in box.model.sheet.members[:2])
    session_id = box.model.sheet.sessions[0].id
    assert box.grid.cell == (session_id, first)
    QTest.keyClick(box.grid, KEY.Key_Down)
    assert box.grid.cell == (session_id, second)
    assert "结果已定" in box.says.toolTip()


def test_every_cell_is_safe_before_the_next_key_is_asked_for_nothing(sheet, settle, desk, class_id):
    QTest.keyClicks(sheet.grid, "11111")
    # On their way they are marked; on the disk they are not.
    settle()
    assert sheet.model.pending == 0
    assert sheet.foot.count.text().startswith("已登记")
    assert len(stored(desk, class_id)) == 5
    assert QApplication.focusWidget() is sheet.grid


@pytest.mark.parametrize(
    ("typed", "whole", "minutes"),
    [
        ("915", True, 555),
        ("0915", True, 555),
        ("1430", True, 870),
        ("9:15", True, 555),
        ("9.05", True, 545),
        ("９：１５", True, 555),
        ("143", False, 103),
        ("9", False, 540),
        ("14", False, 840),
        ("975", True, None),
        ("2960", True, None),
        ("", False, None),
    ],
)
def test_a_time_is_whole_as_soon_as_nothing_can_follow(typed, whole, minutes):
    time = TypedTime()
    for sign in typed:
        time = time.add(sign)
    assert time.whole is whole
    assert time.minutes == minutes
