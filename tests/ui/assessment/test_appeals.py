"""Appeals by real keys: entered in time and late, reviewed, answered, printed, withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from hrgrid.assessment.queries.appeals import appeals_of
from hrgrid.assessment.queries.board import period_board
from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.rules.words import AppealState, ModerationState, PeriodState
from hrgrid.assessment.service.appeals import AppealForm, deny_appeal, file_appeal, review_appeal
from hrgrid.assessment.service.periods import open_appeals
from hrgrid.ui.assessment.appeal_forms import DecideAppealDialog, FileAppealDialog
from hrgrid.ui.assessment.forms import AssessmentReason
from hrgrid.ui.assessment.reading import APPEALS
from tests.assessment.office import assessees
from tests.ui.assessment import terms
from tests.ui.assessment.pressing import click, down_to, menu_of_row, pick, typed
from tests.ui.hands import activate, in_dialog, texts

KEY = Qt.Key
DAY = dt.timedelta(days=1)


@pytest.fixture
def published(office) -> int:
    """September, published today: whoever wants may appeal."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    terms.decide(office, key)
    terms.show(office, key)
    office.write(lambda work: open_appeals(work, key))
    return key


@pytest.fixture
def reviewed(office, published) -> int:
    """One appeal, of 赵一, under review."""
    form = AppealForm(assessees(office, published)["赵一"], "9 月 12 日的巡查有照片")
    office.write(lambda work: file_appeal(work, published, form))
    [row] = rows_of(office, published)
    office.write(lambda work: review_appeal(work, row.id))
    return published


@pytest.fixture
def part(board, qtbot, window):
    """The appeals of a period, the first under the cursor."""

    def show(key: int):
        view = board(key, APPEALS)
        activate(window, qtbot)
        qtbot.waitUntil(lambda: bool(view.appeals.model.rows))
        view.appeals.table.selectRow(0)
        view.appeals.table.setFocus()
        return view.appeals

    return show


def rows_of(desk, key):
    return desk.read(lambda work: appeals_of(work, key))


def state_of(desk, key):
    return desk.read(lambda work: period_board(work, key)).card.row.state


def test_an_appeal_after_the_days_asks_why_it_is_taken(  # noqa: PLR0917 - fixtures
    board, published, office, clock, qtbot, hand
):
    until = office.read(lambda work: period_board(work, published)).card.row.appeals_until
    clock.move(20 * DAY)
    late = office.read(lambda work: work.today)
    assert late > until
    view = board(published, APPEALS)

    def fill(box: FileAppealDialog) -> None:
        typed(box.search, "赵一")
        qtbot.waitUntil(lambda: isinstance(box.who.currentData(), int))
        typed(box.content, "出院以后才看到结果")
        assert not box.late.isVisible()
        box.on.setFocus()
        box.on.selectAll()
        typed(box.on, late.isoformat())
        QTest.keyClick(box.on, KEY.Key_Tab)
        qtbot.waitUntil(box.late.isVisible)
        click(box.act)
        qtbot.waitUntil(lambda: "没有写逾期登记的原因" in "".join(texts(box)))
        typed(box.late, "住院，有出院证明")
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(FileAppealDialog, fill)
    hand.press(view.appeals.file)
    [row] = rows_of(office, published)
    assert (row.name, row.filed_on, row.late) == ("赵一", late, True)


def test_enter_answers_what_is_under_review(part, reviewed, office, hand, qtbot):
    appeals = part(reviewed)

    def answer(box: DecideAppealDialog) -> None:
        click(box.act)
        qtbot.waitUntil(lambda: "没有写答复意见" in "".join(texts(box)))
        typed(box.finding, "照片不是当天的")
        click(box.act)
        qtbot.waitUntil(lambda: "没有写复核人" in "".join(texts(box)))
        typed(box.by, "考核领导小组办公室")
        QTest.keyClick(box.by, KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(DecideAppealDialog, answer)
    QTest.keyClick(appeals.table, KEY.Key_Return)
    hand.settle()
    [row] = rows_of(office, reviewed)
    assert (row.state, row.finding) == (AppealState.DENIED, "照片不是当天的")
    assert row.decided_by == "考核领导小组办公室"
    assert state_of(office, reviewed) is PeriodState.APPEALS


def test_points_that_an_appeal_gives_wait_for_approval_in_scoring(
    part, reviewed, office, hand, qtbot
):
    appeals = part(reviewed)

    def answer(box: DecideAppealDialog) -> None:
        assert not box.delta.isVisible()
        down_to(box.way, "delta")
        assert box.delta.isVisible()
        typed(box.finding, "照片有效")
        typed(box.by, "考核领导小组办公室")
        click(box.act)
        qtbot.waitUntil(lambda: "没有填加减分" in "".join(texts(box)))
        typed(box.delta, "1.5")
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(DecideAppealDialog, answer)
    QTest.keyClick(appeals.table, KEY.Key_Return)
    hand.settle()
    [row] = rows_of(office, reviewed)
    assert row.state is AppealState.UPHELD
    assert state_of(office, reviewed) is PeriodState.SCORING
    [change] = office.read(lambda work: moderations_of(work, reviewed))
    assert (change.name, change.delta_milli) == ("赵一", 1_500)
    assert change.state is ModerationState.PROPOSED


def test_who_appealed_may_withdraw_and_says_why(part, reviewed, office, hand, qtbot):
    appeals = part(reviewed)

    def why(box: AssessmentReason) -> None:
        typed(box.reason, "本人看过照片后撤回")
        QTest.keyClick(box.reason, KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    in_dialog(AssessmentReason, why)
    offered = pick(qtbot, menu_of_row(appeals.table), "本人撤回")
    hand.settle()
    assert offered == ["答复…", "本人撤回…"]
    assert rows_of(office, reviewed)[0].state is AppealState.WITHDRAWN
    assert not appeals.handle.isVisible()


def test_the_record_of_an_answered_appeal_is_printed_from_its_row(  # noqa: PLR0917 - fixtures
    part, published, office, hand, qtbot, tmp_path, monkeypatch
):
    terms.appeal(office, published)
    first = next(row for row in rows_of(office, published) if row.state is AppealState.REVIEWING)
    office.write(lambda work: deny_appeal(work, first.id, "照片不是当天的", "考核办"))
    appeals = part(published)
    at = [row.id for row in appeals.model.rows].index(first.id)
    appeals.table.selectRow(at)
    target = tmp_path / "处理单.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    pick(qtbot, menu_of_row(appeals.table), "打印处理单")
    qtbot.waitUntil(target.exists)
    hand.settle()
    assert target.read_bytes().startswith(b"%PDF")
