"""待办: the badge, the list and its filters, what one does about a duty, the list on paper."""

from __future__ import annotations

import datetime as dt

import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from hrgrid.core.identity import Sex
from hrgrid.core.progress import Progress
from hrgrid.overview.papers import write_duties
from hrgrid.overview.papers.duties import week_words
from hrgrid.overview.queries.duties import DutyFilter
from hrgrid.overview.rules.duties import DutyKind, MarkState
from hrgrid.ui.duties.deeds import PutOffDialog, SettleDialog
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.workforce.queries.known import find_person
from tests.overview.build import plant_city
from tests.overview.test_duties import DAY, change, engage, this_day
from tests.workforce.build import enlist


@pytest.fixture
def staff(desk):
    """Six people in two districts, of whom five have something due."""
    grids = desk.write(lambda work: plant_city(work, {"甲区": 4, "乙区": 2}))

    def fill(work) -> list[int]:
        names = [f"专职{one}" for one in "一二三四五六"]
        for number, (grid, name) in enumerate(
            zip((*grids["甲区"], *grids["乙区"]), names, strict=True), start=1
        ):
            enlist(work, grid, name, number)
        return [find_person(work, name) for name in names]

    ids = desk.write(fill)
    change(desk, ids, birth_date=dt.date(1995, 5, 5), sex=Sex.MALE)
    for person_id, days in zip(ids, (-2, 3, 20, 45, 59), strict=False):
        engage(desk, person_id, days)
    engage(desk, ids[5], None, probation_to=this_day() + DAY * 10)
    return ids


@pytest.fixture
def opened(staff, session, settings, qtbot, settle):
    window = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    session.tasks.close()


@pytest.fixture
def page(opened, settle):
    opened.show_page("duties")
    for _ in range(3):
        settle()
    return opened.page


def names(page) -> list[str]:
    return [row.name for row in page.model.rows if row.due.person_id]


def people(page) -> int:
    return sum(n for kind, n in page._found.by_kind.items() if kind is not DutyKind.OFFICE)


def answer(qtbot, kind, does) -> None:
    """When a dialog of this kind is open, do that with it."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, kind):
            does(box)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def test_the_navigation_says_how_many_wait_and_that_some_are_over(opened, qtbot, settle):
    button = opened.navigation.button("duties")
    qtbot.waitUntil(lambda: button.count >= 6)
    assert "件" in button.accessibleName()
    page = opened.page
    qtbot.waitUntil(lambda: page._duties is not None)
    told = [page._banners.itemAt(at).widget().message for at in range(page._banners.count())]
    first = told[0]
    assert first.sentence.endswith("其中 1 件已过期。")
    late, look = first.actions
    look.does()
    assert opened.page_key == "duties"
    late.does()
    for _ in range(3):
        settle()
    assert names(opened.page) == ["专职一"]


def test_the_soonest_comes_first_and_alt_9_leads_there(opened, qtbot, settle):
    qtbot.keyClick(opened, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    for _ in range(3):
        settle()
    page = opened.page
    assert opened.page_key == "duties"
    assert names(page) == ["专职一", "专职二", "专职六", "专职三", "专职四", "专职五"]
    assert people(page) == 6
    assert page.table.hasFocus()


def test_kind_area_and_time_narrow(page, settle):
    page.kind.choose(DutyKind.PROBATION)
    settle()
    assert names(page) == ["专职六"]
    page.kind.choose(None)
    page.area.setCurrentIndex(page.area.findText("乙区"))
    settle()
    assert names(page) == ["专职六", "专职五"]
    page.area.setCurrentIndex(0)
    page.span.setCurrentIndex(3)
    settle()
    assert names(page) == ["专职一", "专职二", "专职六", "专职三"]
    page.span.setCurrentIndex(2)
    settle()
    assert names(page) == ["专职一"]


def test_enter_opens_the_source(page, opened, qtbot, settle):
    row = next(row for row in page.model.rows if row.name == "专职三")
    page.table.selectRow(page.model.rows.index(row))
    assert page._hint.toolTip() or DutyKind.CONTRACT.explanation
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    for _ in range(4):
        settle()
    assert opened.page_key == "workforce"
    assert opened.page.person.view.card.name == "专职三"


def at(page, name) -> None:
    page.table.selectRow([row.name for row in page.model.rows].index(name))


def test_a_duty_is_settled_with_a_word_and_stands_among_those_put_away(page, qtbot, settle):
    at(page, "专职二")
    page.table.setFocus()

    def write(box: SettleDialog) -> None:
        qtbot.keyClicks(box.note, "renewed")
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)

    answer(qtbot, SettleDialog, write)
    qtbot.mouseClick(page.settle, Qt.MouseButton.LeftButton)
    for _ in range(3):
        settle()
    assert "专职二" not in names(page)
    assert people(page) == 5
    page.away.setCurrentIndex(1)
    settle()
    [row] = [row for row in page.model.rows if row.name == "专职二"]
    assert (row.mark.state, row.mark.note) == (MarkState.DONE, "renewed")
    shown = {column.title: column.text(row) for column in page.table.shown_columns}
    assert shown["处理"].startswith("已办，")
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    for _ in range(3):
        settle()
    page.away.setCurrentIndex(0)
    settle()
    assert "专职二" in names(page)


def test_a_duty_is_put_off_to_a_day(page, opened, qtbot, settle):
    at(page, "专职三")
    page.table.setFocus()
    day = this_day() + DAY * 12

    def write(box: PutOffDialog) -> None:
        box.until.put(day)
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)

    answer(qtbot, PutOffDialog, write)
    qtbot.keyClick(page.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    for _ in range(3):
        settle()
    assert "专职三" not in names(page)
    assert opened.messages.message.sentence.startswith(f"{day} 再提醒：专职三")


def test_a_day_that_is_over_is_refused_in_the_form(page, qtbot, settle):
    at(page, "专职三")
    seen = []

    def write(box: PutOffDialog) -> None:
        box.until.put(this_day())
        qtbot.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: box._refusal.count() > 0)
        seen.append(box._refusal.itemAt(0).widget().message.sentence)
        box.reject()

    answer(qtbot, PutOffDialog, write)
    qtbot.mouseClick(page.later, Qt.MouseButton.LeftButton)
    settle()
    assert "今天以后" in seen[0]
    assert "专职三" in names(page)


def test_nothing_is_settled_while_another_day_is_shown(page, session, settle):
    session.look_at(dt.date(2021, 1, 1))
    settle()
    assert not page.settle.isEnabled()
    page._settle()
    assert QApplication.activeModalWidget() is None
    # What is due goes by today all the same.
    page.refresh()
    settle()
    assert len(names(page)) == 6


def test_an_empty_list_says_so(page, settle):
    page.kind.choose(DutyKind.PROBATION)
    settle()
    page.area.setCurrentIndex(page.area.findText("甲区"))
    settle()
    assert page.model.rowCount() == 0
    assert page._empty.isVisible()
    page._clear()
    settle()
    assert not page._empty.isVisible()


def test_the_list_is_printed_by_unit(page, qtbot, settle, tmp_path, monkeypatch):
    path = tmp_path / "待办.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.area.setCurrentIndex(page.area.findText("甲区"))
    settle()
    assert page.print.text() == "打印清单（4 件）"
    qtbot.mouseClick(page.print, Qt.MouseButton.LeftButton)
    settle()
    text = "".join(one.get_textpage().get_text_range() for one in pdfium.PdfDocument(path))
    assert "甲区一街道" in text
    assert "乙区一街道" not in text
    assert week_words(this_day()) in text.replace("\r\n", "")
    for name in ("专职一", "专职二", "专职三", "专职四"):
        assert name in text
    assert "999999" not in text


def test_the_workbook_holds_everything(desk, staff, tmp_path):
    path = tmp_path / "待办.xlsx"
    count = write_duties(desk, DutyFilter(), path, Progress())
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("单位", "姓名或网格", "岗位")
    assert len(rows) == count + 1
    assert [row[1] for row in rows if row[0] == "乙区一街道"] == ["专职六", "专职五"]


def test_a_week_is_told_by_its_number():
    told = week_words(dt.date(2026, 11, 22))
    assert told == "2026 年第 47 周（11 月 16 日 – 11 月 22 日）"
