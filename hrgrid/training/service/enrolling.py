"""Who is in a class: by choice, from the due list, by self-report; turns and freed places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.words import Source


@dataclass(frozen=True)
class NotEnrolled:
    """Somebody who could not be enrolled, and the sentence that says why."""

    person_id: int
    name: str
    sentence: str


@dataclass(frozen=True)
class Enrolled:
    """What came of enrolling: ids with a place, ids that wait in turn, who could not be."""

    placed: tuple[int, ...]
    waiting: tuple[int, ...]
    refused: tuple[NotEnrolled, ...] = ()


@dataclass(frozen=True)
class Freed:
    """What came of cancelling: how many, and the enrolments that moved up from the waiting list."""

    cancelled: int
    moved_up: tuple[int, ...]


def enrol(
    work: UnitOfWork, class_id: int, person_ids: Sequence[int], source: Source = Source.ASSIGNED
) -> Enrolled:
    """Enrol people in the order given; who finds no place waits in turn.

    Assigned and due people are invited, who reports himself is enrolled. Of several, those who
    cannot be enrolled are told in `refused`; of one alone a UserError is raised.
    """
    raise NotImplementedError


def accept(work: UnitOfWork, enrolment_ids: Sequence[int]) -> int:
    """已通知 → 已报名 for those who answered; how many."""
    raise NotImplementedError


def cancel_enrolments(work: UnitOfWork, enrolment_ids: Sequence[int]) -> Freed:
    """Take people of one class out with the reason; freed places go to the next in turn."""
    raise NotImplementedError


def restore_enrolments(work: UnitOfWork, enrolment_ids: Sequence[int]) -> Enrolled:
    """Put back who was cancelled, behind who waits where the class is full (undo)."""
    raise NotImplementedError


def move_in_turn(work: UnitOfWork, enrolment_id: int, place: int) -> None:
    """Another turn on the waiting list, with a reason; the others close up."""
    raise NotImplementedError


def transfer(work: UnitOfWork, enrolment_id: int, class_id: int) -> Enrolled:
    """Move somebody to another class in one deed."""
    raise NotImplementedError
