"""How competitions and classes are called, for lists of other rooms."""

from __future__ import annotations

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, TrainingClass


def competition_title(work: UnitOfWork, competition_id: int) -> str:
    """The title of a competition; "" where there is none."""
    found = work.session.get(Competition, competition_id)
    return found.title if found else ""


def class_title(work: UnitOfWork, class_id: int) -> str:
    """The title of a class; "" where there is none."""
    found = work.session.get(TrainingClass, class_id)
    return found.title if found else ""
