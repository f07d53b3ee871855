"""Half-open periods, full months, and dates as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import chinese_date
from hrgrid.core.periods import (
    Months,
    Period,
    add_months,
    half_year_period,
    month_period,
    months_between,
    parse_date,
    quarter_period,
    year_period,
)

D = dt.date
dates = st.dates(D(1900, 1, 1), D(2199, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.dates(D(2020, 1, 1), D(2020, 3, 1)))
    days = draw(st.one_of(st.none(), st.integers(1, 60)))
    return Period(start, None if days is None else start + dt.timedelta(days))


def days_of(period: Period | None) -> set[dt.date]:
    """The days of it that lie in the months that `periods` draws from."""
    every = [D(2020, 1, 1) + dt.timedelta(at) for at in range(200)]
    return {day for day in every if period is not None and period.contains(day)}


@given(periods(), periods())
def test_an_intersection_has_the_days_of_both(one: Period, other: Period) -> None:
    both = one.intersect(other)
    assert days_of(both) == days_of(one) & days_of(other)
    assert one.overlaps(other) is bool(days_of(one) & days_of(other))
    assert both == other.intersect(one)


@given(periods(), st.dates(D(2019, 12, 1), D(2020, 5, 1)))
def test_cutting_leaves_the_days_before(period: Period, end: dt.date) -> None:
    assert days_of(period.until(end)) == {day for day in days_of(period) if day < end}


def test_the_end_does_not_belong_to_it() -> None:
    period = Period(D(2026, 1, 1), D(2026, 2, 1))
    assert period.contains(D(2026, 1, 31))
    assert not period.contains(D(2026, 2, 1))
    assert (period.days, period.last) == (31, D(2026, 1, 31))
    assert not period.overlaps(Period(D(2026, 2, 1)))
    assert Period.inclusive(D(2019, 4, 18), D(2019, 4, 22)).days == 5


def test_an_open_period_goes_on_and_has_no_length() -> None:
    period = Period(D(2026, 1, 1))
    assert period.contains(dt.date.max)
    assert period.last is None
    with pytest.raises(ValueError, match="open period"):
        _ = period.days
    cut = period.until(D(2026, 3, 1))
    assert cut is not None
    assert cut.length == Months(2, 0)


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(UserError, match="截止日期2025-12-31早于开始日期2026-01-01"):
        Period(D(2026, 1, 1), D(2026, 1, 1))
    with pytest.raises(UserError, match="请核对两个日期是否填反"):
        Period.inclusive(D(2026, 1, 2), D(2026, 1, 1))


def test_parts_of_a_year_tile_it() -> None:
    year = year_period(2024)
    assert (year.start, year.end, year.days) == (D(2024, 1, 1), D(2025, 1, 1), 366)
    for parts in (
        [half_year_period(2024, half) for half in (1, 2)],
        [quarter_period(2024, quarter) for quarter in (1, 2, 3, 4)],
        [month_period(2024, month) for month in range(1, 13)],
    ):
        assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
        assert (parts[0].start, parts[-1].end) == (year.start, year.end)
    assert list(year.months) == [month_period(2024, month) for month in range(1, 13)]


def test_the_months_that_a_period_touches() -> None:
    period = Period.inclusive(D(2025, 12, 31), D(2026, 2, 1))
    assert period.months == (month_period(2025, 12), month_period(2026, 1), month_period(2026, 2))
    assert Period.inclusive(D(2026, 1, 1), D(2026, 1, 31)).months == (month_period(2026, 1),)


@pytest.mark.parametrize(
    ("start", "end", "months", "days"),
    [
        # The lengths of service behind the severance vectors: 7 y 7 m, 3 y 4 m, 5 months.
        (D(2018, 4, 1), D(2025, 11, 1), 7 * 12 + 7, 0),
        (D(2022, 7, 15), D(2025, 11, 20), 3 * 12 + 4, 5),
        (D(2026, 1, 10), D(2026, 6, 10), 5, 0),
        (D(2026, 1, 10), D(2026, 7, 9), 5, 29),
        (D(2026, 1, 31), D(2026, 2, 28), 1, 0),
        (D(2026, 1, 31), D(2026, 3, 1), 1, 1),
        (D(2026, 1, 31), D(2026, 3, 30), 1, 30),
        (D(2026, 2, 28), D(2026, 3, 28), 1, 0),
        (D(2024, 2, 29), D(2025, 2, 28), 12, 0),
        (D(2024, 2, 29), D(2025, 2, 27), 11, 29),
        (D(2026, 1, 1), D(2026, 1, 1), 0, 0),
    ],
)
def test_full_months(start: dt.date, end: dt.date, months: int, days: int) -> None:
    assert months_between(start, end) == Months(months, days)


def test_a_length_knows_its_years() -> None:
    length = months_between(D(2018, 4, 1), D(2025, 11, 1))
    assert (length.years, length.months_beyond, length.days) == (7, 7, 0)
    with pytest.raises(ValueError, match="comes before"):
        months_between(D(2026, 1, 2), D(2026, 1, 1))


@given(dates, dates)
def test_the_next_full_month_is_not_yet_reached(one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    length = months_between(start, end)
    assert add_months(start, length.months) + dt.timedelta(length.days) == end
    assert add_months(start, length.months + 1) > end


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "20261121",
        "2026年11月21日",
        "2026 年 11 月 21 日",
        "2026年11月21号",
        "２０２６－１１－２１",
        "2026 - 11 - 21",
        "2026-11-21 00:00:00",
        "2026-11-21T00:00:00",
        "二〇二六年十一月二十一日",
        "二零二六年十一月廿一日",
        "二○二六年十一月二十一日",
        "2026年十一月21日",
    ],
)
def test_dates_as_people_type_them(text: str) -> None:
    assert parse_date(text) == D(2026, 11, 21)


@given(dates)
def test_every_way_to_write_a_date_is_read_back(day: dt.date) -> None:
    ways = [f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}"]
    for text in [*ways, f"{day.year}年{day.month}月{day.day}日", chinese_date(day)]:
        assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有填写日期"),
        ("2026-11", "缺少日"),
        ("2026.1", "缺少日"),
        ("2026年11月", "缺少日"),
        ("二〇二六年十一月", "缺少日"),
        ("2026", "缺少月和日"),
        ("2026年", "缺少月和日"),
        ("11-21", "缺少年"),
        ("11月21日", "缺少年"),
        ("202611", "分不清"),
        ("261121", "分不清"),
        ("26-11-21", "的年份只有两位"),
        ("26年11月21日", "的年份只有两位"),
        ("11/21/2026", "的年份不在最前"),
        ("1.2.2026", "的年份不在最前"),
        ("46347", "日期序号"),
        ("46347.0", "日期序号"),
        ("2026-11/21", "看不懂"),
        ("2026-1-121", "看不懂"),
        ("2026 1 121", "看不懂"),
        ("2026-11-21 08:30", "看不懂"),
        ("农历二〇二六年冬月十二日", "看不懂"),
        ("长期", "看不懂"),
        ("2026-02-29", "没有2026年2月29日这一天"),
        ("20261301", "没有2026年13月1日这一天"),
        ("1026-11-21", "年份不合理"),
        ("12345678", "年份不合理"),
    ],
)
def test_partial_and_ambiguous_dates_are_reported(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_date(text)


def test_a_number_from_the_wrong_column_is_not_quoted() -> None:
    with pytest.raises(UserError) as refusal:
        parse_date("13812341234")
    assert "13812341234" not in refusal.value.sentence


@given(st.one_of(st.text(max_size=30), st.text("0129-/.年月日十〇 ", max_size=12)))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    try:
        day = parse_date(text)
    except UserError:
        return
    assert 1900 <= day.year <= 2199
