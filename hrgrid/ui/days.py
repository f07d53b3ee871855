"""How days are told on the screen, and why nothing is done on another one than today."""

from __future__ import annotations

import datetime as dt


def day_words(day: dt.date) -> str:
    """A day as people say it."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def short_day(day: dt.date, today: dt.date) -> str:
    """The same for a narrow place: without the year where it is this one."""
    return day.isoformat() if day.year != today.year else f"{day.month} 月 {day.day} 日"


def read_only_words(day: dt.date) -> str:
    """Why nothing can be done while another day is shown, and what to do."""
    return f"正在看 {day_words(day)}的情况，只能看，不能办理。请先回到今天"


def paper_day_words(day: dt.date) -> str:
    """Why a paper that says how matters stand is not written while another day is shown."""
    return f"正在看 {day_words(day)}的情况，文书写的是今天的。请先回到今天"


def usual_days(today: dt.date) -> list[tuple[str, dt.date]]:
    """The days that are asked for most: ends of the last month, quarter, half-year and year."""
    month = today.replace(day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    half = today.replace(month=1 if today.month <= 6 else 7, day=1)
    year = today.replace(month=1, day=1)
    named = (("上月末", month), ("上季末", quarter), ("上半年末", half), ("上年末", year))
    found: dict[dt.date, str] = {}
    for name, first in named:
        # Of two names for one day the longer time says more.
        found[first - dt.timedelta(days=1)] = name
    return [(name, day) for day, name in sorted(found.items(), reverse=True)]
