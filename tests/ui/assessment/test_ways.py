"""The ways to the page: keys, the search field, duties, the file of a person."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.visits import visits
from hrgrid.overview.queries.file import person_file
from tests.assessment.inspected import drawn as draw
from tests.assessment.office import EVERYBODY, people
from tests.ui.assessment import terms
from tests.ui.hands import activate

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
MONTH = 202609


@pytest.fixture
def finder(window, office, qtbot, settle):
    """Writes into the search field as a person would, and takes what is offered."""
    field = window.top.finder

    def go(text: str, part: str) -> None:
        activate(window, qtbot)
        QTest.keyClick(window, Qt.Key.Key_K, CTRL)
        qtbot.waitUntil(field.hasFocus)
        field.setText(text)
        field.textEdited.emit(text)
        qtbot.waitUntil(lambda: part in [find.part for find in field.offered])
        # Without a screen a list that drops down becomes the active window a turn later.
        settle()
        parts = [find.part for find in field.offered]
        for _ in range(parts.index(part)):
            QTest.keyClick(field._popup, Qt.Key.Key_Down)
        # The list goes with the press: the key is let go over the window.
        QTest.keyPress(field._popup, Qt.Key.Key_Return)
        QTest.keyRelease(window, Qt.Key.Key_Return)
        settle()
        settle()
        assert window.page_key == "assessment"

    return go


@pytest.fixture
def drawn(office):
    """An inspection that was drawn, nobody visited yet."""
    return draw(office, 6)


def test_the_key_of_the_page_leads_to_the_periods(window, office, qtbot, settle):
    activate(window, qtbot)
    keys = [one.key().toString() for one in window.findChildren(QShortcut)]
    assert "Alt+4" in keys
    QTest.keyClick(window, Qt.Key.Key_4, ALT)
    settle()
    settle()
    assert window.page_key == "assessment"
    page = window.page
    assert page.level is page.periods
    qtbot.waitUntil(lambda: page.periods.main_control().hasFocus())


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("khq", "periods"),
        ("khfa", "schemes"),
        ("ssj", "inspections"),
    ],
)
def test_the_parts_are_found_and_the_focus_is_in_the_level(finder, window, text, level, settle):
    finder(text, level)
    page = window.page
    shown = getattr(page, level)
    assert page.level is shown
    settle()
    assert window.focusWidget() is shown.main_control()
    assert shown.main_control().hasFocus()


def test_a_period_is_found_by_its_title_and_opened(finder, window, office, qtbot):
    key = terms.begin(office, "示例区", 2026, 9)
    finder("2026 年 9 月", f"periods/{key}")
    board = window.page.periods.board
    qtbot.waitUntil(lambda: board.isVisible() and board.read is not None and board.read.id == key)
    qtbot.waitUntil(lambda: board.isAncestorOf(window.focusWidget()))


def test_each_part_leads_to_its_level_from_whichever_stood_there(
    window, office, drawn, qtbot, settle
):
    key = terms.begin(office, "示例区", 2026, 9)
    for part, level in (
        (f"inspections/{drawn}", "inspections"),
        ("schemes", "schemes"),
        (f"periods/{key}", "periods"),
        (f"inspections/{drawn}/findings", "inspections"),
    ):
        window.show_page("assessment", part)
        settle()
        settle()
        page = window.page
        assert page.level is getattr(page, level)
    board = page.inspections.board
    qtbot.waitUntil(lambda: board.read is not None and board.read.id == drawn)
    assert board.findings.isVisible()
    assert page.periods.board.read.id == key


def test_a_duty_leads_to_its_period(window, office, clock, qtbot, settle):
    key = terms.begin(office, "示例区", 2026, 9)
    window.show_page("duties")
    settle()
    settle()
    page = window.page
    parts = [row.due.part for row in page.model.rows]
    assert f"periods/{key}" in parts
    activate(window, qtbot)
    page.table.setFocus()
    page.table.selectRow(parts.index(f"periods/{key}"))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    settle()
    assert window.page_key == "assessment"
    board = window.page.periods.board
    qtbot.waitUntil(lambda: board.isVisible() and board.read is not None and board.read.id == key)


def test_the_file_of_a_person_leads_to_the_period_and_to_the_visit(  # noqa: PLR0917 - fixtures
    window, session, office, drawn, qtbot, settle
):
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, MONTH)
    terms.score(office, key)
    visit = next(
        row for row in office.read(lambda work: visits(work, drawn)) if row.name in EVERYBODY
    )
    person = people(office)[visit.name]
    file = office.read(lambda work: person_file(work, person))
    lines = [line for part in file.parts for line in part.lines]
    ways = {line.part for line in lines if line.page == "assessment"}
    assert ways == {f"periods/{key}", f"inspections/{drawn}/visits/{visit.id}"}
    session.go("assessment", f"inspections/{drawn}/visits/{visit.id}")
    settle()
    settle()
    page = window.page
    assert page.level is page.inspections
    shown = page.inspections.board.visits
    qtbot.waitUntil(lambda: shown.isVisible() and shown.current is not None)
    assert shown.current.id == visit.id


def test_a_level_that_is_turned_to_takes_no_focus_from_elsewhere(window, office, qtbot, settle):
    window.show_page("assessment", "schemes")
    settle()
    page = window.page
    assert window.focusWidget() is page.schemes.main_control()
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(window.top.finder.hasFocus)
    page.show_part("periods")
    settle()
    page.show_part("schemes")
    settle()
    QTest.keyClicks(window.focusWidget(), "khq")
    assert window.top.finder.text() == "khq"
