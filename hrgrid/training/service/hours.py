"""The rule of hours as versions of the rule book; results lock the version that they rest on."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import RuleSetRow, add_version, lock_rules, rules_in_force
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import DAWN, HoursRow, hours_in_force
from hrgrid.training.rules.hours import TOPIC, HourRules

NAME = "培训学时"


def save_hours(
    work: UnitOfWork, rules: HourRules, valid_from: dt.date, document_no: str = ""
) -> RuleSetRow:
    """A changed rule as a new version from a day on, with a reason; earlier versions stay.

    Raises UserError for numbers that make no sense, or repeat the version in force.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    HourRules.read(rules.parameters())
    ship_hours(work)
    return add_version(
        work, TOPIC, NAME, rules.parameters(), valid_from=valid_from, document_no=document_no
    )


def ship_hours(work: UnitOfWork) -> None:
    """Write the numbers that ship as the first version where the office has none."""
    if rules_in_force(work, TOPIC, work.today) is None:
        add_version(work, TOPIC, NAME, HourRules().parameters(), valid_from=DAWN)


def use_hours(work: UnitOfWork, on: dt.date, purpose: str) -> HoursRow:
    """The version of a day, locked, since confirmed results rest on it."""
    ship_hours(work)
    found = hours_in_force(work, on)
    lock_rules(work, TOPIC, found.number, purpose[:80])
    return found
