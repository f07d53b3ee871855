"""What splitting and merging share: who goes where, what comes of it, and the deed itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import label
from hrgrid.ui.grids.parts import Deed, EffectFields, PeoplePart, Trial
from hrgrid.ui.session import Session
from hrgrid.workforce.service.regridding import Regridded


class RegridDialog(FormDialog):
    """Day and paper above, what becomes of the grid between, people and outcome below."""

    WIDTH = 720
    # What the button says that does not do it, what is asked first, what is missing.
    STAY = WAITING = MISSING = AFTER = TITLE = ""

    def __init__(
        self,
        session: Session,
        title: tuple[str, str],
        names: dict[int, str],
        parent: QWidget,
        *,
        hint: str,
    ) -> None:
        super().__init__(*title, parent)
        self._session = session
        self.effect = EffectFields(hint=hint)
        self.people = PeoplePart(names)
        self.trial = Trial(session, self.planned, self.WAITING)
        self._away.setText(self.STAY)

    def finish(self) -> None:
        """The lines with which both end; called once what is between stands."""
        self.form.addWidget(label("谁去哪里", "strong"))
        self.form.addWidget(self.people)
        self.form.addWidget(label(self.AFTER, "caption", wraps=True))
        # Above the buttons, in sight however long the form is.
        self.body.insertWidget(2, self.trial)
        self.effect.changed.connect(self.trial.again)
        self.effect.on.changed.connect(self.read)
        self.people.changed.connect(self.trial.again)
        self.trial.shown.connect(self.fit_soon)
        self.on_act(self._regrid)
        self.renew()
        self.read()
        self.effect.reason.setFocus()

    def planned(self) -> Deed | None:
        """The deed as typed; None where something is not written yet. Raises UserError."""
        raise NotImplementedError

    def read(self) -> None:
        """Read who works there on the day."""
        raise NotImplementedError

    def renew(self) -> None:
        """Something was typed: offer other destinations, and try again."""
        raise NotImplementedError

    def said(self, done: Regridded) -> str:
        """What the shell says when it is done."""
        raise NotImplementedError

    def tried(self) -> None:
        """The form changed: another trial, another height."""
        self.trial.again()
        self.fit_soon()

    def _regrid(self) -> None:
        try:
            deed = self.planned()
        except UserError as error:
            self.refuse(error.sentence)
            return
        if deed is None:
            self.refuse(self.MISSING)
            return
        self._session.tasks.write(
            deed.job,
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            title=self.TITLE,
            reason=deed.reason,
        )

    def _done(self, done: Regridded) -> None:
        self.accept()
        self._session.say(self.said(done))
