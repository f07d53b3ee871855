"""Changes of totals by real keys: one a result; another only once that one is taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.assessment.queries.result_decisions import moderations_of
from hrgrid.assessment.queries.results import results
from hrgrid.assessment.rules.result_rows import ResultFilter
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.assessment.service.moderation import approve_moderations, propose
from hrgrid.ui.assessment.forms import AssessmentReason
from hrgrid.ui.assessment.moderating import ModerationDialog
from hrgrid.ui.assessment.reading import DECISIONS, RESULTS
from tests.assessment.office import assessees
from tests.ui.assessment import terms
from tests.ui.assessment.pressing import menu_of_row, open_menu, pick, typed
from tests.ui.hands import activate, in_dialog, texts

KEY = Qt.Key


@pytest.fixture
def scoring(office) -> int:
    """September, computed; 赵一 has 2 points less by an approved change."""
    key = terms.begin(office, "示例区", 2026, 9)
    terms.give(office, key, 202609)
    terms.score(office, key)
    who = assessees(office, key)["赵一"]
    change = office.write(lambda work: propose(work, key, who, -2_000, "两次不服从安排"))
    office.write(lambda work: approve_moderations(work, [change]))
    return key


def row_of(desk, key):
    found = desk.read(lambda work: results(work, ResultFilter(key), limit=1_000))
    return next(row for row in found if row.name == "赵一")


def test_a_second_change_waits_until_the_first_is_taken_back(  # noqa: PLR0917 - fixtures
    board, scoring, office, qtbot, hand, window
):
    before = row_of(office, scoring)
    assert before.total_milli == before.reckoned_milli - 2_000
    view = board(scoring, RESULTS)
    qtbot.waitUntil(lambda: view.results.parts.model.rowCount() > 0)

    def on_him() -> None:
        view.show_part(RESULTS)
        hand.settle()
        model = view.results.parts.model
        at = next(at for at in range(model.rowCount()) if model.row_at(at).name == "赵一")
        view.results.parts.table.selectRow(at)
        hand.settle()
        activate(window, qtbot)

    def again(box: ModerationDialog) -> None:
        typed(box.delta, "0.5")
        assert f"{(before.reckoned_milli + 500) / 1_000:.2f} 分" in box.told.text()
        typed(box.reason, "谈话以后改正")
        QTest.keyClick(box.reason, KEY.Key_Return)

    def refused(box: ModerationDialog) -> None:
        again(box)
        qtbot.waitUntil(lambda: "已有一次调整" in "".join(texts(box)))
        QTest.keyClick(box, KEY.Key_Escape)

    def taken(box: ModerationDialog) -> None:
        again(box)
        qtbot.waitUntil(lambda: not box.isVisible())

    def why(box: AssessmentReason) -> None:
        typed(box.reason, "谈话记录作废")
        QTest.keyClick(box.reason, KEY.Key_Return)
        qtbot.waitUntil(lambda: not box.isVisible())

    on_him()
    in_dialog(ModerationDialog, refused)
    pick(qtbot, open_menu(view.results.adjust), "调整得分")
    view.show_part(DECISIONS)
    hand.settle()
    rows = view.decisions.table.model()
    place = next(
        at for at in range(rows.rowCount()) if getattr(rows.row_at(at), "moderation", None)
    )
    activate(window, qtbot)
    view.decisions.table.selectRow(place)
    in_dialog(AssessmentReason, why)
    pick(qtbot, menu_of_row(view.decisions.table), "撤回这次调整")
    hand.settle()
    assert row_of(office, scoring).total_milli == before.reckoned_milli
    on_him()
    in_dialog(ModerationDialog, taken)
    pick(qtbot, open_menu(view.results.adjust), "调整得分")
    hand.settle()
    states = [one.state for one in office.read(lambda work: moderations_of(work, scoring))]
    assert set(states) == {ModerationState.PROPOSED, ModerationState.WITHDRAWN}
