"""Notes of deeds that may be taken back, and who stands in the way of it.

A note keeps the ids and hashes of the rows that the deed left: where one of them says something
else since, taking back is refused, naming who changed something and when. Hashes and not the
counters of versions: a later deed that was itself taken back leaves the rows as they were.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.base import Base, table_of
from hrgrid.storage.journal import JournalEntry, stamp
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import UndoNote
from hrgrid.workforce.rules import UndoKind

Marks = dict[str, dict[str, int]]


def note_undo(work: UnitOfWork, kind: UndoKind, subject_id: int, inverse: Any) -> None:
    """Keep what takes a deed back."""
    work.session.add(
        UndoNote(
            kind=kind,
            subject_id=subject_id,
            inverse=json.dumps(inverse, ensure_ascii=False, sort_keys=True),
            operation_id=work.circumstances.operation_id,
            noted_at=work.now,
            noted_by=work.actor.name,
            undone_at=None,
            undone_by="",
        )
    )
    work.session.flush()


def open_note(work: UnitOfWork, kind: UndoKind, subject_id: int) -> tuple[UndoNote, Any]:
    """The standing note and what it says; UserError where there is none, or it was used."""
    query = (
        select(UndoNote)
        .where(UndoNote.kind == kind, UndoNote.subject_id == subject_id)
        .order_by(UndoNote.id.desc())
        .limit(1)
    )
    note = work.session.scalars(query).one_or_none()
    if note is None:
        raise UserError(f"这次{kind.label}没有留下撤销所需的原状，不能撤销。请逐项更正")
    if note.undone_at is not None:
        when = f"{note.undone_at.astimezone():%Y-%m-%d %H:%M}"
        raise UserError(f"这次{kind.label}已由{note.undone_by}在 {when} 撤销，没有重复撤销")
    return note, json.loads(note.inverse)


def close_note(work: UnitOfWork, note: UndoNote) -> None:
    """Say that it was taken back, by whom and when."""
    note.undone_at, note.undone_by = work.now, work.actor.name
    work.session.flush()


def marks_of(work: UnitOfWork, rows: Mapping[type[Base], Sequence[int]]) -> Marks:
    """The hashes of rows by table and id, as a note keeps them."""
    return {table_of(model).name: _marks(work, model, ids) for model, ids in rows.items() if ids}


def _marks(work: UnitOfWork, model: type[Base], ids: Sequence[int]) -> dict[str, int]:
    table = table_of(model)
    key = next(iter(table.primary_key))
    query = select(key, table.c.row_hash).where(key.in_(list(ids)))
    return {str(row[0]): row[1] for row in work.session.execute(query)}


def is_as_left(work: UnitOfWork, left: Marks, models: Sequence[type[Base]]) -> bool:
    """Whether every row still says what the deed left."""
    for model in models:
        kept = left.get(table_of(model).name, {})
        if kept and _marks(work, model, [int(one) for one in kept]) != kept:
            return False
    return True


def changed_since(work: UnitOfWork, note: UndoNote, subjects: Sequence[str]) -> str:
    """Who did something to these since the deed, and when: the beginning of a sentence."""
    query = (
        select(JournalEntry.actor_name, JournalEntry.at)
        .where(JournalEntry.at >= stamp(note.noted_at), JournalEntry.subject.in_(list(subjects)))
        .where(JournalEntry.operation_id != note.operation_id)
        .order_by(JournalEntry.seq.desc())
        .limit(1)
    )
    found = work.session.execute(query).first()
    if found is None:
        return "后来"
    when = dt.datetime.fromisoformat(found.at).astimezone()
    return f"{found.actor_name}在 {when:%Y-%m-%d %H:%M} "
