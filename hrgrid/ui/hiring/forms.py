"""What the forms of hiring have in common: one deed, and its undo."""

from __future__ import annotations

from hrgrid.ui.hiring.undoing import Done, Step, offer
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm


class HiringForm(MatterForm):
    """A form with one deed of hiring."""

    TOPIC = TOPIC

    def send_step(self, step: Step, said: str, text: str, *, reason: str = "") -> None:
        """Do a step that 撤销 can take back, where it is called `text`."""

        def told(done: Done) -> str:
            offer(self.session, text, done)
            return said

        self.send(step, told, reason=reason)
