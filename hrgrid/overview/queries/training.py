"""How far the training of the year has come, and which class or competition is under way.

By the names of the tables, as queries/selection.py says: the dashboard waits for it. Only where
there is something of training are its own queries loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties.telling import held_on, named, within
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.words import ClassState

TRAINS = (Right.RUN_TRAINING, Right.ENTER_MARKS)
_C, _S = ClassState, CompetitionState
CLASSES = (_C.PLANNED, _C.OPEN, _C.RUNNING, _C.ENDED)
COMPETITIONS = (
    *(_S.DRAFT, _S.ENTRY_OPEN, _S.RUNNING, _S.SCORING_CLOSED),
    *(_S.CHECKED, _S.LOCKED, _S.PUBLISHED),
)
"""Under way: what ended or was given up waits for nothing."""


@dataclass(frozen=True)
class Going:
    """A class or a competition under way; `part` is where the page of training shows it.

    `come`: its first day is here or gone.
    """

    part: str
    title: str
    state: ClassState | CompetitionState
    first_day: dt.date
    last_day: dt.date
    come: bool


@dataclass(frozen=True)
class TrainingProgress:
    """People due, done and booked of the year's 轮训; the nearest under way, and how many more."""

    year: int
    due: int
    done: int
    booked: int
    going: Going | None
    others: int

    @property
    def open(self) -> int:
        """Due, neither done nor booked."""
        return self.due - self.done - self.booked


def training_progress(work: UnitOfWork) -> TrainingProgress | None:
    """The year where the actor trains; None while there is no course, class or competition."""
    paths = held_on(work, *TRAINS)
    if paths == ():
        return None
    going = sorted(_going(work, paths), key=_nearness)
    course = named("training_course", "id")
    if not going and work.session.execute(select(course).limit(1)).first() is None:
        return None
    return TrainingProgress(
        work.today.year,
        *_rotation(work),
        going[0] if going else None,
        max(0, len(going) - 1),
    )


def _rotation(work: UnitOfWork) -> tuple[int, int, int]:
    """Due, done and booked of the year; nobody for whom the people are not to be seen."""
    if not work.actor.may_somewhere(Right.VIEW_WORKFORCE):
        return 0, 0, 0
    from hrgrid.training.queries.rotation import RotationWish, rotation_year

    whole = rotation_year(work, RotationWish(work.today.year)).whole
    return whole.due, whole.done, whole.booked


def _nearness(one: Going) -> tuple[bool, dt.date, str]:
    """What has come stands first, then what is to come by its day."""
    return (not one.come, one.first_day, one.part)


def _going(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Going]:
    for name, part, states in (
        ("training_class", "classes", CLASSES),
        ("competition", "competitions", COMPETITIONS),
    ):
        held = named(name, "id", "title", "state", "first_day", "last_day", "area_path")
        query = select(held).where(
            held.c.state.in_([state.value for state in states]), within(held.c.area_path, paths)
        )
        for row in work.session.execute(query):
            yield Going(
                f"{part}/{row.id}",
                row.title,
                _state(part, row),
                row.first_day,
                row.last_day,
                row.first_day <= work.today,
            )


def _state(part: str, row: Any) -> ClassState | CompetitionState:
    return ClassState(row.state) if part == "classes" else CompetitionState(row.state)
