"""报表: papers chosen by keys, seen, printed and saved; boards noted and replaced."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from hrgrid.ui.banners import Banner, Kind
from hrgrid.ui.papers.consent_dialog import ConsentDialog
from hrgrid.ui.papers.hints_dialog import HintsDialog
from hrgrid.ui.papers.kinds import PaperKind
from hrgrid.ui.papers.words_dialog import WordsDialog
from hrgrid.workforce.queries.board_register import boards_due, issued_boards
from hrgrid.workforce.queries.boards import board_grids, boards
from hrgrid.workforce.rules.boards import BoardSize, BoardText, PhoneSource
from hrgrid.workforce.service.boards import set_words
from tests.ui.crew import crew
from tests.ui.hands import in_dialog


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where the dialog for files begins."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def view(qtbot, window, desk, settle):
    """The papers of a crew at a few grids."""
    crew(desk, part_timers=2)
    window.show_page("documents", "papers/register")
    settle()
    working = window.page.working
    qtbot.waitUntil(lambda: working.pages.paper.has_image)
    settle()
    return working


def turn(qtbot, view, kind: PaperKind) -> None:
    """Choose a paper by keys and wait until it is on show."""
    view.options.kinds.setFocus()
    while view.options.kind is not kind:
        step = list(PaperKind).index(kind) - list(PaperKind).index(view.options.kind)
        QTest.keyClick(view.options.kinds, Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: view._asked is not None and view._asked.kind is kind)
    if kind is not PaperKind.DUE:
        qtbot.waitUntil(lambda: view.pages.paper.has_image and "页" in view.pages.place.text())


def press_enter(dialog: QFileDialog) -> None:
    QTest.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)


def press(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_empty_page_of_certificates_leads_to_the_papers(qtbot, window, settle):
    window.show_page("documents")
    settle()
    page = window.page
    qtbot.waitUntil(page.empty.isVisible)
    press(page.papers)
    qtbot.waitUntil(lambda: page.working is not None and page.working.isVisible())
    assert page.crumb == "报表和公示牌"
    assert page.main_control() is page.working.options.kinds
    settle()
    press(page.working.back)
    qtbot.waitUntil(page.empty.isVisible)
    assert not page.working.isVisible()


def test_every_paper_is_seen_by_moving_down_the_list(qtbot, view):
    for kind in PaperKind:
        turn(qtbot, view, kind)
        assert view.primary.isVisible()
    assert view.due.none_yet.isVisible()


@pytest.mark.parametrize("kind", [PaperKind.REGISTER, PaperKind.LEAGUE, PaperKind.GAPS])
def test_a_paper_is_saved_as_a_workbook_and_as_pages(qtbot, view, settle, folder, kind):
    turn(qtbot, view, kind)
    for button, suffix in ((view.workbook, "xlsx"), (view.file, "pdf")):
        in_dialog(QFileDialog, press_enter)
        press(button)
        settle()
        path = folder / f"{view._asked.name}.{suffix}"
        assert view.window().messages.message.sentence.startswith(f"已存到 {path}")
        assert path.stat().st_size > 1_000
    assert view._asked.kind.label in path.name


def test_an_earlier_day_is_asked_and_stands_in_the_name(qtbot, view, settle, folder):
    turn(qtbot, view, PaperKind.REGISTER)
    view.options.day.setFocus()
    view.options.day.selectAll()
    QTest.keyClicks(view.options.day, "2019-12-31")
    QTest.keyClick(view.options.day, Qt.Key.Key_Return)
    day = dt.date(2019, 12, 31)
    qtbot.waitUntil(lambda: view._asked is not None and view._asked.on == day)
    settle()
    in_dialog(QFileDialog, press_enter)
    press(view.workbook)
    settle()
    [path] = folder.glob("*2019-12-31.xlsx")
    assert openpyxl.load_workbook(path).active.max_row == 3


def test_a_day_that_cannot_be_read_asks_for_nothing(qtbot, view):
    view.options.day.setFocus()
    view.options.day.selectAll()
    QTest.keyClicks(view.options.day, "abc")
    QTest.keyClick(view.options.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view._asked is None)
    assert not view.primary.isEnabled()


def test_an_area_is_chosen_level_by_level(qtbot, view, settle):
    first = view.options.area.lists[0]
    assert first.isVisible()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view._asked is not None and view._asked.place == first.currentText())
    assert view.options.area.lists[1].isVisible()
    settle()
    assert view._asked.area_id == view.options.area.area.id


def test_a_roster_is_printed_on_the_chosen_printer(qtbot, view, settle, tray, window):
    assert view.primary.text() == "打印花名册"
    press(view.primary)
    settle()
    assert len(tray.files) == 1
    assert "已送打花名册 1 页到“一号机”" in window.messages.message.sentence


def test_printed_boards_are_noted_and_a_change_makes_them_due(qtbot, view, settle, desk, folder):
    turn(qtbot, view, PaperKind.BOARD)
    settle()
    grids = desk.read(lambda work: board_grids(work, work.today))
    assert view.primary.text() == f"打印 {len(grids)} 块"
    press(view.primary)
    settle()
    assert len(desk.read(issued_boards)) == len(grids)
    since = desk.read(lambda work: work.today)
    desk.write(lambda work: set_words(work, grids[0], BoardText.DUTY_PHONE, "19900001234", since))
    turn(qtbot, view, PaperKind.DUE)
    qtbot.waitUntil(lambda: view.due.model.rowCount() == 1)
    assert view.due.count.text() == f"1 种、1 块要换，登记在用的共 {len(grids)} 种"
    assert view.primary.text() == "印新牌 1 种"
    in_dialog(QFileDialog, press_enter)
    press(view.primary)
    settle()
    qtbot.waitUntil(lambda: not view.due.to_print)
    assert [row.told for row in view.due.model.rows] == ["新牌已印，待更换"]
    assert not view.primary.isEnabled()
    press(view.due.done)
    qtbot.waitUntil(view.due.none_due.isVisible)
    message = view.window().messages.message
    assert message.sentence == "已标记换下 1 种公示牌。"
    message.actions[0].does()
    qtbot.waitUntil(lambda: view.due.model.rowCount() == 1)
    settle()
    assert len(desk.read(lambda work: boards_due(work, work.today))) == 1


def test_a_preview_notes_nothing(qtbot, view, settle, desk):
    turn(qtbot, view, PaperKind.BOARD)
    settle()
    assert desk.read(issued_boards) == []


def test_a_poster_goes_into_a_file(qtbot, view, settle, folder, desk):
    turn(qtbot, view, PaperKind.BOARD)
    view.options.board_size.setFocus()
    QTest.keyClick(view.options.board_size, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view._asked.size is BoardSize.POSTER)
    settle()
    assert view.primary.text().startswith("存为 PDF")
    in_dialog(QFileDialog, press_enter)
    press(view.primary)
    settle()
    assert [path.name[:9] for path in folder.glob("*600*.pdf")]
    assert {board.size for board in desk.read(issued_boards)} == {BoardSize.POSTER}


def test_what_to_see_to_is_told_and_done_from_there(qtbot, view, settle, desk):
    turn(qtbot, view, PaperKind.BOARD)
    settle()
    [banner] = [one for one in view.findChildren(Banner) if not one.isHidden()]
    assert banner.message.kind is Kind.WARN
    assert "电话空着" in banner.message.sentence
    done = []

    def fill(dialog: WordsDialog) -> None:
        qtbot.waitUntil(dialog.act.isEnabled)
        QTest.keyClicks(dialog.fields[BoardText.DUTY_PHONE], "19900005678")
        press(dialog.act)
        qtbot.waitUntil(lambda: not dialog.isVisible())

    def agree(dialog: ConsentDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.state.text()))
        press(dialog.act)
        assert dialog._document_field.problem.startswith("请写明同意书")
        QTest.keyClicks(dialog.document, "tongyi shu")
        press(dialog.act)
        qtbot.waitUntil(lambda: not dialog.isVisible())

    def see(dialog: HintsDialog) -> None:
        rows = dialog.model.rows
        dialog.table.selectRow(0)
        in_dialog(WordsDialog, fill)
        press(dialog.words)
        own = next(at for at, row in enumerate(rows) if row.holds_back and at)
        dialog.table.selectRow(own)
        in_dialog(ConsentDialog, agree)
        press(dialog.consent)
        done.extend((rows[0].area_id, rows[own].area_id))
        dialog.accept()

    in_dialog(HintsDialog, see)
    banner.message.actions[0].does()
    settle()
    found = {
        row.area_id: row.source for row in desk.read(lambda work: boards(work, work.today, done))
    }
    assert [found[one] for one in done] == [PhoneSource.DUTY, PhoneSource.OWN]


def test_in_a_narrow_window_the_options_go_under_a_button(qtbot, window, view, settle):
    window.resize(910, 512)
    qtbot.waitUntil(view.choose.isVisible)
    press(view.choose)
    qtbot.waitUntil(view.options.isVisible)
    assert view.options.kinds.isVisible()
    view._drawer.hide()
    settle()


def test_a_fault_of_the_paper_is_said_where_it_would_stand(qtbot, view, settle, desk):
    """A street of one community: at the lowest level nothing can be compared."""
    turn(qtbot, view, PaperKind.LEAGUE)
    view.options.day.put(dt.date(1999, 1, 1))
    qtbot.waitUntil(lambda: "没有可比的单位" in view.pages.place.text())
    settle()
