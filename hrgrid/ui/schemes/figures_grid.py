"""The keyboard of the grid of figures: digits type into the cell, Enter goes down, Tab right."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent

from hrgrid.assessment.rules.fact_rows import Cell
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.typed import typed_figure
from hrgrid.core.errors import UserError
from hrgrid.ui import theme
from hrgrid.ui.schemes.figures_model import FROZEN, FiguresModel
from hrgrid.ui.schemes.figures_painting import FiguresPainter
from hrgrid.ui.typing.grid import TypingGrid

_LONGEST = 24
_LEAST, _MOST, _NUMBER, _NAME, _PLACE = 92, 170, 46, 84, 130
_MOST_MORE = 60


def folded(letters: str) -> str:
    """Digits, points and strokes as they were meant: full width ones are let pass."""
    narrow = unicodedata.normalize("NFKC", letters).replace("。", ".").replace("÷", "/")
    return "".join(sign for sign in narrow if sign.isdecimal() or sign in "./")


class FiguresGrid(TypingGrid[Cell, Figure]):
    """People by indicators."""

    _model: FiguresModel
    painter: FiguresPainter

    def __init__(self, model: FiguresModel) -> None:
        super().__init__(
            model, FiguresPainter(model), name="考核数据", frozen=len(FROZEN), who="人员"
        )

    def fit(self) -> None:
        """Two lines of heading: what is counted, and its unit."""
        letters = QFontMetrics(theme.font(theme.LABEL))
        self.horizontalHeader().setMinimumHeight(2 * letters.lineSpacing() + 10)
        super().fit()

    def widths(self, room: int) -> list[int]:
        """What is left over goes to the indicators."""
        letters = QFontMetrics(theme.font(theme.LABEL))
        least, most = theme.length(_LEAST), theme.length(_MOST)
        beside = [theme.length(_NUMBER), theme.length(_NAME), theme.length(_PLACE)]
        counted = [
            max(least, min(letters.horizontalAdvance(row.label) + 20, most))
            for row in self._model.indicators
        ]
        spare = max(0, room - sum(beside) - sum(counted))
        more = min(theme.length(_MOST_MORE), spare // len(counted)) if counted else 0
        return [*beside, *(width + more for width in counted)]

    def after_enter(self) -> None:
        """Below, as in Excel, filled or not."""
        self._move(1, 0)

    def own_key(self, event: QKeyEvent) -> bool:
        """F2: go on typing what stands here."""
        if event.key() != Qt.Key.Key_F2:
            return False
        self._edit()
        return True

    def type_keys(self, letters: str) -> None:
        """Digits, a point, the stroke of a ratio."""
        typed, cell = folded(letters), self.cell
        if not typed or cell is None:
            return
        if barred := self._model.barred(cell):
            self.refused_here.emit(f"{barred}。")
            return
        self.painter.typing = ((self.painter.typing or "") + typed)[:_LONGEST]
        self.painter.refused = False
        self.repaint_current()

    def _edit(self) -> None:
        cell = self.cell
        if cell is not None and not self._model.barred(cell):
            self.painter.typing = self._model.text(cell)
            self.repaint_current()

    def type_less(self) -> None:
        """The last sign; of a figure that stands here too."""
        if self.painter.typing is None:
            self._edit()
        if self.painter.typing is not None:
            self.painter.typing = self.painter.typing[:-1]
            self.painter.refused = False
            self.repaint_current()

    def finish(self) -> bool:
        """Hand over what was typed; False where it cannot stand, and the cursor stays."""
        typing, cell = self.painter.typing, self.cell
        if typing is None or cell is None:
            return True
        row = self._model.indicator_of(cell)
        try:
            figure = typed_figure(typing, row.based, self._model.named(cell))
        except UserError as error:
            self.painter.refused = True
            self.repaint_current()
            self.refused_here.emit(error.sentence.rstrip("。") + "。")
            return False
        self.drop_typed()
        self.repaint_current()
        self.entered.emit({cell: figure})
        return True
