"""A page of levels under tabs, from what is wanted to what comes of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from hrgrid.ui.focus import holds_focus
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.words import NARROW_BELOW
from hrgrid.ui.page import Page, Turning
from hrgrid.ui.session import Session


class LevelPage(Page):
    """Levels of which one is on show; the others are read when they are next shown.

    Subclasses make them and give them to `put_levels`, in the order of their tabs.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.levels: dict[str, Level] = {}
        self.tabs = QTabBar()
        self._turning = Turning()
        self._tools = Turning()

    def put_levels(self, levels: Mapping[str, tuple[str, Level]]) -> None:
        """Put a level under each key, with the title of its tab."""
        self.tabs.setAccessibleName("、".join(title for title, _ in levels.values()))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for at, (key, (title, level)) in enumerate(levels.items(), start=1):
            self.levels[key] = level
            self.tabs.addTab(title)
            self._tools.addWidget(level.tools)
            self._turning.addWidget(level)
            self._put_key(at - 1, f"Ctrl+{at}")
            level.where_changed.connect(lambda _: self._show_where())
            level.wanted.connect(self.show_level)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(12)
        head.addWidget(self.tabs)
        head.addWidget(self._tools, 1)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addWidget(self._turning, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tabs.currentChanged.connect(lambda _: self._turn())

    def _put_key(self, at: int, keys: str) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.tabs.setCurrentIndex(at))
        self.tabs.setTabToolTip(at, keys)

    # --- what the shell asks ------------------------------------------------------------------

    @property
    def level(self) -> Level:
        """The one on show."""
        return list(self.levels.values())[self.tabs.currentIndex()]

    def main_control(self) -> QWidget:
        """That of the level on show."""
        return self.level.main_control()

    def refresh(self) -> None:
        """Read the level on show; the others when they are shown."""
        self.let_go()
        self._read()

    def let_go(self) -> None:
        """What the levels show is old; each is read when it is next shown."""
        for level in self.levels.values():
            level.stale = True

    def show_part(self, part: str) -> None:
        """`KEY` of a level, `KEY/ID` of a matter on it."""
        key, _, matter = part.partition("/")
        if key in self.levels:
            self.show_level(key, int(matter) if matter else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is no room."""
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW_BELOW
        for level in self.levels.values():
            level.arrange(narrow=narrow)

    # --- levels -------------------------------------------------------------------------------

    def show_level(self, key: str, what: object = None) -> None:
        """Show a level, and on it a matter by its id."""
        self.tabs.setCurrentIndex(list(self.levels).index(key))
        if isinstance(what, int):
            self.levels[key].choose(what)

    def _turn(self) -> None:
        at = self.tabs.currentIndex()
        had_focus = holds_focus(self._turning) or holds_focus(self._tools)
        self._turning.setCurrentIndex(at)
        self._tools.setCurrentIndex(at)
        self._read()
        self._show_where()
        if had_focus:
            QTimer.singleShot(0, self, lambda: self.main_control().setFocus())

    def _read(self) -> None:
        if self.level.stale:
            self.level.stale = False
            self.level.refresh()

    def _show_where(self) -> None:
        self.say_where(self.level.where or self.tabs.tabText(self.tabs.currentIndex()))
