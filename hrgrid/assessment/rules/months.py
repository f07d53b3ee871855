"""Months as numbers (202611): their days, their name, and where a text names one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from hrgrid.core.errors import UserError

EARLIEST, LATEST = 195001, 219912
_DAY = dt.timedelta(days=1)
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_WRITTEN = re.compile(rf"(?<!\d){_YEAR}\s*(?:年度?|[-./_])\s*{_MONTH}(?:\s*月份?|(?!\d))")
_RUN_ON = re.compile(rf"(?<!\d){_YEAR}(?P<month>1[0-2]|0[1-9])(?:(?:[0-2]\d|3[01])(?!\d)|(?!\d))")
_ALONE = re.compile(rf"(?<!\d){_MONTH}\s*月份?(?!\s*\d)")
_YEAR_ALONE = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_CHINESE = {
    word: number
    for number, word in enumerate(
        ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), start=1
    )
}
_IN_CHINESE = re.compile("(十[一二]?|[一二三四五六七八九])月份?")


def month_of(day: dt.date) -> int:
    """The month that a day lies in."""
    return day.year * 100 + day.month


def first_of(month: int) -> dt.date:
    """Its first day; UserError where the number is no month."""
    if not EARLIEST <= month <= LATEST or not 1 <= month % 100 <= 12:
        raise UserError(f"“{month}”不是月份。请写成 202611 这样的六位数")
    return dt.date(month // 100, month % 100, 1)


def behind(month: int) -> dt.date:
    """The first day after it."""
    return (first_of(month) + 31 * _DAY).replace(day=1)


def last_of(month: int) -> dt.date:
    """Its last day."""
    return behind(month) - _DAY


def month_words(month: int) -> str:
    """As people call it: 2026 年 11 月."""
    return f"{month // 100} 年 {month % 100} 月"


def months_in(text: str) -> set[int]:
    """Every month that a text names with its year: a title, the name of a sheet or a file."""
    plain = unicodedata.normalize("NFKC", text)
    return {
        int(found["year"]) * 100 + int(found["month"])
        for pattern in (_WRITTEN, _RUN_ON)
        for found in pattern.finditer(plain)
    }


def month_alone(text: str) -> int | None:
    """The month (1 to 12) that a text names without a year; None where none or several."""
    plain = unicodedata.normalize("NFKC", text)
    found = {int(one["month"]) for one in _ALONE.finditer(plain)}
    found |= {_CHINESE[one[1]] for one in _IN_CHINESE.finditer(plain)}
    return found.pop() if len(found) == 1 else None


def year_in(text: str) -> int | None:
    """The only year that a text names."""
    found = {int(one["year"]) for one in _YEAR_ALONE.finditer(unicodedata.normalize("NFKC", text))}
    return found.pop() if len(found) == 1 else None


def read_month(text: str) -> int:
    """A typed month: 2026-11, 2026年11月, 202611, 2026.11; UserError else."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = months_in(plain)
    if len(found) != 1:
        raise UserError(f"“{text.strip()}”看不出是哪一年哪个月。请写成 2026-11")
    return found.pop()


def said_in(*texts: str) -> int | None:
    """The month that texts agree on, the most telling first: the first that names just one.

    Where one names only the month, the year may stand in another.
    """
    for text in texts:
        found = months_in(text)
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    month = next((one for text in texts if (one := month_alone(text)) is not None), None)
    year = next((one for text in texts if (one := year_in(text)) is not None), None)
    return None if month is None or year is None else year * 100 + month
