"""The office's table of holidays of one year, kept as a rule set with versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hrgrid.accounts.queries import HOLIDAYS
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.workdays import DayRow, YearTable, year_table
from hrgrid.storage import rulebook
from hrgrid.storage.work import UnitOfWork

_EARLIEST, _LATEST = 1949, 2100


def keep_holidays(
    work: UnitOfWork, year: int, rows: Iterable[DayRow], document_no: str = ""
) -> YearTable:
    """A new version of a year's table; the notice's number says where it comes from.

    Raises UserError on a year outside 1949–2100, a day of another year or a day named twice.
    """
    work.require(Right.KEEP_RULES)
    if not _EARLIEST <= year <= _LATEST:
        raise UserError(f"节假日的年份应为{_EARLIEST}至{_LATEST}，现为{year}，请核对")
    table = year_table(year, rows)
    parameters = [[row.day, row.kind, row.name] for row in table.rows]
    rulebook.add_version(
        work,
        f"{HOLIDAYS}{year}",
        f"{year} 年节假日",
        parameters,
        valid_from=dt.date(year, 1, 1),
        document_no=document_no,
    )
    return table
