"""三无三零 of a month at a glance: how far every community is, and the way to its sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.queries.theme_places import sheet_places
from hrgrid.assessment.queries.themes import reported
from hrgrid.assessment.rules.themes import ReportedRow, SheetPlace
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.forms import Tick
from hrgrid.ui.schemes.months import month_choice
from hrgrid.ui.session import Session
from hrgrid.ui.stars.themes_waiting import columns_of
from hrgrid.ui.status import Elided
from hrgrid.ui.tables import RowsModel, Table

Far = tuple[list[SheetPlace], list[ReportedRow]]


class ThemesOverview(QFrame):
    """`opened` carries the id of a community, `left` goes back to the rounds."""

    opened = Signal(int)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.session = session
        self.rows: tuple[ReportedRow, ...] = ()
        self._street: dict[int, str] = {}
        self._asked = 0
        self.month = month_choice(session, None)
        self.month.setToolTip("Ctrl+PgUp 上一个月，Ctrl+PgDn 下一个月")
        self.told = Elided("", role="label", px=theme.LABEL)
        self.open_only = Tick("只看没报齐的")
        self.model: RowsModel[ReportedRow] = RowsModel(columns_of(self._street), self)
        self.table = Table(self.model, "各社区三无三零填报")
        self._lay_out()
        self.month.currentIndexChanged.connect(lambda _: self.refresh())
        self.open_only.toggled.connect(lambda _: self._narrow())
        self.table.opened.connect(lambda row: self.opened.emit(row.area_id))
        session.look_changed.connect(self.table.fit)
        for keys, does in (
            ("Ctrl+PgUp", lambda: self._step(1)),
            ("Ctrl+PgDown", lambda: self._step(-1)),
            ("Esc", self.left.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(12)
        bar.addWidget(self.month)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.open_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)

    @property
    def chosen_month(self) -> int:
        """The month on show."""
        return int(self.month.currentData())

    def _step(self, down: int) -> None:
        at = self.month.currentIndex() + down
        if 0 <= at < self.month.count():
            self.month.setCurrentIndex(at)

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read how far everybody is."""
        self._asked += 1
        asked, month = self._asked, self.chosen_month

        def read(work: UnitOfWork) -> Far:
            return sheet_places(work, month), reported(work, month)

        def show(far: Far) -> None:
            if asked == self._asked:
                self._show(*far)

        def fail(sentence: str) -> None:
            if asked == self._asked:
                self._show((), ())
                self.told.show_text(sentence)

        self.session.tasks.read(read, show, failed=fail)

    def _show(self, places: Sequence[SheetPlace], rows: Sequence[ReportedRow]) -> None:
        self.rows = tuple(rows)
        self._street.clear()
        self._street.update((part.id, place.name) for place in places for part in place.parts)
        done = sum(row.done for row in rows)
        broken = sum(row.broken for row in rows)
        told = f"{len(rows):,} 个社区，报齐 {done:,} 个" if rows else "这个月没有要填的网格"
        self.told.show_text(f"{told}，未达标 {broken:,} 格。" if broken else f"{told}。")
        self._narrow()

    def _narrow(self) -> None:
        current = self.table.current
        shown = [row for row in self.rows if not (self.open_only.isChecked() and row.done)]
        self.model.show_rows(shown)
        ids = [row.area_id for row in shown]
        if shown:
            kept = current.area_id if isinstance(current, ReportedRow) else None
            self.table.selectRow(ids.index(kept) if kept in ids else 0)

    def current(self) -> int | None:
        """The community that the cursor stands on."""
        row = self.table.current
        return row.area_id if isinstance(row, ReportedRow) else None
