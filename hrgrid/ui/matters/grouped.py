"""A list under headings: rows of one stage stand together, their heading says which and how many.

All rows are read one page after the other, by key, so that scrolling never waits for one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from hrgrid.ui import theme
from hrgrid.ui.tables import CellDelegate, Column, RowsModel, Table

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex
HEADING = int(Qt.ItemDataRole.UserRole) + 11


@dataclass(frozen=True)
class Heading:
    """What stands above the rows of one group; `count` is that of all, here or not."""

    key: str
    label: str
    count: int | None = None

    @property
    def told(self) -> str:
        """资格合格　1,204 人."""
        return self.label if self.count is None else f"{self.label}　{self.count:,} 人"


class GroupedModel(RowsModel[Any], Generic[Row]):
    """Rows with headings between them; `group` gives the heading of a row."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        group: Callable[[Row], Heading],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._group = group
        self._last = ""

    @property
    def people(self) -> list[Row]:
        """The rows without their headings."""
        return [row for row in self.rows if not isinstance(row, Heading)]

    def show_people(self, rows: Sequence[Row]) -> None:
        """Replace everything."""
        self._last = ""
        self.show_rows(self._headed(rows))

    def add_people(self, rows: Sequence[Row]) -> None:
        """Add the next page at the end."""
        self.add_rows(self._headed(rows))

    def _headed(self, rows: Sequence[Row]) -> list[Any]:
        made: list[Any] = []
        for row in rows:
            heading = self._group(row)
            if heading.key != self._last:
                self._last = heading.key
                made.append(heading)
            made.append(row)
        return made

    def is_heading(self, at: int) -> bool:
        """Whether a heading stands at a place."""
        return isinstance(self.row_at(at), Heading)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings are passed over by the cursor."""
        if self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A heading says itself in the first column."""
        row = self.row(index) if index.isValid() else None
        if not isinstance(row, Heading):
            return super().data(index, role)
        if role == HEADING:
            return row.told
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return row.told if role in spoken and index.column() == 0 else None


class GroupDelegate(CellDelegate):
    """Draws a heading over the whole width; its table has it in one cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Headings on the colour of the column heads."""
        told = index.data(HEADING)
        if not told:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.fillRect(option.rect, theme.colour("alt"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setFont(theme.font(theme.LABEL, strong=True))
        painter.setPen(theme.colour("text2"))
        area = QRectF(option.rect).adjusted(8, 0, -8, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, told)
        painter.restore()


class GroupedTable(Table):
    """The view; a row stays under the cursor when the list is read anew."""

    left = Signal()

    def __init__(self, model: GroupedModel[Any], name: str) -> None:
        super().__init__(model, name)
        self._grouped = model
        self._key: Callable[[Any], object] = lambda row: row
        self._wanted: object = None
        self._top = 0
        self.setItemDelegate(GroupDelegate(self))
        model.rowsInserted.connect(lambda _parent, first, last: self._span(first, last))

    def key_rows_by(self, key: Callable[[Any], object]) -> None:
        """What tells one row from another."""
        self._key = key

    @property
    def current_key(self) -> object:
        """The key of the row under the cursor, None where there is none."""
        row = self.current
        return None if row is None or isinstance(row, Heading) else self._key(row)

    def want(self, key: object) -> None:
        """Put the cursor on this row, now or when its page comes."""
        self._wanted = key
        self._find(0)

    def keep(self) -> None:
        """Before everything is read anew: remember where one stood."""
        if self._wanted is None:
            self._wanted = self.current_key
        self._top = self.verticalScrollBar().value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left goes back to where the list is narrowed."""
        if event.key() == Qt.Key.Key_Left and not event.modifiers():
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _keep_a_row(self) -> None:
        count = self._model.rowCount()
        self.clearSpans()
        if count:
            self._span(0, count - 1)
        if not self._find(0):
            first = next((at for at in range(count) if not self._grouped.is_heading(at)), None)
            if first is None:
                self.chosen.emit(None)
            else:
                self.selectRow(first)
        if self._top:
            self.verticalScrollBar().setValue(self._top)

    def _find(self, start: int) -> bool:
        if self._wanted is None:
            return False
        for at in range(start, self._model.rowCount()):
            row = self._model.row_at(at)
            if not isinstance(row, Heading) and self._key(row) == self._wanted:
                self._wanted, self._top = None, 0 if start else self._top
                self.selectRow(at)
                self.scrollTo(self.currentIndex())
                return True
        return False

    def _span(self, first: int, last: int) -> None:
        columns = self._model.columnCount()
        for at in range(first, last + 1):
            if self._grouped.is_heading(at) and columns > 1:
                self.setSpan(at, 0, 1, columns)
        if first:
            self._find(first)
