"""A deed about one candidate that asks for its reason, and a document where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.hiring.forms import HiringForm
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session

Job = Callable[[UnitOfWork, str, str], str]


class DeedForm(HiringForm):
    """Reason and document; `job` does it and gives back what to say."""

    def __init__(
        self,
        session: Session,
        title: str,
        act: str,
        parent: QWidget,
        *,
        told: str,
        example: str,
        job: Job,
        takes_away: bool = False,
        with_document: bool = False,
    ) -> None:
        super().__init__(session, title, act, parent, takes_away=takes_away)
        self._job, self._example = job, example
        self.reason = TextField("事由", hint=f"例如：{example}")
        self.document = TextField("文号", hint="可不填")
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.reason, "不要写与办理无关的个人情况。"))
        if with_document:
            self.form.addWidget(named(self.document))
        self.on_act(self._go)
        self.reason.setFocus()

    def _go(self) -> None:
        reason = self.checked(lambda: filled(self.reason, self._example))
        job, document = self._job, self.document.text().strip()
        if reason is not None:
            self.send(lambda work: job(work, reason, document), lambda said: said, reason=reason)
