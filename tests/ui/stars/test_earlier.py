"""Stars of the years before, from the empty level of stars through the import and back."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from hrgrid.assessment.queries.star_history import star_words
from hrgrid.ui.imports.page import MAPPING, OUTCOME, REVIEW
from tests.assessment.office import id_number, person
from tests.exchange.samples import book
from tests.ui.hands import activate

HEADINGS = ["姓名", "身份证号", "星级", "生效日期", "文号"]
ROWS = [["赵一", id_number(1), "四星", "2026-01-01", "政法〔2026〕3号"]]


def test_the_stars_of_a_year_before_are_brought_from_the_empty_level(  # noqa: PLR0917 - fixtures
    level, window, qtbot, hand, office, tmp_path
):
    stars = level()
    activate(window, qtbot)
    qtbot.waitUntil(stars.empty.isVisible)
    buttons = stars.empty.findChildren(QPushButton)
    hand.press(next(one for one in buttons if one.text() == "导入以往星级"))
    imports = window.page
    assert imports.files.chosen_kind == "stars"
    hand.drop(book(tmp_path / "去年.xlsx", [HEADINGS, *ROWS]))
    qtbot.waitUntil(lambda: imports.files.primary.isVisible() and imports.files.primary.isEnabled())
    hand.press(imports.files.primary)
    if imports.step == MAPPING:
        hand.press(imports.mapping.primary)
    qtbot.waitUntil(lambda: imports.step == REVIEW)
    hand.press(imports.review.primary)
    qtbot.waitUntil(lambda: imports.step == OUTCOME)
    zhao = person(office, "赵一")
    told = office.read(lambda work: star_words(work, [zhao], dt.date(2026, 12, 31)))
    assert told == {zhao: "四星"}
    links = window.messages.findChildren(QPushButton)
    hand.press(next(one for one in links if one.text() == "看星级"))
    qtbot.waitUntil(stars.isVisible)


def test_a_row_that_is_wrong_says_whose_star_it_is(level, hand, qtbot, tmp_path):
    level()
    hand.window.session.go("imports", "stars")
    imports = hand.window.page
    wrong = ["赵义", None, "四星", "2026-01-01", "政法〔2026〕3号"]
    hand.drop(book(tmp_path / "去年.xlsx", [HEADINGS, wrong]))
    hand.press(imports.files.primary)
    if imports.step == MAPPING:
        hand.press(imports.mapping.primary)
    qtbot.waitUntil(lambda: imports.step == REVIEW)
    model = imports.review.problems.model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    shown = [
        (model.headerData(at, Qt.Orientation.Horizontal), model.index(0, at).data())
        for at in range(model.columnCount())
    ]
    assert ("姓名", "赵义") in shown
    assert ("改成（可直接改）", "赵一") in shown
