"""Cases by stage and the board of one, by clicks and keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from hrgrid.exits.rules.words import ExitState
from hrgrid.exits.service.cases import dismiss_case
from hrgrid.ui import theme
from hrgrid.ui.exits.words import NO_GROUND
from hrgrid.ui.theme import Mode, TextSize
from tests.exits.office import heard, opened, reassessed, warned
from tests.ui.exits.led import at_many_stages
from tests.ui.hands import menu_entry

KEY = Qt.Key


def names(level) -> list[str]:
    return [row.name for row in level.model.people]


def texts(part) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel))


def test_an_empty_page_says_that_a_rank_is_no_ground(level, qtbot):
    shown = level()
    qtbot.waitUntil(shown.empty.isVisible)
    assert NO_GROUND in texts(shown.empty)
    assert shown.first.text() == "立案"
    assert not shown.new.isVisible()


def test_cases_stand_by_stage_and_are_narrowed(level, office, qtbot, hand):
    cases = at_many_stages(office)
    office.write(lambda work: dismiss_case(work, cases["reviewing"], "核实无误"))
    shown = level()
    shown.show_list()
    hand.settle()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(shown.model, fatal)
    assert names(shown) == ["周五", "钱二", "赵一"]
    headings = [row.told for row in shown.model.rows if row not in shown.model.people]
    assert headings == ["已预警　1 件", "已再考核　1 件", "已听取申辩　1 件"]
    QTest.keyClicks(shown.search, "G0000002")
    assert names(shown) == ["钱二"]
    shown.search.clear()
    entries = [shown.which.itemText(row) for row in range(shown.which.count())]
    assert entries[0] == "在办 3"
    assert entries[-1] == "全部 4"
    shown.which.setCurrentIndex(entries.index("已结束 1"))
    assert names(shown) == ["李四"]
    QTest.keyClicks(shown.search, "zzz")
    assert shown.found_none.isVisible()
    assert not shown.table.isVisible()


def test_enter_opens_a_case_and_escape_leads_back(level, office, qtbot, hand):
    at_many_stages(office)
    shown = level()
    shown.show_list()
    hand.settle()
    shown.table.setFocus()
    QTest.keyClick(shown.table, KEY.Key_Return)
    qtbot.waitUntil(lambda: shown.board.isVisible() and shown.board.read is not None)
    hand.settle()
    first = shown.model.people[0]
    assert shown.board.read.row.id == first.id
    qtbot.waitUntil(lambda: shown.window().focusWidget() is shown.board.primary)
    QTest.keyClick(shown.board.primary, KEY.Key_Escape)
    qtbot.waitUntil(shown.list.isVisible)
    assert shown.table.current.id == first.id


def test_the_board_tells_the_path_what_was_done_and_the_next_step(board, office):
    view = board(heard(office))
    stages = {one.label: one for one in view.rail.stages}
    assert stages["约谈"].done
    assert stages["陈述申辩"].here
    assert not stages["工会意见"].done
    assert "第 8 步，共 14 步：陈述申辩，下一步是工会意见" in view.rail.accessibleName()
    told = texts(view.done)
    assert "家里有病人，请求再给机会" in told
    assert "不能胜任工作" in told
    assert "末位" not in told
    assert view.primary.text() == "征求工会意见"
    assert view.primary.isEnabled()
    assert "已听取申辩" in texts(view.history)


def test_what_may_be_done_beside_the_next_step_stands_in_the_menu(board, office):
    view = board(reassessed(office, "钱二"))
    assert view.primary.text() == "登记拟退出"
    assert menu_entry(view.more, "解除预警…").isEnabled()
    assert menu_entry(view.more, "安排补训或调岗…").isEnabled()


def test_a_case_that_ended_says_why_and_offers_nothing(board, office):
    case = opened(office)
    office.write(lambda work: dismiss_case(work, case, "核实无误"))
    view = board(case)
    assert view.read.row.state is ExitState.DISMISSED
    assert not view.primary.isVisible()
    assert not view.more.isVisible()
    assert "核实无误" in view.notices.messages[0].sentence


def test_on_another_day_nothing_is_written(board, office, window, hand):
    view = board(warned(office))
    assert view.primary.isEnabled()
    window.session.look_at(view.read.row.opened_on)
    hand.settle()
    assert not view.primary.isEnabled()
    assert not menu_entry(view.more, "解除预警…").isEnabled()


def test_in_larger_letters_no_day_of_the_path_is_cut(board, office, window, hand, look):
    view = board(heard(office))
    window.resize(1920, 1080)
    theme.apply(look, Mode.DARK, list(TextSize)[-1])
    window.session.look_changed.emit()
    hand.settle()
    room = view._way.viewport().width()
    assert room >= view.rail.sizeHint().width()


def test_in_a_narrow_window_a_sentence_tells_the_path(board, office, window, hand):
    view = board(heard(office))
    window.resize(910, 512)
    hand.settle()
    assert not view.path.isVisible()
    assert view.where.isVisible()
    assert "第 8 步" in view.where.text()
    assert window.width() == 910
