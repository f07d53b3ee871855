"""What the forms of inspections have in common: their topic, their undo, fields for points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Tick
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


class Ticks(QGridLayout):
    """A few boxes side by side, each with its value."""

    def __init__(
        self, entries: Sequence[tuple[str, str]], ticked: Sequence[str], across: int = 4
    ) -> None:
        super().__init__()
        self.boxes: dict[str, Tick] = {}
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(2)
        for at, (code, text) in enumerate(entries):
            box = Tick(text)
            box.setAccessibleName(text)
            box.setChecked(code in ticked)
            self.boxes[code] = box
            self.addWidget(box, at // across, at % across, Qt.AlignmentFlag.AlignLeft)

    @property
    def values(self) -> tuple[str, ...]:
        """Those that are ticked."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())
