"""The list of certificates: its columns, its model, and the pages that come as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from hrgrid.documents.queries import ListedRow, Sought, count_listed, listed
from hrgrid.documents.rules import Standing
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel

PAGE_SIZE = 100

CHIPS = {
    Standing.WAITING: "mute",
    Standing.AGAIN: "warn",
    Standing.SENT: "info",
    Standing.CONFIRMED: "ok",
    Standing.TAKEN: "ok",
    Standing.REVOKED: "bad",
    Standing.REPLACED: "mute",
}


def short(shown: str) -> str:
    """What differs between the numbers of a batch: XF001 of 苏政法网格〔2019〕XF001."""
    return shown.rpartition("〕")[2]


COLUMNS: tuple[Column[ListedRow], ...] = (
    Column("编号", lambda row: short(row.shown), 84, grows=True),
    Column("姓名", lambda row: row.name, 68, strong=True, grows=True),
    Column("状态", lambda row: row.standing.label, 84, chip=lambda row: CHIPS[row.standing]),
)


class CertificatesModel(RowsModel[ListedRow]):
    """Certificates as they came; what changed in place leaves the cursor where it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS)
        self.setParent(parent)

    def renew(self, rows: Sequence[ListedRow], more: Callable[[], None] | None) -> None:
        """The same certificates, read again; others replace everything."""
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self.show_rows(rows, more)
            return
        self._rows, self._more = list(rows), more
        if rows:
            last = self.index(len(rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DisplayRole])


class CertificatesReader(QObject):
    """Reads what is sought, page after page, and counts it."""

    arrived = Signal()
    counted = Signal()

    def __init__(self, session: Session, model: CertificatesModel) -> None:
        super().__init__(model)
        self._tasks = session.tasks
        self.model = model
        self._asked = 0
        self.sought: Sought | None = None
        self.found: int | None = None

    def read(self, sought: Sought) -> None:
        """The first page; of what is sought already as many rows as are there."""
        self._asked += 1
        same = sought == self.sought
        self.sought = sought
        limit = max(PAGE_SIZE, self.model.rowCount()) if same else PAGE_SIZE
        asked = self._asked

        def job(work: UnitOfWork) -> tuple[list[ListedRow], int]:
            return listed(work, sought, limit=limit), count_listed(work, sought)

        self._tasks.read(job, lambda found: self._show_first(asked, *found, limit))

    def _show_first(self, asked: int, rows: list[ListedRow], found: int, limit: int) -> None:
        # An answer to what was asked before the last change of the conditions is let go.
        if asked != self._asked:
            return
        self.found = found
        self.model.renew(rows, self._next(rows, limit))
        self.arrived.emit()
        self.counted.emit()

    def _next(self, rows: list[ListedRow], limit: int) -> Callable[[], None] | None:
        sought = self.sought
        if len(rows) < limit or sought is None:
            return None
        asked, after = self._asked, rows[-1].key

        def show(found: list[ListedRow]) -> None:
            if asked == self._asked:
                self.model.add_rows(found, self._next(found, PAGE_SIZE))

        return lambda: self._read_more(sought, after, show)

    def _read_more(
        self,
        sought: Sought,
        after: tuple[int, int, int],
        show: Callable[[list[ListedRow]], None],
    ) -> None:
        self._tasks.read(lambda work: listed(work, sought, after, PAGE_SIZE), show)
