"""The dated rules that duties go by: the office's own versions over the shipped ones."""

from __future__ import annotations

import datetime as dt

from hrgrid.overview.rules.duties import TOPIC as DAYS
from hrgrid.overview.rules.duties import DutyRules
from hrgrid.overview.rules.retirement import SHIPPED, TOPIC, AgeTable, read_table
from hrgrid.storage.rulebook import rules_in_force, versions_of
from hrgrid.storage.work import UnitOfWork


def duty_rules(work: UnitOfWork, on: dt.date) -> DutyRules:
    """How many days before a duty is told, as of a day."""
    found = rules_in_force(work, DAYS, on)
    return DutyRules.read(found.parameters) if found else DutyRules()


def retirement_tables(work: UnitOfWork) -> list[AgeTable]:
    """Every table of ages by the day from which it holds; the office's own in place of a shipped
    one of the same day.
    """
    tables = {table.valid_from: table for table in SHIPPED}
    for version in reversed(versions_of(work, TOPIC)):
        read = read_table(version.name, version.valid_from, version.parameters)
        tables[version.valid_from] = read
    return [tables[day] for day in sorted(tables)]
