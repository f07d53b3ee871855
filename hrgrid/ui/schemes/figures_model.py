"""The figures of a month as a table: people in rows, what is counted in columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from hrgrid.assessment.rules.fact_rows import Cell, FigureSheet, IndicatorRow, TypedPerson
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.typed import figure_text
from hrgrid.core.tabulation import mark_text
from hrgrid.ui.typing.model import CellModel, Index

Values = Mapping[Cell, Figure | None]
FROZEN = ("序号", "姓名", "单位")


class FiguresModel(CellModel[Cell, Figure]):
    """`values` hold the figures that count; `shown` are the people that the filter leaves."""

    def __init__(self, parent: QObject | None = None, *, may_enter: bool = True) -> None:
        super().__init__(parent)
        self.sheet: FigureSheet | None = None
        self.people: tuple[TypedPerson, ...] = ()
        self._may_enter = may_enter
        self._street, self._open_only = "", False
        self._row_of: dict[int, int] = {}

    def show(self, sheet: FigureSheet) -> None:
        """Show this reading."""
        self.beginResetModel()
        self.sheet = sheet
        self.values = {
            key: Figure(cell.amount_milli, cell.base_milli)
            for key, cell in sheet.cells.items()
            if cell.amount_milli is not None
        }
        self._choose()
        self.endResetModel()

    def narrow(self, street: str, *, open_only: bool) -> None:
        """Only the people of a street, only those of whom something is missing."""
        self._street, self._open_only = street, open_only
        self.beginResetModel()
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        people = self.sheet.people if self.sheet else ()
        self.people = tuple(
            one
            for one in people
            if (not self._street or one.street == self._street)
            and (not self._open_only or self._lacks(one))
        )
        self._row_of = {one.person_id: at for at, one in enumerate(self.people)}

    def _lacks(self, one: TypedPerson) -> bool:
        return any((one.person_id, row.code) not in self.values for row in self.indicators)

    @property
    def indicators(self) -> tuple[IndicatorRow, ...]:
        """What is counted."""
        return self.sheet.indicators if self.sheet else ()

    @property
    def shown_sheet(self) -> FigureSheet | None:
        """The sheet with the people on show alone."""
        return None if self.sheet is None else replace(self.sheet, people=self.people)

    # --- cells --------------------------------------------------------------------------------

    def put(self, values: Values) -> None:
        """Show these values; None empties a cell."""
        for cell, figure in values.items():
            if figure is None:
                self.values.pop(cell, None)
            else:
                self.values[cell] = figure
            self._tell_cell(cell)

    @property
    def typed_columns(self) -> range:
        """Where the indicators stand."""
        return range(len(FROZEN), self.columnCount())

    def cell_at(self, index: Index) -> Cell | None:
        """Which cell stands at a place; None beside the indicators."""
        at = index.column() - len(FROZEN)
        if not index.isValid() or at < 0 or index.row() >= len(self.people):
            return None
        return self.people[index.row()].person_id, self.indicators[at].code

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell stands."""
        row = self._row_of.get(cell[0])
        codes = [one.code for one in self.indicators]
        if row is None or cell[1] not in codes:
            return QModelIndex()
        return self.index(row, len(FROZEN) + codes.index(cell[1]))

    def person_of(self, cell: Cell) -> TypedPerson:
        """Whose it is."""
        return self.people[self._row_of[cell[0]]]

    def indicator_of(self, cell: Cell) -> IndicatorRow:
        """What it counts."""
        return next(one for one in self.indicators if one.code == cell[1])

    def named(self, cell: Cell) -> str:
        """The cell as a sentence begins with it."""
        return f"{self.person_of(cell).name}的“{self.indicator_of(cell).label}”"

    def barred(self, cell: Cell) -> str | None:
        """Why nothing can be typed here; None where it can."""
        if not self._may_enter:
            return "没有填报考核数据的权限，只能看"
        settled = self.person_of(cell).settled
        if settled:
            return settled.rstrip("。")
        row = self.indicator_of(cell)
        return None if row.active else f"指标“{row.label}”已经停用"

    def text(self, cell: Cell) -> str:
        """As it is typed: 12, 57/60."""
        figure = self.values.get(cell)
        return "" if figure is None else figure_text(figure.amount_milli, figure.base_milli)

    def told(self, cell: Cell) -> str:
        """Who delivered what stands here, and from where."""
        sheet = self.sheet
        if sheet is None:
            return ""
        said = []
        came = sheet.cells.get(cell)
        if came is not None:
            what = "取消了这个数" if came.amount_milli is None else came.title
            said.append(f"{came.made_by} {came.made_at:%m-%d %H:%M} {what}")
        if noted := sheet.noted.get(cell, 0):
            unit = self.indicator_of(cell).unit
            said.append(f"另有记事 {mark_text(noted)} {unit}，一并计算")
        return "；".join(said)

    def progress(self) -> tuple[int, int]:
        """How many cells of everybody have a figure, of how many."""
        sheet = self.sheet
        if sheet is None:
            return 0, 0
        return len(self.values), len(sheet.people) * len(sheet.indicators)

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """People."""
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Who, then what is counted."""
        return 0 if parent.isValid() else len(FROZEN) + len(self.indicators)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The indicator above its unit."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = section < len(FROZEN)
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if section < len(FROZEN):
            return FROZEN[section] if role == Qt.ItemDataRole.DisplayRole else None
        row = self.indicators[section - len(FROZEN)]
        form = f"{row.unit}/总数" if row.based else row.unit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.label}\n{form}"
        if role == Qt.ItemDataRole.ToolTipRole:
            example = "填 57/60" if row.based else "填 12 或 12.5"
            return f"{row.label}（{row.source.label}），{example}"
        return None

    def about(self, cell: Cell) -> tuple[str, ...]:
        """Who delivered what stands here."""
        return (self.told(cell),)

    def beside(self, index: Index) -> str:
        """Number, name, and where."""
        person = self.people[index.row()]
        return (f"{index.row() + 1:02d}", person.name, person.place or person.street)[
            index.column()
        ]
