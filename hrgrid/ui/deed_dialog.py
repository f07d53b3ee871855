"""Forms that ask for a reason: one that does a deed for it, and one that only asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField
from hrgrid.ui.session import Session


class DeedDialog(FormDialog):
    """A form that does one thing, to the workforce unless `TOPIC` says what else.

    It has a `reason`, and says when it is done.
    """

    TOPIC = "workforce"
    _session: Session
    reason: TextField

    def send(
        self,
        job: Callable[[UnitOfWork], object],
        said: Callable[[], str],
        title: str = "正在保存",
    ) -> None:
        """Do it; the form closes when it is done and else stays with the sentence."""

        def done(_: object) -> None:
            self.accept()
            self._session.say(said())

        self._session.tasks.write(
            job,
            topic=self.TOPIC,
            done=done,
            failed=self.refuse,
            title=title,
            reason=self.reason.text().strip(),
        )


class ReasonDialog(FormDialog):
    """Asks why, and takes no blank for an answer."""

    def __init__(
        self,
        title: str,
        act: str,
        parent: QWidget,
        *,
        example: str,
        told: str,
        missing: str,
        away: str = "",
    ) -> None:
        super().__init__(title, act, parent)
        if away:
            self._away.setText(away)
        self.reason = TextField("事由", hint=example)
        self._missing = missing
        self._field = Field("事由", self.reason, hint=told)
        self.form.addWidget(self._field)
        self.on_act(self._check)
        self.reason.setFocus()

    def _check(self) -> None:
        if self.reason.text().strip():
            self.accept()
            return
        self._field.complain(self._missing)
        self.refuse("")
        self.reason.setFocus()
