"""The dictionary of themes by real keys: added, renamed, made to veto, stopped, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from hrgrid.accounts.rules import Role
from hrgrid.assessment.queries.themes import themes
from hrgrid.assessment.rules.star_words import ThemeKind
from hrgrid.assessment.rules.themes import SHIPPED
from hrgrid.ui.session import Session
from hrgrid.ui.stars.themes_dictionary import ThemeDialog, ThemesDictionary
from tests.accounts.conftest import double, houses
from tests.ui.hands import activate, in_dialog

__all__ = ["double", "houses"]
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def listed(qtbot, window, session, settle) -> ThemesDictionary:
    """The list on show, its first theme chosen."""
    made = ThemesDictionary(session, window)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: bool(made.model.rows))
    settle()
    activate(made, qtbot)
    made.table.setFocus()
    return made


def stored(desk) -> dict[str, tuple[bool, bool]]:
    """By name whether a theme vetoes, and whether it is in use."""
    rows = desk.read(lambda work: themes(work, stopped=True))
    return {row.label: (row.vetoes, row.active) for row in rows}


def to(listed: ThemesDictionary, name: str) -> None:
    """Down to a theme by keys."""
    names = [row.label for row in listed.model.rows]
    QTest.keyClick(listed.table, KEY.Key_Home, CTRL)
    for _ in range(names.index(name)):
        QTest.keyClick(listed.table, KEY.Key_Down)
    assert listed.table.current.label == name


def test_the_themes_that_ship_are_listed(listed):
    rows = listed.model.rows
    assert [row.label for row in rows] == [one.label for one in SHIPPED.values()]
    assert listed.stop.text() == "停用"


def test_a_theme_is_added_by_keys(listed, settle, desk):
    def fill(form: ThemeDialog) -> None:
        form.label.setText("无火灾")
        QTest.keyClick(form.label, KEY.Key_Tab)
        QTest.keyClick(form.vetoes, KEY.Key_Space)
        QTest.keyClick(form, KEY.Key_Return)

    in_dialog(ThemeDialog, fill)
    QTest.keyClick(listed, KEY.Key_N, CTRL)
    settle()
    assert stored(desk)["无火灾"] == (True, True)
    assert len(stored(desk)) == len(SHIPPED) + 1
    assert "无火灾" in [row.label for row in listed.model.rows]


def test_a_name_that_is_there_keeps_the_form_open(listed, settle, desk, qtbot):
    said: list[bool] = []

    def fill(form: ThemeDialog) -> None:
        form.label.setText("无毒")
        QTest.keyClick(form, KEY.Key_Return)
        qtbot.waitUntil(form.act.isEnabled)
        said.append(form.isVisible())
        QTest.keyClick(form, KEY.Key_Escape)

    in_dialog(ThemeDialog, fill)
    QTest.mouseClick(listed.add, LEFT)
    settle()
    assert said == [True]
    # What was refused left nothing behind, the themes that ship neither.
    assert {row.version for row in desk.read(themes)} == {0}


def test_a_theme_is_renamed_by_enter_and_named_back(listed, settle, desk, session):
    to(listed, "无诈")

    def fill(form: ThemeDialog) -> None:
        assert form.label.text() == "无诈"
        form.label.setText("无电信诈骗")
        QTest.keyClick(form, KEY.Key_Return)

    in_dialog(ThemeDialog, fill)
    QTest.keyClick(listed.table, KEY.Key_Return)
    settle()
    assert "无诈" not in stored(desk)
    assert listed.table.current.label == "无电信诈骗"
    row = next(one for one in desk.read(themes) if one.label == "无电信诈骗")
    assert (row.code, row.kind) == ("no_fraud", ThemeKind.WITHOUT)
    session.undo.undo()
    settle()
    assert "无诈" in stored(desk)
    assert listed.table.current.label == "无诈"
    session.undo.redo()
    settle()
    assert "无电信诈骗" in stored(desk)


def test_a_veto_is_set_and_taken_back(listed, settle, desk, session):
    to(listed, "无毒")
    assert listed.veto.text() == "设为否决主题"
    QTest.mouseClick(listed.veto, LEFT)
    settle()
    assert stored(desk)["无毒"] == (True, True)
    assert listed.veto.text() == "取消否决"
    session.undo.undo()
    settle()
    assert stored(desk)["无毒"] == (False, True)


def test_a_stopped_theme_stands_last_and_is_resumed(listed, settle, desk, session):
    to(listed, "无疫")
    QTest.mouseClick(listed.stop, LEFT)
    settle()
    assert stored(desk)["无疫"] == (False, False)
    assert listed.model.rows[-1].label == "无疫"
    assert listed.table.current.label == "无疫"
    assert listed.stop.text() == "恢复使用"
    QTest.mouseClick(listed.stop, LEFT)
    settle()
    assert stored(desk)["无疫"] == (False, True)
    for active in (False, True):
        session.undo.undo()
        settle()
        assert stored(desk)["无疫"] == (False, active)
    session.undo.redo()
    settle()
    assert stored(desk)["无疫"] == (False, False)


def test_the_last_theme_cannot_be_stopped(listed, settle, desk):
    for name in [row.label for row in listed.model.rows]:
        to(listed, name)
        QTest.mouseClick(listed.stop, LEFT)
        settle()
    assert [active for _, active in stored(desk).values()].count(True) == 1
    told = [message.sentence for message in listed.notices.messages]
    assert "最后一个在用的主题" in told[0]


def test_who_may_not_keep_rules_only_reads(qtbot, double, settings):
    session = Session(double.desk(Role.VIEWER), settings)
    try:
        parent = QDialog()
        qtbot.addWidget(parent)
        parent.resize(1366, 768)
        made = ThemesDictionary(session, parent)
        made.open()
        qtbot.waitUntil(lambda: bool(made.model.rows) and not session.tasks.running)
        assert not any(part.isVisible() for part in (made.add, made.change, made.veto, made.stop))
        QTest.keyClick(made, KEY.Key_N, CTRL)
        QTest.keyClick(made.table, KEY.Key_Return)
        assert not made.findChildren(ThemeDialog)
        assert made.isVisible()
    finally:
        session.close()
