"""The rule of stars in its versions, and what if a line or a share moved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.star_rounds import rounds as all_rounds
from hrgrid.assessment.queries.star_rules import star_rule_versions
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.ui.stars.rule_dialog import RuleDialog, SaveRuleDialog
from hrgrid.ui.stars.what_if import WhatIfDialog
from tests.ui.assessment.pressing import click, typed
from tests.ui.hands import in_dialog
from tests.ui.stars import rounds


def retyped(field, text: str) -> None:
    """Everything selected and typed over."""
    field.setFocus()
    field.selectAll()
    typed(field, text)


def test_a_line_that_does_not_add_up_is_marked_at_once_and_cannot_be_saved(
    level, window, qtbot, hand
):
    stars = level()
    seen = []

    def look(box: RuleDialog) -> None:
        four = next(one for one in box.fields.levels if one.level == 4)
        assert not box.save.isEnabled()
        retyped(four.line, "96")
        seen.append((box.fields.problem.text(), box.save.isEnabled()))
        retyped(four.line, "91")
        seen.append((box.fields.problem.text(), box.save.isEnabled()))
        box.reject()

    in_dialog(RuleDialog, look)
    buttons = stars.empty.findChildren(type(stars.rule))
    click(next(one for one in buttons if one.text() == "看星级办法"))
    qtbot.waitUntil(lambda: len(seen) == 2)
    (wrong, may), (right, then) = seen
    assert "五星" in wrong
    assert not may
    assert right == ""
    assert then


def test_the_example_follows_the_rule_as_it_is_typed(level, qtbot, hand):
    stars = level()
    seen = []

    def look(box: RuleDialog) -> None:
        seen.append(box.example.places.text())
        five = box.fields.levels[0]
        retyped(five.share, "10")
        seen.append(box.example.places.text())
        # Three stars before, 96 points: the line gives five, one step up gives four.
        seen.append((box.example.star.text(), box.example.told.text()))
        box.reject()

    in_dialog(RuleDialog, look)
    stars.open_rule()
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen[0].startswith("五星最多 2 人")
    assert seen[1].startswith("五星最多 4 人")
    assert seen[2][0] == "四星"
    assert "一次最多升一星" in seen[2][1]


def test_a_change_becomes_the_next_version_with_its_reason(level, office, qtbot, hand):
    stars = level()

    def change(box: RuleDialog) -> None:
        retyped(box.fields.levels[0].line, "96")
        in_dialog(SaveRuleDialog, save)
        click(box.save)

    def save(box: SaveRuleDialog) -> None:
        typed(box.reason, "按今年的办法调整")
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(RuleDialog, change)
    stars.open_rule()

    def newest():
        return office.read(lambda work: star_rule_versions(work, StarSubject.PERSON))[0]

    qtbot.waitUntil(lambda: newest().number == 2)
    assert newest().rules.levels[0].line_milli == 96_000
    assert newest().reason == "按今年的办法调整"


def test_what_if_shows_names_and_stores_nothing(board, office, qtbot, hand):
    key = rounds.open_over(office, 8)
    rounds.compute(office, key)
    view = board(key)
    before = office.read(all_rounds)[0]
    seen = []

    def move(box: WhatIfDialog) -> None:
        line = box.lines[3]
        was = line.whole
        for _ in range(20):
            QTest.keyClick(line, Qt.Key.Key_Up)
        # Above four's line it does not add up, which is said in place of a distribution.
        assert line.whole == was + 10_000
        qtbot.waitUntil(box.problem.isVisible)
        QTest.keyClick(line, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: box.found is not None and not box.problem.isVisible())
        seen.append(box.found)
        assert len(box.model.rows) == len(box.found.moved)
        click(box.back)
        qtbot.waitUntil(lambda: box.found is None)
        assert box.model.rowCount() == 0
        click(box.away)

    in_dialog(WhatIfDialog, move)
    click(view.distribution.ask)
    qtbot.waitUntil(lambda: bool(seen))
    found = seen[0]
    assert found.moved
    assert all(one.now < one.was for one in found.moved)
    assert sum(found.counts) == before.people
    assert office.read(all_rounds)[0] == before
