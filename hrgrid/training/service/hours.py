"""The rule of hours as versions of the rule book; results lock the version that they rest on."""

from __future__ import annotations

import datetime as dt

from hrgrid.storage.rulebook import RuleSetRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.hours import HourRules


def save_hours(
    work: UnitOfWork, rules: HourRules, valid_from: dt.date, document_no: str = ""
) -> RuleSetRow:
    """A changed rule as a new version from a day on, with a reason; earlier versions stay."""
    raise NotImplementedError
