"""The grid as a table: what each cell shows, and which cells a mark changes.

A mark puts the total of its own entrant together anew, and nobody else's; who stands where follows
a moment later for all, since one mark may move everybody and the next key must not wait for that.
Only cells that look different afterwards are told to the view.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from hrgrid.panels.rules.checks import SuspectRow, suspects_of
from hrgrid.panels.rules.rows import (
    Cell,
    ColumnRow,
    EntrantRow,
    ItemRow,
    MarkValue,
    PanelView,
    SheetRow,
)
from hrgrid.panels.rules.rule import PanelRule
from hrgrid.panels.rules.totals import StandingRow, Tally, placed, tally
from hrgrid.panels.rules.typing import shown_mark
from hrgrid.panels.rules.words import EntrantStatus, NoMark, PanelState, SheetState
from hrgrid.ui.typing.model import CellModel, Index


class Place(enum.Enum):
    """What the columns beside the marks are."""

    NUMBER = "序号"
    NAME = "姓名"
    UNIT = "单位"
    TOTAL = "最后得分"
    RANK = "名次"
    HINT = "提示"


FROZEN = (Place.NUMBER, Place.NAME, Place.UNIT)


@dataclass(frozen=True)
class Headings:
    """What the page calls an entrant and where he comes from.

    Some give a number for the name, so that whoever keys the marks does not know whose they are.
    """

    name: str = Place.NAME.value
    unit: str = Place.UNIT.value


NAMED = Headings()
AFTER = (Place.TOTAL, Place.RANK, Place.HINT)


@dataclass(frozen=True)
class MarkColumn:
    """A column of marks: one judge, one item."""

    seat: ColumnRow
    item: ItemRow
    title: str


class ScoreModel(CellModel[Cell, MarkValue]):
    """One panel: entrants in rows, judges (by items) in columns, the rest beside them."""

    def __init__(self, parent: QObject | None = None, headings: Headings = NAMED) -> None:
        super().__init__(parent)
        self._headings = {Place.NAME: headings.name, Place.UNIT: headings.unit}
        self.view: PanelView | None = None
        self.columns: tuple[Place | MarkColumn, ...] = ()
        self.rows: list[StandingRow] = []
        self._tallies: list[Tally] = []
        self._suspects: list[frozenset[Cell]] = []
        self._unplaced = False
        self._row_of: dict[int, int] = {}
        self._column_of: dict[tuple[int, int], int] = {}

    # --- what is shown ------------------------------------------------------------------------

    def show(self, view: PanelView) -> None:
        """Show this reading; the same panel with the same columns keeps the place of the view."""
        several = len(view.items) > 1
        marked = tuple(
            MarkColumn(seat, item, f"{seat.seat_no}·{item.label}" if several else seat.label)
            for seat in view.columns
            for item in view.items
        )
        columns: tuple[Place | MarkColumn, ...] = (*FROZEN, *marked, *AFTER)
        same = (
            self.view is not None
            and columns == self.columns
            and [e.id for e in view.entrants] == [e.id for e in self.view.entrants]
        )
        if not same:
            self.beginResetModel()
        self.view, self.columns = view, columns
        self.values = dict(view.marks)
        self._row_of = {entrant.id: at for at, entrant in enumerate(view.entrants)}
        self._column_of = {
            (column.seat.seat_no, column.item.id): at
            for at, column in enumerate(columns)
            if isinstance(column, MarkColumn)
        }
        self._tallies = [tally(view, entrant, self.values) for entrant in view.entrants]
        self._suspects = [self._doubtful(entrant) for entrant in view.entrants]
        self.rows, self._unplaced = placed(view.rule, self._tallies), False
        if not same:
            self.endResetModel()
        elif self.rows:
            self._tell(0, 0, len(self.rows) - 1, len(columns) - 1)

    def put(self, values: Mapping[Cell, MarkValue | None]) -> None:
        """Show these values (None empties a cell) and the totals; `place` is to be called soon.

        Until then the rank of before stands beside the new total.
        """
        view = self.view
        if view is None:
            return
        for cell, value in values.items():
            if value is None:
                self.values.pop(cell, None)
            else:
                self.values[cell] = value
        touched = {self._row_of[cell[0]] for cell in values if cell[0] in self._row_of}
        looks = set(values)
        for at in touched:
            before, doubtful = self.rows[at], self._suspects[at]
            self._tallies[at] = tally(view, view.entrants[at], self.values)
            self._suspects[at] = self._doubtful(view.entrants[at])
            self.rows[at] = self._moved(before, self._tallies[at], view.rule)
            looks |= set(before.dropped) ^ set(self.rows[at].dropped)
            looks |= doubtful ^ self._suspects[at]
            if before.begun != self.rows[at].begun:
                looks |= {*before.missing, *self.rows[at].missing}
            # One cell at a time: of a range the view would draw whole rows anew.
            for column in range(len(self.columns) - len(AFTER), len(self.columns)):
                self._tell(at, column, at, column)
        for cell in looks:
            self._tell_cell(cell)
        self._unplaced = self._unplaced or bool(touched)

    def _moved(self, before: StandingRow, now: Tally, rule: PanelRule) -> StandingRow:
        (alone,) = placed(rule, [now])
        if alone.rank is None:
            return alone
        return replace(alone, rank=before.rank, tied=before.tied)

    def place(self) -> None:
        """Show who stands where after the marks of late."""
        if self.view is None or not self._unplaced:
            return
        self._unplaced = False
        before, self.rows = self.rows, placed(self.view.rule, self._tallies)
        beside, last = len(self.columns) - len(AFTER), len(self.columns) - 1
        for at, (old, new) in enumerate(zip(before, self.rows, strict=True)):
            if (old.rank, old.tied) != (new.rank, new.tied):
                self._tell(at, beside, at, last)

    def settle(self, sheets: Iterable[SheetRow]) -> None:
        """These sheets stand so by now."""
        if self.view is None:
            return
        by_pair = self.view.sheet_of | {(each.entrant_id, each.seat_no): each for each in sheets}
        self.view = replace(self.view, sheets=tuple(by_pair.values()))

    # --- places -------------------------------------------------------------------------------

    @property
    def marks(self) -> dict[Cell, MarkValue]:
        """What is filled here are marks, and reasons for none."""
        return self.values

    @property
    def typed_columns(self) -> list[int]:
        """Where the marks stand."""
        return list(self._column_of.values())

    def cell_at(self, index: Index) -> Cell | None:
        """Which mark stands at a place; None beside the marks."""
        if not index.isValid() or self.view is None:
            return None
        column = self.columns[index.column()]
        if not isinstance(column, MarkColumn):
            return None
        return (self.view.entrants[index.row()].id, column.seat.seat_no, column.item.id)

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a mark stands."""
        row, column = self._row_of.get(cell[0]), self._column_of.get((cell[1], cell[2]))
        if row is None or column is None:
            return QModelIndex()
        return self.index(row, column)

    def entrant_of(self, cell: Cell) -> EntrantRow:
        """Who is marked in this cell."""
        assert self.view is not None  # noqa: S101 - a cell is of a view
        return self.view.entrants[self._row_of[cell[0]]]

    def item_of(self, cell: Cell) -> ItemRow:
        """What is marked in this cell."""
        assert self.view is not None  # noqa: S101 - a cell is of a view
        return next(item for item in self.view.items if item.id == cell[2])

    def named(self, cell: Cell) -> str:
        """The cell in a sentence."""
        column = self.columns[self._column_of[cell[1], cell[2]]]
        several = self.view is not None and len(self.view.items) > 1
        item = f"“{self.item_of(cell).label}”" if several else ""
        assert isinstance(column, MarkColumn)  # noqa: S101 - it was found among the marks
        return f"{self.entrant_of(cell).shown}{column.seat.label}{item}"

    def barred(self, cell: Cell) -> str | None:  # noqa: PLR0911 - one line a reason
        """Why nothing can be typed into this cell; None where it can."""
        view = self.view
        if view is None:
            return "还没有读出来"
        if view.state is PanelState.CLOSED:
            return "评分已经截止。要改先写明事由重新开放"
        if not view.may_enter:
            return "没有“录入评分”的权限，只能看"
        if cell[:2] in view.hidden:
            return "别人录的评分表，自己的分录定后可见"
        entrant = self.entrant_of(cell)
        if entrant.status is not EntrantStatus.ENTERED:
            return f"{entrant.shown}{entrant.status.label}，不录分"
        if (cell[0], cell[1]) in view.recused:
            return f"{self.named(cell)}回避，不录分"
        column = self.columns[self._column_of[cell[1], cell[2]]]
        if isinstance(column, MarkColumn) and not column.seat.active:
            return None if cell[:2] in view.sheet_of else f"{self.named(cell)}已换下，不录分"
        return None

    def is_definitive(self, cell: Cell) -> bool:
        """Whether a change here is a correction with its reason."""
        sheet = None if self.view is None else self.view.sheet_of.get(cell[:2])
        return sheet is not None and sheet.state is SheetState.DEFINITIVE

    def is_suspect(self, cell: Cell) -> bool:
        """Whether the mark is far from the others of its entrant."""
        return cell in self._suspects[self._row_of[cell[0]]]

    def suspects(self) -> list[SuspectRow]:
        """Every doubtful mark, in the order of the panel."""
        found: list[SuspectRow] = []
        if self.view is not None:
            for at, entrant in enumerate(self.view.entrants):
                if self._suspects[at]:
                    found += suspects_of(self.view, entrant, self.values)
        return found

    def _doubtful(self, entrant: EntrantRow) -> frozenset[Cell]:
        if self.view is None or entrant.status is not EntrantStatus.ENTERED:
            return frozenset()
        return frozenset(each.cell for each in suspects_of(self.view, entrant, self.values))

    def progress(self) -> tuple[int, int]:
        """How many cells are settled, of how many."""
        view = self.view
        if view is None:
            return 0, 0
        whole = sum(len(view.wanted(entrant)) * len(view.items) for entrant in view.competing)
        return whole - sum(len(each.missing) for each in self._tallies), whole

    # --- Qt -----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Entrants."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Marks and what stands beside them."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles; the tooltip of a judge's column says who he is."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if isinstance(column, MarkColumn):
                return column.title
            return self._headings.get(column, column.value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = column in {Place.NUMBER, Place.NAME, Place.UNIT, Place.HINT}
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(column, MarkColumn):
            judge = column.seat.judge
            chief = "，主评委" if judge.chief else ""
            return f"{judge.name}{chief}\n{judge.unit}".strip()
        return None

    def text(self, cell: Cell) -> str:
        """A mark, a reason for none, 回避."""
        value = self.values.get(cell)
        if value is None:
            if self.view is not None and cell[:2] in self.view.hidden:
                return "已录"
            recused = self.view is not None and cell[:2] in self.view.recused
            return "回避" if recused else ""
        return value.short if isinstance(value, NoMark) else shown_mark(self.item_of(cell), value)

    def about(self, cell: Cell) -> Iterator[str]:
        """What is special about a mark, in a sentence."""
        if isinstance(value := self.values.get(cell), NoMark):
            yield f"没有分：{value.label}"
        if cell in self.rows[self._row_of[cell[0]]].dropped:
            yield "去掉的分，不计入得分"
        if self.is_suspect(cell):
            yield "与其他评委的分差得多，请核对原始评分表"
        if self.is_definitive(cell) and self.barred(cell) is None:
            yield "已经定了，更正要写明事由"

    def beside(self, index: Index) -> str:
        """Who is marked, and how he stands."""
        row, place = self.rows[index.row()], self.columns[index.column()]
        entrant = row.entrant
        if place is Place.NUMBER:
            number = entrant.draw_no or self._row_of[entrant.id] + 1
            return f"{number:02d}"
        if place is Place.NAME:
            return f"{entrant.name}（列席）" if entrant.guest else entrant.name
        if place is Place.UNIT:
            return entrant.unit
        if place is Place.TOTAL:
            return row.published or ""
        if place is Place.RANK:
            return "" if row.rank is None else str(row.rank)
        return self.hint(row)[0]

    def hint(self, row: StandingRow) -> tuple[str, str]:  # noqa: PLR0911 - one line a case
        """What the last column says of a row, and its colour's name."""
        if row.entrant.status is not EntrantStatus.ENTERED:
            return row.entrant.status.label, "text3"
        if row.missing:
            if not row.begun:
                return "待录", "text3"
            if len(row.missing) == 1:
                return f"缺评委 {row.missing[0][1]}", "warn"
            return f"缺 {len(row.missing)} 个分", "warn"
        doubtful = self._suspects[self._row_of[row.entrant.id]]
        if doubtful:
            seats = "、".join(str(seat) for seat in sorted({cell[1] for cell in doubtful}))
            return f"评委 {seats} 偏差大", "bad"
        if row.tied:
            return "并列", "warn"
        return row.note, "text2" if row.total is not None else "warn"
