"""By which day a fault is to be put right."""

from __future__ import annotations

import datetime as dt

from hrgrid.accounts.queries import calendar
from hrgrid.assessment.rules.checking import DUE_WORKDAYS
from hrgrid.storage.work import UnitOfWork


def due_after(work: UnitOfWork, visited_on: dt.date, workdays: int = DUE_WORKDAYS) -> dt.date:
    """The last of so many working days after a visit, its own day not counted."""
    return calendar(work).add_workdays(visited_on + dt.timedelta(days=1), workdays).day
