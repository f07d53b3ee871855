"""Showing what is sealed: only with the right, with a reason, and on record."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE


@dataclass(frozen=True)
class NumbersRow:
    """A person's numbers in full; "" where none is on file."""

    id_number: str
    phone: str


def show_numbers(work: UnitOfWork, person_id: int) -> NumbersRow:
    """The full numbers of one person; the journal says who looked and why."""
    work.require(Right.SHOW_SENSITIVE)
    work.require_reason()
    found = work.session.get_one(Person, person_id)
    work.record("show_numbers", f"{found.name}（{found.number}）")
    keyring = work.keyring
    return NumbersRow(
        keyring.open(ID_NUMBER, found.id_number) if found.id_number else "",
        keyring.open(PHONE, found.phone) if found.phone else "",
    )
