"""What a part of a person's file is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class FileLine:
    """One fact: when, what, a word beside it, and the page and part that show its source.

    `quiet` is what no longer counts (voided, revoked).
    """

    when: str
    what: str
    beside: str = ""
    page: str = ""
    part: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class FilePart:
    """Lines under a title, the newest first; `none` is said where there is none.

    Where it is `coded` the lines tell codes of the journal, which the screen has words for; such
    a part is not printed.
    """

    title: str
    lines: tuple[FileLine, ...]
    none: str
    told: str = ""
    coded: bool = False


def span(since: dt.date, until: dt.date | None) -> str:
    """A half-open time as people say it: the last day is in it."""
    if until is None:
        return f"{since:%Y-%m-%d} 起"
    return f"{since:%Y-%m-%d} – {until - _DAY:%Y-%m-%d}"


def joined(*words: str) -> str:
    """Words that are there, parted by a comma."""
    return "，".join(word for word in words if word)
