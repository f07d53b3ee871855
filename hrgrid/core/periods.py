"""Half-open spans of days [start, end), lengths in full months, and dates as people type them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.numerals import read_digits, read_small_number

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A length: full months, and the days beyond them."""

    months: int
    days: int

    @property
    def years(self) -> int:
        """Full years; `months_beyond` is what is left of the months."""
        return self.months // 12

    @property
    def months_beyond(self) -> int:
        """Full months beyond the full years, 0 to 11."""
        return self.months % 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not with, `end`; without an end it goes on.

    Never empty: raises UserError when the end is not after the start.
    """

    start: dt.date
    end: dt.date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise UserError(
                f"截止日期{self.end - _DAY}早于开始日期{self.start}，请核对两个日期是否填反"
            )

    @classmethod
    def inclusive(cls, first: dt.date, last: dt.date) -> Period:
        """As people write it, with the last day: 4月18日至4月22日."""
        return cls(first, last + _DAY)

    @property
    def last(self) -> dt.date | None:
        """The last day that belongs to it."""
        return None if self.end is None else self.end - _DAY

    @property
    def days(self) -> int:
        """How many days; raises ValueError on an open period, which must be cut first."""
        return (self._closed_end() - self.start).days

    @property
    def length(self) -> Months:
        """In full months and days; raises ValueError on an open period."""
        return months_between(self.start, self._closed_end())

    @property
    def months(self) -> tuple[Period, ...]:
        """The calendar months that it touches, whole; raises ValueError on an open period."""
        last = self._closed_end() - _DAY
        first = self.start.year * 12 + self.start.month - 1
        behind = last.year * 12 + last.month
        return tuple(month_period(at // 12, at % 12 + 1) for at in range(first, behind))

    def contains(self, day: dt.date) -> bool:
        """Whether the day belongs to it."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day; neighbours do not."""
        return self.intersect(other) is not None

    def intersect(self, other: Period) -> Period | None:
        """The days of both, None if there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return Period(start, end) if end is None or start < end else None

    def until(self, end: dt.date) -> Period | None:
        """The part before `end`: how far it had gone when that day began."""
        return self.intersect(Period(dt.date.min, end))

    def _closed_end(self) -> dt.date:
        if self.end is None:
            raise ValueError("an open period has no length; cut it with until()")
        return self.end


def month_period(year: int, month: int) -> Period:
    """One calendar month."""
    return _of_months(year, month, 1)


def quarter_period(year: int, quarter: int) -> Period:
    """One quarter, 1 to 4."""
    return _of_months(year, quarter * 3 - 2, 3)


def half_year_period(year: int, half: int) -> Period:
    """上半年 1 or 下半年 2."""
    return _of_months(year, half * 6 - 5, 6)


def year_period(year: int) -> Period:
    """One calendar year."""
    return _of_months(year, 1, 12)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the month's last day where there is none (民法典202条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def months_between(start: dt.date, end: dt.date) -> Months:
    """Full months and days of [start, end); raises ValueError if the end comes first.

    From the 31st a month is full on the last day of a shorter one: 1月31日 to 2月28日 is one.
    """
    if end < start:
        raise ValueError(f"{end} comes before {start}")
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return Months(months, (end - add_months(start, months)).days)


def _of_months(year: int, month: int, count: int) -> Period:
    start = dt.date(year, month, 1)
    return Period(start, add_months(start, count))


# ---- dates as typed

_NUMBERS = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WORDS = re.compile(r"([^年月日号]+)年([^年月日号]+)月([^年月日号]+)[日号]")
_MIDNIGHT = re.compile(r"[T ]+0?0:00(:00(\.0+)?)?$")
_SIGN_GAPS = re.compile(r"\s*([-/.年月日号])\s*")

# What looks like a date and is none; the first that fits tells the person what is missing.
_PARTIAL = (
    (re.compile(r"[0-9]{5}(\.[0-9]+)?"), "是表格内部的日期序号，请把该列设为日期或文本后重新填写"),
    (re.compile(r"[0-9]{6}"), "分不清是年月还是两位数的年份"),
    (re.compile(r"[0-9]{4}[-/.][0-9]{1,2}|[^年月日]{4}年[^年月日]+月"), "缺少日"),
    (re.compile(r"[0-9]{4}年?|[^年月日]{4}年"), "缺少月和日"),
    (re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}|[^年月日]+月[^年月日]+[日号]"), "缺少年"),
    (re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4}"), "的年份不在最前，分不清月和日"),
    (re.compile(r"[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[^年月日]{2}年.+"), "的年份只有两位"),
)


def parse_date(text: str) -> dt.date:
    """The date that was typed: 2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日,
    二〇二六年十一月二十一日.

    Raises UserError on anything partial or ambiguous, on days that do not exist and on years
    outside 1900–2199; nothing is guessed.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise UserError("没有填写日期，请补填")
    plain = _SIGN_GAPS.sub(r"\1", _MIDNIGHT.sub("", typed))
    parts = _parts(plain)
    if parts is None:
        raise UserError(f"日期“{mask_all(typed)[:20]}”{_complaint(plain)}")
    year, month, day = parts
    if not 1900 <= year <= 2199:
        raise UserError(f"日期“{mask_all(typed)[:20]}”的年份不合理，请核对")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise UserError(f"没有{year}年{month}月{day}日这一天，请核对") from None


def _parts(plain: str) -> tuple[int, int, int] | None:
    found = _NUMBERS.fullmatch(plain)
    if found:
        return int(found[1]), int(found[3]), int(found[4])
    found = _COMPACT.fullmatch(plain)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    found = _WORDS.fullmatch(plain)
    return _in_words(found[1], found[2], found[3]) if found else None


def _in_words(year: str, month: str, day: str) -> tuple[int, int, int] | None:
    digits = year if year.isascii() else read_digits(year)
    if digits is None or not re.fullmatch("[0-9]{4}", digits):
        return None
    numbers = [_month_or_day(month), _month_or_day(day)]
    if None in numbers:
        return None
    return int(digits), numbers[0] or 0, numbers[1] or 0


def _month_or_day(text: str) -> int | None:
    if re.fullmatch("[0-9]{1,2}", text):
        return int(text)
    return read_small_number(text)


def _complaint(plain: str) -> str:
    for pattern, what in _PARTIAL:
        if pattern.fullmatch(plain):
            return what if "请" in what else f"{what}，请写成 2026-11-21 的样式"
    return "看不懂，请写成 2026-11-21 的样式"
