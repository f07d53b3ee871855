"""Working days: weekends, the State Council's holidays and working weekends, the office's tables.

The office's table of a year stands before the one that ships with chinese_calendar. For a year
in neither only weekends count, and every result says so; nothing refuses to count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.periods import parse_date

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


class DayKind(Labelled):
    """What a table says about a day."""

    OFF = "off", "休"
    ON = "on", "班"


@dataclass(frozen=True, slots=True, order=True)
class DayRow:
    """One line of a year's table: a day off, or a weekend day that is worked."""

    day: dt.date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True)
class YearTable:
    """A maintained year; it may be empty, then only its weekends are free."""

    year: int
    rows: tuple[DayRow, ...] = ()

    @cached_property
    def kinds(self) -> dict[dt.date, DayKind]:
        """What the table says about each day that it names."""
        return {row.day: row.kind for row in self.rows}


@dataclass(frozen=True, slots=True)
class LastDay:
    """A counted day, and the years that were counted by weekends only."""

    day: dt.date
    unmaintained_years: tuple[int, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to print beside the day."""
        return _warnings(self.unmaintained_years)


@dataclass(frozen=True, slots=True)
class DayCount:
    """A number of working days, and the years that were counted by weekends only."""

    days: int
    unmaintained_years: tuple[int, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to print beside the number."""
        return _warnings(self.unmaintained_years)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's maintained years over the shipped ones."""

    tables: tuple[YearTable, ...] = ()

    def table(self, year: int) -> YearTable | None:
        """The year's table: the office's, else the shipped one; None if nobody maintains it."""
        own = (table for table in self.tables if table.year == year)
        return next(own, None) or shipped_year(year)

    def is_workday(self, day: dt.date) -> bool:
        """Whether people work on that day."""
        table = self.table(day.year)
        kind = table.kinds.get(day) if table else None
        if kind is None:
            return day.weekday() < _SATURDAY
        return kind is DayKind.ON

    def add_workdays(self, start: dt.date, count: int) -> LastDay:
        """The last of `count` working days, the first day counted: 4月18日 + 5 is 4月22日.

        A start on a free day begins with the next working day. Raises UserError below one or
        above 2,000 days.
        """
        if not 1 <= count <= 2000:
            raise UserError(f"工作日天数应为1至2000，现为{count}，请核对")
        day = start
        left = count - self.is_workday(day)
        while left:
            day += _DAY
            left -= self.is_workday(day)
        return LastDay(day, self.unmaintained(start, day))

    def count_workdays(self, start: dt.date, end: dt.date) -> DayCount:
        """Working days of [start, end); none when the end is not after the start."""
        days = (end - start).days
        worked = sum(self.is_workday(start + at * _DAY) for at in range(days))
        missing = self.unmaintained(start, end - _DAY) if days > 0 else ()
        return DayCount(worked, missing)

    def unmaintained(self, first: dt.date, last: dt.date) -> tuple[int, ...]:
        """The years from first to last day, both counted, that have no table."""
        years = range(first.year, last.year + 1)
        return tuple(year for year in years if not self._is_maintained(year))

    def _is_maintained(self, year: int) -> bool:
        return year in SHIPPED_YEARS or self.table(year) is not None


# Known by heart: the table itself takes 50 ms to load, and every start asks for the year.
SHIPPED_YEARS = range(2004, 2027)


@cache
def shipped_year(year: int) -> YearTable | None:
    """The table of a year that chinese_calendar brings (2004 and on), None beyond it."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    if not any(day.year == year for day in holidays):
        return None
    rows = [
        DayRow(day, kind, Holiday(name).chinese)
        for days, kind in ((holidays, DayKind.OFF), (workdays, DayKind.ON))
        for day, name in days.items()
        if day.year == year
    ]
    return YearTable(year, tuple(sorted(rows, key=lambda row: row.day)))


def day_row(date_text: str, kind_text: str, name: str = "") -> DayRow:
    """One row as an office typed it: date, 休 or 班, name of the holiday. Raises UserError."""
    day = parse_date(date_text)
    wanted = kind_text.strip()
    for kind in DayKind:
        if wanted in {kind.label, *_ALSO[kind]}:
            return DayRow(day, kind, name.strip())
    raise UserError(f"{day}的类别“{wanted[:10]}”看不懂，请填“休”或“班”")


def year_table(year: int, rows: Iterable[DayRow]) -> YearTable:
    """A checked table in order; raises UserError on another year's day or one named twice."""
    ordered = sorted(rows, key=lambda row: row.day)
    for row in ordered:
        if row.day.year != year:
            raise UserError(f"{row.day}不在{year}年内，请移到该年的节假日表")
    for before, row in pairwise(ordered):
        if before.day == row.day:
            raise UserError(
                f"{row.day}在{year}年节假日表中出现两次"
                f"（{before.kind.label}、{row.kind.label}），请删去一行"
            )
    return YearTable(year, tuple(ordered))


def table_warnings(table: YearTable) -> list[str]:
    """Rows that change nothing or look wrong; none of them stops the table."""
    sentences = [
        f"{row.day}本来就是工作日，标为“班”没有作用，请核对日期"
        for row in table.rows
        if row.kind is DayKind.ON and row.day.weekday() < _SATURDAY
    ]
    if not any(row.kind is DayKind.OFF for row in table.rows):
        sentences.append(f"{table.year}年节假日表没有一天休息，将只按周末推算")
    return sentences


_ALSO = {
    DayKind.OFF: frozenset({"休息", "放假", "假"}),
    DayKind.ON: frozenset({"上班", "调休上班", "补班"}),
}


def _warnings(years: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"{year} 年节假日未维护，按周末推算" for year in years)
