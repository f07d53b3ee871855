"""By which numbers a case goes: the version of the rules under which it was opened."""

from __future__ import annotations

import datetime as dt

from hrgrid.accounts.queries import calendar
from hrgrid.exits.queries.rules import exit_rules_version as rules_of
from hrgrid.exits.rules import deadlines
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.words import ExitState
from hrgrid.storage.work import UnitOfWork

__all__ = ["rules_of", "state_due", "workdays"]


def workdays(work: UnitOfWork, after: dt.date, days: int) -> dt.date:
    """The last of so many working days after a day, which itself counts not."""
    return deadlines.due(calendar(work), after, days).day


def state_due(
    work: UnitOfWork, rules: ExitRules, state: ExitState, since: dt.date
) -> dt.date | None:
    """Until when the next step of a case is to be done; None where it waits for no day."""
    found = deadlines.state_due(calendar(work), rules, state, since)
    return found.day if found is not None else None
