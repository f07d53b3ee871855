"""The votes of a committee typed like a sheet: Enter goes down, blocks go in, each row is kept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from hrgrid.honours.rules.meeting import Counts
from hrgrid.ui.cells.cell_table import CellTable
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.list_model import WholeModel
from hrgrid.ui.cells.plan import pasted
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.honours.vote_lines import (
    COLUMNS,
    COUNTED,
    FIRST_COUNT,
    VoteLine,
    count_of,
    put_count,
    refusal,
)
from hrgrid.ui.honours.vote_writing import VoteWriter


class VotesGrid(CellTable):
    """Nominees by votes; `told` with the sentence of what was not taken, empty once it was."""

    told = Signal(str)

    def __init__(self, model: WholeModel[VoteLine], writer: VoteWriter, name: str) -> None:
        super().__init__(model, name)
        self._votes, self._writer = model, writer
        self.refuses = self._why_not
        self.typed.connect(self._type)
        self.refused.connect(lambda why: self.told.emit(f"{why}。没有记下。"))
        self.pasted.connect(self._paste)
        self.cleared.connect(self._clear)
        for keys, does in (
            (QKeySequence.StandardKey.Undo, writer.undo),
            (QKeySequence.StandardKey.Redo, writer.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def let_type(self, *, able: bool) -> None:
        """Cells while votes are typed, rows while they are looked at."""
        self._votes.editable = frozenset(COUNTED) if able else frozenset()
        if self.cells != able:
            self.show_cells(COUNTED if able else None)
        if able:
            self.setFocus()

    def go(self, nomination_id: int) -> None:
        """Stand on the first cell of a nominee."""
        at = self._votes.place_of(nomination_id)
        if at is not None:
            self.setCurrentIndex(self._votes.index(at, FIRST_COUNT))
            self.setFocus()

    def _why_not(self, index: QModelIndex, text: str) -> str:
        line = self._votes.row(index)
        return "" if line is None else refusal(line, text)

    def _type(self, index: QModelIndex, text: str) -> None:
        line = self._votes.row(index)
        if line is not None:
            at = index.column() - FIRST_COUNT
            self._enter({line.id: put_count(line.counts, at, count_of(text))})

    def _paste(self, block: Block) -> None:
        """What of the block can be taken; what cannot is shown before."""
        places = self.places
        size = (self._votes.rowCount(), len(places))
        plan = pasted(block, self.corner(), self.selected_cells(), size)
        changes: dict[int, Counts] = {}
        refused: list[RefusedCell] = []
        for (at, place), text in plan.texts.items():
            line = self._votes.row_at(at)
            if line is None:
                continue
            why = _barred(line, places[place], text)
            if why:
                title = COLUMNS[places[place]].title
                refused.append(RefusedCell(line.item.name, title, text, why))
            else:
                _put(changes, line, places[place], count_of(text))
        if refused or plan.beyond:
            good = len(plan.texts) - len(refused)
            if not PreviewDialog("粘贴", refused, good, plan.beyond, self).exec():
                return
        self._enter(changes)

    def _clear(self) -> None:
        changes: dict[int, Counts] = {}
        for at, place in self.selected_cells():
            line, column = self._votes.row_at(at), self.places[place]
            if line is not None and column in COUNTED:
                _put(changes, line, column, None)
        self._enter(changes)

    def _enter(self, changes: dict[int, Counts]) -> None:
        self.told.emit("")
        self._writer.enter(changes)


def _barred(line: VoteLine, column: int, text: str) -> str:
    return refusal(line, text) if column in COUNTED else "这一列不是录的"


def _put(changes: dict[int, Counts], line: VoteLine, column: int, count: int | None) -> None:
    counts = changes.get(line.id, line.counts)
    changes[line.id] = put_count(counts, column - FIRST_COUNT, count)
