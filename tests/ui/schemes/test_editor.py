"""The editor by real keys: the hole of a published rule, undo, order, next year's version."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.assessment.queries.schemes import scheme_versions
from hrgrid.ui.dialogs import Confirmation
from hrgrid.ui.schemes.editor import WHOLE, SchemeEditor
from hrgrid.ui.schemes.save_form import SaveDialog
from tests.ui.hands import in_dialog

KEY = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def retype(field, text: str) -> None:
    """Into a field, over what stands there."""
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, KEY.Key_Delete)
    QTest.keyClicks(field, text)


def edited(level, settle, act) -> None:
    """Do something in the editor of the first scheme, opened by Enter."""
    done: list[bool] = []

    def inside(box: SchemeEditor) -> None:
        act(box)
        done.append(True)
        if box.isVisible():
            box._first = box.draft
            box.reject()

    in_dialog(SchemeEditor, inside)
    level.table.setFocus()
    QTest.keyClick(level.table, KEY.Key_Return)
    settle()
    assert done


def test_the_hole_of_a_published_rule_is_refused_and_mended(level, settle, office):
    def act(box: SchemeEditor) -> None:
        QTest.keyClick(box, KEY.Key_2, CTRL)
        assert box.tabs.currentIndex() == WHOLE
        fields = box.whole.fields
        retype(fields["grade2start"], "70")
        retype(fields["grade1start"], "80")
        retype(fields["grade2to"], "80")
        assert "60 分到不满 70 分没有等次" in box.whole.fault.sentence
        assert box.whole.fault.isVisible()
        assert not box.save.isEnabled()
        retype(fields["grade3to"], "70")
        assert box.whole.fault.sentence == ""
        assert box.save.isEnabled()

    edited(level, settle, act)


def test_the_example_changes_with_every_key(level, settle, office):
    def act(box: SchemeEditor) -> None:
        field = box.example.lines[1].fields["stale"]
        retype(field, "3")
        QTest.qWait(0)
        box.example.reckon()
        # Three stale at 2 points and one wrong at 1.
        assert box.example.lines[1].points.text() == "8.00 / 15"
        retype(box.form.fields["rate0"], "4")
        assert box.example.lines[1].points.text() == "2.00 / 15"

    edited(level, settle, act)


def test_keys_put_lines_into_order_and_undo_takes_everything_back(level, settle, office):
    def act(box: SchemeEditor) -> None:
        codes = [one.code for one in box.draft.items]
        box.table.setFocus()
        QTest.keyClick(box.table, KEY.Key_Down, ALT)
        assert [one.code for one in box.draft.items][:2] == codes[1::-1]
        QTest.keyClick(box.table, KEY.Key_Delete)
        assert "A1" not in [one.code for one in box.draft.items]
        assert box.sum.text() == "满分合计 85 分，少 15 分"
        QTest.keyClick(box, KEY.Key_Z, CTRL)
        QTest.keyClick(box, KEY.Key_Z, CTRL)
        assert [one.code for one in box.draft.items] == codes
        assert not box.changed

    edited(level, settle, act)


def test_leaving_asks_while_something_is_not_saved(level, settle, office):
    def act(box: SchemeEditor) -> None:
        retype(box.title, "2027")
        in_dialog(Confirmation, lambda ask: QTest.mouseClick(ask.stay, Qt.MouseButton.LeftButton))
        QTest.keyClick(box, KEY.Key_Escape)
        assert box.isVisible()

    edited(level, settle, act)


def test_next_years_version_by_keyboard_alone(level, settle, office, qtbot):
    before = office.read(lambda work: scheme_versions(work, "monthly"))

    def send(box: SaveDialog) -> None:
        assert QApplication.focusWidget() is box.reason
        QTest.keyClicks(box.reason, "2027")
        QTest.keyClick(box, KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    def act(box: SchemeEditor) -> None:
        # Into the fields of the first line: its full points less, those of the third more.
        QTest.keyClick(box.table, KEY.Key_Return)
        retype(box.form.fields["full"], "10")
        assert not box.save.isEnabled()
        box.table.setFocus()
        QTest.keyClick(box.table, KEY.Key_Down)
        QTest.keyClick(box.table, KEY.Key_Down)
        QTest.keyClick(box.table, KEY.Key_Return)
        retype(box.form.fields["full"], "15")
        assert box.save.isEnabled()
        in_dialog(SaveDialog, send)
        QTest.keyClick(box, KEY.Key_S, CTRL)

    edited(level, settle, act)
    settle()
    newest, *_ = office.read(lambda work: scheme_versions(work, "monthly"))
    assert newest.number > before[0].number
    assert newest.reason == "2027"
    assert [one.formula.full_milli for one in newest.scheme.items[:3]] == [10_000, 15_000, 15_000]


@pytest.mark.parametrize("row", [1, 3])
def test_every_shipped_scheme_can_be_opened(level, settle, office, row):
    level.table.selectRow(row)
    edited(level, settle, lambda box: None)
