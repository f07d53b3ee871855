"""The days of a period of assessment: first and last, its name, its months, the one after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.assessment.rules.words import PARTS_OF, PeriodKind
from hrgrid.core import periods
from hrgrid.core.errors import UserError

_MONTHS = {kind: 12 // count for kind, count in PARTS_OF.items()}
_HALVES = ("上半年", "下半年")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """One period of the calendar: the `number`th of its kind in a year, from 1.

    Make one with `span_of`, which refuses numbers that a year has not.
    """

    kind: PeriodKind
    year: int
    number: int

    @property
    def first_day(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last_day(self) -> dt.date:
        """Its last day, which belongs to it."""
        return self.behind - _DAY

    @property
    def behind(self) -> dt.date:
        """The first day after it."""
        return periods.add_months(self.first_day, _MONTHS[self.kind])

    @property
    def title(self) -> str:
        """As people call it: 2026 年 9 月, 2026 年第 3 季度, 2026 年上半年, 2026 年度."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.year} 年 {self.number} 月"
        if self.kind is PeriodKind.QUARTER:
            return f"{self.year} 年第 {self.number} 季度"
        if self.kind is PeriodKind.HALF_YEAR:
            return f"{self.year} 年{_HALVES[self.number - 1]}"
        return f"{self.year} 年度"

    @property
    def months(self) -> tuple[int, ...]:
        """Its months as numbers: 202607, 202608, 202609."""
        first = self.first_day.month
        return tuple(self.year * 100 + first + at for at in range(_MONTHS[self.kind]))

    def split(self, kind: PeriodKind) -> tuple[Span, ...]:
        """The shorter periods of a kind that it is put together from; none where it is none."""
        if _MONTHS[kind] >= _MONTHS[self.kind]:
            return ()
        each = _MONTHS[kind]
        first = (self.first_day.month - 1) // each + 1
        return tuple(Span(kind, self.year, first + at) for at in range(_MONTHS[self.kind] // each))

    @property
    def next(self) -> Span:
        """The one after it."""
        if self.number == PARTS_OF[self.kind]:
            return Span(self.kind, self.year + 1, 1)
        return Span(self.kind, self.year, self.number + 1)

    @property
    def previous(self) -> Span:
        """The one before it."""
        if self.number == 1:
            return Span(self.kind, self.year - 1, PARTS_OF[self.kind])
        return Span(self.kind, self.year, self.number - 1)

    def holds(self, other: Span) -> bool:
        """Whether another lies in it; itself does."""
        return self.first_day <= other.first_day and other.behind <= self.behind


def span_of(kind: PeriodKind, year: int, number: int) -> Span:
    """The period of a number; UserError where a year has no such one."""
    most = PARTS_OF[kind]
    if not 1 <= number <= most:
        raise UserError(f"{kind.label}考核期的序号要在 1 到 {most} 之间，现在是 {number}。请改正")
    if not 1950 <= year <= 2199:
        raise UserError(f"年份 {year} 不合理。请改正")
    return Span(kind, year, number)


def span_on(kind: PeriodKind, day: dt.date) -> Span:
    """The period that a day lies in."""
    return Span(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)


def last_over(kind: PeriodKind, today: dt.date) -> Span:
    """The newest period whose days are all gone."""
    return span_on(kind, today).previous
