"""Before a round: what would be asked of whom until when; units may be left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.exchange.rules.collect_rows import RoundRow
from hrgrid.exchange.rules.collecting import Unit
from hrgrid.exchange.service.viewing import CollectView
from hrgrid.ui import theme
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Field, label
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.pickers import DateField
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class _Offered:
    unit: Unit
    taken: bool


_COLUMNS: tuple[Column[_Offered], ...] = (
    Column(
        "下发",
        lambda row: "下发" if row.taken else "不发",
        80,
        chip=lambda row: "info" if row.taken else "mute",
    ),
    Column("单位", lambda row: row.unit.name, 200, strong=True, grows=True),
)


class _UnitTable(Table):
    """Space leaves a unit out, or takes it in again."""

    turned = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns the row under the cursor."""
        if event.key() == Qt.Key.Key_Space and self.current is not None:
            self.turned.emit(self.current)
            return
        super().keyPressEvent(event)


class OpeningView(QWidget):
    """The day, the units and what they will be asked; `changed` when another number is chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked = label("", "body2", wraps=True)
        self.due = DateField("报回期限")
        self.due.setToolTip("单位在这一天（含）以前报回")
        self.model: RowsModel[_Offered] = RowsModel(_COLUMNS, self)
        self.table = _UnitTable(self.model, "要下发的单位")
        self.earlier = label("", "caption", wraps=True)
        self.nothing = EmptyState("clipboard-text", "现在没有要收的", "")
        self._left_out: set[str] = set()
        self._frame, column = panel()
        column.addWidget(self.table, 1)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(16)
        head.addWidget(self.asked, 1)
        head.addWidget(Field("报回期限", self.due), 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        layout.addWidget(self._frame, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.earlier)
        self.table.turned.connect(self._turn)
        self.table.opened.connect(self._turn)
        self.due.changed.connect(self.changed.emit)

    def show_view(self, view: CollectView) -> None:
        """Show what a new round would be; why there can be none stands in its place."""
        can = not view.refused
        self._head.setVisible(can)
        self._frame.setVisible(can)
        self.nothing.setVisible(not can)
        if not can:
            told = view.refused
            layout = self.layout()
            assert layout is not None  # noqa: S101 - made in __init__
            other = EmptyState("clipboard-text", "现在没有要收的", told)
            layout.replaceWidget(self.nothing, other)
            self.nothing.deleteLater()
            self.nothing = other
        self.asked.setText(
            f"每个单位一份表，已有的内容先填好；要单位填的是：{'、'.join(view.asked)}。"
            "按空格可以不发给某个单位。"
        )
        if self.due.value is None:
            self.due.put(view.due_on)
        self._units = view.units
        self._show()
        self.earlier.setText(earlier_words(view.earlier))
        self.earlier.setVisible(bool(view.earlier))

    @property
    def chosen(self) -> list[str]:
        """The paths of the units that get a workbook."""
        return [row.unit.path for row in self.model.rows if row.taken]

    @property
    def due_on(self) -> dt.date | None:
        """Until when."""
        return self.due.value

    def fit(self, height: int) -> None:
        """Take so much room for the table."""
        least = min(theme.length(260), height)
        self.table.setMinimumHeight(min(theme.length(420), max(least, height - theme.length(100))))

    def _show(self) -> None:
        at = self.table.currentIndex().row()
        self.model.show_rows([_Offered(one, one.path not in self._left_out) for one in self._units])
        if 0 <= at < len(self._units):
            self.table.selectRow(at)
        self.changed.emit()

    def _turn(self, row: _Offered) -> None:
        self._left_out ^= {row.unit.path}
        self._show()


def earlier_words(rounds: tuple[RoundRow, ...]) -> str:
    """The rounds that ended, the newest first."""
    told = [
        f"{one.made_at.astimezone():%m-%d} 下发 {len(one.units)} 个单位，{one.state.label}"
        + (f"（{one.end_reason}）" if one.end_reason else "")
        for one in rounds[:3]
    ]
    return f"以前：{'；'.join(told)}。" if told else ""
