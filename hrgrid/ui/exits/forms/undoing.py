"""What a case can take back by 撤销: each step, once done, gives the one that undoes it."""

from __future__ import annotations

from hrgrid.ui.exits.forms.base import TOPIC
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.session import Session
from hrgrid.ui.training.undoing import Step, two_ways

__all__ = ["Step", "offer", "two_ways"]


def offer(session: Session, text: str, inverse: Step) -> None:
    """A step was done: 撤销 in the bar takes it back."""

    def came(step: Step) -> Step:
        return step

    offer_undo(session, text, inverse, topic=TOPIC, came=came)
