"""The star that somebody has on a day, for the rooms that show people: a number and no more.

Asks no right: stars are published, and whoever shows somebody has asked for his own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, select

from hrgrid.assessment.model import StarAward
from hrgrid.assessment.rules.star_words import HIGHEST, star_label
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.narrowing import Ratings
from hrgrid.workforce.queries.persons import kept_ids

_BLOCK = 500


def star_levels(
    work: UnitOfWork, on: dt.date, person_ids: Collection[int] | None = None
) -> dict[int, int]:
    """The level of everybody who has a star on a day, or of some; who has none is left out.

    Of those who were merged, the one who was kept has it; of two stars, the better.
    """
    merged = kept_ids(work)
    wanted = None if person_ids is None else set(person_ids)
    asked: set[int] | None = None
    if wanted is not None:
        asked = wanted | {old for old, kept in merged.items() if kept in wanted}
    found: dict[int, int] = {}
    for person_id, level in _levels(work, StarAward.person_id, on, asked):
        kept = merged.get(person_id, person_id)
        if wanted is None or kept in wanted:
            found[kept] = max(level, found.get(kept, 0))
    return found


def grid_star_levels(
    work: UnitOfWork, on: dt.date, grid_ids: Collection[int] | None = None
) -> dict[int, int]:
    """The same of grids."""
    return dict(_levels(work, StarAward.grid_id, on, None if grid_ids is None else set(grid_ids)))


def star_words(work: UnitOfWork, person_ids: Collection[int], on: dt.date) -> dict[int, str]:
    """四星 and so on, of some people on a day; who has no star is left out."""
    return {one: star_label(level) for one, level in star_levels(work, on, person_ids).items()}


def _rated(on: dt.date) -> Subquery:
    """The same levels for a query of people, as the columns person_id and level."""
    kept = func.coalesce(Person.merged_into_id, Person.id).label("person_id")
    return (
        select(kept, func.max(StarAward.level).label("level"))
        .join(Person, Person.id == StarAward.person_id)
        .where(_in_force(on))
        .group_by(kept)
        .subquery()
    )


RATINGS = Ratings(_rated, star_levels, tuple(star_label(level) for level in range(HIGHEST + 1)))
"""The stars of people for the list of people, which lies below."""


def _in_force(on: dt.date) -> ColumnElement[bool]:
    award = StarAward
    return and_(award.valid_from <= on, award.valid_to > on, award.void_reason == "")


def _levels(
    work: UnitOfWork, column: Any, on: dt.date, ids: set[int] | None
) -> list[tuple[int, int]]:
    query = select(column, StarAward.level).where(column.is_not(None), _in_force(on))
    if ids is None:
        return [(row[0], row[1]) for row in work.session.execute(query)]
    wanted = sorted(ids)
    return [
        (row[0], row[1])
        for at in range(0, len(wanted), _BLOCK)
        for row in work.session.execute(query.where(column.in_(wanted[at : at + _BLOCK])))
    ]
