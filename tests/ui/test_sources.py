"""What is found opens its card: grids past and present, the whole file of a person, its sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from hrgrid.ui.finder import read_hits
from hrgrid.ui.grids.card import GridDialog
from hrgrid.ui.journal.entry import EntryDialog
from hrgrid.ui.workforce.file_dialog import FileDialog
from hrgrid.workforce.model import Post
from hrgrid.workforce.queries import find_area
from hrgrid.workforce.queries.grids import grids_of
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.service.posting import end_post
from hrgrid.workforce.service.regridding import GridForm, Part, split_grid
from tests.ui.crew import crew
from tests.ui.test_finder import write

CHANGED = dt.date(2022, 5, 1)


@pytest.fixture
def office(desk):
    """甲区第0网格 was split in 2022; 欧阳若水 left in the same year."""
    made = crew(desk, part_timers=3)

    def change(work) -> None:
        area = find_area(work, "甲区社区", work.today)
        first, *_ = grids_of(work, area.id, work.today)
        forms = GridForm("甲区第0网格东", "G0E"), GridForm("甲区第0网格西", "G0W")
        split_grid(work, first.id, tuple(Part(5_000, form) for form in forms), CHANGED)
        person_id = find_person(work, "欧阳若水")
        post = work.session.query(Post).filter_by(person_id=person_id).one()
        end_post(work, post.id, CHANGED)

    desk.write(change, reason="调整")
    return made


@pytest.fixture
def finder(office, window):
    field = window.top.finder
    field.setFocus()
    return field


def dialog_of(window, qtbot, kind):
    """The dialog of this kind once it is on show."""
    found = []

    def look() -> bool:
        found[:] = [one for one in window.findChildren(kind) if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(look)
    return found[0]


def test_a_grid_that_is_found_opens_its_card(finder, window, qtbot, settle):
    write(finder, "甲区第1")
    qtbot.waitUntil(lambda: [find.title for find in finder.offered] == ["甲区第1网格"])
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    card = dialog_of(window, qtbot, GridDialog)
    qtbot.waitUntil(lambda: card.card is not None)
    assert card.card.row.name == "甲区第1网格"
    assert card.windowTitle() == "甲区第1网格"
    card.reject()


def test_a_grid_that_is_no_more_is_found_and_marked(finder, window, desk, qtbot):
    finds = desk.read(lambda work: read_hits(work, "甲区第0网格"))
    assert [find.title for find in finds] == ["甲区第0网格东", "甲区第0网格西", "甲区第0网格"]
    assert [find.quiet for find in finds] == [False, False, True]
    assert finds[-1].beside == "已停用，2022-04-30 止、网格 G100"
    write(finder, "甲区第0网格")
    qtbot.waitUntil(lambda: len(finder.offered) == 3)
    finder.chosen.emit("workforce", finder.offered[-1].part)
    card = dialog_of(window, qtbot, GridDialog)
    qtbot.waitUntil(lambda: card.card is not None)
    assert card.card.valid_to == CHANGED
    card.reject()


def test_on_an_earlier_day_it_is_a_grid_as_others(office, desk):
    desk.day = dt.date(2021, 1, 1)
    finds = desk.read(lambda work: read_hits(work, "甲区第0"))
    assert [(find.title, find.quiet) for find in finds] == [("甲区第0网格", False)]
    desk.day = None


def test_who_left_is_marked_and_whoever_is_there_is_not(office, desk):
    [gone] = desk.read(lambda work: read_hits(work, "欧阳若水"))
    assert gone.quiet
    assert gone.beside.startswith("已不在岗、联络员")
    desk.day = dt.date(2021, 1, 1)
    [there] = desk.read(lambda work: read_hits(work, "欧阳若水"))
    assert not there.quiet
    desk.day = None


@pytest.fixture
def opened(finder, window, qtbot, settle):
    qtbot.keyClicks(finder, "oyrs")
    qtbot.waitUntil(lambda: [find.title for find in finder.offered] == ["欧阳若水"])
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    dialog = dialog_of(window, qtbot, FileDialog)
    qtbot.waitUntil(lambda: dialog.file is not None)
    settle()
    yield dialog
    # A line that was opened has closed it.
    if shiboken6.isValid(dialog):
        dialog.reject()


def test_ctrl_k_and_enter_open_the_whole_file(opened, window):
    assert opened.windowTitle() == "欧阳若水的档案"
    assert [part.title for part in opened.file.parts][:2] == ["任职", "聘用关系"]
    # Behind it lies the card with what can be done.
    assert window.page.person.view.card.name == "欧阳若水"
    assert opened.print.isEnabled()


def test_a_line_opens_its_source(opened, window, qtbot):
    [grid] = [link for link in opened.links if "网格" in link.accessibleName()][:1]
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton)
    card = dialog_of(window, qtbot, GridDialog)
    qtbot.waitUntil(lambda: card.card is not None)
    assert card.card.row.name == "甲区第2网格"
    card.reject()


def test_a_line_of_the_journal_opens_its_entry(opened, window, qtbot, settle):
    link = next(link for link in opened.links if "结束任职" in link.accessibleName())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    entry = dialog_of(window, qtbot, EntryDialog)
    assert window.page_key == "journal"
    assert "结束任职" in entry.windowTitle()
    entry.reject()


def test_the_file_and_the_own_sheet_are_printed(opened, qtbot, settle, tmp_path, monkeypatch):
    names = []

    def choose(_over, _title, name, _kind) -> tuple[str, str]:
        names.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    for button in (opened.print, opened.own):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
    # The second begins in the folder of the first.
    assert [Path(name).name for name in names] == [
        "欧阳若水的档案.pdf",
        "欧阳若水 本人信息告知单.pdf",
    ]
    for name in names:
        text = pdfium.PdfDocument(tmp_path / name)[0].get_textpage().get_text_range()
        assert "欧阳若水" in text
        assert "999999199001010017" not in text


def test_the_file_is_reached_from_the_card_and_from_the_list(office, window, qtbot, settle):
    window.show_page("workforce")
    for _ in range(3):
        settle()
    page = window.page
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window, qtbot, FileDialog)
    name = page.table.current.name
    assert dialog.windowTitle() == f"{name}的档案"
    dialog.reject()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.person.view.card is not None)
    assert page.person.view.file.text() == "一人一档"
