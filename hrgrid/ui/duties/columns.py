"""How a duty stands in the list."""

from __future__ import annotations

from hrgrid.overview.queries.duties import DutyRow
from hrgrid.overview.rules.duties import DutyKind, days_words
from hrgrid.ui.tables import Column, RowsModel

# Within so many days a duty is marked.
_SOON = 7


def _days_chip(row: DutyRow) -> str:
    if row.overdue:
        return "bad"
    return "warn" if row.days <= _SOON else "mute"


def _handled(row: DutyRow) -> str:
    mark = row.mark
    if mark is None:
        return ""
    told = f"{mark.state.label} {mark.until:%m-%d}" if mark.until else mark.state.label
    note = f"，{mark.note}" if mark.note else ""
    return f"{told}，{mark.by} {mark.at.astimezone():%m-%d}{note}"


def _place(row: DutyRow) -> str:
    return row.place if row.place != row.name else ""


COLUMNS: tuple[Column[DutyRow], ...] = (
    Column("姓名或网格", lambda row: row.name or "本机构", 130, grows=True, strong=True),
    Column("事项", lambda row: row.due.told, 230, grows=True),
    Column("到期日", lambda row: f"{row.due.on:%Y-%m-%d}", 104),
    Column("时限", lambda row: days_words(row.days), 108, chip=_days_chip),
    Column("街道", lambda row: row.street, 110, drops=True),
    Column("所在", _place, 150, grows=True, drops=True),
    Column("岗位", lambda row: row.role, 84, quiet=True, drops=True),
)

HANDLED: Column[DutyRow] = Column("处理", _handled, 190, grows=True)


class DutyModel(RowsModel[DutyRow]):
    """Duties; of those that were put away it is also told what was done."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def show_handled(self, *, handled: bool) -> None:
        """With the column of what was done, or without it."""
        wanted = (*COLUMNS[:4], HANDLED, *COLUMNS[4:]) if handled else COLUMNS
        if wanted != self._columns:
            self.beginResetModel()
            self._columns = wanted
            self.endResetModel()


KINDS = [(kind, kind.label) for kind in DutyKind]
