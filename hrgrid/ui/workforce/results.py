"""What used the old value, before somebody corrects it: read it, and say to go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.overview.queries.results import ResultRow, results_of
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.forms import Tick, clear, label
from hrgrid.ui.session import Session

# More are counted, not shown: the form below must stay in sight.
_MOST = 6


class ResultsPart(QWidget):
    """The results that rest on a person's card; `agreed` where there are none, or by a tick."""

    shown = Signal()

    def __init__(self, session: Session, person_id: int) -> None:
        super().__init__()
        self.rows: list[ResultRow] | None = None
        self.go_on = Tick("这些结果保持不变，仍要更正")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(label("正在查有没有结果用过这些资料…", "caption"))
        session.tasks.read(lambda work: results_of(work, person_id), self._show)

    @property
    def agreed(self) -> bool:
        """Whether the correction may go on."""
        return self.rows is not None and (not self.rows or self.go_on.isChecked())

    def _show(self, rows: list[ResultRow]) -> None:
        self.rows = rows
        clear(self._column)
        if not rows:
            self._column.addWidget(label("没有结果用过这些资料，可以直接更正。", "caption"))
            self.shown.emit()
            return
        told = f"有 {len(rows)} 个结果用过现在的资料。更正不改动它们：已定的结果和已发的证书照旧。"
        self._column.addWidget(Banner(Message(told, Kind.WARN)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for at, row in enumerate(rows[:_MOST]):
            grid.addWidget(label(row.what, "" if row.stands else "caption", wraps=True), at, 0)
            grid.addWidget(label(row.outcome, "body2" if row.stands else "caption"), at, 1)
        self._column.addLayout(grid)
        if len(rows) > _MOST:
            self._column.addWidget(label(f"还有 {len(rows) - _MOST} 个，见档案。", "caption"))
        # A new one: the old was let go with what was shown before.
        self.go_on = Tick("这些结果保持不变，仍要更正")
        self.go_on.toggled.connect(lambda _: self.shown.emit())
        self._column.addWidget(self.go_on)
        self.shown.emit()
