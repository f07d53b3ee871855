"""The rows of a long list, of which only those near the eye are here.

The model knows how many rows there are as soon as they are counted; a row that was not read yet
has its place and is blank until its page comes. So the scroll bar tells the truth, and row 30,000
is as near as row 30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from hrgrid.core.labelled import Labelled
from hrgrid.ui.tables import Column, RowsModel

PAGE_SIZE = 100

_Index = QModelIndex | QPersistentModelIndex


class Keyed(Protocol):
    """A row as lists need it: whose it is, its version, and where it stands in the order."""

    @property
    def id(self) -> int:
        """The row's id."""

    @property
    def version(self) -> int:
        """Counts what was changed of it."""

    @property
    def key(self) -> Any:
        """What the list is sorted by."""


Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True)
class ListColumn(Column[Row], Generic[Row]):
    """A column with its key; `orders` are those that its heading sorts by.

    Where there is no room for all, the one that `leaves` first has the highest number; 0 stays.
    A `wide` one is shown from 1,600 px on, a `spare` one only where the person chose it. A
    `masked` one shows less than there is: an editor begins empty, and it is not filled down.
    """

    key: str = ""
    orders: tuple[Labelled, ...] = ()
    leaves: int = 0
    wide: bool = False
    spare: bool = False
    masked: bool = False


class ListModel(RowsModel[Row]):
    """Rows by their place; the heading of the column that sorts says by what."""

    def __init__(
        self, columns: Sequence[ListColumn[Row]], order: Labelled, signs: Mapping[Any, str]
    ) -> None:
        super().__init__(columns)
        self.list_columns = tuple(columns)
        self.order = order
        self.editable: frozenset[int] = frozenset()
        self._signs = signs
        self._pages: dict[int, list[Row]] = {}
        self._count = 0
        self._place_of: dict[int, int] = {}
        # What a screen reader says of a heading besides its title; the view knows.
        self.heading_told: Callable[[int], str] | None = None

    # --- what is here ---------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are here, from the top."""
        return tuple(row for number in sorted(self._pages) for row in self._pages[number])

    def row_at(self, at: int) -> Row | None:
        """The row at a place; None where it was not read yet."""
        page = self._pages.get(at // PAGE_SIZE)
        within = at % PAGE_SIZE
        return page[within] if page is not None and within < len(page) else None

    def row(self, index: _Index) -> Row | None:
        """The row that an index stands on."""
        return self.row_at(index.row()) if index.isValid() else None

    def place_of(self, row_id: int) -> int | None:
        """Where a row that is here stands."""
        return self._place_of.get(row_id)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows there are, here or not."""
        return 0 if parent.isValid() else self._count

    @property
    def pages(self) -> frozenset[int]:
        """The numbers of the pages that are here."""
        return frozenset(self._pages)

    def missing(self, places: Iterable[int]) -> list[int]:
        """The numbers of the pages of these places that are not here."""
        asked = {at // PAGE_SIZE for at in places if 0 <= at < self._count}
        return sorted(asked - self._pages.keys())

    def canFetchMore(self, parent: _Index) -> bool:  # noqa: ARG002 - Qt's signature
        """Never by the end of the list: what is looked at is asked for by its place."""
        return False

    # --- what came ------------------------------------------------------------------------------

    def show_first(self, rows: Sequence[Row]) -> None:
        """A new list of which the first page is known; the count follows where it is full."""
        self.beginResetModel()
        self._pages = {0: list(rows)} if rows else {}
        self._count = len(rows)
        self._index_anew()
        self.endResetModel()

    def show_count(self, count: int) -> None:
        """How many rows there are in all."""
        before = self._count
        if count > before:
            self.beginInsertRows(QModelIndex(), before, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < before:
            self.beginRemoveRows(QModelIndex(), count, before - 1)
            self._count = count
            for number in [one for one in self._pages if one * PAGE_SIZE >= count]:
                del self._pages[number]
            last = count // PAGE_SIZE
            if last in self._pages:
                del self._pages[last][count % PAGE_SIZE :]
            self._index_anew()
            self.endRemoveRows()

    def show_page(self, number: int, rows: Sequence[Row]) -> None:
        """What stands on a page; nothing moves."""
        first = number * PAGE_SIZE
        kept = list(rows)[: max(0, self._count - first)]
        if not kept:
            return
        for row in self._pages.get(number, ()):
            if self._place_of.get(row.id, -1) // PAGE_SIZE == number:
                del self._place_of[row.id]
        self._pages[number] = kept
        self._place_of.update((row.id, first + at) for at, row in enumerate(kept))
        self._tell(first, first + len(kept) - 1)

    def forget_pages(self, numbers: Iterable[int]) -> None:
        """Let pages go that nobody looks at."""
        for number in numbers:
            for row in self._pages.pop(number, ()):
                if self._place_of.get(row.id, -1) // PAGE_SIZE == number:
                    del self._place_of[row.id]

    def replace_rows(self, rows: Mapping[int, Row]) -> None:
        """Show these rows, by id, as they are now; each keeps its place in the order."""
        for row_id, new in rows.items():
            at = self._place_of.get(row_id)
            old = None if at is None else self.row_at(at)
            if at is not None and old is not None:
                # The key is that of the order in which the list was read.
                self._pages[at // PAGE_SIZE][at % PAGE_SIZE] = replace(new, key=old.key)
                self._tell(at, at)

    def _tell(self, first: int, last: int) -> None:
        right = len(self._columns) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, right))

    def _index_anew(self) -> None:
        self._place_of = {
            row.id: number * PAGE_SIZE + at
            for number, page in self._pages.items()
            for at, row in enumerate(page)
        }

    # --- what Qt asks ---------------------------------------------------------------------------

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells of columns that are being edited may be typed into, once they are here."""
        flags = super().flags(index)
        able = index.column() in self.editable and self.row(index) is not None
        return flags | Qt.ItemFlag.ItemIsEditable if able else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What an editor begins with: a masked number is not begun with."""
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            masked = self.list_columns[index.column()].masked
            return "" if masked else super().data(index)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            return self.cell_told(index)
        return super().data(index, role)

    def cell_told(self, index: _Index) -> str:
        """A cell as a screen reader says it: whose row, which column, what stands there."""
        row = self.row(index)
        if row is None:
            return "正在读取"
        first, column = self.list_columns[0], self.list_columns[index.column()]
        text = column.text(row) or "空白"
        return text if column is first else f"{first.text(row)}，{column.title}，{text}"

    def show_order(self, order: Labelled) -> None:
        """Say by what the rows are sorted."""
        self.order = order
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def next_order(self, column: int) -> Labelled | None:
        """By what a click on a heading sorts; None where it does not."""
        orders = self.list_columns[column].orders
        if not orders:
            return None
        at = orders.index(self.order) + 1 if self.order in orders else 0
        return orders[at % len(orders)]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles; the one that sorts with its order."""
        told = super().headerData(section, orientation, role)
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return told
        if role == Qt.ItemDataRole.AccessibleTextRole and self.heading_told is not None:
            return self.heading_told(section)
        orders = self.list_columns[section].orders
        if role == Qt.ItemDataRole.DisplayRole and self.order in orders:
            return f"{told} {self._signs[self.order]}"
        if role == Qt.ItemDataRole.ToolTipRole and orders:
            wanted = self.next_order(section)
            return f"点一下{wanted.label}排" if wanted not in {None, self.order} else told
        return told

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Rows are sorted where they are read; a click on a heading asks for them anew."""


class _Order(Labelled):
    GIVEN = "given", "按原来的次序"


class WholeModel(ListModel[Row]):
    """A list of some hundreds, all of it here, in the order in which it is given."""

    def __init__(self, columns: Sequence[ListColumn[Row]], parent: QObject) -> None:
        super().__init__(columns, _Order.GIVEN, {_Order.GIVEN: ""})
        self.setParent(parent)

    def show_rows(self, rows: Sequence[Row], _more: object = None) -> None:
        """Replace everything; the cursor stays where the rows are the same."""
        if [line.id for line in self.rows] != [line.id for line in rows]:
            self.show_first(rows[:PAGE_SIZE])
            self.show_count(len(rows))
        for number in range(-(-len(rows) // PAGE_SIZE)):
            self.show_page(number, rows[number * PAGE_SIZE : (number + 1) * PAGE_SIZE])
