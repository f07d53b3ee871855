"""What the four steps share: a body above a foot with one primary button at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.forms import label


class StepView(QWidget):
    """One step: `column` takes its body, the foot says what comes next."""

    def __init__(self, primary: str) -> None:
        super().__init__()
        self.primary = PrimaryButton(primary)
        self.note = label("", "label", wraps=True)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(self.column, 1)
        self._whole = whole

    def add_foot(self, left: Sequence[QWidget] = (), right: Sequence[QWidget] = ()) -> None:
        """Lay out the foot: `left`, the note, `right`, the primary button."""
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for widget in left:
            foot.addWidget(widget)
        foot.addWidget(self.note, 1)
        for widget in (*right, self.primary):
            foot.addWidget(widget)
        self._whole.addLayout(foot)

    def main_control(self) -> QWidget:
        """Where the focus goes when the step begins."""
        return self.primary

    def set_busy(self, *, busy: bool) -> None:
        """Take no more clicks while the answer to the last one is on its way."""
        self.setEnabled(not busy)


def framed(inside: QWidget) -> QFrame:
    """A table on a card that has no margins."""
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(1, 1, 1, 1)
    column.addWidget(inside)
    return frame
