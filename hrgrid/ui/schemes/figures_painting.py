"""How a cell of the grid of figures looks: white to type in, grey where nothing can be typed."""

from __future__ import annotations

from hrgrid.assessment.rules.fact_rows import Cell
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.ui.schemes.figures_model import FiguresModel
from hrgrid.ui.typing.model import Index
from hrgrid.ui.typing.painting import RIGHT, CellPainter, Look

_NAME = 1


class FiguresPainter(CellPainter[Cell, Figure, str]):
    """Figures on the right of their cells, as they are typed."""

    _model: FiguresModel

    def look(self, cell: Cell, _row: int) -> Look:
        """The figure that counts."""
        ground = "alt" if self._model.barred(cell) else "surface"
        return Look(self._model.text(cell), ground=ground, side=RIGHT)

    def beside(self, index: Index, text: str) -> Look:
        """Whose it is."""
        if index.column() == _NAME:
            return Look(text, ground="alt", strong=True)
        return Look(text, "text2", "alt")

    def shown(self, typing: str) -> str:
        """The digits themselves."""
        return typing
