"""Marks on their way to the disk; a correction of what is definitive asks why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from hrgrid.panels.rules.rows import Cell, MarkValue
from hrgrid.panels.rules.values import value_text
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.scoring.model import ScoreModel
from hrgrid.ui.session import Session
from hrgrid.ui.typing.writing import Writer

if TYPE_CHECKING:
    from hrgrid.panels.service import Keyed

Values = Mapping[Cell, MarkValue | None]
TOPIC = "panels"


class MarkWriter(Writer[Cell, MarkValue]):
    """Writes marks, and reasons for none, of one typing of a panel."""

    topic = TOPIC
    title = "正在存分"
    _model: ScoreModel

    def __init__(self, session: Session, model: ScoreModel, over: QWidget) -> None:
        super().__init__(session, model, over)
        self._over = over

    def job(
        self, values: dict[Cell, MarkValue | None], seen: dict[Cell, MarkValue | None]
    ) -> Callable[[UnitOfWork], list[Keyed]] | None:
        """Key these cells of the panel."""
        view = self._model.view
        if view is None:
            return None
        panel_id, pass_no = view.id, view.pass_no

        def job(work: UnitOfWork) -> list[Keyed]:
            from hrgrid.panels.service import key_marks

            return key_marks(work, panel_id, values, seen=seen, pass_no=pass_no)

        return job

    def told(self, values: Values) -> str:
        """Whose mark it is, or how many."""
        cell, value = next(iter(values.items()))
        if len(values) > 1:
            return f"录入 {len(values)} 格评分"
        return f"{self._model.named(cell)} {value_text(value) or '清空'}"

    def allows(self, values: Values) -> bool:
        """A correction of what is definitive asks why, once in a sitting after a reopening."""
        fixed = next((cell for cell in values if self._model.is_definitive(cell)), None)
        view = self._model.view
        if fixed is None or view is None or view.reopen_reason or self.reason:
            return True
        dialog = ReasonDialog(
            "更正已定的评分",
            "更正评分",
            self._over,
            example="如：评委 3 的原始评分表是 91.5，抄成了 95.1",
            told=f"{self._model.named(fixed)}已经定了。更正另存一版，原来的留底。",
            missing="更正要写明事由，如“原始评分表是 91.5，抄成了 95.1”。",
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return False
        self.reason = dialog.reason.text().strip()
        return True

    def kept(self, _values: Values, answer: Sequence[Keyed]) -> None:
        """Their sheets stand so by now."""
        self._model.settle(each.sheet for each in answer if each.sheet is not None)
