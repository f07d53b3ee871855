"""The papers of a batch from its board, by real clicks into real files."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from hrgrid.core.rights import Right
from hrgrid.hiring.papers import PAPERS, paper_by_code
from hrgrid.hiring.queries.batches import batches
from hrgrid.paper.intake import read_table
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.ui.hiring.batch_papers import STAGES
from hrgrid.ui.hiring.paper_choices import ASKED, PaperChoices
from hrgrid.ui.papers.looking import PaperDialog
from tests.hiring.build import applying
from tests.hiring.course import Course
from tests.paper.measuring import texts_of
from tests.ui.hands import in_dialog
from tests.ui.hiring.test_walk_through import Clerk, until
from tests.ui.honours.test_dialogs import refusal
from tests.ui.test_exporting import press_enter


@pytest.fixture
def course(office, clock, tmp_path, monkeypatch) -> Course:
    """A batch that takes applications; files are offered in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Course(office, clock, applying(office))


@pytest.fixture
def board(page, course):
    """With three who applied."""
    course.apply(3)
    return shown(page, course)


def shown(page, course):
    found = page(f"batches/{course.batch_id}").batches.board
    until(lambda: found.shown is not None and found.papers.isVisible())
    return found


def entry(menu: QMenu, text: str):
    return next(one for one in menu.actions() if one.text() == text)


def choose(button, stage: str, text: str) -> None:
    """Click the button, the stage in its menu, the entry in the menu of that one."""
    pressed = []

    def in_menu() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            QTimer.singleShot(10, in_menu)
            return
        part = entry(menu, stage)
        press(menu, part)
        until(part.menu().isVisible)
        press(part.menu(), entry(part.menu(), text))
        pressed.append(text)

    until(button.isEnabled)
    QTimer.singleShot(10, in_menu)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: pressed)


def press(menu: QMenu, action) -> None:
    where: QPoint = menu.actionGeometry(action).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=where)


def test_every_paper_stands_in_one_stage():
    placed = [code for _, codes in STAGES for code in codes]
    assert sorted(placed) == sorted(paper.code for paper in PAPERS)


def test_a_list_goes_to_excel_and_can_be_opened(board, window, office, tmp_path, hand):
    in_dialog(QFileDialog, press_enter)
    choose(board.papers, "公告和报名", "资格审查汇总表（Excel）…")
    hand.settle()
    until(lambda: window.messages.message is not None)
    [path] = tmp_path.glob("*.xlsx")
    told = window.messages.message
    assert told.sentence == f"已存到 {path}。"
    assert [one.text for one in told.actions] == ["打开", "所在文件夹"]
    people = {row.name for row in board.people.model.people}
    [sheet] = read_table(path).sheets
    cells = {cell for row in sheet.rows for cell in row.cells}
    assert len(people) == 3
    assert people <= cells
    written = office.read(lambda work: entries(work.session, JournalFilter(), limit=5))
    assert "write_hiring_paper" in [row.action for row in written]


def test_the_announcement_says_what_was_typed(board, window, office, tmp_path, hand):
    clerk = Clerk(hand)

    def fill(box: PaperChoices) -> None:
        place, phone, _ = box.contact
        clerk.type(place, "政务中心三号窗口")
        clerk.type(phone, "0515-12345678")
        in_dialog(QFileDialog, press_enter)
        clerk.click(box.act)

    clerk.in_dialog(PaperChoices, fill)
    choose(board.papers, "公告和报名", "招录公告（PDF）…")
    hand.settle()
    until(lambda: window.messages.message is not None)
    [path] = tmp_path.glob("*.pdf")
    [row] = office.read(batches)
    assert path.name == f"{row.title}招录公告.pdf"
    told = "".join(texts_of(path)).replace("\n", "")
    assert "报名地点：政务中心三号窗口" in told
    assert "联系电话：0515-12345678" in told


def test_full_numbers_want_a_reason_and_what_was_ticked_stays(board, hand, tmp_path):
    clerk = Clerk(hand)
    asked = []

    def nowhere(files: QFileDialog) -> None:
        files.reject()
        asked.append(files)

    def fill(box: PaperChoices) -> None:
        QTest.mouseClick(box.full, Qt.MouseButton.LeftButton, pos=QPoint(8, box.full.height() // 2))
        until(box.reason.isVisible)
        clerk.click(box.act)
        assert "没有写事由" in refusal(box)
        assert box.full.isChecked()
        clerk.type(box.reason, "归入档案")
        in_dialog(QFileDialog, nowhere)
        clerk.click(box.act)

    clerk.in_dialog(PaperChoices, fill)
    choose(board.papers, "公告和报名", "报名登记表（PDF）…")
    until(lambda: asked)
    [paper] = board.window().findChildren(PaperDialog)
    paper.reject()
    hand.settle()
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_paper_that_is_not_due_says_from_when_on_it_is(board):
    menu = board.papers.menu()
    menu.aboutToShow.emit()
    later = entry(entry(menu, "公示和录用").menu(), "录用决定（PDF）…")
    assert not later.isEnabled()
    assert later.toolTip() == "办到“待决定”以后才有"
    now = entry(entry(menu, "公告和报名").menu(), "岗位表（Excel）…")
    assert now.isEnabled()
    offered = {one.text() for part in menu.actions() for one in part.menu().actions()}
    assert offered == {f"{one.label}（{form.label}）…" for one in PAPERS for form in one.forms}


def test_papers_say_how_matters_stand_today_and_wait_for_it(board, window):
    menu = board.papers.menu()
    window.session.look_at(dt.date(2026, 1, 31))
    menu.aboutToShow.emit()
    posts = entry(entry(menu, "公告和报名").menu(), "岗位表（Excel）…")
    assert not posts.isEnabled()
    assert posts.toolTip() == "正在看 2026 年 1 月 31 日的情况，文书写的是今天的。请先回到今天"
    window.session.look_at(None)
    menu.aboutToShow.emit()
    assert entry(entry(menu, "公告和报名").menu(), "岗位表（Excel）…").isEnabled()


def test_papers_with_names_are_for_who_runs_hiring(board, window):
    held = window.session.desk.actor
    grants = frozenset(one for one in held.grants if one.right is not Right.RUN_HIRING)
    window.session.desk.actor = dataclasses.replace(held, grants=grants)
    menu = board.papers.menu()
    menu.aboutToShow.emit()
    part = entry(menu, "公告和报名").menu()
    named = entry(part, "资格审查汇总表（PDF）…")
    assert not named.isEnabled()
    assert named.toolTip() == "上面有报名人的情况，要有“办理招录”的权限"
    assert entry(part, "岗位表（Excel）…").isEnabled()


def test_a_paper_on_which_nobody_stands_says_so_and_writes_nothing(
    page, course, window, tmp_path, hand
):
    board = shown(page, course)
    # Nobody is asked for a place: there is nothing to look at.
    choose(board.papers, "公告和报名", "资格审查汇总表（PDF）…")
    hand.settle()
    until(lambda: window.messages.message is not None)
    told = window.messages.message
    assert "还没有报名人" in told.sentence
    assert [one.text for one in told.actions] == ["重试"]
    assert list(tmp_path.glob("*.pdf")) == []


def test_every_question_of_a_paper_has_its_field_on_show(board, qtbot):
    asked = {
        "announcement": ("contact",), "registrations": ("full",), "seating": ("columns",),
        "substitutes": ("day", "report_to"), "decision": ("addressee",), "letters": ("report_to",),
    }  # fmt: skip
    assert set(asked) == set(ASKED)
    for code, names in asked.items():
        box = PaperChoices(board.session, paper_by_code(code), board.window())
        box.show()
        for name in names:
            fields = getattr(box, name)
            for field in fields if isinstance(fields, tuple) else (fields,):
                assert field.isVisible(), f"{code} {name}"
                assert box.isAncestorOf(field)
        box.reject()
