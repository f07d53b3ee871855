"""轮训 of a year, and hours of a year: who is due, done, booked, open, by street and by role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.rotation import DuePerson, StreetProgress


@dataclass(frozen=True)
class RotationWish:
    """Whose 轮训 of which year; no roles are those that the rotation courses name (网格员 where
    none does), no areas everything seen. `on` is the day of the posts, the last day of the year
    where it lies behind it. With `course_id` only that course counts.
    """

    year: int
    area_ids: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    on: dt.date | None = None
    course_id: int | None = None


@dataclass(frozen=True)
class RotationYear:
    """A year by street and by role; `whole` sums the streets. `on` is the day that was looked at.

    `DuePerson` and `StreetProgress` of rules.rotation hold the street's name; `street_ids` lead
    from it to the area.
    """

    year: int
    on: dt.date
    roles: tuple[tuple[str, str], ...]
    streets: tuple[StreetProgress, ...]
    by_role: tuple[StreetProgress, ...]
    whole: StreetProgress
    street_ids: dict[str, int]


@dataclass(frozen=True)
class HoursOfPerson:
    """Confirmed minutes of a year against what is asked: all, 集中, and 岗前 of who began in it.

    `missing` says what is short, "" for nothing.
    """

    person_id: int
    number: str
    name: str
    street: str
    place: str
    role: str
    credited: int
    together: int
    pre_service: int
    asked: int
    asked_together: int
    asked_pre_service: int
    missing: str

    @property
    def done(self) -> bool:
        """Whether nothing is short."""
        return not self.missing


@dataclass(frozen=True)
class HoursOfYear:
    """Everybody's hours of a year, the rule that they were held against, counts by street."""

    year: int
    rules: HourRules
    rows: tuple[HoursOfPerson, ...]


@dataclass(frozen=True)
class MustHave:
    """Somebody who must have a course by his role and has none that is valid on the day."""

    person_id: int
    number: str
    name: str
    street: str
    role: str
    course_id: int
    course: str
    expired_on: dt.date | None


def rotation_roles(work: UnitOfWork) -> tuple[tuple[str, str], ...]:
    """Roles (code, label) that are due for rotation training."""
    raise NotImplementedError


def rotation_year(work: UnitOfWork, wish: RotationWish) -> RotationYear:
    """Due, done, booked and open of a year."""
    raise NotImplementedError


def due_people(work: UnitOfWork, wish: RotationWish, *, only_open: bool = True) -> list[DuePerson]:
    """Who is due, by street, the longest in post first; open ones alone, or all."""
    raise NotImplementedError


def hours_of_year(
    work: UnitOfWork, year: int, area_ids: tuple[int, ...] = (), roles: tuple[str, ...] = ()
) -> HoursOfYear:
    """Confirmed hours of everybody in post against the rule (rules.md 3)."""
    raise NotImplementedError


def must_have(
    work: UnitOfWork, on: dt.date, area_ids: tuple[int, ...] = (), course_id: int | None = None
) -> list[MustHave]:
    """Who lacks a course that his role must have, or has one that has run out."""
    raise NotImplementedError
