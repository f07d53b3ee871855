"""How a cell of the sheet of 三无三零 looks: red where a theme is broken, amber where it misses."""

from __future__ import annotations

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.themes import Cell, Typed
from hrgrid.ui import theme
from hrgrid.ui.stars.themes_model import ThemesModel
from hrgrid.ui.typing.model import Index
from hrgrid.ui.typing.painting import LEFT, MIDDLE, CellPainter, Look

_NAME = 1


class ThemesPainter(CellPainter[Cell, Typed, str]):
    """Marks in the middle of their cells; what is broken begins at the left with its note."""

    _model: ThemesModel
    pad = 6

    def look(self, cell: Cell, _row: int) -> Look:
        """The mark that counts."""
        model = self._model
        ground = "alt" if model.barred(cell) else "surface"
        typed = model.values.get(cell)
        if typed is None:
            if model.begun(cell[0]):
                return Look("未填", "warn", "warn_bg", theme.CAPTION, MIDDLE)
            return Look(ground=ground)
        if typed.mark is ThemeMark.BROKEN:
            return Look(model.text(cell), "bad", "bad_bg", theme.LABEL, LEFT)
        colour = "text3" if typed.mark is ThemeMark.NOT_APPLICABLE else "text"
        return Look(model.text(cell), colour, ground, theme.LABEL, MIDDLE)

    def beside(self, index: Index, text: str) -> Look:
        """Which grid it is."""
        if index.column() == _NAME:
            return Look(text, ground="alt", strong=True)
        return Look(text, "text2", "alt")

    def shown(self, typing: str) -> str:
        """Nothing is typed over several keys here."""
        return typing
