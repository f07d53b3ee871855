"""轮训: who is due in a year, and how a class is filled from the list.

Everybody in a role that the rule names who is in post during the year is due once; who came in
the course of the year is due as well, from his first day. Source: rules.md 3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError


@dataclass(frozen=True)
class DuePerson:
    """Somebody who may be due: where he works, since when, and what he has done of it.

    `done_on` is the last day of the class that counted; None where there is none this year.
    `booked` has a place in a class whose results are not confirmed yet.
    """

    person_id: int
    name: str
    street: str
    in_post_since: dt.date
    done_on: dt.date | None = None
    booked: bool = False
    number: str = ""
    role: str = ""
    place: str = ""
    street_id: int = 0


@dataclass(frozen=True)
class StreetProgress:
    """A street's year: due, done, booked into a class that has not ended."""

    street: str
    due: int
    done: int
    booked: int

    @property
    def open(self) -> int:
        """Due, neither done nor booked."""
        return self.due - self.done - self.booked


def progress(people: Iterable[DuePerson]) -> list[StreetProgress]:
    """By street, in the order in which they first come."""
    counts: dict[str, list[int]] = {}
    for one in people:
        row = counts.setdefault(one.street, [0, 0, 0])
        row[0] += 1
        row[1] += one.done_on is not None
        row[2] += one.done_on is None and one.booked
    return [StreetProgress(street, *row) for street, row in counts.items()]


def plan_classes(
    people: Sequence[DuePerson], capacity: int, *, smallest: int = 1
) -> list[list[DuePerson]]:
    """Classes of at most `capacity` from those who are open, streets kept together.

    As few classes as can be and of nearly one size; the longest in post first within a street.
    A rest smaller than `smallest` is left for a later class. Raises UserError below one.
    """
    if capacity < 1:
        raise UserError(f"每班人数是 {capacity}，至少要 1 人。请改正")
    waiting = [one for one in people if one.done_on is None and not one.booked]
    streets = {one.street: at for at, one in reversed(list(enumerate(waiting)))}
    waiting.sort(key=lambda one: (streets[one.street], one.in_post_since, one.person_id))
    count = -(-len(waiting) // capacity)
    if not count:
        return []
    size, larger = divmod(len(waiting), count)
    classes, at = [], 0
    for number in range(count):
        end = at + size + (number < larger)
        classes.append(waiting[at:end])
        at = end
    return [members for members in classes if len(members) >= smallest]


def years_due(since: dt.date, until: dt.date | None, year: int) -> bool:
    """Whether somebody in post from `since` up to (not with) `until` is due in a year."""
    begins, ends = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    return since < ends and (until is None or until > begins)


def share_words(done: int, due: int) -> str:
    """A share for people, half up to whole hundredths of a percent; nobody due is no share."""
    if not due:
        return "—"
    hundredths = (2 * 10_000 * done + due) // (2 * due)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
