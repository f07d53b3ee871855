"""The office's own versions of the rules that duties go by: days of notice, ages of retirement."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties import duty_rules
from hrgrid.overview.rules import duties, retirement
from hrgrid.overview.rules.duties import DutyRules
from hrgrid.overview.rules.retirement import AgeTable, read_table
from hrgrid.storage.rulebook import RuleSetRow, add_version
from hrgrid.storage.work import UnitOfWork

_NAME = "待办提醒天数"


def keep_duty_days(
    work: UnitOfWork, rules: DutyRules, valid_from: dt.date, document_no: str = ""
) -> RuleSetRow:
    """Tell of duties so many days ahead from a day on; needs a reason.

    Raises UserError for numbers that make no sense or change nothing.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    checked = DutyRules.read(rules.parameters())
    if checked == duty_rules(work, valid_from):
        raise UserError("提醒天数与现行的完全相同，没有另存。请改了再保存")
    return add_version(
        work,
        duties.TOPIC,
        _NAME,
        checked.parameters(),
        valid_from=valid_from,
        document_no=document_no.strip(),
    )


def keep_retirement_ages(work: UnitOfWork, table: AgeTable) -> RuleSetRow:
    """A table of ages from its day on; one of the same day takes the place of the earlier.

    Needs a reason. Raises UserError where a row or the source is missing.
    """
    work.require(Right.KEEP_RULES)
    work.require_reason()
    if not table.name.strip() or not table.source.strip():
        raise UserError("退休年龄表要写名称和依据的文件。请补上再保存")
    checked = read_table(table.name.strip(), table.valid_from, table.parameters())
    return add_version(
        work,
        retirement.TOPIC,
        checked.name,
        checked.parameters(),
        valid_from=checked.valid_from,
        document_no=checked.source.strip(),
    )
