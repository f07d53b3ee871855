"""A table of cells by key: what each holds, and which are on their way to the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Key = TypeVar("Key")
Value = TypeVar("Value")
Index = QModelIndex | QPersistentModelIndex
_TEXTS = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})
_TIP = Qt.ItemDataRole.ToolTipRole


class CellModel(QAbstractTableModel, Generic[Key, Value]):
    """`values` hold what is filled, by the key of a cell; an empty cell has no entry.

    A key stays that of its cell wherever it stands, so that what was written finds it again after
    the rows have changed. The room says where keys stand, what cells are called and what bars them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: dict[Key, Value] = {}
        # Cells on their way to the disk, by how many writes are under way for each.
        self._pending: Counter[Key] = Counter()

    # --- what a room says ---------------------------------------------------------------------

    @property
    def typed_columns(self) -> Sequence[int]:
        """The columns that are typed into, from the left."""
        raise NotImplementedError

    def cell_at(self, index: Index) -> Key | None:
        """Which cell stands at a place; None beside those that are typed into."""
        raise NotImplementedError

    def index_of(self, cell: Key) -> QModelIndex:
        """Where a cell stands; an invalid index where it is not on show."""
        raise NotImplementedError

    def named(self, cell: Key) -> str:
        """The cell in a sentence."""
        raise NotImplementedError

    def barred(self, cell: Key) -> str | None:
        """Why nothing can be typed into this cell, without a full stop; None where it can."""
        raise NotImplementedError

    def put(self, values: Mapping[Key, Value | None]) -> None:
        """Show these values (None empties a cell) and what follows from them."""
        raise NotImplementedError

    def text(self, cell: Key) -> str:
        """What stands in a cell."""
        raise NotImplementedError

    def beside(self, index: Index) -> str:
        """What stands beside the cells."""
        raise NotImplementedError

    def about(self, cell: Key) -> Iterable[str]:
        """What else is to be known of a cell, a line each; empty lines are left out."""
        raise NotImplementedError

    # --- on the way ---------------------------------------------------------------------------

    def begin_saving(self, cells: Iterable[Key]) -> None:
        """These are on their way."""
        for cell in cells:
            self._pending[cell] += 1
            self._tell_cell(cell)

    def end_saving(self, cells: Iterable[Key]) -> None:
        """These have come to the disk, or have been refused."""
        for cell in cells:
            self._pending[cell] -= 1
            if self._pending[cell] <= 0:
                del self._pending[cell]
            self._tell_cell(cell)

    @property
    def pending(self) -> int:
        """How many cells are not safe yet."""
        return len(self._pending)

    def is_pending(self, cell: Key) -> bool:
        """Whether this one is not safe yet."""
        return cell in self._pending

    # --- Qt -----------------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a place, and what is to be known of it; the painter draws it."""
        if role not in _TEXTS and role != _TIP:
            return None
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        cell = self.cell_at(index)
        if role == _TIP:
            return (self.beside(index) if cell is None else self._tip(cell)) or None
        return self.beside(index) if cell is None else self.text(cell)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be selected; keys go to the grid itself."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _tip(self, cell: Key) -> str:
        saving = "正在存盘" if self.is_pending(cell) else ""
        return "\n".join(filter(None, (self.barred(cell), *self.about(cell), saving)))

    def _tell(self, top: int, left: int, bottom: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))

    def _tell_cell(self, cell: Key) -> None:
        index = self.index_of(cell)
        if index.isValid():
            self.dataChanged.emit(index, index)
