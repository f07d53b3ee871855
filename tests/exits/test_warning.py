"""Who is named: scores, grades, vetoes, a bottom that lasts; ties all in, newcomers apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.hiding import FEW, hide_few
from hrgrid.exits.rules.warning import (
    Bottom,
    History,
    Named,
    Result,
    Viewed,
    bottom_of,
    months_apart,
    name_people,
    running_months,
)
from hrgrid.exits.rules.words import Trigger

RULES = ExitRules()
MONTH = Viewed("2026 年 9 月", "month", 202609)
QUARTER = Viewed("2026 年第 3 季度", "quarter", None)
TOTALS = st.lists(st.integers(0, 100_000).map(lambda n: n - n % 10), min_size=1, max_size=80)


def named(
    results: Sequence[Result],
    viewed: Viewed = MONTH,
    bottom: Bottom | None = None,
    history: History | None = None,
    rules: ExitRules = RULES,
) -> list[Named]:
    """The same bottom and history for all."""
    every = {one.person: history or History(results=6) for one in results}
    bottoms = {1: bottom} if bottom is not None else {}
    return name_people(results, viewed, bottoms, every, rules)


def test_a_score_under_the_line_names_somebody():
    (one,) = named([Result(1, 1, 59_990), Result(2, 1, 60_000)])
    assert (one.result.person, one.cause) == (1, Trigger.SCORE)
    assert one.words == "2026 年 9 月 59.99 分，低于合格线 60 分。"


def test_the_lowest_grade_of_a_quarter_names_somebody():
    given_ = [Result(1, 1, 70_000, worst=True, grade="不合格"), Result(2, 1, 50_000)]
    (one,) = named(given_, QUARTER)
    assert (one.result.person, one.cause) == (1, Trigger.GRADE)
    assert one.words == "2026 年第 3 季度定为不合格。"


def test_a_veto_is_told_apart_and_needs_no_months():
    (one,) = named([Result(1, 1, 88_000, worst=True, vetoed=True)], history=History(results=1))
    assert (one.cause, one.short) == (Trigger.VETO, False)
    assert "一票否决" in one.words


def test_whoever_has_too_few_months_is_listed_apart():
    (one,) = named([Result(1, 1, 50_000)], history=History(results=2))
    assert one.short
    assert "有结果的月份只有 2 个，不足 3 个，不列入" in one.words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ({202609}, ""),
        ({202608, 202609}, "连续 2 个月"),
        ({202607, 202609}, ""),
        ({202603, 202606, 202609}, "12 个月内有 3 个月"),
        ({202509, 202606, 202609}, ""),
        ({202607, 202608}, ""),
    ],
)
def test_a_bottom_counts_only_when_it_lasts(months, words):
    found = named([Result(1, 1, 70_000)], history=History(frozenset(months), 9))
    assert [one.cause for one in found] == ([Trigger.BOTTOM] if words else [])
    if words:
        assert words in found[0].words
        assert "只作提醒线索" in found[0].words


def test_the_gravest_cause_stands_first_and_all_are_told():
    given_ = [Result(1, 1, 55_000)]
    (one,) = named(given_, history=History(frozenset({202608, 202609}), 9))
    assert one.cause is Trigger.SCORE
    assert len(one.reasons) == 2


def test_years_are_crossed():
    assert running_months({202511, 202512, 202601}, 202601) == 3
    assert running_months({202511, 202601}, 202601) == 1
    assert months_apart(202511, 202602) == 3


@pytest.mark.parametrize(
    ("people", "low", "places", "line", "tied"),
    [
        (42, [58_000, 62_000, 70_000], 2, 62_000, False),
        (42, [58_000, 62_000, 62_000], 2, 62_000, True),
        (8, [70_000, 72_000], 1, 70_000, False),
        (8, [70_000, 70_000], 1, 70_000, True),
        (60, [70_000], 3, 70_000, False),
        (60, [], 3, None, False),
        (4, [50_000], 0, None, False),
        (40, [74_990, 75_000, 80_000], 2, 74_990, False),
    ],
)
def test_the_bottom_of_a_unit(people, low, places, line, tied):
    found = bottom_of(low, people, RULES)
    assert (found.places, found.line_milli, found.tied) == (places, line, tied)


def test_all_who_are_equal_at_the_line_are_named():
    bottom = bottom_of([70_000, 70_000, 71_000], 20, RULES)
    lasting = History(frozenset({202608, 202609}), 9)
    found = named([Result(1, 1, 70_000), Result(2, 1, 70_000)], bottom=bottom, history=lasting)
    assert [(one.result.person, one.tied) for one in found] == [(1, True), (2, True)]
    assert all("同分的都列入" in one.words for one in found)


@given(TOTALS, st.integers(1, 2_000))
def test_nobody_with_a_high_score_and_everybody_below_the_line_is_in_the_bottom(totals, share):
    rules = replace(RULES, bottom_bp=share)
    bottom = bottom_of(totals, len(totals), rules)
    inside = [total for total in totals if bottom.holds(total)]
    assert all(total < rules.bottom_below_milli for total in inside)
    if inside:
        # Whoever has no more than somebody inside is inside too: ties and lower ones alike.
        assert sorted(inside) == [total for total in sorted(totals) if total <= max(inside)]
        # Only ties go beyond the places.
        assert sum(total < max(inside) for total in inside) < bottom.places


@given(st.lists(st.integers(0, 30), max_size=9))
def test_no_small_cell_can_be_reckoned_from_the_rest(cells):
    shown = hide_few(cells)
    hidden = [cell for cell, left in zip(cells, shown, strict=True) if left is None]
    assert all(left is None or left == 0 or left >= FEW for left in shown)
    assert all(left in (None, cell) for cell, left in zip(cells, shown, strict=True))
    if any(shown):
        assert len(hidden) != 1
        assert not hidden or sum(hidden) >= FEW
