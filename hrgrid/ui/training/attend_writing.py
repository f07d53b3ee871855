"""Cells of the sign-in sheet on their way to the disk, and where a missed session was made up."""

from __future__ import annotations

from collections.abc import Callable

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.service.attending import KeyedCell, key_cells, make_up
from hrgrid.ui.training.attend_model import Cell, SheetModel, Values
from hrgrid.ui.training.words import SHEET_TOPIC
from hrgrid.ui.typing.writing import Writer


class SheetWriter(Writer[Cell, CellValue]):
    """Writes what the sheet says."""

    topic = SHEET_TOPIC
    title = "正在存签到"
    _model: SheetModel

    def job(
        self, values: dict[Cell, CellValue | None], seen: dict[Cell, CellValue | None]
    ) -> Callable[[UnitOfWork], list[KeyedCell]] | None:
        """Key these cells of the class."""
        sheet = self._model.sheet
        if sheet is None:
            return None
        class_id = sheet.row.id
        return lambda work: key_cells(work, class_id, values, seen=seen)

    def told(self, values: Values) -> str:
        """Whose cell says what, or how many cells."""
        if len(values) > 1:
            return f"登记 {len(values)} 格签到"
        [(cell, value)] = values.items()
        return f"{self._model.named(cell)} {value.words if value else '清空'}"

    def kept(self, values: Values, _answer: object) -> None:
        """What a made-up session counts only the database knows."""
        people = {cell[1] for cell in values}
        if any(
            value.makeup_session_id is not None
            for cell, value in self._model.values.items()
            if cell[1] in people
        ):
            self.stale.emit()

    def make_up(self, cell: Cell, session_id: int | None) -> None:
        """Say where a missed session was made up; what it counts is read anew."""

        def job(work: UnitOfWork) -> KeyedCell:
            return make_up(work, cell[1], cell[0], session_id)

        self._session.tasks.write(
            job,
            topic=SHEET_TOPIC,
            done=lambda _: self._made_up(),
            failed=self.say,
            title="正在登记补课",
        )

    def _made_up(self) -> None:
        self.own += 1
        self.written += 1
        self.stale.emit()
