"""What the office itself still has to do: the recovery code, the holidays of the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hrgrid.accounts import queries as accounts
from hrgrid.core.rights import Right
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork

_Found = tuple[DutyKind, str, dt.date, str, None, None, str, str]


def office_duties(work: UnitOfWork) -> Iterator[_Found]:
    """What waits for whoever keeps the office or its rules."""
    today, kind = work.today, DutyKind.OFFICE
    if (
        work.actor.may_somewhere(Right.MANAGE_OFFICE)
        and accounts.office(work).recovery_confirmed_at is None
    ):
        told = "恢复码还没有确认保存，确认之前不能录入个人信息"
        yield kind, "office/recovery_code", today, told, None, None, "office", "data"
    if not work.actor.may_somewhere(Right.KEEP_RULES):
        return
    until = dt.date(today.year + (today.month == 12), 12, 31)
    for year in accounts.calendar(work).unmaintained(today, until):
        told = f"{year} 年节假日未维护，工作日按周末推算"
        due = max(today, dt.date(year, 1, 1))
        yield kind, f"office/holidays/{year}", due, told, None, None, "office", "holidays"
