"""What people paste and type: lists of entrants, judges, times; an order moved up and down."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hrgrid.core.errors import UserError
from hrgrid.panels.rules.rule import USUAL, WHOLE
from hrgrid.training.rules.competition import CompetitionRule, TieKind, TieStep
from hrgrid.ui.competitions.pasting import entrants_in, judges_in
from hrgrid.ui.competitions.rule_fields import CompetitionRuleFields, PanelRuleFields
from hrgrid.ui.competitions.times import clock_of, tenths_in


def test_headings_say_what_a_column_holds():
    text = (
        "序号\t所在单位\t姓名\t代表队\t备注\n"
        "1\t虎丘区\t胡 丽华\t虎丘队\t\n"
        "2\t昆山市\t邓明辉\t昆山队\t表演嘉宾\n"
    )
    first, second = entrants_in(text)
    assert (first.name, first.unit, first.team, first.guest) == (
        "胡丽华",
        "虎丘区",
        "虎丘队",
        False,
    )
    assert second.guest


def test_without_headings_numbers_in_front_are_passed_over():
    rows = entrants_in("1\t胡丽华\t虎丘区\n2\t邓明辉\t昆山市\n\n")
    assert [(row.name, row.unit) for row in rows] == [("胡丽华", "虎丘区"), ("邓明辉", "昆山市")]


def test_a_line_without_a_name_is_told_with_its_number():
    with pytest.raises(UserError, match="第 3 行没有姓名"):
        entrants_in("姓名\t单位\n胡丽华\t虎丘区\n\t昆山市\n")


def test_judges_by_number_or_by_name():
    assert judges_in("３") == ["评委1", "评委2", "评委3"]
    assert judges_in("王兰、李强，周敏") == ["王兰", "李强", "周敏"]
    with pytest.raises(UserError, match="写了两次"):
        judges_in("王兰、王兰")
    with pytest.raises(UserError, match="1 到 21"):
        judges_in("70")


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("3:07.5", 1_875), ("187.5", 1_875), ("３：０７", 1_870), ("45", 450), ("", None)],
)
def test_times_as_people_write_them(text, tenths):
    assert tenths_in(text) == tenths


def test_a_time_that_is_none_is_refused_and_one_is_shown_as_a_clock():
    with pytest.raises(UserError, match="读不出来"):
        tenths_in("3:75")
    assert clock_of(1_875) == "3:07.5"
    assert clock_of(450) == "0:45"


def test_the_order_of_ties_is_moved_by_keys(qtbot):
    fields = CompetitionRuleFields(
        CompetitionRule(), [("practical", "实务操作"), ("theory", "理论")]
    )
    qtbot.addWidget(fields)
    fields.show()
    assert fields.value == CompetitionRule()
    ties = fields.ties
    ties.list.setCurrentRow(3)
    qtbot.mouseClick(ties.up, Qt.MouseButton.LeftButton)
    assert [step.kind for step in fields.value.ties[:3]] == [
        TieKind.UNROUNDED, TieKind.EVENT, TieKind.TIME,
    ]  # fmt: skip
    qtbot.mouseClick(ties.drop, Qt.MouseButton.LeftButton)
    assert TieStep(TieKind.TIME) not in fields.value.ties
    ties.more.choose(TieStep(TieKind.TIME, "practical"))
    qtbot.mouseClick(ties.add, Qt.MouseButton.LeftButton)
    assert fields.value.ties[-1] == TieStep(TieKind.TIME, "practical")


def test_the_rule_of_marks_is_read_as_it_is_shown(qtbot):
    fields = PanelRuleFields()
    qtbot.addWidget(fields)
    fields.show()
    assert fields.value == USUAL
    assert fields.items.value == (WHOLE,)
    fields.high.selectAll()
    QTest.keyClicks(fields.high, "2")
    assert fields.value.drop_high == 2
    fields.items.lines[0].weight.setText("60")
    with pytest.raises(UserError, match="合计是 60%"):
        fields.items.value  # noqa: B018 - reading is what is tried
