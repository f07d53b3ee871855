"""What training can take back by 撤销: each step, once done, gives the one that undoes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.session import Session
from hrgrid.ui.training.words import TOPIC


class Step(Protocol):
    """Does something and gives the step that takes it back."""

    def __call__(self, work: UnitOfWork, /) -> Step:
        """Do it in this unit of work."""


def two_ways(does: Callable[[UnitOfWork], object], undoes: Callable[[UnitOfWork], object]) -> Step:
    """A step of which both ways are known from the start."""

    def step(work: UnitOfWork) -> Step:
        does(work)
        return two_ways(undoes, does)

    return step


def offer(session: Session, text: str, inverse: Step) -> None:
    """A step was done: 撤销 in the bar takes it back."""

    def came(step: Step) -> Step:
        return step

    offer_undo(session, text, inverse, topic=TOPIC, came=came)
