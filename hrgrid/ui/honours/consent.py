"""Whether somebody may be shown in the booklet: asked whenever it is made, after the close too."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries.nominating import NomineeForm
from hrgrid.honours.rules.nominating import BookletConsent
from hrgrid.honours.service.nominating import set_consent
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, named
from hrgrid.ui.session import Session


class ConsentForm(MatterForm):
    """The answer of one nominee; nothing else of his form changes."""

    TOPIC = TOPIC

    def __init__(self, session: Session, form: NomineeForm, parent: QWidget) -> None:
        super().__init__(session, f"{form.name}的宣传册意愿", "记下", parent)
        self._key, self._name = form.nomination_id, form.name
        self.consent = Choice("照片和事迹印入宣传册", [(one, one.label) for one in BookletConsent])
        self.consent.choose(form.consent)
        self.form.addWidget(label("推荐截止以后也可以改，推荐表的其他内容不动。", "body2"))
        self.form.addWidget(named(self.consent))
        self.on_act(self._go)
        self.consent.setFocus()

    def _go(self) -> None:
        key, consent = self._key, self.consent.currentData()
        self.send(
            lambda work: set_consent(work, key, consent),
            f"{self._name}的宣传册意愿记为“{consent.label}”。",
        )
