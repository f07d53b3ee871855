"""The version of a scheme that a period goes by: shipped where the office has none, frozen, locked.

And the days of appeals, which the office may change from a day on.
"""

from __future__ import annotations

import datetime as dt

from hrgrid.assessment.queries.using import appeal_rules
from hrgrid.assessment.rules.appeal_days import TOPIC as APPEALS
from hrgrid.assessment.rules.appeal_days import AppealRules
from hrgrid.assessment.service.schemes import scheme_in_force
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import RuleSetRow, add_version, rules_in_force
from hrgrid.storage.work import UnitOfWork

DAWN = dt.date(1949, 10, 1)


def scheme_in_use(work: UnitOfWork, code: str, on: dt.date) -> RuleSetRow:
    """The version of a scheme in force on a day; one that ships is written as the first.

    Raises UserError where there is none on that day, or it is used no more.
    """
    found = scheme_in_force(work, code, on)
    if found is None:
        raise UserError(f"考核方案“{code}”在 {on:%Y-%m-%d} 还没有施行。请换一个方案或另一段时间")
    return found


def save_appeal_days(work: UnitOfWork, rules: AppealRules, valid_from: dt.date) -> None:
    """Other days of appeals from a day on, with a reason; periods shown before keep theirs."""
    work.require(Right.KEEP_RULES)
    work.require_reason()
    AppealRules.read(rules.parameters())
    if rules_in_force(work, APPEALS, dt.date.max) is None:
        add_version(work, APPEALS, "考核申诉", AppealRules().parameters(), valid_from=DAWN)
    if appeal_rules(work, valid_from) == rules:
        raise UserError("申诉的天数和现行的相同，没有另存。请核对")
    add_version(work, APPEALS, "考核申诉", rules.parameters(), valid_from=valid_from)
