"""Tables of frozen rows: a model, a delegate that draws plain text and chips alike, a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hrgrid.ui import theme
from hrgrid.ui.cards import chip_size, draw_chip
from hrgrid.ui.cells.clipboard import tab_separated
from hrgrid.ui.star_marks import draw_stars

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex

CHIP = int(Qt.ItemDataRole.UserRole) + 1
STRONG = int(Qt.ItemDataRole.UserRole) + 2
QUIET = int(Qt.ItemDataRole.UserRole) + 3
STARS = int(Qt.ItemDataRole.UserRole) + 4

# Space at both sides of a cell's text; the header's padding in style.qss is the same.
_PAD = 8
_WITH_HEADINGS = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_C
)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """How one column is read from a row and drawn; width in px at standard text size.

    `chip` gives the kind of the chip for a row, `stars` how many stars are drawn in place of the
    text (none for nought) and copied as a number; `grows` takes what width is left over; one that
    `drops` is not shown where the window is too narrow for all.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 100
    grows: bool = False
    right: bool = False
    strong: bool = False
    quiet: bool = False
    drops: bool = False
    chip: Callable[[Row], str] | None = None
    stars: Callable[[Row], int] | None = None

    def copied(self, row: Row) -> str:
        """What goes into other programs: the text, of stars their number."""
        level = self.stars(row) if self.stars else 0
        return f"{level}" if level else self.text(row)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows as they came from a query; asks for more when `more` is set and the end is seen."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._more: Callable[[], None] | None = None

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns in order."""
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows loaded so far."""
        return tuple(self._rows)

    def show_rows(self, rows: Sequence[Row], more: Callable[[], None] | None = None) -> None:
        """Replace everything; `more` is called when the end of the list comes into sight."""
        self.beginResetModel()
        self._rows = list(rows)
        self._more = more
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row], more: Callable[[], None] | None = None) -> None:
        """Add the next page at the end."""
        self._more = more
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def renew_rows(self, rows: Sequence[Row]) -> None:
        """The same rows as they are now, as many of them: the cursor stays where it is."""
        if len(rows) != len(self._rows):
            raise ValueError("other rows are shown, not renewed")
        self._rows = list(rows)
        if rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(rows) - 1, len(self._columns) - 1)
            )

    def row_at(self, at: int) -> Row | None:
        """The row at a place, None where there is none."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def row(self, index: _Index) -> Row | None:
        """The row that an index stands on."""
        return self.row_at(index.row())

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether a next page exists and nobody asked for it yet."""
        return not parent.isValid() and self._more is not None

    def fetchMore(self, _parent: _Index) -> None:
        """Ask for the next page, once."""
        more, self._more = self._more, None
        if more is not None:
            more()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles, aligned as their columns are."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._columns[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, and how the delegate shall draw it."""
        row = self.row(index) if index.isValid() else None
        if row is None:
            return None
        column = self._columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.text(row) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role in {CHIP, STARS}:
            drawn = column.chip if role == CHIP else column.stars
            return drawn(row) if drawn else None
        return {STRONG: column.strong, QUIET: column.quiet}.get(role)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class CellDelegate(QStyledItemDelegate):
    """Draws every cell itself, so that header, text and chips stand in one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Height from the letters, never a constant."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Background, rule, then a chip or text."""
        painter.save()
        area = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, theme.colour("selection" if selected else "surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        inner = area.adjusted(_PAD, 0, -_PAD, 0)
        text = str(index.data() or "")
        if kind := index.data(CHIP):
            self._draw_chip(painter, inner, text, kind)
        elif level := index.data(STARS):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_stars(painter, inner, level)
        elif text:
            self._draw_text(painter, inner, text, index)
        painter.restore()

    def _draw_chip(self, painter: QPainter, area: QRectF, text: str, kind: str) -> None:
        size = chip_size(text)
        top = area.top() + (area.height() - size.height()) / 2
        width = min(float(size.width()), area.width())
        draw_chip(painter, QRectF(area.left(), top, width, size.height()), text, kind)

    def _draw_text(self, painter: QPainter, area: QRectF, text: str, index: _Index) -> None:
        font = theme.font(theme.BODY, strong=bool(index.data(STRONG)))
        painter.setFont(font)
        painter.setPen(theme.colour("text2" if index.data(QUIET) else "text"))
        shown = QFontMetrics(font).elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)


def row_height() -> int:
    """34 px at the standard text size."""
    return QFontMetrics(theme.font()).height() + 14


class Table(QTableView):
    """A list of rows: whole rows are selected, Enter opens one, the widths fit the window."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: RowsModel[Any], name: str) -> None:
        super().__init__()
        self._model = model
        self._left_out: frozenset[int] = frozenset()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.length(40))
        self.fit()
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._choose)
        model.modelReset.connect(self._keep_a_row)

    @property
    def current(self) -> Any:
        """The row under the cursor, or None."""
        return self._model.row(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the left-over width to the columns that grow."""
        super().resizeEvent(event)
        self.fit()

    def leave_out(self, columns: Iterable[int]) -> None:
        """Show all columns but these, which have nothing to say now."""
        wanted = frozenset(columns)
        if wanted != self._left_out:
            self._left_out = wanted
            self.fit()

    def fit(self) -> None:
        """Set row height and column widths for the text size and the window."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        columns = self._model.columns
        widths = {
            at: theme.length(column.width)
            for at, column in enumerate(columns)
            if at not in self._left_out
        }
        for at in [at for at in widths if columns[at].drops][::-1]:
            if sum(widths.values()) > self.viewport().width():
                del widths[at]
        growing = [at for at in widths if columns[at].grows]
        spare = max(0, self.viewport().width() - sum(widths.values()))
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in widths)
        for at, width in widths.items():
            self.setColumnWidth(at, width + (spare // len(growing) if at in growing else 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row on every system; Ctrl+C copies it, with Shift its headings too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy(headings=False)
        elif event.keyCombination() == _WITH_HEADINGS:
            self.copy(headings=True)
        else:
            super().keyPressEvent(event)

    def copy(self, *, headings: bool) -> None:
        """Put the row under the cursor on the clipboard as it stands, for Excel."""
        if (row := self.current) is not None:
            self.put_on_clipboard([row], headings=headings)

    def put_on_clipboard(self, rows: Sequence[Any], *, headings: bool) -> None:
        """Put rows on the clipboard, in the columns on show and their order on the screen."""
        columns = self.shown_columns
        lines = [[column.copied(row) for column in columns] for row in rows]
        titles = [[column.title for column in columns]] if headings else []
        QGuiApplication.clipboard().setText(tab_separated([*titles, *lines]))

    @property
    def shown_columns(self) -> list[Column[Any]]:
        """The columns on show in the order on the screen."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self._model.columns[at] for at in order if not self.isColumnHidden(at)]

    def _open(self, index: QModelIndex) -> None:
        if (row := self._model.row(index)) is not None:
            self.opened.emit(row)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.row(index))

    def _keep_a_row(self) -> None:
        if self._model.rowCount():
            self.selectRow(0)
        else:
            self.chosen.emit(None)
