"""What a page is: a widget that the shell shows, refreshes and hands the focus to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hrgrid.core.rights import Right
from hrgrid.ui.session import Session


class Page(QWidget):
    """A page of the shell; subclasses build their widgets in `__init__`.

    `TOPICS` are those whose change makes it refresh: at once when it is on show, else when it
    is next shown. One that `FOLLOWS_DAY` is read anew when another day is looked at.
    """

    TOPICS: frozenset[str] = frozenset()
    FOLLOWS_DAY = False
    crumb_changed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        self.crumb = ""
        self.stale = True
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 12)
        self.column.setSpacing(12)

    def refresh(self) -> None:
        """Read again what the page shows."""

    def show_part(self, part: str) -> None:
        """Show a part of the page by its key."""

    def main_control(self) -> QWidget:
        """Where the focus goes when the page is shown."""
        return self

    def say_where(self, crumb: str) -> None:
        """Show beside the title which part of the page this is."""
        self.crumb = crumb
        self.crumb_changed.emit(crumb)


class Scroll(QScrollArea):
    """A column that scrolls when the window is low; no wider than the window.

    `inside` a card it is transparent, else it has the colour of the page.
    """

    def __init__(self, *, inside: bool = False) -> None:
        super().__init__()
        self.setObjectName("inside" if inside else "page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setObjectName("insideBody" if inside else "pageBody")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.setWidget(body)


class Turning(QWidget):
    """Pages of which one is on show; as high as that one, unlike a QStackedWidget."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self._at = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, page: QWidget) -> None:
        """Add a page; the first one is on show."""
        self._pages.append(page)
        self._column.addWidget(page)
        page.setVisible(len(self._pages) == 1)

    def currentIndex(self) -> int:
        """Which page is on show."""
        return self._at

    def setCurrentIndex(self, at: int) -> None:
        """Show another page."""
        self._at = at
        for other, page in enumerate(self._pages):
            page.setVisible(other == at)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show this page."""
        self.setCurrentIndex(self._pages.index(page))


@dataclass(frozen=True)
class PageSpec:
    """A page as navigation knows it; `make` is called on the first visit.

    `low` ones stand at the foot of the navigation, with a `shortcut` of their own or none.
    `keys` are other words by which the search field finds it, initials of the pinyin included.
    """

    key: str
    title: str
    glyph: str
    make: Callable[[Session], Page]
    rights: tuple[Right, ...] = ()
    keys: str = ""
    parts: tuple[tuple[str, str, str], ...] = field(default=())
    low: bool = False
    shortcut: str = ""
