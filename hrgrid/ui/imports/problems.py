"""The problems of one kind: row, what the sheet says, what is wrong, and what to read instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from hrgrid.ui import theme
from hrgrid.ui.imports.checking import ProblemLine
from hrgrid.ui.imports.words import SEVERITY_COLOURS
from hrgrid.ui.tables import QUIET, STRONG, CellDelegate, Column, RowsModel, Table

_Index = QModelIndex | QPersistentModelIndex
COLOUR = int(Qt.ItemDataRole.UserRole) + 10


@dataclass(frozen=True)
class ProblemColumn(Column[ProblemLine]):
    """A column whose text may have a colour of its own; in the `typed` one people type."""

    colour: Callable[[ProblemLine], str] | None = None
    typed: bool = False


def instead(line: ProblemLine) -> str:
    """What would be read instead of the cell."""
    if line.edited is not None:
        return line.edited_shown
    if line.problem.suggestion is not None:
        return line.problem.suggestion
    return "在这里改" if line.place is not None else ""


def _instead_colour(line: ProblemLine) -> str:
    known = line.edited is not None or line.problem.suggestion is not None
    return "accent" if known else "text3"


def deed(line: ProblemLine) -> tuple[str, str]:
    """The chip at the end of a row: what a click does, or what was done."""
    if line.edited is not None:
        return "已改", "ok"
    return ("采用", "info") if line.place is not None and line.suggestion else ("", "")


def problem_columns(subject: str, *, several: bool) -> tuple[ProblemColumn, ...]:
    """The columns; `subject` is what rows are about, `several` says that sheets must be told."""
    sheet = ProblemColumn("文件和工作表", _sheet, 104, quiet=True, drops=True)
    name = ProblemColumn(subject, lambda line: line.subject, 80, strong=True)
    value = ProblemColumn("表里写的", _written, 100, grows=True, colour=_wrong)
    message = ProblemColumn("问题", _message, 180, grows=True, quiet=True, drops=True)
    typed = ProblemColumn(
        "改成（可直接改）", instead, 116, grows=True, colour=_instead_colour, typed=True
    )
    # Widths for a window of 1,366 px, where all columns are to be seen.
    return (
        ProblemColumn("行", _row_number, 52, right=True),
        *((sheet,) if several else ()),
        *((name,) if subject else ()),
        ProblemColumn("列", lambda line: line.problem.column, 84, drops=True),
        value,
        message,
        typed,
        ProblemColumn("", lambda line: deed(line)[0], 62, chip=lambda line: deed(line)[1]),
    )


def _written(line: ProblemLine) -> str:
    return line.problem.value or "（空）"


def _message(line: ProblemLine) -> str:
    return line.problem.message


def _row_number(line: ProblemLine) -> str:
    return f"{line.problem.row:,}" if line.problem.row else "—"


def _wrong(line: ProblemLine) -> str:
    return SEVERITY_COLOURS[line.problem.severity] if line.problem.value else "text3"


def _sheet(line: ProblemLine) -> str:
    file = Path(line.problem.file).stem
    return f"{file} · {line.problem.sheet}" if line.problem.sheet else file


class ProblemsModel(RowsModel[ProblemLine]):
    """Problems; the cell of the typed column can be edited."""

    edited = Signal(object, object)

    def __init__(self, columns: Sequence[ProblemColumn], parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._shown = tuple(columns)
        self.typed = next(at for at, column in enumerate(columns) if column.typed)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Editable where a cell of the file stands behind."""
        flags = super().flags(index)
        line = self.row(index)
        if index.column() == self.typed and line is not None and line.place is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Besides text: its colour, and what an editor begins with."""
        line = self.row(index) if index.isValid() else None
        if line is None:
            return None
        if role == COLOUR:
            colour = self._shown[index.column()].colour
            return colour(line) if colour else None
        if role == Qt.ItemDataRole.EditRole:
            return line.edited if line.edited is not None else line.suggestion or line.raw
        return super().data(index, role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed; the same as in the file takes an edit back."""
        line = self.row(index)
        if role != Qt.ItemDataRole.EditRole or line is None or line.place is None:
            return False
        self.put(index.row(), str(value).strip())
        return True

    def put(self, at: int, text: str) -> None:
        """Read `text` instead of the cell of row `at`."""
        line = self._rows[at]
        if line.place is None or text == line.edited:
            return
        edited = None if text == line.raw else text
        self._rows[at] = replace(line, edited=edited)
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        self.edited.emit(line.place, edited)


class ProblemDelegate(CellDelegate):
    """Text in the colour of its column."""

    def _draw_text(self, painter: QPainter, area: QRectF, text: str, index: _Index) -> None:
        font = theme.font(theme.BODY, strong=bool(index.data(STRONG)))
        plain = "text2" if index.data(QUIET) else "text"
        painter.setFont(font)
        painter.setPen(theme.colour(index.data(COLOUR) or plain))
        shown = QFontMetrics(font).elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)


class ProblemsTable(Table):
    """Enter or F2 types, a typed Enter goes on to the next row, Space takes the suggestion."""

    def __init__(self, model: ProblemsModel) -> None:
        super().__init__(model, "问题")
        self._problems = model
        self.setItemDelegate(ProblemDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.opened.connect(lambda _: self._type())
        self.clicked.connect(self._take_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 as in Excel; Space takes the suggestion of the row."""
        if event.key() == Qt.Key.Key_F2:
            self._type()
        elif event.key() == Qt.Key.Key_Space:
            self._take(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the next row is current."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()

    def _type(self) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # The Enter that ended the last edit comes by here.
            return
        index = self.currentIndex().siblingAtColumn(self._problems.typed)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _take_clicked(self, index: QModelIndex) -> None:
        if index.column() == len(self._problems.columns) - 1:
            self._take(index.row())

    def _take(self, at: int) -> None:
        line = self._problems.row(self._problems.index(at, 0))
        if line is not None and line.edited is None and line.suggestion:
            self._problems.put(at, line.suggestion)
            self._go_down()

    def _go_down(self) -> None:
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if below.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            rows = QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(below, flag | rows)
