"""By when each step of an exit is done: working days by the calendar, terms of the law by days."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.periods import add_months
from hrgrid.core.workdays import Calendar, LastDay
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.words import ExitState

_DAY = dt.timedelta(days=1)
_S = ExitState
STEP_DAYS: dict[ExitState, str] = {
    _S.REVIEWING: "review_days",
    _S.WARNED: "talk_days",
    _S.TALKED: "remedy_start_days",
    _S.PROPOSED: "hearing_days",
    _S.CHECKED: "hearing_days",
    _S.HEARD: "union_days",
    _S.UNION_ASKED: "legal_days",
    _S.LEGAL_REVIEWED: "consent_days",
    _S.APPROVED: "consent_days",
    _S.APPEALED: "appeal_days",
}
"""Which number of the rules says how long a case may wait in a state."""


def due(calendar: Calendar, on: dt.date, workdays: int) -> LastDay:
    """The last of so many working days after a day, which does not count itself."""
    return calendar.add_workdays(on + _DAY, workdays)


def state_due(
    calendar: Calendar, rules: ExitRules, state: ExitState, since: dt.date
) -> LastDay | None:
    """Until when the next step is to be done; None where a state waits for no working day.

    A remedy and a notice run by the calendar, and what has ended waits for nothing.
    """
    name = STEP_DAYS.get(state)
    return None if name is None else due(calendar, since, getattr(rules, name))


def reassess_by(calendar: Calendar, rules: ExitRules, last_day: dt.date) -> LastDay:
    """Until when somebody is seen again after the last day of his remedy."""
    return due(calendar, last_day, rules.reassess_days)


def remedy_last(rules: ExitRules, first_day: dt.date) -> dt.date:
    """The earliest last day of a remedy; both its ends count."""
    return first_day + (rules.remedy_days - 1) * _DAY


def notice_ends(rules: ExitRules, notice_on: dt.date) -> dt.date:
    """The earliest last day in the post after a notice; the day of the notice does not count."""
    return notice_on + rules.notice_days * _DAY


def watch_until(rules: ExitRules, lifted_on: dt.date) -> dt.date | None:
    """Until when somebody whose warning was lifted is watched; None where nobody is."""
    return add_months(lifted_on, rules.watch_months) if rules.watch_months else None


def insurance_due(rules: ExitRules, left_on: dt.date) -> dt.date:
    """Until when file and insurance are moved; the last day in the post does not count."""
    return left_on + rules.insurance_days * _DAY


def purge_after(rules: ExitRules, ended_on: dt.date) -> dt.date:
    """From when the sealed scans of a case that ended may be let go."""
    return add_months(ended_on, rules.retain_months)
