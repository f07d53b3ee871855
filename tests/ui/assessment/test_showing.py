"""本人查看 by real keys: some of a unit, a refusal before whom, taken back one way and another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.shown import showings_of
from hrgrid.assessment.rules.words import Shown
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.ui.assessment.reading import SHOWN
from hrgrid.ui.assessment.showing import ShowDialog, ShowingDialog
from tests.ui.assessment import terms
from tests.ui.assessment.pressing import click, down_to, typed
from tests.ui.hands import in_dialog, texts

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(office) -> int:
    """September, shown to nobody yet."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    terms.decide(office, key)
    terms.show(office, key, units=0)
    return key


@pytest.fixture
def in_unit(board, qtbot, hand):
    """Does something in the list of people of a unit, opened from the board by Enter."""

    def work(key: int, act) -> None:
        part = board(key, SHOWN).shown_part
        done: list[bool] = []

        def inside(box: ShowingDialog) -> None:
            qtbot.waitUntil(lambda: len(box.model.rows) == part.current.of)
            act(box)
            done.append(True)
            click(box.away)

        in_dialog(ShowingDialog, inside)
        part.table.setFocus()
        part.table.selectRow(0)
        QTest.keyClick(part.table, KEY.Key_Return)
        hand.settle()
        assert done

    return work


def noted(desk, key) -> dict[str, Shown]:
    rows = desk.read(lambda work: showings_of(work, key))
    return {row.name: row.how for row in rows if row.how is not None}


def choose_two(box: ShowingDialog) -> list[str]:
    box.table.selectRow(0)
    box.table.setFocus()
    QTest.keyClick(box.table, KEY.Key_Down, SHIFT)
    return [row.name for row in box.chosen]


def note(box: ShowingDialog, qtbot, fill=lambda form: None) -> None:
    def inside(form: ShowDialog) -> None:
        fill(form)
        click(form.act)
        qtbot.waitUntil(lambda: not form.isVisible())

    in_dialog(ShowDialog, inside)
    click(box.note)


def test_some_of_a_unit_are_noted_and_taken_back(in_unit, shown, office, qtbot, hand):
    def act(box: ShowingDialog) -> None:
        names = choose_two(box)
        assert len(names) == 2
        note(box, qtbot)
        hand.settle()
        assert noted(office, shown) == dict.fromkeys(names, Shown.SIGNED)
        assert box.told.text().startswith("2 / ")
        box.table.selectRow([row.name for row in box.model.rows].index(names[0]))
        click(box.forget)
        hand.settle()
        assert set(noted(office, shown)) == {names[1]}
        assert box.told.text().startswith("1 / ")

    in_unit(shown, act)


def test_undo_takes_back_what_was_noted_and_redo_notes_it_again(  # noqa: PLR0917 - fixtures
    in_unit, shown, office, qtbot, hand, window
):
    names: list[str] = []

    def act(box: ShowingDialog) -> None:
        names.extend(choose_two(box))
        note(box, qtbot)
        hand.settle()

    in_unit(shown, act)
    window.session.undo.undo()
    hand.settle()
    assert noted(office, shown) == {}
    window.session.undo.redo()
    hand.settle()
    assert set(noted(office, shown)) == set(names)


def test_whoever_refuses_to_sign_does_so_before_a_witness(in_unit, shown, office, qtbot, hand):
    def refuse(form: ShowDialog) -> None:
        assert not form.witness.isVisible()
        down_to(form.how, Shown.REFUSED)
        assert form.witness.isVisible()
        click(form.act)
        qtbot.waitUntil(lambda: "拒签要有见证人" in "".join(texts(form)))
        typed(form.witness, "社区书记徐雪芳")

    def act(box: ShowingDialog) -> None:
        box.table.selectRow(0)
        note(box, qtbot, refuse)
        hand.settle()

    in_unit(shown, act)
    [row] = [one for one in office.read(lambda work: showings_of(work, shown)) if one.how]
    assert (row.how, row.witness) == (Shown.REFUSED, "社区书记徐雪芳")


def test_once_published_nothing_is_taken_back(in_unit, shown, office):
    terms.show_all(office, shown)
    office.write(lambda work: open_appeals(work, shown))

    def act(box: ShowingDialog) -> None:
        assert box.note.isVisible()
        assert not box.forget.isVisible()

    in_unit(shown, act)
