"""A person through time and through merges: what he was called on a day, and who he was before.

Whoever was merged keeps his row and its id, and what refers to it stays as it is; who reads
such rows follows `merged_into_id`, which never leads to somebody merged himself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import FormerValue, Person, UndoNote
from hrgrid.workforce.rules import FormerField, PersonState, UndoKind


def the_kept() -> ColumnElement[int]:
    """In a query that joins Person: the id of who is kept, his own where he was not merged."""
    return func.coalesce(Person.merged_into_id, Person.id)


def same_person_ids(work: UnitOfWork, person_id: int) -> tuple[int, ...]:
    """The kept person first, then those merged into him, whichever of them is asked for."""
    kept = work.session.scalar(select(the_kept()).where(Person.id == person_id))
    if kept is None:
        return (person_id,)
    merged = select(Person.id).where(Person.merged_into_id == kept).order_by(Person.id)
    return (kept, *work.session.scalars(merged))


def kept_ids(work: UnitOfWork) -> dict[int, int]:
    """Of everybody who was merged, the id of who is kept."""
    query = select(Person.id, Person.merged_into_id).where(Person.state == PersonState.MERGED)
    return {row.id: row.merged_into_id for row in work.session.execute(query)}


@dataclass(frozen=True)
class FormerRow:
    """What held until a day, the day itself not counted; a telephone is masked."""

    field: FormerField
    text: str
    held_until: dt.date
    document_no: str
    reason: str


def former_values(work: UnitOfWork, person_id: int) -> list[FormerRow]:
    """What of somebody was otherwise before, the newest first; of those merged into him too."""
    query = (
        select(FormerValue)
        .where(FormerValue.person_id.in_(same_person_ids(work, person_id)))
        .order_by(FormerValue.held_until.desc(), FormerValue.id.desc())
    )
    return [
        FormerRow(row.field, row.text, row.held_until, row.document_no, row.reason)
        for row in work.session.scalars(query)
    ]


def name_on(work: UnitOfWork, person_id: int, on: dt.date) -> str:
    """What somebody was called on a day."""
    query = (
        select(FormerValue.text)
        .where(FormerValue.person_id == person_id, FormerValue.field == FormerField.NAME)
        .where(FormerValue.held_until > on)
        .order_by(FormerValue.held_until)
        .limit(1)
    )
    former = work.session.scalar(query)
    return former or work.session.get_one(Person, person_id).name


@dataclass(frozen=True)
class MergedRow:
    """Somebody who was merged into a person, by whom and when; it may still be taken back."""

    person_id: int
    number: str
    name: str
    merged_at: dt.datetime
    merged_by: str


def merged_into(work: UnitOfWork, person_id: int) -> list[MergedRow]:
    """Who was merged into somebody, the last first."""
    query = (
        select(Person.id, Person.number, Person.name, UndoNote.noted_at, UndoNote.noted_by)
        .join(UndoNote, UndoNote.subject_id == Person.id)
        .where(UndoNote.kind == UndoKind.MERGE_PEOPLE, UndoNote.undone_at.is_(None))
        .where(Person.merged_into_id == person_id)
        .order_by(UndoNote.id.desc())
    )
    return [MergedRow(*row) for row in work.session.execute(query)]
