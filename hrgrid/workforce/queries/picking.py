"""Rows of the list by their ids: what a table shows anew after it was changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.storage.base import table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import PeopleFilter, PersonRow, matching, person_rows

_TABLE = table_of(Person)
_AT_ONCE = 500


def people_of(work: UnitOfWork, ids: Sequence[int], wanted: PeopleFilter) -> list[PersonRow]:
    """The people with these ids as far as the actor may look, with the posts of `wanted`."""
    everybody = PeopleFilter(wanted.on, past=True)
    found: list[PersonRow] = []
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        query = matching(work, everybody, select(_TABLE)).where(_TABLE.c.id.in_(part))
        found += person_rows(work, work.session.execute(query).all(), wanted)
    return found
