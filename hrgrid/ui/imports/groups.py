"""The kinds of problems with their counts, the gravest first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from hrgrid.exchange.service import ProblemGroup
from hrgrid.ui import theme
from hrgrid.ui.cards import Card
from hrgrid.ui.imports.words import SEVERITY_COLOURS, group_label
from hrgrid.ui.tables import CellDelegate, Column, RowsModel, Table

_Index = QModelIndex | QPersistentModelIndex


def _told(group: ProblemGroup) -> str:
    return f"{group_label(group)}，{group.severity.label}，{group.count:,} 处"


COLUMNS: tuple[Column[ProblemGroup], ...] = (Column("问题", _told, 120, grows=True),)


class _GroupDelegate(CellDelegate):
    """A rounded row: the name at the left, the count in its colour at the right."""

    def __init__(self, table: Table, model: RowsModel[ProblemGroup]) -> None:
        super().__init__(table)
        self._groups = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the whole row."""
        group = self._groups.row(index)
        if group is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        painter.fillRect(area, theme.colour("surface"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 4, 4)
        self._draw_words(painter, area.adjusted(10, 0, -10, 0), group)
        painter.restore()

    def _draw_words(self, painter: QPainter, area: QRectF, group: ProblemGroup) -> None:
        count, middle = f"{group.count:,}", Qt.AlignmentFlag.AlignVCenter
        strong = theme.font(strong=True)
        painter.setFont(strong)
        painter.setPen(theme.colour(SEVERITY_COLOURS[group.severity]))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | middle, count)
        left = area.adjusted(0, 0, -QFontMetrics(strong).horizontalAdvance(count) - 8, 0)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        words = QFontMetrics(theme.font()).elidedText(
            group_label(group), Qt.TextElideMode.ElideRight, int(left.width())
        )
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | middle, words)


class GroupsCard(Card):
    """The list; `chosen` tells the kind under the cursor."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("按问题归类", " ")
        self.column.setContentsMargins(12, 12, 12, 12)
        self.model: RowsModel[ProblemGroup] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "按问题归类")
        self.table.horizontalHeader().hide()
        self.table.setItemDelegate(_GroupDelegate(self.table, self.model))
        self.column.addWidget(self.table, 1)
        self.table.chosen.connect(self.chosen)

    def show_groups(self, groups: list[ProblemGroup], rows: int) -> None:
        """Show other kinds; the one that was chosen stays chosen where it is left."""
        current = self.table.current
        self.beside.setText(f"{rows:,} 行要改" if rows else "没有必须改的")
        self.model.show_rows(groups)
        names = [(group.severity, group.code) for group in groups]
        if current is not None and (current.severity, current.code) in names:
            self.table.selectRow(names.index((current.severity, current.code)))
