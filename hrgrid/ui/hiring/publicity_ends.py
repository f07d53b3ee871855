"""The notices of a batch with their objections; a publicity ended, and what follows from it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.hiring.queries.inputs import publicity_subject
from hrgrid.hiring.service.publishing import close_publicity
from hrgrid.publicity.queries import notice_by_subject, time_doubts
from hrgrid.publicity.rules import NoticeState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.hiring.deeds import closed_told
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import named
from hrgrid.ui.publicity.register import RegisterDialog
from hrgrid.ui.session import Session


def read_doubts(work: UnitOfWork, batch_id: int) -> tuple[str, ...]:
    """Why the clock alone does not prove that the days are over; empty where it does."""
    rows = notice_by_subject(work, publicity_subject(batch_id))
    running = [row for row in rows if row.state is NoticeState.OPEN]
    return tuple(dict.fromkeys(told for row in running for told in time_doubts(work, row.id)))


class CloseDialog(HiringForm):
    """Takes the list down; where the clock is in doubt it asks how somebody made sure."""

    def __init__(self, session: Session, batch_id: int, parent: QWidget) -> None:
        super().__init__(session, "结束公示", "结束公示", parent)
        self._batch_id = batch_id
        self.told = label("", "body2", wraps=True)
        self.reason = TextField("怎样核实公示已满", hint="例如：现场核对公示栏，公示未中断")
        self._why = named(self.reason)
        self._why.hide()
        self.form.addWidget(self.told)
        self.form.addWidget(self._why)
        self._show(())
        self.on_act(self._close)
        session.tasks.read(lambda work: read_doubts(work, batch_id), self._show)

    def _show(self, doubts: tuple[str, ...]) -> None:
        told = "无异议的可以报请决定；异议成立的取消资格，由下一名递补；没有结论的先等着。"
        if doubts:
            told = f"{'；'.join(doubts)}，电脑时间不能证明公示已满。{told}"
        self.told.setText(told)
        self._why.setVisible(bool(doubts))
        (self.reason if doubts else self.act).setFocus()
        self.fit_soon()

    def _close(self) -> None:
        batch_id = self._batch_id
        self.send(
            lambda work: close_publicity(work, batch_id),
            lambda came: f"公示已结束：{closed_told(came)}",
            reason=self.reason.text(),
        )


def show_register(session: Session, batch_id: int, parent: QWidget) -> None:
    """The notices with their objections."""
    RegisterDialog(session, publicity_subject(batch_id), parent).exec()
