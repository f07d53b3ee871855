"""The keyboard of the sheet of 三无三零: one key a cell; 未达标 asks for its note at once."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QMenu

from hrgrid.assessment.rules.star_words import ThemeMark
from hrgrid.assessment.rules.theme_words import KEYS
from hrgrid.assessment.rules.themes import Cell, Typed
from hrgrid.ui import theme
from hrgrid.ui.stars.themes_model import FROZEN, ThemesModel
from hrgrid.ui.stars.themes_painting import ThemesPainter
from hrgrid.ui.typing.grid import MODIFIED, TypingGrid

_NUMBER, _NAME, _PLACE = 46, 150, 100
_NAME_LEAST, _PLACE_LEAST = 120, 72
_THEME_LEAST, _THEME_MOST = 92, 320


class ThemesGrid(TypingGrid[Cell, Typed]):
    """Grids by themes; `note_wanted` carries the cells that are said to be 未达标.

    `rest_wanted` asks for 达标 for the others of a theme.
    """

    note_wanted = Signal(object)
    rest_wanted = Signal(str)

    _model: ThemesModel
    painter: ThemesPainter

    def __init__(self, model: ThemesModel) -> None:
        super().__init__(
            model, ThemesPainter(model), name="三无三零", frozen=len(FROZEN), who="网格"
        )

    def fit(self) -> None:
        """Two lines of heading: the theme, and what is to be known of it."""
        letters = QFontMetrics(theme.font(theme.LABEL))
        self.horizontalHeader().setMinimumHeight(2 * letters.lineSpacing() + 10)
        super().fit()

    def widths(self, room: int) -> list[int]:
        """What is left over goes to the themes; names give way first where room is short."""
        letters = QFontMetrics(theme.font(theme.LABEL))
        least = theme.length(_THEME_LEAST)
        themes = [
            max(least, letters.horizontalAdvance(row.label) + 20) for row in self._model.themes
        ]
        beside = [theme.length(one) for one in (_NUMBER, _NAME, _PLACE)]
        spare = room - sum(beside) - sum(themes)
        for at, narrow in ((2, _PLACE_LEAST), (1, _NAME_LEAST)):
            less = max(0, min(-spare, beside[at] - theme.length(narrow)))
            beside[at] -= less
            spare += less
        if not themes:
            return beside
        more = max(0, spare // len(themes))
        return [*beside, *(max(one, min(one + more, theme.length(_THEME_MOST))) for one in themes)]

    # --- keys ---------------------------------------------------------------------------------

    def own_key(self, event: QKeyEvent) -> bool:
        """A: 达标 for the rest of the theme. F2: the note of what is broken."""
        cell = self.cell
        if cell is None or event.modifiers() & MODIFIED:
            return False
        if event.key() == Qt.Key.Key_A:
            self.rest_wanted.emit(cell[1])
            return True
        if event.key() != Qt.Key.Key_F2:
            return False
        typed = self._model.values.get(cell)
        if typed is not None and typed.mark is ThemeMark.BROKEN:
            self._ask([cell])
        else:
            self.refused_here.emit("未达标的才有说明。先按 2 填未达标。")
        return True

    def type_keys(self, letters: str) -> None:
        """A mark for the selected cells."""
        mark = KEYS.get(unicodedata.normalize("NFKC", letters).strip())
        if mark is not None:
            self.choose(mark)

    def choose(self, mark: ThemeMark) -> None:
        """This mark for the selected cells; the cursor goes on."""
        cell = self.cell
        if cell is None:
            return
        if (barred := self._model.barred(cell)) is not None:
            self.refused_here.emit(f"{barred}。")
            return
        cells = self.cells()
        if mark is ThemeMark.BROKEN:
            self._ask(cells)
            return
        self.entered.emit(dict.fromkeys(cells, Typed(mark)))
        self.go_on(cells)

    def go_on(self, cells: list[Cell]) -> None:
        """To the cell behind those that are done."""
        if len(cells) > 1:
            self._go(self._model.index_of(cells[-1]))
        self.jump_on()

    def _ask(self, cells: list[Cell]) -> None:
        if (barred := self._model.barred(cells[0])) is not None:
            self.refused_here.emit(f"{barred}。")
        else:
            self.note_wanted.emit(cells)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The marks with their keys, for the mouse."""
        menu = QMenu(self)
        for key, mark in KEYS.items():
            entry = menu.addAction(f"{mark.label}\t{key}")
            entry.triggered.connect(lambda _=False, one=mark: self.choose(one))
        menu.addSeparator()
        if (cell := self.cell) is not None:
            rest = menu.addAction("这个主题其余都达标\tA")
            rest.triggered.connect(lambda *_: self.rest_wanted.emit(cell[1]))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def type_less(self) -> None:
        """Backspace takes out what stands here, as Delete does."""
        self._clear()

    def finish(self) -> bool:
        """Every key is whole by itself."""
        return True

    def copied(self, value: Typed) -> Typed:
        """What happened in one grid did not happen in another: the note is asked for."""
        return Typed(value.mark)
