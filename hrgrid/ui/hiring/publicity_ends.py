"""The notices of a batch with their objections; a publicity ended, and what follows from it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.hiring.queries.inputs import publicity_subject
from hrgrid.hiring.service.publishing import close_publicity
from hrgrid.ui.hiring.deeds import closed_told
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.publicity.ending import EndPublicityForm
from hrgrid.ui.publicity.register import RegisterDialog
from hrgrid.ui.session import Session


class CloseDialog(EndPublicityForm):
    """Takes the list of a batch down."""

    TOPIC = TOPIC

    def __init__(self, session: Session, batch_id: int, parent: QWidget) -> None:
        told = "无异议的可以报请决定；异议成立的取消资格，由下一名递补；没有结论的先等着。"
        super().__init__(session, publicity_subject(batch_id), told, parent)
        self._batch_id = batch_id

    def end(self) -> None:
        """Whoever is upheld against is out, and the next is called."""
        batch_id = self._batch_id
        self.send(
            lambda work: close_publicity(work, batch_id),
            lambda came: f"公示已结束：{closed_told(came)}",
            reason=self.reason.text(),
        )


def show_register(session: Session, batch_id: int, parent: QWidget) -> None:
    """The notices with their objections."""
    RegisterDialog(session, publicity_subject(batch_id), parent).exec()
