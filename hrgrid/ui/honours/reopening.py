"""Back to the draft before nominations began: asks why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.honours.service import reopen_quotas
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, label
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.session import Session


class ReopenDialog(FormDialog):
    """The places may be shared anew afterwards; those of now stay on file."""

    def __init__(self, session: Session, campaign_id: int, title: str, parent: QWidget) -> None:
        super().__init__("退回拟定方案", "退回拟定方案", parent)
        self._session, self._id = session, campaign_id
        told = f"{title}退回后可以重新分配名额，现在的名额留底。"
        self.reason = TextField("事由", hint="例如：名额有变")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._reopen)
        self.reason.setFocus()

    def _reopen(self) -> None:
        campaign_id = self._id
        self._session.tasks.write(
            lambda work: reopen_quotas(work, campaign_id),
            topic=TOPIC,
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=self.reason.text().strip(),
        )
