"""The list of duties: narrowed, counted by kind, and told with who and where."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hrgrid.overview.queries.duties.gathering import Due, dues
from hrgrid.overview.queries.duties.marks import MarkRow, last_marks
from hrgrid.overview.queries.places import area_chains
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import Level

if TYPE_CHECKING:
    from hrgrid.workforce.queries import PersonRow

AT_ONCE = 300
"""How many rows are told at once; the rest are counted."""


@dataclass(frozen=True)
class DutyFilter:
    """Which duties; empty fields do not narrow. `put_away` shows those that somebody put away."""

    kind: DutyKind | None = None
    area_ids: tuple[int, ...] = ()
    until: dt.date | None = None
    put_away: bool = False


@dataclass(frozen=True)
class DutyRow:
    """A duty as a list shows it; `days` are left, below 0 it is over."""

    due: Due
    days: int
    name: str
    street: str
    place: str
    role: str
    mark: MarkRow | None

    @property
    def overdue(self) -> bool:
        """Whether the day is over."""
        return self.days < 0


@dataclass(frozen=True)
class DutyList:
    """The first rows by day, how many there are of each kind, and how many are over."""

    today: dt.date
    rows: tuple[DutyRow, ...]
    found: int
    by_kind: dict[DutyKind, int]
    overdue: int

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.by_kind.values())


def duties(work: UnitOfWork, wanted: DutyFilter, limit: int | None = AT_ONCE) -> DutyList:
    """What falls due as of today, the soonest first; without a `limit` all of it.

    The counts by kind are of everything but the kind that was asked for.
    """
    today, marks = work.today, last_marks(work)
    of_place = [
        due
        for due in dues(work, wanted.area_ids)
        if (wanted.until is None or due.on <= wanted.until)
        and _is_away(marks.get(due.subject), today) == wanted.put_away
    ]
    found = [due for due in of_place if wanted.kind in {None, due.kind}]
    shown = found if limit is None else found[:limit]
    return DutyList(
        today,
        tuple(_rows(work, shown, marks)),
        len(found),
        dict(Counter(due.kind for due in of_place)),
        sum(due.on < today for due in of_place),
    )


@dataclass(frozen=True)
class DutyCount:
    """How many duties wait, how many of these are over, and how many are the office's own."""

    waiting: int
    overdue: int
    of_office: int


def duty_count(work: UnitOfWork) -> DutyCount:
    """How many duties wait."""
    today, marks = work.today, last_marks(work)
    waiting = [due for due in dues(work) if not _is_away(marks.get(due.subject), today)]
    return DutyCount(
        len(waiting),
        sum(due.on < today for due in waiting),
        sum(due.kind is DutyKind.OFFICE for due in waiting),
    )


def _is_away(mark: MarkRow | None, today: dt.date) -> bool:
    return mark is not None and mark.hides(today)


def _rows(work: UnitOfWork, shown: Sequence[Due], marks: dict[str, MarkRow]) -> list[DutyRow]:
    # Counting, which every start of the program does, needs none of it.
    from hrgrid.workforce.queries.listing import PeopleFilter
    from hrgrid.workforce.queries.picking import people_of

    today = work.today
    ids = list(dict.fromkeys(due.person_id for due in shown if due.person_id is not None))
    people = {row.id: row for row in people_of(work, ids, PeopleFilter(today))}
    grids = list(dict.fromkeys(due.area_id for due in shown if due.area_id is not None))
    chains = area_chains(work, grids, today) if grids else {}
    rows = []
    for due in shown:
        person = people.get(due.person_id or 0)
        name, street, place, role = _of(person)
        if due.area_id is not None and due.area_id in chains:
            chain = chains[due.area_id]
            name = place = chain[-1].name
            street = next((link.name for link in chain if link.level is Level.STREET), "")
        days = (due.on - today).days
        rows.append(DutyRow(due, days, name, street, place, role, marks.get(due.subject)))
    return rows


def _of(person: PersonRow | None) -> tuple[str, str, str, str]:
    if person is None:
        return "", "", "", ""
    return person.name, person.street, person.place, person.role
