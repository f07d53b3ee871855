"""Days, shares and names as the pages write them, and the sizes at which they fold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

NARROW_BELOW = 1100
LOW_BELOW = 640


def percent(basis_points: int) -> str:
    """A share: 40%, 12.5%."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0") + "%" if rest else f"{whole}%"


def day(when: dt.date | None) -> str:
    """A day in a line, nothing where there is none: 11 月 25 日."""
    return "" if when is None else f"{when.month} 月 {when.day} 日"


def full_day(when: dt.date | None) -> str:
    """A day with its year."""
    return "" if when is None else f"{when:%Y-%m-%d}"


def span(since: dt.date | None, until: dt.date | None) -> str:
    """From a day to a day: 11 月 25 日 – 12 月 4 日."""
    return " – ".join(filter(None, (day(since), day(until))))


def some_names(names: Sequence[str], most: int = 3) -> str:
    """The first of many names, and how many there are."""
    told = "、".join(names[:most])
    return f"{told}等 {len(names):,} 人" if len(names) > most else told
