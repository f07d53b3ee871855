"""One member's ballot as the rows of a grid: a key for each nominee, or a block from Excel."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from hrgrid.honours.queries.meeting_rows import VotedItem
from hrgrid.honours.rules.meeting import Choice
from hrgrid.ui.cells.cell_table import CellTable
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.list_model import ListColumn, WholeModel
from hrgrid.ui.cells.plan import pasted
from hrgrid.ui.cells.preview import PreviewDialog, RefusedCell
from hrgrid.ui.honours.vote_lines import NOMINEE

_KEYS = {
    Qt.Key.Key_1: Choice.FOR,
    Qt.Key.Key_2: Choice.AGAINST,
    Qt.Key.Key_3: Choice.ABSTAIN,
}
# As ballots are marked on paper, and as lists of them come in Excel.
_WRITTEN = {
    Choice.FOR: ("1", "赞成", "同意", "√", "✓", "✔"),
    Choice.AGAINST: ("2", "反对", "不同意", "×", "✗", "✘", "x"),
    Choice.ABSTAIN: ("3", "弃权", "○", "〇", "o"),
}
_MEANT = {text: choice for choice, texts in _WRITTEN.items() for text in texts}
Choices = Mapping[int, Choice | None]


@dataclass(frozen=True)
class BallotLine:
    """A nominee on one member's ballot; `kept_out` where this member does not vote on him."""

    item: VotedItem
    choice: Choice | None
    kept_out: bool
    version: int = 0
    key: str = ""

    @property
    def id(self) -> int:
        """Of the nomination."""
        return self.item.nomination_id

    @property
    def told(self) -> str:
        """What stands on the ballot."""
        return "回避" if self.kept_out else self.choice.label if self.choice else ""


COLUMNS: tuple[ListColumn[BallotLine], ...] = (
    *NOMINEE,
    ListColumn("这一票", lambda line: line.told, 90, key="choice"),
)
BALLOT = next(at for at, column in enumerate(COLUMNS) if column.key == "choice")


def choice_meant(text: str) -> Choice | None:
    """The vote that a text means; None for none, see `refusal`."""
    return _MEANT.get("".join(unicodedata.normalize("NFKC", text).split()).lower())


def refusal(line: BallotLine, text: str) -> str:
    """Why a text cannot stand on this ballot, without a full stop; "" where it can."""
    if not text.strip():
        return ""
    if line.kept_out:
        return f"这名委员对“{line.item.name}”回避，不投票"
    if choice_meant(text) is None:
        return f"“{text.strip()}”不是票，请写 1（赞成）、2（反对）或 3（弃权）"
    return ""


class BallotGrid(CellTable):
    """A ballot; `entered` with what was put in, `told` with why something was not."""

    entered = Signal(object)
    told = Signal(str)

    def __init__(self, model: WholeModel[BallotLine], name: str) -> None:
        super().__init__(model, name)
        self._ballot = model
        self.refuses = self._why_not
        self.typed.connect(self._type)
        self.refused.connect(lambda why: self.told.emit(f"{why}。没有记下。"))
        self.pasted.connect(self._paste)
        self.cleared.connect(self._clear)

    def let_type(self) -> None:
        """Votes are typed into their cells."""
        self._ballot.editable = frozenset({BALLOT})
        self.show_cells({BALLOT})

    def go(self, row: int) -> None:
        """Stand on the vote on a nominee, whatever keys are held."""
        self._stand_on(row, BALLOT)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2 and 3 are a vote each, and the next nominee follows."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        choice = None if plain else _KEYS.get(Qt.Key(event.key()))
        line = self._ballot.row(self.currentIndex())
        if choice is None or line is None or self.currentIndex().column() != BALLOT:
            super().keyPressEvent(event)
            return
        why = refusal(line, choice.label)
        if why:
            self.refused.emit(why)
            return
        self.entered.emit({line.id: choice})
        self.step(1, 0)

    def _why_not(self, index: QModelIndex, text: str) -> str:
        line = self._ballot.row(index)
        return "" if line is None else refusal(line, text)

    def _type(self, index: QModelIndex, text: str) -> None:
        line = self._ballot.row(index)
        if line is not None and not line.kept_out:
            self.entered.emit({line.id: choice_meant(text)})

    def _paste(self, block: Block) -> None:
        """What of the block is votes; what is not is shown before."""
        places = self.places
        size = (self._ballot.rowCount(), len(places))
        plan = pasted(block, self.corner(), self.selected_cells(), size)
        changes: dict[int, Choice | None] = {}
        refused: list[RefusedCell] = []
        for (at, place), text in plan.texts.items():
            line = self._ballot.row_at(at)
            if line is None:
                continue
            why = refusal(line, text) if places[place] == BALLOT else "这一列不是录的"
            if why:
                title = COLUMNS[places[place]].title
                refused.append(RefusedCell(line.item.name, title, text, why))
            elif not line.kept_out:
                changes[line.id] = choice_meant(text)
        if refused or plan.beyond:
            good = len(plan.texts) - len(refused)
            if not PreviewDialog("粘贴", refused, good, plan.beyond, self).exec():
                return
        self.entered.emit(changes)

    def _clear(self) -> None:
        lines = [
            self._ballot.row_at(at)
            for at, place in self.selected_cells()
            if self.places[place] == BALLOT
        ]
        self.entered.emit({line.id: None for line in lines if line is not None})
