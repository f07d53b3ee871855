"""What is known of people beside their results: open cases, warnings lifted, how they are engaged.

Asks no right: what shows it has asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.choices import employment_of
from hrgrid.exits.rules.words import ENDED, ExitState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import kept_ids
from hrgrid.workforce.rules import Engagement

_BLOCK = 500


@dataclass(frozen=True)
class Standing:
    """Somebody with his open case ("" none), and until when a lifted warning is watched."""

    name: str
    number: str
    stroke_key: str
    case_id: int | None
    case_number: str
    watch_until: dt.date | None
    engagement: Engagement | None


def standings_of(work: UnitOfWork, person_ids: Collection[int]) -> dict[int, Standing]:
    """People by id as of today, cases of those merged into them among them."""
    wanted, kept = sorted(set(person_ids)), kept_ids(work)
    found: dict[int, Standing] = {}
    for begin in range(0, len(wanted), _BLOCK):
        ids = wanted[begin : begin + _BLOCK]
        own = {each: each for each in ids}
        own |= {old: one for old, one in kept.items() if one in own}
        cases, watched = _cases(work, own)
        engaged = employment_of(work, ids, work.today)
        people = select(Person.id, Person.name, Person.number, Person.stroke_key).where(
            Person.id.in_(ids)
        )
        for row in work.session.execute(people):
            case_id, number = cases.get(row.id, (None, ""))
            mine = engaged.get(row.id)
            found[row.id] = Standing(
                row.name,
                row.number,
                row.stroke_key,
                case_id,
                number,
                watched.get(row.id),
                mine.kind if mine is not None else None,
            )
    return found


def warned(work: UnitOfWork) -> set[int]:
    """Who has a case that went as far as a warning and has not ended; of the merged the kept.

    A yes and no more, for the rooms above; what the case is about they may not know.
    """
    kept = kept_ids(work)
    query = select(ExitCase.person_id).where(
        ExitCase.state.not_in([*ENDED, ExitState.REVIEWING, ExitState.EXECUTED])
    )
    return {kept.get(one, one) for one in work.session.scalars(query)}


def _cases(
    work: UnitOfWork, own: dict[int, int]
) -> tuple[dict[int, tuple[int, str]], dict[int, dt.date]]:
    query = select(
        ExitCase.id, ExitCase.number, ExitCase.person_id, ExitCase.state, ExitCase.watch_until
    ).where(ExitCase.person_id.in_(sorted(own)))
    cases: dict[int, tuple[int, str]] = {}
    watched: dict[int, dt.date] = {}
    for row in work.session.execute(query):
        person = own[row.person_id]
        if row.state not in ENDED:
            cases[person] = (row.id, row.number)
        elif (
            row.state is ExitState.IMPROVED
            and row.watch_until is not None
            and row.watch_until >= work.today
        ):
            watched[person] = max(row.watch_until, watched.get(person, row.watch_until))
    return cases, watched
