"""Marks of a review by real keys: begun, typed, refused in place, pasted, taken back, blind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hrgrid.accounts.queries import RoleRow, operators
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator
from hrgrid.assessment.queries.reviews import review_sheet
from hrgrid.assessment.rules.words import PeriodKind, ReviewPart
from hrgrid.assessment.service.reviews import put_reviews
from hrgrid.ui.assessment.review_dialog import MARK_AT, ReviewDialog
from hrgrid.ui.cells.preview import PreviewDialog
from tests.assessment.office import assessees, assessees_of, opened
from tests.ui.hands import in_dialog, texts

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
OFFICE = ReviewPart.OFFICE
SOUTH = ("朱中", "杨北", "韩西")


@pytest.fixture
def year(office) -> int:
    """2025 of the whole district, by a scheme that asks what others think."""
    return opened(office, 1, scheme="yearly", kind=PeriodKind.YEAR, year=2025)


@pytest.fixture
def south(office, year) -> int:
    rows = office.read(lambda work: assessees_of(work, year))
    return next(row.unit_id for row in rows if row.unit == "南街道")


@pytest.fixture
def at_work(board, year, south, hand, qtbot):
    """Does something in the dialog, opened from the board, with 南街道 on show."""

    def work(act) -> None:
        view = board(year)
        done: list[bool] = []

        def inside(box: ReviewDialog) -> None:
            qtbot.waitUntil(lambda: bool(box.model.rows))
            box.unit.setFocus()
            while box.unit.currentData() != south:
                QTest.keyClick(box.unit, KEY.Key_Down)
            qtbot.waitUntil(lambda: [line.row.name for line in box.model.rows] == [*SOUTH])
            box.table.setFocus()
            act(box)
            done.append(True)
            if box.isVisible():
                hand.settle()
                QTest.mouseClick(box.away, Qt.MouseButton.LeftButton)
                qtbot.waitUntil(lambda: not box.isVisible())

        in_dialog(ReviewDialog, inside)
        hand.press(view.delivered.reviews)
        assert done

    return work


def stored(desk, year, south, who=None) -> dict[str, int | None]:
    rows = desk.read(lambda work: review_sheet(work, year, OFFICE, south, who))
    return {row.name: row.value_milli for row in rows}


def keys(text: str) -> None:
    """Where the focus is: the table, or the editor that a first digit opened."""
    for sign in text:
        QTest.keyClicks(QApplication.focusWidget(), sign)


def enter(box: ReviewDialog) -> None:
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)


def test_a_review_begins_where_nobody_gave_a_mark_yet(at_work, office, year, south, hand):
    def act(box: ReviewDialog) -> None:
        assert box.part.currentData() is OFFICE
        for text in ("90", "865", "100"):
            keys(text)
            enter(box)
        hand.settle()
        assert box.told.text().startswith("已录 3 / 3")

    at_work(act)
    given = (90_000, 86_500, 100_000)
    assert stored(office, year, south) == dict(zip(SOUTH, given, strict=True))


def test_a_wrong_mark_is_refused_where_it_is_typed(at_work, office, year, south, hand):
    def act(box: ReviewDialog) -> None:
        keys("10x")
        enter(box)
        assert box.table.currentIndex().row() == 0
        assert box.table.state() is box.table.State.EditingState
        assert any("10x" in one for one in texts(box.notices))
        line = QApplication.focusWidget()
        line.selectAll()
        keys("88")
        enter(box)
        assert box.table.currentIndex().row() == 1
        hand.settle()
        assert not box.notices.messages

    at_work(act)
    assert stored(office, year, south)[SOUTH[0]] == 88_000


def test_what_is_being_typed_outlives_the_mark_before_it(  # noqa: PLR0917 - fixtures
    at_work, office, year, south, hand, qtbot
):
    def act(box: ReviewDialog) -> None:
        keys("90")
        enter(box)
        keys("8")
        hand.settle()
        qtbot.waitUntil(lambda: stored(office, year, south)[SOUTH[0]] == 90_000)
        keys("5")
        enter(box)

    at_work(act)
    assert stored(office, year, south)[SOUTH[1]] == 85_000


def test_a_column_is_pasted_and_taken_back_by_one_key(at_work, office, year, south, hand):
    def act(box: ReviewDialog) -> None:
        QGuiApplication.clipboard().setText("91\n92.5\n93\n")
        QTest.keyClick(box.table, KEY.Key_V, CTRL)
        hand.settle()
        assert list(stored(office, year, south).values()) == [91_000, 92_500, 93_000]
        QTest.keyClick(box.table, KEY.Key_Z, CTRL)
        hand.settle()
        assert set(stored(office, year, south).values()) == {None}
        assert [line.mark for line in box.model.rows] == ["", "", ""]
        assert any("已撤销" in one for one in texts(box.notices))

    at_work(act)


def test_of_a_pasted_column_what_is_no_mark_is_named_and_the_rest_goes_in(  # noqa: PLR0917 - fixtures
    at_work, office, year, south, hand, qtbot
):
    def look(box: PreviewDialog) -> None:
        [refused] = box.model.rows
        assert (refused.row, refused.text) == (SOUTH[1], "101.5")
        QTest.mouseClick(box.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not box.isVisible())

    def act(box: ReviewDialog) -> None:
        QGuiApplication.clipboard().setText("91\n101.5\n93\n94\n")
        in_dialog(PreviewDialog, look)
        QTest.keyClick(box.table, KEY.Key_V, CTRL)
        hand.settle()

    at_work(act)
    assert list(stored(office, year, south).values()) == [91_000, None, 93_000]


def test_undo_leaves_alone_what_another_changed_since(at_work, office, year, south, hand):
    ids = assessees(office, year)

    def act(box: ReviewDialog) -> None:
        keys("90")
        enter(box)
        hand.settle()
        office.write(lambda work: put_reviews(work, year, OFFICE, {ids[SOUTH[0]]: 70_000}))
        QTest.keyClick(box.table, KEY.Key_Z, CTRL)
        hand.settle()
        assert any("刚被改过" in one and SOUTH[0] in one for one in texts(box.notices))
        assert box.model.rows[0].mark == "70"

    at_work(act)
    assert stored(office, year, south)[SOUTH[0]] == 70_000


def test_delete_takes_a_mark_out(at_work, office, year, south, hand):
    ids = assessees(office, year)
    office.write(lambda work: put_reviews(work, year, OFFICE, {ids[SOUTH[0]]: 70_000}))

    def act(box: ReviewDialog) -> None:
        box.table.setCurrentIndex(box.model.index(0, MARK_AT))
        QTest.keyClick(box.table, KEY.Key_Delete)
        hand.settle()

    at_work(act)
    assert stored(office, year, south)[SOUTH[0]] is None


def test_the_marks_of_others_show_once_all_ones_own_are_in(at_work, office, year, south, hand):
    form = OperatorForm("sun", "孙评议", "", "示例区", (RoleRow(Role.CLERK, ""),))
    office.write(lambda work: add_operator(work, form))
    other = next(one.id for one in office.read(operators) if one.login == "sun")
    ids = assessees(office, year)
    theirs = {ids[name]: 77_000 for name in SOUTH}
    office.write(lambda work: put_reviews(work, year, OFFICE, theirs, assessor_id=other))

    def shown(box: ReviewDialog) -> list[str]:
        return [str(box.model.index(at, MARK_AT + 1).data()) for at in range(len(SOUTH))]

    def act(box: ReviewDialog) -> None:
        for text in ("90", "91"):
            keys(text)
            enter(box)
        hand.settle()
        assert shown(box) == ["自己的全部录完才显示"] * 3
        keys("92")
        enter(box)
        hand.settle()
        assert shown(box) == ["孙评议 77"] * 3

    at_work(act)


def test_a_month_whose_scheme_asks_nobody_offers_no_review(board, office):
    view = board(opened(office))
    assert view.delivered.collect.isVisible()
    assert not view.delivered.reviews.isVisible()
