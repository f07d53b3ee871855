"""文书 of a period by real clicks: what is offered when, of whom, and the file that comes of it."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest
from PySide6.QtWidgets import QFileDialog

from hrgrid.assessment.papers import papers_of
from hrgrid.assessment.papers.options import PaperOptions, Subject
from hrgrid.ui.assessment.paper_choices import ASKED, PaperChoices
from hrgrid.ui.assessment.reading import SHOWN
from tests.assessment.office import ASSESSED
from tests.ui.assessment import terms
from tests.ui.assessment.pressing import click, down_to, open_menu, pick
from tests.ui.hands import in_dialog


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Where the file goes that is asked for next."""
    path = tmp_path / "文书.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


def pages(path) -> int:
    with pdfium.PdfDocument(path) as document:
        return len(document)


@pytest.fixture
def scoring(office) -> int:
    """September, computed."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    return key


def test_what_is_asked_is_asked_of_papers_that_there_are():
    assert {paper.code for paper in papers_of(Subject.PERIOD)} >= ASKED


def test_what_is_not_due_yet_says_from_when_on(board, office, qtbot):
    view = board(terms.begin(office, "示例区", 2026, 9))
    offered = pick(qtbot, open_menu(view.papers), "")
    assert offered == ["催报单（PDF）…", "催报单（Excel）…"]
    waiting = [one for one in view.papers.menu().actions() if not one.isEnabled()]
    assert {one.toolTip() for one in waiting} == {
        "办到“计分”以后才有",
        "办到“本人查看”以后才有",
    }


def test_a_paper_of_one_unit_is_chosen_and_written(board, scoring, target, qtbot, hand):
    view = board(scoring)
    units: list[str] = []

    def choose(box: PaperChoices) -> None:
        qtbot.waitUntil(lambda: box.about.count() == 5)
        units.extend(box.about.itemText(at) for at in range(5))
        down_to(box.about, box.about.itemData(3))
        click(box.act)

    in_dialog(PaperChoices, choose)
    pick(qtbot, open_menu(view.papers), "个人考核表")
    qtbot.waitUntil(target.exists)
    hand.settle()
    assert units[0] == "全部单位"
    assert set(units[1:]) == set(ASSESSED)
    assert pages(target) == len(ASSESSED[units[3]])


def test_sheets_of_the_unit_under_the_cursor_are_asked_no_more(board, scoring, target, qtbot, hand):
    view = board(scoring, SHOWN)
    view.shown_part.table.selectRow(1)
    unit = view.shown_part.current
    click(view.shown_part.sheets)
    qtbot.waitUntil(target.exists)
    hand.settle()
    assert pages(target) == unit.of == len(ASSESSED[unit.unit])


def test_a_blank_record_comes_where_nobody_appealed(  # noqa: PLR0917 - fixtures
    board, scoring, office, target, qtbot, hand
):
    terms.decide(office, scoring)
    terms.show(office, scoring)
    view = board(scoring)
    chosen: list[PaperOptions] = []

    def choose(box: PaperChoices) -> None:
        qtbot.waitUntil(lambda: box.about.currentText() == "空白的处理单")
        chosen.append(box.chosen)
        click(box.act)

    in_dialog(PaperChoices, choose)
    pick(qtbot, open_menu(view.papers), "申诉处理单")
    qtbot.waitUntil(target.exists)
    hand.settle()
    assert chosen[0].blank
    assert pages(target) == 1
