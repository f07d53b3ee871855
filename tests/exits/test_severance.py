"""Severance by the vectors of rules.md 6, and what holds for every service and every pay."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.money import parse_money
from hrgrid.core.periods import add_months
from hrgrid.exits.rules.severance import halves_text, in_lieu, reckon, service_halves

DAY = dt.timedelta(days=1)
SINCE = dt.date(2018, 3, 1)
DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2030, 12, 31))
PAY = st.integers(1, 5_000_000)


def last_day(months: int, days: int = 0) -> dt.date:
    """The last day of a service of so many months and days from SINCE on."""
    return add_months(SINCE, months) + (days - 1) * DAY


@pytest.mark.parametrize(
    ("months", "days", "text"),
    [
        (7 * 12 + 7, 0, "8"),
        (3 * 12 + 4, 0, "3.5"),
        (5, 0, "0.5"),
        (0, 1, "0.5"),
        (6, 0, "1"),
        (5, 29, "0.5"),
        (12, 0, "1"),
        (12, 1, "1.5"),
        (18, 0, "2"),
    ],
)
def test_a_rest_of_six_months_counts_a_year_and_a_shorter_one_half(months, days, text):
    assert halves_text(service_halves(SINCE, last_day(months, days))) == text


def test_the_derivation_can_be_reckoned_again_by_hand():
    found = reckon(
        dt.date(2019, 1, 1),
        dt.date(2026, 7, 31),
        None,
        700_000,
        months=[512_345] * 11 + [500_000],
    )
    assert found.fen == 4_090_530
    assert found.lines == (
        (
            "工作年限：2019-01-01 至 2026-07-31，7 年 7 个月，计 8 个月（满六个月按一年，"
            "不满六个月按半年）。"
        ),
        "离岗前 12 个月工资合计 61,357.95 元，月平均 5,113.16 元。",
        "当地上年度职工月平均工资 7,000.00 元，三倍为 21,000.00 元；月平均工资不高于三倍，不封顶。",
        "经济补偿：61,357.95 元 ÷ 12 × 8 ＝ 40,905.30 元（四舍五入到分）。",
    )
    assert found.facts["lines"] == list(found.lines)


def test_a_high_pay_is_cut_to_three_times_and_twelve_years():
    found = reckon(dt.date(2009, 1, 1), dt.date(2026, 7, 31), 2_500_000, 700_000)
    assert (found.fen, found.halves, found.capped) == (12 * 2_100_000, 24, True)
    assert any("按三倍计算，年限最多十二年" in line for line in found.lines)
    assert "年限 18 个月按 12 个月计算。" in found.lines


def test_an_ordinary_pay_keeps_every_year():
    found = reckon(dt.date(2009, 1, 1), dt.date(2026, 7, 31), 2_100_000, 700_000)
    assert (found.fen, found.capped) == (18 * 2_100_000, False)


def test_without_the_local_average_the_lines_say_that_nothing_was_cut():
    found = reckon(dt.date(2009, 1, 1), dt.date(2026, 7, 31), 2_500_000)
    assert found.fen == 18 * 2_500_000
    assert "没有登记当地上年度职工月平均工资，没有核对三倍封顶。" in found.lines


def test_a_pay_under_the_minimum_wage_counts_as_the_minimum():
    found = reckon(dt.date(2024, 1, 1), dt.date(2025, 12, 31), 150_000, minimum_fen=226_000)
    assert found.fen == 2 * 226_000
    assert "低于当地最低工资 2,260.00 元，按最低工资计算。" in found.lines


def test_half_a_fen_is_rounded_up_once():
    assert reckon(SINCE, last_day(5), 333_333).fen == 166_667


def test_twice_is_told_as_a_hint_and_counted_nowhere():
    found = reckon(SINCE, last_day(40), 400_000)
    assert found.unlawful_fen == 2 * found.fen
    assert "二倍" in found.hint
    assert "仅作提示" in found.hint
    assert not any("二倍" in line for line in found.lines)


def test_a_month_stands_for_the_notice():
    assert in_lieu(432_100).fen == 432_100
    with pytest.raises(UserError, match="上一个月工资要大于零"):
        in_lieu(0)


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ({"until": SINCE - DAY}, "早于入职日"),
        ({"monthly_fen": 0}, "月平均工资要大于零"),
        ({"monthly_fen": None}, "没有填写月平均工资"),
        ({"monthly_fen": None, "months": [100] * 13}, "在岗只有 12 个月"),
        ({"monthly_fen": None, "months": [-1]}, "不能小于零"),
        ({"monthly_fen": None, "months": [0, 0]}, "合计要大于零"),
        ({"local_average_fen": 0}, "当地职工月平均工资要大于零"),
    ],
)
def test_what_is_no_pay_and_no_service_is_refused(given_, sentence):
    usual = {"since": SINCE, "until": last_day(40), "monthly_fen": 400_000}
    with pytest.raises(UserError, match=sentence):
        reckon(**(usual | given_))


@given(DAYS, st.integers(0, 9_000), st.integers(0, 900), PAY, st.none() | PAY)
def test_a_longer_service_never_gives_less(since, days, more, pay, local):
    sooner = reckon(since, since + days * DAY, pay, local)
    later = reckon(since, since + (days + more) * DAY, pay, local)
    assert later.fen >= sooner.fen
    assert later.halves >= sooner.halves >= 1


@given(DAYS, st.integers(0, 12_000), PAY, PAY)
def test_nobody_with_a_high_pay_gets_more_than_the_cap(since, days, pay, local):
    found = reckon(since, since + days * DAY, pay, local)
    assert found.capped == (pay > 3 * local)
    if found.capped:
        assert found.fen <= 12 * 3 * local
    assert found.base_fen == min(pay, 3 * local)


@given(DAYS, st.integers(0, 9_000), st.lists(st.integers(0, 3_000_000), min_size=1, max_size=12))
def test_what_is_printed_gives_what_is_paid(since, days, months):
    served = months[: max(1, min(12, days // 31))]
    if not sum(served):
        served = [100]
    found = reckon(since, since + days * DAY, None, months=served)
    text = found.lines[-1]
    parts = re.fullmatch(
        r"经济补偿：([\d,.]+) 元(?: ÷ (\d+))? × ([\d.]+) ＝ ([\d,.]+) 元（.*", text
    )
    assert parts is not None, text
    base = Fraction(parse_money(parts[1]), int(parts[2] or 1))
    exact = base * Fraction(parts[3])
    assert parse_money(parts[4]) == found.fen
    assert abs(exact - found.fen) <= Fraction(1, 2)


@given(DAYS, st.integers(0, 9_000), PAY, st.integers(0, 900_000))
def test_a_higher_pay_under_the_cap_never_gives_less(since, days, pay, more):
    low = reckon(since, since + days * DAY, pay)
    assert reckon(since, since + days * DAY, pay + more).fen >= low.fen
