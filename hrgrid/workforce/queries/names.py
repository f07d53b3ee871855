"""The names of everybody on file, for what looks for them in a text."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


def all_names(work: UnitOfWork) -> frozenset[str]:
    """Each name once."""
    return frozenset(work.session.scalars(select(Person.name).distinct()))
