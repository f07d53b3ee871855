"""Lists that are seen, written to Excel by real clicks and keys into real files."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QPushButton

from hrgrid.accounts.queries import journal_entries
from hrgrid.accounts.service import add_operator, sign_in
from hrgrid.core.progress import Progress
from hrgrid.paper.intake import read_table
from hrgrid.storage.files import paper_file
from hrgrid.storage.journal import JournalFilter
from hrgrid.ui.banners import Action, Banner, Kind
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.saving import PAGES as PDF
from hrgrid.ui.saving import WORKBOOKS, Saving, Writing, first_place, folder_entry
from hrgrid.ui.session import Session
from hrgrid.ui.settings import Settings
from hrgrid.ui.workforce.vacancies import VacanciesDialog
from tests.patience import SECONDS
from tests.ui.crew import crew
from tests.ui.hands import VIEWER, in_dialog, menu_entry, opened


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where the dialog for files begins."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(desk, window, settle):
    crew(desk, part_timers=4)
    return opened(window, settle)


def press_enter(dialog: QFileDialog) -> None:
    """The name that the dialog offers is taken as it stands."""
    QTest.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)


def names_in(path: Path, heading: str = "姓名") -> list[str]:
    """A column of a sheet; some have a title above their headings."""
    [sheet] = read_table(path).sheets
    rows = [row.cells for row in sheet.rows]
    top = next(at for at, row in enumerate(rows) if heading in row)
    return [row[rows[top].index(heading)] for row in rows[top + 1 :]]


def test_vacant_grids_go_out_in_three_clicks_and_keys(small, window, qtbot, settle, folder):
    window.show_page("dashboard")
    settle()
    done, began = [], time.monotonic()

    def in_list(dialog: VacanciesDialog) -> None:
        qtbot.waitUntil(dialog.export.isEnabled)
        in_dialog(QFileDialog, lambda files: (done.append("Enter"), press_enter(files)))
        done.append("导出 Excel")
        QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
        settle()
        [banner] = dialog.findChildren(Banner)
        done.append(banner.message)
        dialog.reject()

    in_dialog(VacanciesDialog, in_list)
    QTest.mouseClick(window.page.coverage.link, Qt.MouseButton.LeftButton)
    *pressed, message = done
    assert (pressed, message.kind) == (["导出 Excel", "Enter"], Kind.OK)
    path = folder / "缺员网格 2 个.xlsx"
    assert message.sentence == f"已存到 {path}。"
    assert names_in(path, "网格名称") == ["甲区第2网格", "乙区第1网格"]
    seconds = time.monotonic() - began
    print(f"vacant grids to Excel: {1 + len(pressed)} clicks and keys, {seconds:.1f} s")


def test_the_list_goes_out_as_it_is_narrowed_and_sorted(small, window, qtbot, settle, folder):
    small.tools.employment.choose("full")
    settle()
    settle()
    shown = [row.name for row in small.model.rows]
    in_dialog(QFileDialog, press_enter)
    menu_entry(small.tools.export, "导出名单（号码遮住）").trigger()
    settle()
    path = folder / f"人员名单 {len(shown)} 人.xlsx"
    assert window.messages.message.sentence == f"已存到 {path}。号码是遮住的。"
    assert names_in(path) == shown
    assert all("*" in number for number in names_in(path, "身份证号"))


def test_full_numbers_ask_why_and_are_on_record(small, desk, settle, folder):
    def answer(dialog: ReasonDialog) -> None:
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        assert dialog._field.problem.startswith("请写明为什么要完整号码")
        QTest.keyClicks(dialog.reason, "canbao")
        in_dialog(QFileDialog, press_enter)
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)

    in_dialog(ReasonDialog, answer)
    menu_entry(small.tools.export, "带完整号码导出…").trigger()
    settle()
    assert not any("*" in number for number in names_in(folder / "人员名单 8 人.xlsx", "身份证号"))
    [entry] = desk.read(lambda work: journal_entries(work, JournalFilter(action="export_people")))
    assert (entry.subject, entry.reason) == ("人员名单 8 人.xlsx", "canbao")


def test_the_seen_columns_go_out_in_their_order(small, window, qtbot, settle, folder):
    small.table.show_column("posts", shown=True)
    small.table.show_column("street", shown=False)
    header = small.table.horizontalHeader()
    header.moveSection(header.visualIndex(5), 1)
    in_dialog(QFileDialog, press_enter)
    menu_entry(small.tools.export, "只导出看到的列").trigger()
    settle()
    path = folder / "人员名单 8 人.xlsx"
    assert window.messages.message.sentence == f"已存到 {path}。号码是遮住的。"
    [sheet] = read_table(path).sheets
    headings, *rows = [row.cells for row in sheet.rows]
    columns = small.table.shown_columns
    assert list(headings) == ["姓名", "岗位", "证件号", "网格", "类别", "星级", "任职", "任职数"]
    shown = [[column.text(row) for column in columns] for row in small.model.rows]
    assert [list(row) for row in rows] == shown


def test_without_the_right_full_numbers_are_not_offered(qtbot, desk, database, settings, folder):
    crew(desk, part_timers=1)
    desk.write(lambda work: add_operator(work, VIEWER))
    session = Session(sign_in(database, "mayk", VIEWER.secret), settings)
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.show_page("workforce")
    qtbot.waitUntil(lambda: window.page.tools.export.isEnabled() and not session.tasks.running)
    entry = menu_entry(window.page.tools.export, "导出名单（号码遮住）")
    texts = [action.text() for action in window.page.tools.export.menu().actions()]
    assert texts == ["导出名单（号码遮住）", "只导出看到的列"]
    in_dialog(QFileDialog, press_enter)
    entry.trigger()
    qtbot.waitUntil(lambda: not session.tasks.running)
    assert (folder / "人员名单 5 人.xlsx").exists()
    session.close()


def test_a_file_that_is_in_use_is_a_sentence_with_two_ways_on(
    small, window, settle, folder, monkeypatch
):
    path = folder / "人员名单 8 人.xlsx"
    path.write_bytes(b"old")
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", refuse)
    in_dialog(QFileDialog, overwrite)
    menu_entry(small.tools.export, "导出名单（号码遮住）").trigger()
    settle()
    message = window.messages.message
    assert (message.kind, message.sentence) == (
        Kind.BAD,
        f"写不进“{path.name}”：文件正被其他程序占用或文件夹只读。关掉后重试，或另存为别的名字。",
    )
    assert [action.text for action in message.actions] == ["重试", "换个位置"]
    assert [each.name for each in folder.glob("*名单*")] == [path.name]
    assert path.read_bytes() == b"old"
    monkeypatch.setattr(Path, "replace", replace)
    [again] = [b for b in window.messages.findChildren(QPushButton) if b.text() == "重试"]
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    settle()
    assert len(names_in(path)) == 8


def refuse(_path: Path, _target: Path) -> Path:
    raise PermissionError(13, "in use")


def overwrite(dialog: QFileDialog) -> None:
    """Take the name although it is taken: the dialog asks once more."""

    def yes(box) -> None:
        QTest.keyClick(box, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)

    def ask() -> None:
        box = QApplication.activeModalWidget()
        # Alt+Y is a shortcut, which goes to the active window.
        if box is dialog or box is None or QApplication.activeWindow() is not box:
            QTimer.singleShot(10, ask)
        else:
            yes(box)

    QTimer.singleShot(10, ask)
    press_enter(dialog)


def test_a_file_that_takes_long_can_be_given_up(small, window, qtbot, settle, folder):
    gate = threading.Event()

    def write(path: Path, progress: Progress) -> None:
        with paper_file(path) as part:
            part.write_bytes(b"half")
            gate.wait(SECONDS)
            progress.step()

    in_dialog(QFileDialog, press_enter)
    Saving(window.session, small).save(Writing("名单", write, "正在写出名单"))
    qtbot.waitUntil(lambda: len(window.running.rows) == 1)
    qtbot.mouseClick(window.running.rows[0].cancel, Qt.MouseButton.LeftButton)
    gate.set()
    settle()
    assert window.messages.message.sentence == "已取消，没有写出文件。"
    assert list(folder.glob("*名单*")) == []


def test_an_empty_list_has_nothing_to_write_out(window, settle):
    page = opened(window, settle)
    assert not page.tools.export.isEnabled()


def test_the_menu_is_reached_by_keyboard(small, qtbot):
    export = small.tools.export
    shown = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            shown.extend(action.text() for action in menu.actions())
            menu.close()
        else:
            QTimer.singleShot(10, look)

    export.setFocus()
    QTimer.singleShot(10, look)
    qtbot.keyClick(export, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(shown) > 0)
    assert shown == ["导出名单（号码遮住）", "只导出看到的列", "带完整号码导出…"]


def test_the_next_file_of_a_kind_begins_where_the_last_one_went(
    session, window, settle, tmp_path, monkeypatch
):
    begun = []
    there = tmp_path / "交换盘"
    there.mkdir()

    def choose(_over, _title, name, _kind):
        begun.append(name)
        return str(there / "名单.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    saving = Saving(session, window)
    sheet = Writing("名单", lambda path, _: path.write_bytes(b""), "正在写")
    for writing in (sheet, sheet, replace(sheet, kind=PDF)):
        saving.save(writing)
        settle()
    assert begun == ["名单.xlsx", str(there / "名单.xlsx"), "名单.pdf"]
    later = Settings(tmp_path / "screen.ini")
    assert later.get(folder_entry(WORKBOOKS)) == str(there)
    shutil.rmtree(there)
    assert first_place(later, WORKBOOKS, "名单.xlsx") == "名单.xlsx"


def test_what_was_saved_opens_and_shows_its_folder_whatever_comes_next(
    session, window, settle, tmp_path, monkeypatch
):
    opened_urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened_urls.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "证书.pdf"), ""))
    noted = []
    then = (Action("登记为已印 3 张", lambda: noted.append(3)),)
    writing = Writing("证书", lambda path, _: path.write_bytes(b""), "正在写", kind=PDF, then=then)
    Saving(session, window).save(writing)
    settle()
    for text in ("打开", "所在文件夹", "登记为已印 3 张"):
        saving = window.messages
        if saving.message is None:
            Saving(session, window).save(writing)
            settle()
        button = next(one for one in saving.findChildren(LinkButton) if one.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in opened_urls] == [str(tmp_path / "证书.pdf"), str(tmp_path)]
    assert noted == [3]
