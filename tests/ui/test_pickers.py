"""Fields, choices and pickers."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit

from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Choice, Field, SecretField, TextField
from hrgrid.ui.pickers import DateField


@pytest.fixture
def field(qtbot, look):
    made = DateField("从哪天起")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("typed", ["2026-11-21", "2026年11月21日", "2026.11.21", "20261121"])
def test_a_day_may_be_typed_in_any_usual_way(field, qtbot, typed):
    # QTest aborts on characters beyond Latin 1; an input method commits them so.
    field.insert(typed)
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value == dt.date(2026, 11, 21)
    assert field.text() == "2026-11-21"


def test_what_is_no_day_is_marked_with_the_reason(field, qtbot):
    qtbot.keyClicks(field, "2026-13-40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value is None
    assert field.property("wrong") is True
    assert field.toolTip()


def test_the_calendar_opens_with_down_and_gives_its_day(field, qtbot):
    field.put(dt.date(2026, 2, 14))
    qtbot.keyClick(field, Qt.Key.Key_Down)
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 2, 14)
    calendar.clicked.emit(QDate(2026, 2, 16))
    assert field.value == dt.date(2026, 2, 16)


def test_an_emptied_field_is_no_day(field, qtbot):
    field.put(dt.date(2026, 2, 14))
    with qtbot.waitSignal(field.changed):
        field.put(None)
    assert field.value is None


def test_a_password_can_be_shown(qtbot, look):
    secret = SecretField("密码")
    qtbot.addWidget(secret)
    assert secret.echoMode() == QLineEdit.EchoMode.Password
    secret.actions()[0].trigger()
    assert secret.echoMode() == QLineEdit.EchoMode.Normal
    assert secret.actions()[0].toolTip() == "隐藏密码"


def test_a_wheel_over_a_closed_choice_scrolls_the_page_instead(qtbot, look):
    choice = Choice("岗位", [(1, "网格员"), (2, "网格长")])
    qtbot.addWidget(choice)
    choice.show()
    point = QPointF(5, 5)
    event = QWheelEvent(
        point, point, QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt takes it by place
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.currentIndex() == 0
    assert not event.isAccepted()


def test_new_entries_keep_what_was_chosen(look, qtbot):
    choice = Choice("人员", [("", "全部人员"), ("a", "陈敏")])
    qtbot.addWidget(choice)
    choice.choose("a")
    choice.fill([("", "全部人员"), ("b", "周立军"), ("a", "陈敏")])
    assert choice.currentData() == "a"
    choice.fill([("", "全部人员")])
    assert choice.currentData() == ""


def test_a_field_says_what_is_wrong_and_takes_it_back(look, qtbot):
    control = TextField("姓名")
    field = Field("姓名", control, hint="写进文书")
    qtbot.addWidget(field)
    field.complain("还没有填姓名。")
    assert field.problem == "还没有填姓名。"
    assert control.accessibleDescription() == "还没有填姓名。"
    assert control.property("wrong") is True
    field.complain("")
    assert field.problem == ""
    assert control.property("wrong") is False


def test_a_row_of_tools_goes_on_in_the_next_line(look, qtbot):
    from PySide6.QtWidgets import QLabel, QWidget

    host = QWidget()
    qtbot.addWidget(host)
    flow = Flow(host)
    for _ in range(4):
        part = QLabel("条件")
        part.setFixedSize(100, 30)
        flow.addWidget(part)
    assert flow.heightForWidth(500) == 30
    assert flow.heightForWidth(220) == 30 * 2 + flow.spacing()
    assert flow.heightForWidth(100) == 30 * 4 + flow.spacing() * 3
    assert flow.minimumSize().width() == 100
    host.resize(220, 100)
    host.show()
    tops = [flow.itemAt(at).geometry().top() for at in range(4)]
    assert tops == [0, 0, 38, 38]
