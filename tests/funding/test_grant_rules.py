"""What a grid brings in a year: examples of rules.md 5, and what holds whatever the dates."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.funding.queries.rules import rules_of
from hrgrid.funding.rules.funding_rules import FundingRules, MinimumWage
from hrgrid.funding.rules.grants import (
    Granted,
    GridYear,
    Terms,
    by_month,
    difference_words,
    grant_words,
    granted,
)
from hrgrid.funding.rules.rule_lines import changes, check, parameters, problems, rule_lines
from hrgrid.funding.rules.words import Carry, Proration
from hrgrid.workforce.rules import GridKind

GENERAL, DEDICATED = GridKind.GENERAL, GridKind.DEDICATED
RATE = 3_000_000
"""30,000.00 yuan."""
YEAR = 2026
ALWAYS = (dt.date(2020, 1, 1), dt.date.max)
BOUND = RATE * 2


def day(month: int, at: int) -> dt.date:
    return dt.date(YEAR, month, at)


def terms(proration: Proration = Proration.YEAR, rates: object = None, **changed: object) -> Terms:
    rates = rates or [RATE] * 12
    made = Terms(
        YEAR,
        day(12, 31),
        day(1, 1),
        proration,
        tuple({GENERAL: rate, DEDICATED: 0} for rate in rates),
    )
    return replace(made, **changed)


def grid(*staffed: tuple[dt.date, dt.date], kinds: object = None) -> GridYear:
    return GridYear(kinds or ((*ALWAYS, GENERAL),), staffed)


# --- by example ------------------------------------------------------------------------------


def test_a_whole_year_is_the_rate_and_twelve_months_of_2500() -> None:
    found = granted(terms(), grid(ALWAYS))
    assert found == Granted(GENERAL, RATE, 12, 365, RATE)
    assert by_month(found.fen) == (250_000,) * 12


def test_615_grids_bring_18_450_000_yuan() -> None:
    found = [granted(terms(), grid(ALWAYS)) for _ in range(615)]
    assert sum(one.fen for one in found) == 1_845_000_000
    assert 2_200_000_000 - sum(one.fen for one in found) == 355_000_000


def test_the_last_month_takes_the_remainder() -> None:
    assert by_month(100) == (8,) * 11 + (12,)


@pytest.mark.parametrize(
    ("staffed", "months", "fen"),
    [
        ((day(1, 1), day(7, 1)), 6, 1_500_000),
        ((day(1, 31), day(2, 2)), 2, 500_000),
        ((day(12, 31), dt.date.max), 1, 250_000),
        ((dt.date(2025, 1, 1), day(1, 1)), 0, 0),
    ],
)
def test_a_month_with_one_day_in_post_counts(staffed, months, fen) -> None:
    found = granted(terms(Proration.MONTH), grid(staffed))
    assert (found.months, found.fen) == (months, fen)


def test_days_count_by_the_days_of_the_year() -> None:
    found = granted(terms(Proration.DAY), grid((day(1, 1), day(4, 11))))
    # 100 of 365 days of 30,000.00: 8,219.178… half up.
    assert (found.days, found.fen) == (100, 821_918)
    leap = Terms(
        2024, dt.date(2024, 12, 31), dt.date(2024, 1, 1), Proration.DAY,
        ({GENERAL: RATE},) * 12,
    )  # fmt: skip
    assert granted(leap, grid(ALWAYS)).fen == RATE


def test_two_workers_one_after_the_other_fill_each_month_once() -> None:
    found = granted(
        terms(Proration.MONTH), grid((day(1, 1), day(3, 15)), (day(3, 20), dt.date.max))
    )
    assert (found.months, found.days, found.fen) == (12, 360, RATE)


def test_posts_count_up_to_the_day_that_is_read() -> None:
    found = granted(terms(Proration.MONTH, day=day(4, 1)), grid(ALWAYS))
    assert (found.months, found.days, found.fen) == (4, 91, 1_000_000)


def test_a_rate_that_changes_inside_the_year_counts_by_months() -> None:
    rates = [RATE] * 6 + [3_600_000] * 6
    assert granted(terms(rates=rates), grid(ALWAYS)).fen == 3_300_000
    half = grid((day(7, 1), dt.date.max))
    assert granted(terms(Proration.MONTH, rates), half).fen == 1_800_000
    # 181 days at the old rate, 184 at the new one.
    exact = (RATE * 181 + 3_600_000 * 184 + 182) // 365
    assert granted(terms(Proration.DAY, rates), grid(ALWAYS)).fen == exact


def test_whole_years_count_on_the_key_day_alone() -> None:
    closed = grid(ALWAYS, kinds=((dt.date(2020, 1, 1), day(1, 2), GENERAL),))
    late = grid(ALWAYS, kinds=((day(1, 2), dt.date.max, GENERAL),))
    assert granted(terms(), closed).fen == RATE
    assert granted(terms(), late) is None
    assert granted(terms(Proration.MONTH), late).fen == RATE
    assert granted(terms(key_day=day(7, 1)), late).fen == RATE


def test_an_empty_grid_brings_nothing_where_the_rules_say_so() -> None:
    vacant, staffed = grid((day(1, 2), dt.date.max)), grid((day(1, 1), day(1, 2)))
    assert granted(terms(), vacant).fen == RATE
    assert granted(terms(only_if_staffed=True), vacant).fen == 0
    assert granted(terms(only_if_staffed=True), staffed).fen == RATE


def test_a_grid_that_changes_its_kind_counts_each_month_by_its_kind() -> None:
    turned = grid(
        ALWAYS,
        kinds=((day(1, 1), day(5, 1), GENERAL), (day(5, 1), dt.date.max, DEDICATED)),
    )
    found = granted(terms(Proration.MONTH), turned)
    assert (found.kind, found.rate_fen, found.fen) == (DEDICATED, 1_000_000, 1_000_000)


def test_how_it_came_about_is_told() -> None:
    told = grant_words(Proration.MONTH, YEAR, Granted(GENERAL, RATE, 7, 210, 1_750_000))
    assert told == "30,000.00 元 × 7 个月 ÷ 12 = 17,500.00 元"
    told = grant_words(Proration.DAY, YEAR, Granted(GENERAL, RATE, 4, 100, 821_918))
    assert told == "30,000.00 元 × 100 天 ÷ 365 = 8,219.18 元"
    assert "不计" in grant_words(Proration.YEAR, YEAR, Granted(GENERAL, RATE, 0, 0, 0))
    before = Granted(GENERAL, RATE, 7, 210, 1_750_000)
    assert difference_words(before, replace(before, months=8, days=240)) == (
        "在岗 7 个月改为 8 个月"
    )
    assert difference_words(None, before) == "这次新增"
    assert difference_words(before, None) == "这次没有"
    assert difference_words(before, before) == ""


# --- whatever the dates ----------------------------------------------------------------------

DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2027, 6, 1))
SPANS = st.lists(
    st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two))), max_size=5
).map(lambda spans: tuple(sorted(spans)))  # fmt: skip
RATES = st.lists(st.integers(0, BOUND), min_size=12, max_size=12)
READ = st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31))


@given(SPANS, RATES, READ)
def test_days_and_months_are_those_that_a_calendar_counts(spans, rates, read) -> None:
    found = granted(terms(Proration.DAY, rates, day=read), grid(*spans))
    year = [day(1, 1) + dt.timedelta(days=at) for at in range(365)]
    held = [one for one in year if one <= read and any(a <= one < b for a, b in spans)]
    assert found.days == len(held)
    assert found.months == len({one.month for one in held})
    exact = sum(rates[one.month - 1] for one in held)
    assert abs(found.fen * 365 - exact) * 2 <= 365


@given(SPANS, RATES, READ, st.sampled_from(Proration), st.booleans())
def test_no_grid_brings_more_than_its_rate_nor_less_than_nothing(
    spans, rates, read, proration, only
) -> None:
    found = granted(terms(proration, rates, day=read, only_if_staffed=only), grid(*spans))
    assert 0 <= found.fen <= found.rate_fen <= max(rates)
    parts = by_month(found.fen)
    assert sum(parts) == found.fen
    assert len(set(parts[:-1])) == 1
    assert 0 <= parts[-1] - parts[0] < 12


@given(SPANS, SPANS, RATES, st.sampled_from([Proration.MONTH, Proration.DAY]))
def test_more_time_in_post_never_brings_less(some, more, rates, proration) -> None:
    under = terms(proration, rates)
    less, all_of_it = granted(under, grid(*some)), granted(under, grid(*some, *more))
    assert less.fen <= all_of_it.fen
    assert less.days <= all_of_it.days


# --- the rules themselves --------------------------------------------------------------------


def test_the_shipped_rules_hold_and_say_so_line_by_line() -> None:
    assert problems(FundingRules()) == ()
    told = {line.code: line.value for line in rule_lines(FundingRules())}
    assert told["per_grid.general"] == "30,000.00 元"
    assert told["monthly_fen"] == "2,500.00 元"
    assert told["proration"] == "按全年"
    assert told["warn_bp"] == "80%、95%"
    assert told["grades.优秀"] == "1.2"
    assert all(line.label and line.value for line in rule_lines(FundingRules()))


def test_what_a_version_changes_is_told() -> None:
    after = replace(FundingRules(), per_grid={GENERAL: 3_300_000, DEDICATED: 0})
    assert changes(FundingRules(), after) == ("综合网格每格每年：30,000.00 元 改为 33,000.00 元",)


WAGE = MinimumWage(dt.date(2026, 1, 1), 226_000, "", "浙人社发")


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"per_grid": {GENERAL: -1}}, "-0.01"),
        ({"monthly_fen": -1}, "月薪标准"),
        ({"deduction_cap_bp": 10_001}, "扣减上限"),
        ({"grades": {"优秀": 3_001}}, "优秀的绩效系数"),
        ({"no_grade": -1}, "没有等次"),
        ({"key_month": 2, "key_day": 29}, "2 月 29 日"),
        ({"key_month": 13}, "13 月"),
        ({"seniority_years": 61}, "工龄"),
        ({"workdays_milli": 0}, "计薪天数"),
        ({"warn_bp": (0,)}, "提醒的比例"),
        ({"warn_bp": (9_000, 8_000)}, "从小到大"),
        ({"minimum_wages": (replace(WAGE, fen=0),)}, "大于零"),
        ({"minimum_wages": (WAGE, replace(WAGE, source="又一份"))}, "写了两次"),
    ],
)
def test_rules_that_do_not_hold_are_refused(changed, word) -> None:
    with pytest.raises(UserError, match=word):
        check(replace(FundingRules(), **changed))


@given(st.sampled_from(Proration), st.sampled_from(Carry), st.booleans(), st.integers(0, 10_000))
def test_rules_are_read_as_they_were_kept(proration, carry, only, share) -> None:
    rules = replace(
        FundingRules(), proration=proration, carry=carry, only_if_staffed=only,
        own_share_bp=share, minimum_wages=(WAGE,),
    )  # fmt: skip
    assert rules_of(parameters(rules)) == rules


def test_the_calendar_has_the_lengths_that_are_used() -> None:
    whole = granted(terms(Proration.DAY), grid(ALWAYS))
    assert whole.days == sum(calendar.monthrange(YEAR, month)[1] for month in range(1, 13))
