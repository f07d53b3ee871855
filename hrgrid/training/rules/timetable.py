"""Times of day of sessions: typed, told, and whether two run into each other."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError

DAY_MINUTES = 24 * 60
_TIME = re.compile(r"(\d{1,2})(?:[:.点时](\d{1,2})?分?)?|(\d{1,2})(\d{2})")


@dataclass(frozen=True, order=True)
class Stretch:
    """[begins, ends) in minutes of a day."""

    day: dt.date
    begins: int
    ends: int

    def meets(self, other: Stretch) -> bool:
        """Whether the two run into each other; one that begins as the other ends does not."""
        return self.day == other.day and self.begins < other.ends and other.begins < self.ends

    @property
    def words(self) -> str:
        """2026-05-12 08:30–11:30."""
        return f"{self.day:%Y-%m-%d} {time_words(self.begins)}–{time_words(self.ends)}"


def time_words(minute: int) -> str:
    """A minute of the day as 08:30; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def typed_time(text: str, what: str = "时间") -> int:
    """The minute of the day of 8:30, 0830, 8.30, 8点30分, 8点 or ８：３０. Raises UserError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"点半$", "点30", plain)
    found = _TIME.fullmatch(plain)
    if found is not None:
        hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
        at = hour * 60 + minute
        if minute < 60 and at <= DAY_MINUTES:
            return at
    raise UserError(f"{what}“{text.strip()}”读不出来。请写成 8:30 或 0830")


def check_times(begins: int, ends: int, what: str) -> None:
    """Raise UserError for a stretch that is none, or lies outside of the day."""
    if not 0 <= begins < DAY_MINUTES or not 0 < ends <= DAY_MINUTES:
        raise UserError(f"{what}的时间要在 00:00 到 24:00 之间。请核对")
    if ends <= begins:
        raise UserError(
            f"{what}的下课时间 {time_words(ends)} 不晚于上课时间 {time_words(begins)}。请核对"
        )


def place_key(place: str) -> str:
    """A place as it is compared: blanks, width and case do not count; cut to its column."""
    return "".join(unicodedata.normalize("NFKC", place).split()).casefold()[:80]


def days_between(first: dt.date, last: dt.date, left_out: Iterable[dt.date] = ()) -> list[dt.date]:
    """Every day from the first to the last, both counted, but for those left out."""
    out = set(left_out)
    days = [first + dt.timedelta(days=at) for at in range((last - first).days + 1)]
    return [day for day in days if day not in out]


def clashes(ours: Sequence[Stretch], theirs: Sequence[Stretch]) -> tuple[Stretch, Stretch] | None:
    """The first two that run into each other, None where none do."""
    by_day: dict[dt.date, list[Stretch]] = {}
    for one in theirs:
        by_day.setdefault(one.day, []).append(one)
    for mine in sorted(ours):
        for other in sorted(by_day.get(mine.day, ())):
            if mine.meets(other):
                return mine, other
    return None
