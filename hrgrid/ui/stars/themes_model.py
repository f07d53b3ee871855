"""The sheet of 三无三零 as a table: grids in rows, the themes of a month in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.theme_words import mark_words
from hrgrid.assessment.rules.themes import Cell, GridRow, ThemeRow, ThemeSheet, Typed
from hrgrid.ui.typing.model import CellModel, Index

Values = Mapping[Cell, Typed | None]
FROZEN = ("序号", "网格", "社区")


class ThemesModel(CellModel[Cell, Typed]):
    """`values` hold the marks that count."""

    def __init__(self, parent: QObject | None = None, *, may_enter: bool = True) -> None:
        super().__init__(parent)
        self.sheet: ThemeSheet | None = None
        self._may_enter = may_enter
        self._row_of: dict[int, int] = {}
        self._said: Counter[int] = Counter()

    def show(self, sheet: ThemeSheet) -> None:
        """Show this reading."""
        self.beginResetModel()
        self.sheet = sheet
        self.values = {
            (row.id, code): Typed(one.mark, one.note)
            for row in sheet.grids
            for code, one in row.marks.items()
            if one.mark is not None
        }
        self._row_of = {row.id: at for at, row in enumerate(sheet.grids)}
        self._said = Counter(grid_id for grid_id, _ in self.values)
        self.endResetModel()

    @property
    def grids(self) -> tuple[GridRow, ...]:
        """Whom the sheet asks."""
        return self.sheet.grids if self.sheet else ()

    @property
    def themes(self) -> tuple[ThemeRow, ...]:
        """What it asks of each."""
        return self.sheet.themes if self.sheet else ()

    def put(self, values: Values) -> None:
        """Show these marks; None empties a cell."""
        begun = {grid_id for grid_id, said in self._said.items() if said}
        for cell, typed in values.items():
            self._said[cell[0]] += (typed is not None) - (cell in self.values)
            if typed is None:
                self.values.pop(cell, None)
            else:
                self.values[cell] = typed
            self._tell_cell(cell)
        for grid_id in {cell[0] for cell in values}:
            # The first mark of a grid makes its empty cells stand out, the last one taken out
            # lets them rest again.
            if (grid_id in begun) != self.begun(grid_id):
                for theme in self.themes:
                    self._tell_cell((grid_id, theme.code))

    def begun(self, grid_id: int) -> bool:
        """Whether anything is said of a grid: then its empty cells are missing."""
        return self._said[grid_id] > 0

    # --- places -------------------------------------------------------------------------------

    @property
    def typed_columns(self) -> range:
        """Where the themes stand."""
        return range(len(FROZEN), self.columnCount())

    def cell_at(self, index: Index) -> Cell | None:
        """Which cell stands at a place; None beside the themes."""
        at = index.column() - len(FROZEN)
        if not index.isValid() or at < 0 or index.row() >= len(self.grids):
            return None
        return self.grids[index.row()].id, self.themes[at].code

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell stands."""
        row = self._row_of.get(cell[0])
        codes = [one.code for one in self.themes]
        if row is None or cell[1] not in codes:
            return QModelIndex()
        return self.index(row, len(FROZEN) + codes.index(cell[1]))

    def grid_of(self, cell: Cell) -> GridRow:
        """Of which grid it is."""
        return self.grids[self._row_of[cell[0]]]

    def theme_of(self, cell: Cell) -> ThemeRow:
        """Of which theme it is."""
        return next(one for one in self.themes if one.code == cell[1])

    def named(self, cell: Cell) -> str:
        """The cell as a sentence begins with it."""
        return f"{self.grid_of(cell).name}“{self.theme_of(cell).label}”"

    def barred(self, _cell: Cell) -> str | None:
        """Why nothing can be typed here; None where it can."""
        return None if self._may_enter else "没有填写主题的权限，或在看别的日期，只能看"

    def empty_of(self, code: str) -> list[Cell]:
        """The cells of a theme that say nothing yet."""
        cells = [(row.id, code) for row in self.grids]
        return [cell for cell in cells if cell not in self.values]

    # --- what is said -------------------------------------------------------------------------

    def text(self, cell: Cell) -> str:
        """达标, 未达标：9 月 3 日发生盗窃; empty where nothing was typed."""
        typed = self.values.get(cell)
        return "" if typed is None else mark_words(typed)

    def about(self, cell: Cell) -> Iterator[str]:
        """Who typed what stands here when the sheet was read."""
        stood = self.grid_of(cell).marks.get(cell[1])
        if stood is None or stood.made_at is None:
            return
        if self.values.get(cell) == Typed(stood.mark, stood.note):
            yield f"{stood.made_by} {stood.made_at.astimezone():%m-%d %H:%M} 填"

    def progress(self) -> tuple[int, int]:
        """How many cells are filled, of how many."""
        return len(self.values), len(self.grids) * len(self.themes)

    def typed_in(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """By community how many cells are filled, and how many of them are 未达标."""
        home = {row.id: row.community_id for row in self.grids}
        typed = dict.fromkeys(home.values(), 0)
        broken: Counter[int] = Counter()
        for (grid_id, _), one in self.values.items():
            typed[home[grid_id]] += 1
            broken[home[grid_id]] += one.mark is ThemeMark.BROKEN
        return typed, broken

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Grids."""
        return 0 if parent.isValid() else len(self.grids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Which grid, then the themes."""
        return 0 if parent.isValid() else len(FROZEN) + len(self.themes)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A theme above what is to be known of it."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = section < len(FROZEN)
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
            return side | Qt.AlignmentFlag.AlignVCenter
        if section < len(FROZEN):
            return FROZEN[section] if role == Qt.ItemDataRole.DisplayRole else None
        theme = self.themes[section - len(FROZEN)]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{theme.label}\n{self._below(theme)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            vetoes = "，否决主题，未达标的网格星级有上限" if theme.vetoes else ""
            return f"{theme.kind.label}：{theme.label}{vetoes}"
        return None

    def _below(self, theme: ThemeRow) -> str:
        """The theme of the month is told first: it is what the month is about."""
        focus = self.sheet.focus if self.sheet else None
        if focus is not None and focus.theme == theme.code:
            return "本月主题"
        return f"{theme.kind.label} · 否决" if theme.vetoes else theme.kind.label

    def beside(self, index: Index) -> str:
        """Number, name, and where."""
        row = self.grids[index.row()]
        return (f"{index.row() + 1:02d}", row.name, row.community)[index.column()]
