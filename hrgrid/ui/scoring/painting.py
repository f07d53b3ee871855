"""How a cell looks: white to type in, struck where dropped, amber where missing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.typing import Typed
from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.ui import theme
from hrgrid.ui.scoring.model import Place, ScoreModel
from hrgrid.ui.typing.model import Index
from hrgrid.ui.typing.painting import RIGHT, CellPainter, Look

# The first three by the colours of their medals.
_MEDALS = {1: "gold", 2: "text3", 3: "warn_bar"}


class MarkPainter(CellPainter[Cell, MarkValue, Typed]):
    """Marks on the right of their cells, never cut off."""

    _model: ScoreModel
    typed = Look(side=RIGHT, whole=True)

    def look(self, cell: Cell, row: int) -> Look:
        """A mark, why there is none, or that it is missing."""
        model = self._model
        standing, value = model.rows[row], model.values.get(cell)
        if value is None and standing.begun and cell in standing.missing:
            return Look("未录", "warn", "warn_bg", theme.CAPTION, RIGHT, whole=True)
        suspect = value is not None and model.is_suspect(cell)
        ground = "bad_bg" if suspect else "alt" if model.barred(cell) else "surface"
        if not isinstance(value, int):
            return Look(model.text(cell), "text3", ground, theme.CAPTION, RIGHT, whole=True)
        dropped = cell in standing.dropped
        quiet = dropped or standing.entrant.status is not EntrantStatus.ENTERED
        return Look(
            model.text(cell),
            "bad" if suspect else "text3" if quiet else "text",
            ground,
            side=RIGHT,
            strong=suspect,
            struck=dropped,
            whole=True,
        )

    def beside(self, index: Index, text: str) -> Look:
        """Who is marked, his total and place, and the hint in its colour."""
        place, row = self._model.columns[index.column()], self._model.rows[index.row()]
        gone = row.entrant.status is not EntrantStatus.ENTERED
        if place in {Place.TOTAL, Place.RANK}:
            return Look(text, ground="alt", side=RIGHT, strong=True, whole=True)
        if place is Place.HINT:
            return Look(text, self._model.hint(row)[1], "alt", theme.LABEL)
        if place is Place.NAME:
            return Look(text, "text3" if gone else "text", "alt", strong=not gone, struck=gone)
        return Look(text, "text3" if gone else "text2", "alt")

    def shown(self, typing: Typed) -> str:
        """The digits themselves."""
        return typing.text

    def draw_beside(self, painter: QPainter, area: QRectF, index: Index, look: Look) -> None:
        """A medal for the first three."""
        rank = self._model.rows[index.row()].rank
        if rank in _MEDALS and self._model.columns[index.column()] is Place.RANK:
            self._medal(painter, area, look.text, _MEDALS[rank])
        else:
            super().draw_beside(painter, area, index, look)

    def _medal(self, painter: QPainter, area: QRectF, text: str, colour: str) -> None:
        side = min(area.height() - 6, theme.length(22))
        circle = QRectF(area.right() - side, area.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.inks.colour(colour))
        painter.drawEllipse(circle)
        painter.setPen(self.inks.colour("surface"))
        painter.setFont(self.inks.letters(theme.LABEL, strong=True)[0])
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)
