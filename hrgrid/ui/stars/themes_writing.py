"""Marks of themes on their way to the disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from hrgrid.assessment.rules.themes import Cell, ThemeSheet, Typed
from hrgrid.assessment.service.theme_marks import mark_grids
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.session import Session
from hrgrid.ui.stars.themes_model import ThemesModel, Values
from hrgrid.ui.stars.words import THEME_TOPIC
from hrgrid.ui.typing.writing import Writer

_NOTHING = Typed(None)


class ThemesWriter(Writer[Cell, Typed]):
    """Writes marks over those that this desk has seen."""

    topic = THEME_TOPIC
    title = "正在存三无三零"
    _model: ThemesModel

    def __init__(self, session: Session, model: ThemesModel, over: QObject) -> None:
        super().__init__(session, model, over)
        # By cell the number of what this desk saw or wrote last; writes come one after another,
        # and each reads here when it is its turn.
        self._seqs: dict[Cell, int] = {}

    def begin(self, sheet: ThemeSheet) -> None:
        """What was read is what is seen."""
        self._seqs = {
            (row.id, code): one.seq for row in sheet.grids for code, one in row.marks.items()
        }

    def job(
        self, values: dict[Cell, Typed | None], _seen: dict[Cell, Typed | None]
    ) -> Callable[[UnitOfWork], dict[Cell, int]] | None:
        """Mark these cells of the month."""
        sheet, seqs = self._model.sheet, self._seqs
        if sheet is None:
            return None
        month = sheet.month
        typed = {cell: one if one is not None else _NOTHING for cell, one in values.items()}

        def job(work: UnitOfWork) -> dict[Cell, int]:
            known = {cell: seqs.get(cell, 0) for cell in typed}
            new = mark_grids(work, month, typed, seen=known)
            seqs.update(new)
            return new

        return job

    def told(self, values: Values) -> str:
        """Whose cell says what, or how many cells."""
        if len(values) > 1:
            return f"填 {len(values)} 格三无三零"
        [(cell, typed)] = values.items()
        said = typed.mark.label if typed is not None and typed.mark is not None else "清空"
        return f"{self._model.named(cell)} {said}"
