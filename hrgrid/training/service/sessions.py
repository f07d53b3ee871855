"""Sessions of a class: no two at once of the class, of a room, or of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class SessionForm:
    """One stretch on a day, [begins, ends) in minutes of the day; several a day."""

    day: dt.date
    begins: int
    ends: int
    place: str = ""
    topic: str = ""
    trainer: str = ""


@dataclass(frozen=True)
class SessionChange:
    """A session as it shall read, for a change and for its undo."""

    session_id: int
    version: int
    form: SessionForm


def add_sessions(work: UnitOfWork, class_id: int, forms: Sequence[SessionForm]) -> list[int]:
    """Add sessions, all or none; the class's days widen to hold them.

    Raises UserError naming the class, room or person that has another session at that time.
    """
    raise NotImplementedError


def change_session(work: UnitOfWork, change: SessionChange) -> SessionChange:
    """Another time, place or topic; gives what takes it back."""
    raise NotImplementedError


def remove_session(work: UnitOfWork, session_id: int) -> tuple[int, SessionForm]:
    """Take a session away on which no attendance stands; (class, form) to add it again."""
    raise NotImplementedError
