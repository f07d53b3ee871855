"""Training of before the takeover, or elsewhere, believed for its evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class EarlierForm:
    """What a certificate or file says; `minutes` are counted (an hour of class is 45)."""

    person_id: int
    title: str
    ended_on: dt.date
    minutes: int
    rotation: bool = False
    organiser: str = ""
    document_no: str = ""
    evidence_sha256: str | None = None


@dataclass(frozen=True)
class EarlierChange:
    """A record as it shall read, for a correction and for its undo."""

    earlier_id: int
    version: int
    form: EarlierForm


def add_earlier(work: UnitOfWork, form: EarlierForm) -> int:
    """Put a record down; returns its id. Undo: `remove_earlier`."""
    raise NotImplementedError


def correct_earlier(work: UnitOfWork, change: EarlierChange) -> EarlierChange:
    """What was typed wrong, with a reason; gives what takes it back."""
    raise NotImplementedError


def remove_earlier(work: UnitOfWork, earlier_id: int) -> EarlierForm:
    """Take a record away, with a reason; gives the form that puts it back."""
    raise NotImplementedError
