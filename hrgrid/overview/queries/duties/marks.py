"""What was done about duties: the last mark of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.overview.model import DutyMark
from hrgrid.overview.rules.duties import MarkState
from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork

_TABLE = table_of(DutyMark)


@dataclass(frozen=True)
class MarkRow:
    """Who did what about a duty, and when."""

    state: MarkState
    until: dt.date | None
    note: str
    at: dt.datetime
    by: str

    def hides(self, today: dt.date) -> bool:
        """Whether the duty is not told today."""
        if self.state is MarkState.DONE:
            return True
        return self.state is MarkState.PUT_OFF and self.until is not None and today < self.until


def last_marks(work: UnitOfWork) -> dict[str, MarkRow]:
    """The last mark of every subject that has one. Raises DamagedRow for a damaged one."""
    last = select(func.max(_TABLE.c.id)).group_by(_TABLE.c.subject)
    rows = work.session.execute(select(_TABLE).where(_TABLE.c.id.in_(last))).all()
    check_rows(_TABLE, rows)
    return {
        row.subject: MarkRow(row.state, row.until, row.note, row.at, row.made_by) for row in rows
    }
