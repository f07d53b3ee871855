"""Working days with holidays, with an office's own table, and in a year that nobody keeps."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.workdays import (
    SHIPPED_YEARS,
    Calendar,
    DayKind,
    DayRow,
    YearTable,
    day_row,
    shipped_year,
    table_warnings,
    year_table,
)

D = dt.date
SHIPPED = Calendar()
WEEKENDS_ONLY = Calendar((YearTable(2026),))
UNMAINTAINED = 2099
any_day = st.dates(D(2003, 1, 1), D(2100, 12, 31))


@pytest.mark.parametrize(
    ("calendar", "start", "last"),
    [
        (SHIPPED, D(2019, 4, 2), D(2019, 4, 9)),
        (WEEKENDS_ONLY, D(2026, 11, 23), D(2026, 11, 27)),
        (WEEKENDS_ONLY, D(2026, 11, 25), D(2026, 12, 1)),
        (WEEKENDS_ONLY, D(2026, 11, 28), D(2026, 12, 4)),
    ],
)
def test_five_working_days_count_the_first(
    calendar: Calendar, start: dt.date, last: dt.date
) -> None:
    assert calendar.add_workdays(start, 5).day == last
    assert calendar.add_workdays(start, 5).warnings == ()


@given(st.dates(D(2004, 1, 1), D(2026, 12, 31)))
def test_shipped_years_agree_with_the_package(day: dt.date) -> None:
    assert SHIPPED.is_workday(day) is chinese_calendar.is_workday(day)


@given(any_day, st.integers(1, 80))
def test_counting_undoes_adding(start: dt.date, count: int) -> None:
    last = SHIPPED.add_workdays(start, count)
    counted = SHIPPED.count_workdays(start, last.day + dt.timedelta(1))
    assert counted.days == count
    assert counted.unmaintained_years == last.unmaintained_years
    assert SHIPPED.is_workday(last.day)


def test_a_year_that_nobody_keeps_counts_by_weekends_and_says_so() -> None:
    last = SHIPPED.add_workdays(D(UNMAINTAINED, 1, 1), 5)
    assert D(UNMAINTAINED, 1, 1).weekday() == 3
    assert last.day == D(UNMAINTAINED, 1, 7)
    assert last.warnings == ("2099 年节假日未维护，按周末推算",)
    count = SHIPPED.count_workdays(D(UNMAINTAINED, 1, 1), D(UNMAINTAINED + 1, 1, 2))
    assert count.warnings == (
        "2099 年节假日未维护，按周末推算",
        "2100 年节假日未维护，按周末推算",
    )
    assert SHIPPED.count_workdays(D(2003, 12, 30), D(2004, 1, 5)).unmaintained_years == (2003,)


def test_a_count_that_stays_in_a_kept_year_warns_of_no_other() -> None:
    assert SHIPPED.count_workdays(D(2019, 12, 1), D(2020, 1, 1)).unmaintained_years == ()
    own = Calendar((YearTable(UNMAINTAINED),))
    assert own.count_workdays(D(UNMAINTAINED, 1, 1), D(UNMAINTAINED + 1, 1, 1)).warnings == ()


def test_the_office_table_stands_before_the_shipped_one() -> None:
    working_sunday = D(2019, 4, 28)
    assert SHIPPED.is_workday(working_sunday)
    assert not SHIPPED.is_workday(D(2019, 4, 5))
    own = Calendar((year_table(2019, [DayRow(D(2019, 4, 8), DayKind.OFF, "本地")]),))
    assert not own.is_workday(working_sunday)
    assert own.is_workday(D(2019, 4, 5))
    assert own.add_workdays(D(2019, 4, 2), 5).day == D(2019, 4, 9)
    assert not own.is_workday(D(2019, 4, 8))
    assert own.is_workday(D(2018, 4, 8)), "2018 still comes from the package"


def test_a_shipped_year_is_data_that_makes_the_same_calendar() -> None:
    table = shipped_year(2019)
    assert table is not None
    assert DayRow(D(2019, 4, 5), DayKind.OFF, "清明") in table.rows
    assert any(row.kind is DayKind.ON for row in table.rows)
    assert table == year_table(2019, table.rows)
    assert table_warnings(table) == []
    assert shipped_year(2003) is None
    assert shipped_year(UNMAINTAINED) is None


def test_the_years_known_by_heart_are_those_of_the_package() -> None:
    years = range(SHIPPED_YEARS.start - 1, SHIPPED_YEARS.stop + 1)
    assert [year for year in years if shipped_year(year)] == list(SHIPPED_YEARS)


def test_every_shipped_year_passes_the_check_of_an_office_table() -> None:
    for year in SHIPPED_YEARS:
        table = shipped_year(year)
        assert table is not None, year
        assert year_table(year, table.rows) == table


def test_nothing_is_counted_backwards() -> None:
    assert SHIPPED.count_workdays(D(2026, 1, 5), D(2026, 1, 5)).days == 0
    assert SHIPPED.count_workdays(D(2099, 1, 5), D(2099, 1, 1)).unmaintained_years == ()


@pytest.mark.parametrize("count", [0, -1, 2001])
def test_a_senseless_number_of_days_is_refused(count: int) -> None:
    with pytest.raises(UserError, match=f"应为1至2000，现为{count}"):
        SHIPPED.add_workdays(D(2026, 1, 5), count)


def test_a_typed_row_is_read() -> None:
    assert day_row("2027年10月1日", " 休 ", "国庆节") == DayRow(
        D(2027, 10, 1), DayKind.OFF, "国庆节"
    )
    assert day_row("2027-10-09", "调休上班").kind is DayKind.ON


def test_a_wrong_row_is_refused() -> None:
    with pytest.raises(UserError, match="2027-10-01的类别“半休”看不懂"):
        day_row("2027-10-01", "半休")
    with pytest.raises(UserError, match="缺少日"):
        day_row("2027-10", "休")


def test_a_table_with_strangers_or_doubles_is_refused() -> None:
    day = DayRow(D(2027, 10, 1), DayKind.OFF)
    with pytest.raises(UserError, match="2027-10-01不在2026年内"):
        year_table(2026, [day])
    with pytest.raises(UserError, match="出现两次（休、班）"):
        year_table(2027, [day, DayRow(D(2027, 10, 1), DayKind.ON)])


def test_rows_without_effect_are_doubted() -> None:
    monday = DayRow(D(2027, 10, 4), DayKind.ON)
    assert table_warnings(year_table(2027, [monday])) == [
        "2027-10-04本来就是工作日，标为“班”没有作用，请核对日期",
        "2027年节假日表没有一天休息，将只按周末推算",
    ]


def test_the_package_is_loaded_only_when_a_day_is_asked_for() -> None:
    code = "import sys, hrgrid.core.workdays; sys.exit('chinese_calendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
