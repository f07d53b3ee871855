"""Deadlines of steps in working days, terms of the law in days of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.workdays import Calendar
from hrgrid.exits.rules import deadlines
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.words import ENDED, EXIT_ARROWS, ExitState

CALENDAR, RULES = Calendar(), ExitRules()


@pytest.mark.parametrize(
    ("on", "days", "last"),
    [
        # Wednesday 25 November 2026: the day itself does not count.
        (dt.date(2026, 11, 25), 5, dt.date(2026, 12, 2)),
        # Over 清明 2019, which had no working weekend.
        (dt.date(2019, 4, 1), 5, dt.date(2019, 4, 9)),
        # A weekend that is worked for 国庆 2026 counts.
        (dt.date(2026, 9, 18), 1, dt.date(2026, 9, 20)),
    ],
)
def test_working_days_after_a_day(on, days, last):
    assert deadlines.due(CALENDAR, on, days).day == last


def test_five_working_days_to_speak():
    found = deadlines.state_due(CALENDAR, RULES, ExitState.PROPOSED, dt.date(2026, 11, 25))
    assert found is not None
    assert found.day == dt.date(2026, 12, 2)


def test_a_year_without_its_table_says_so():
    found = deadlines.state_due(CALENDAR, RULES, ExitState.WARNED, dt.date(2027, 3, 1))
    assert found is not None
    assert found.warnings == ("2027 年节假日未维护，按周末推算",)


def test_what_ended_waits_for_nothing():
    for state in ENDED:
        assert deadlines.state_due(CALENDAR, RULES, state, dt.date(2026, 3, 2)) is None
    assert set(deadlines.STEP_DAYS) <= set(EXIT_ARROWS)


def test_thirty_days_of_notice_and_of_remedy():
    assert deadlines.notice_ends(RULES, dt.date(2026, 4, 29)) == dt.date(2026, 5, 29)
    assert deadlines.remedy_last(RULES, dt.date(2026, 3, 1)) == dt.date(2026, 3, 30)


def test_terms_by_months():
    assert deadlines.watch_until(RULES, dt.date(2026, 11, 30)) == dt.date(2027, 2, 28)
    assert deadlines.watch_until(ExitRules(watch_months=0), dt.date(2026, 11, 30)) is None
    assert deadlines.purge_after(RULES, dt.date(2026, 5, 29)) == dt.date(2028, 5, 29)
    assert deadlines.insurance_due(RULES, dt.date(2026, 5, 29)) == dt.date(2026, 6, 13)


@given(st.dates(dt.date(2010, 1, 1), dt.date(2026, 11, 30)), st.integers(1, 60))
def test_a_deadline_is_a_working_day_behind_so_many(on, days):
    last = deadlines.due(CALENDAR, on, days).day
    assert CALENDAR.is_workday(last)
    assert (
        CALENDAR.count_workdays(on + dt.timedelta(days=1), last + dt.timedelta(days=1)).days == days
    )
