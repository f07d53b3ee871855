"""What the forms of inspections have in common: their topic, their undo, fields for points."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.inspections.words import TOPIC
from hrgrid.ui.matters.forms import MatterForm, ReasonForm
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.session import Session

T = TypeVar("T")


class InspectionForm(MatterForm):
    """A form with one deed; whatever shows inspections is read anew when it is done."""

    TOPIC = TOPIC


class InspectionReason(ReasonForm):
    """A deed that asks for nothing but its reason."""

    TOPIC = TOPIC


def offer_back(
    session: Session,
    text: str,
    inverse: Callable[[UnitOfWork], T],
    came: Callable[[T], Callable[[UnitOfWork], T]],
) -> None:
    """撤销 in the bar takes a step of inspections back, 恢复 does it again."""
    offer_undo(session, text, inverse, topic=TOPIC, came=came)
