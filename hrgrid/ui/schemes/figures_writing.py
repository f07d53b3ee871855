"""Figures on their way to the disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from hrgrid.assessment.rules.fact_rows import Cell, Delivered, FigureSheet
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.service.figures import key_figures
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.schemes.figures_model import FiguresModel, Values
from hrgrid.ui.schemes.words import FIGURE_TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.typing.writing import Writer


class FiguresWriter(Writer[Cell, Figure]):
    """Writes figures over those that this desk has seen."""

    topic = FIGURE_TOPIC
    title = "正在存考核数据"
    _model: FiguresModel

    def __init__(self, session: Session, model: FiguresModel, over: QObject) -> None:
        super().__init__(session, model, over)
        # By cell the number of what this desk saw or wrote last; writes come one after another,
        # and each reads here when it is its turn.
        self._seqs: dict[Cell, int] = {}

    def begin(self, sheet: FigureSheet) -> None:
        """What was read is what is seen."""
        self._seqs = {key: cell.seq for key, cell in sheet.cells.items()}

    def job(
        self, values: dict[Cell, Figure | None], _seen: dict[Cell, Figure | None]
    ) -> Callable[[UnitOfWork], Delivered] | None:
        """Key these cells of the month."""
        sheet, seqs = self._model.sheet, self._seqs
        if sheet is None:
            return None
        month = sheet.month

        def job(work: UnitOfWork) -> Delivered:
            known = {cell: seqs.get(cell, 0) for cell in values}
            delivered = key_figures(work, month, values, seen=known)
            seqs.update(delivered.seqs)
            return delivered

        return job

    def told(self, values: Values) -> str:
        """How many cells."""
        return f"填 {len(values)} 格"
