"""Charts of assessment: what is drawn is in proportion, what is read aloud says the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.result_rows import Histogram as HistogramRow
from hrgrid.assessment.rules.result_rows import LeniencyRow
from hrgrid.ui.assessment.analysis import differences, steps_of
from hrgrid.ui.difference_chart import Difference, DifferenceChart
from hrgrid.ui.histogram import Histogram, Step
from hrgrid.ui.line_chart import Line, LineChart, Point, bounds


def test_columns_begin_at_zero_and_are_as_high_as_their_count(qtbot):
    chart = Histogram("得分分布")
    qtbot.addWidget(chart)
    chart.resize(400, 240)
    chart.show_steps([Step("60–65", 5), Step("65–70", 10), Step("70–75", 0)], "三格。")
    low, high, none = (chart.column_area(at) for at in range(3))
    assert low.height() * 2 == pytest.approx(high.height())
    assert none.height() == 0
    assert low.bottom() == pytest.approx(high.bottom())
    assert "60–65 分 5 人" in chart.accessibleName()
    assert "70–75" not in chart.accessibleName()


@given(st.lists(st.integers(0, 110_000), min_size=1, max_size=6))
def test_the_scale_of_a_line_holds_every_value_in_whole_tens(values):
    low, high = bounds(values)
    assert low < high
    assert all(low <= value <= high for value in values)
    assert low % 10_000 == high % 10_000 == 0


def test_a_gap_in_a_line_stays_a_gap(qtbot):
    chart = LineChart("历次得分")
    qtbot.addWidget(chart)
    chart.resize(500, 240)
    line = Line("本人", (Point("8月", 80_000), Point("9月", None), Point("10月", 90_000)))
    chart.show_lines([line])
    first, gap, last = (chart.place(line, at) for at in range(3))
    assert gap is None
    assert first is not None
    assert last is not None
    assert first.y() > last.y()
    assert "9月 无" in chart.accessibleName()


def test_bars_of_differences_go_both_ways_from_the_middle(qtbot):
    chart = DifferenceChart("评分宽严")
    qtbot.addWidget(chart)
    chart.resize(500, 120)
    chart.show_rows([Difference("甲", 4_000, "+4.00"), Difference("乙", -2_000, "-2.00")])
    up, down = chart.bar_area(0), chart.bar_area(1)
    assert up.left() == pytest.approx(down.right())
    assert up.width() == pytest.approx(2 * down.width())


def test_a_distribution_begins_with_the_lowest_step_that_anybody_reached():
    counts = [0] * 20
    counts[3], counts[18] = 1, 7
    steps = steps_of(HistogramRow(None, "全部", tuple(counts)))
    assert steps[0].name == "15–20"
    assert sum(one.count for one in steps) == 8
    assert steps[-1].name == "95+"


def test_the_assessor_farthest_from_the_others_stands_on_top_and_is_marked():
    def row(name, difference):
        return LeniencyRow(1, name, "街道评议", 9, 9, 18, Fraction(90_000), Fraction(84_000),
                           difference, 1_000)  # fmt: skip

    told = differences([row("甲", Fraction(-500)), row("乙", None), row("丙", Fraction(6_000))])
    assert [one.name[0] for one in told] == ["丙", "甲", "乙"]
    assert [one.marked for one in told] == [True, False, False]
    assert [one.told for one in told] == ["+6.00", "−0.50", "没有可比的"]
