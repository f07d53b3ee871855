"""What the parts of the page 设置 have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session


class Part(QWidget):
    """A part of the page; it scrolls by itself where it must."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.session = session
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def add_tools(self, first: QWidget, *tools: QWidget) -> None:
        """A row of tools; the first takes what room is left."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(first, 1)
        for tool in tools:
            row.addWidget(tool)
        self.column.addLayout(row)

    def add_framed(self, *inside: QWidget) -> None:
        """What the part is about, in a frame; the last of it takes the height."""
        frame = QFrame()
        frame.setProperty("role", "panel")
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        for widget in inside:
            column.addWidget(widget)
        column.setStretch(len(inside) - 1, 1)
        self.column.addWidget(frame, 1)

    def refresh(self) -> None:
        """Read again what is shown."""

    def main_control(self) -> QWidget:
        """Where the focus goes when the part is shown."""
        return self


class ScrollingPart(Part):
    """A part made of cards in a column, no wider than is good to read."""

    WIDEST = 880

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        scroll = Scroll()
        self.column.addWidget(scroll)
        middle = QWidget()
        middle.setObjectName("pageBody")
        middle.setMaximumWidth(self.WIDEST)
        self.cards = QVBoxLayout(middle)
        self.cards.setContentsMargins(0, 0, 8, 0)
        self.cards.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(middle, 1_000)
        row.addStretch(1)
        scroll.column.addLayout(row)
        scroll.column.addStretch()
