"""Ten districts' workbooks in one drop, by real clicks; the whole year is test_clerk_year.py."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import Qt

from hrgrid.core.progress import Progress
from hrgrid.demo.people import Crowd
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook
from hrgrid.ui.imports.page import FILES, MAPPING, OUTCOME, REVIEW
from hrgrid.workforce.queries import areas_on
from hrgrid.workforce.rules import Level
from tests.patience import SECONDS
from tests.ui.test_imports_page import AREAS, Hand, people

DISTRICTS, EACH = 10, 6
HEADINGS = ("姓名", "身份证号", "网格编码", "岗位", "专兼职", "入职日期")


@pytest.fixture
def clerk(qtbot, window, settle):
    """At the screen of an office that holds the grids of the example."""
    hand = Hand(qtbot, window, settle)
    hand.import_all(AREAS)
    hand.press(hand.page.outcome.primary)
    hand.clicks = 0
    return hand


@pytest.fixture
def workbooks(desk, clerk, tmp_path):
    """A roster from each of ten districts; the fourth has one grid that nobody knows."""
    rows = desk.read(lambda work: areas_on(work, work.today))
    codes = [row.code for row in rows if row.level is Level.GRID]
    crowd, paths = Crowd("区县"), []
    for district in range(DISTRICTS):
        lines = []
        for at in range(EACH):
            one = crowd.next()
            code = codes[district * EACH + at]
            lines.append((one.name, one.id_number, code, "网格员", "专职", "2026-01-05"))
        if district == 3:
            lines[0] = (*lines[0][:2], "无此网格", *lines[0][3:])
        paths.append(tmp_path / f"花名册 第{district}区.xlsx")
        columns = tuple(SheetColumn(heading) for heading in HEADINGS)
        write_workbook(paths[-1], [SheetPlan("花名册", columns, lines)])
    return paths


def test_ten_workbooks_come_in_with_one_drop(clerk, workbooks, desk, window):
    began = time.monotonic()
    clerk.open_page()
    clerk.drop(*workbooks)
    page = clerk.page
    assert page.files.list.beside.text() == "10 个文件，选中 10 张表，60 行"
    clerk.press(page.files.primary)
    assert page.step == MAPPING
    assert page.mapping.sheet.count() == 1
    clerk.press(page.mapping.primary)
    assert page.step == REVIEW
    assert (page.review.new.count, page.review.bad.count) == (59, 1)
    [line] = page.review.problems.model.rows
    assert "第3区" in line.problem.file
    assert page.review.primary.text() == "先导入 59 行，其余稍后补"
    clerk.press(page.review.primary)
    assert page.step == OUTCOME
    assert people(desk) == 59
    seconds = time.monotonic() - began
    assert clerk.clicks <= 11
    print(f"ten workbooks: {clerk.clicks} clicks, {seconds:.1f} s")


def test_reading_ten_workbooks_shows_how_far_it_is_and_can_be_stopped(
    clerk, workbooks, desk, monkeypatch
):
    stopped = threading.Event()
    show = Progress._show

    def hold(self, stage) -> None:
        show(self, stage)
        # The fourth file lies on a slow disk: it comes when the button was pressed.
        if stage.text == "读取文件" and stage.done == 3:
            stopped.wait(SECONDS)

    monkeypatch.setattr(Progress, "_show", hold)
    clerk.open_page()
    page = clerk.page
    page.take_files(workbooks)
    clerk.qtbot.waitUntil(lambda: len(clerk.window.running.rows) == 1)
    [row] = clerk.window.running.rows
    assert row.task.stage.text == "读取文件"
    clerk.qtbot.waitUntil(lambda: row._count.text() == "3 / 10")
    assert not page.files.area.isEnabled()
    clerk.qtbot.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    stopped.set()
    clerk.settle()
    assert clerk.window.running.rows == []
    assert (page.step, page.paths) == (FILES, ())
    assert [message.sentence for message in page.frame.messages] == ["已取消，什么也没有写入。"]
    assert people(desk) == 0


def test_the_count_of_a_check_never_goes_beyond_its_total(clerk, workbooks, desk, monkeypatch):
    seen = []
    show = Progress._show

    def watch(self, stage) -> None:
        seen.append(stage)
        show(self, stage)

    monkeypatch.setattr(Progress, "_show", watch)
    clerk.open_page()
    clerk.drop(*workbooks)
    clerk.press(clerk.page.files.primary)
    clerk.press(clerk.page.mapping.primary)
    told = {stage.text: (stage.done, stage.total) for stage in seen}
    assert told["核对各人"] == (60, 60)
    assert [stage for stage in seen if stage.total and stage.done > stage.total] == []


@pytest.fixture
def later(desk, clerk, tmp_path):
    """The same ten districts a month later: two more people each, under the same headings."""
    rows = desk.read(lambda work: areas_on(work, work.today))
    codes = [row.code for row in rows if row.level is Level.GRID]
    crowd, paths = Crowd("区县"), []
    for _ in range(DISTRICTS * EACH):
        # Those of the first month.
        crowd.next()
    for district in range(DISTRICTS):
        lines = []
        for at in range(2):
            one = crowd.next()
            code = codes[district * EACH + at]
            lines.append((one.name, one.id_number, code, "网格长", "兼职", "2026-02-02"))
        paths.append(tmp_path / f"新增 第{district}区.xlsx")
        columns = tuple(SheetColumn(heading) for heading in HEADINGS)
        write_workbook(paths[-1], [SheetPlan("花名册", columns, lines)])
    return paths


def test_a_month_later_the_columns_are_remembered(clerk, workbooks, later, desk):
    clerk.open_page()
    page = clerk.page
    clerk.drop(*workbooks)
    clerk.press(page.files.primary)
    clerk.press(page.mapping.primary)
    clerk.press(page.review.primary)
    assert page.step == OUTCOME
    clerk.clicks = 0
    clerk.open_page()
    clerk.press(page.outcome.primary)
    clerk.drop(*later)
    clerk.press(page.files.primary)
    assert page.step == REVIEW
    clerk.press(page.review.primary)
    assert page.step == OUTCOME
    assert people(desk) == 59 + 20
    assert clerk.clicks <= 6
