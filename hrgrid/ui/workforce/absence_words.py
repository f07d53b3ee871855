"""An absence as one reads it."""

from __future__ import annotations

import datetime as dt

from hrgrid.workforce.queries.absences import AbsenceRow

_DAY = dt.timedelta(days=1)


def absence_words(row: AbsenceRow) -> str:
    """An absence in one line, as far as the reader may know."""
    told = row.called + (f"（{row.leave.label}）" if row.leave is not None else "")
    if row.host:
        told += f"到{row.host}"
    told += f"，{row.valid_from:%Y-%m-%d} 起"
    if row.valid_to is not None and not row.void_reason:
        told += f"至 {row.valid_to - _DAY:%Y-%m-%d}"
    elif row.planned_to is not None:
        told += f"，计划到 {row.planned_to - _DAY:%Y-%m-%d}"
    return told
