"""How a cell of the sign-in sheet looks: amber where it is missing, red where one was absent."""

from __future__ import annotations

from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import Presence
from hrgrid.ui import theme
from hrgrid.ui.training.attend_model import Cell, Place, SheetModel
from hrgrid.ui.training.attend_typing import Typing
from hrgrid.ui.training.words import PRESENCE_COLOURS
from hrgrid.ui.typing.model import Index
from hrgrid.ui.typing.painting import LEFT, MIDDLE, RIGHT, CellPainter, Look


class SheetPainter(CellPainter[Cell, CellValue, Typing]):
    """Statuses in the middle of their cells, in their colours."""

    _model: SheetModel
    pad = 6
    typed = Look(px=theme.LABEL, side=MIDDLE)

    def look(self, cell: Cell, _row: int) -> Look:
        """What the sheet says of one person at one session."""
        model = self._model
        value = model.values.get(cell)
        ground = "alt" if model.barred(cell) else "surface"
        if value is None:
            if model.begun(cell[0]):
                return Look("未登记", "warn", "warn_bg", theme.CAPTION, MIDDLE)
            return Look(ground=ground)
        if value.presence is Presence.ABSENT:
            ground = "bad_bg"
        px = theme.BODY if value.presence is Presence.PRESENT else theme.LABEL
        return Look(value.words, PRESENCE_COLOURS[value.presence], ground, px, MIDDLE)

    def beside(self, index: Index, text: str) -> Look:
        """Who it is, the hours, and the hint in its colour."""
        place, sheet = self._model.columns[index.column()], self._model.sheet
        if place is Place.HINT and sheet is not None:
            colour = self._model.hint(sheet.members[index.row()].enrolment_id)[1]
            return Look(text, colour, "alt", theme.LABEL)
        if place is Place.NAME:
            return Look(text, ground="alt", strong=True)
        return Look(text, "text2", "alt", side=RIGHT if place is Place.HOURS else LEFT)

    def shown(self, typing: Typing) -> str:
        """迟到 09:15 while it is typed."""
        return typing.shown
