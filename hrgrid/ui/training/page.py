"""培训与比武: who is due for training, the classes that teach, and the competitions."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from hrgrid.ui.competitions.page import CompetitionsLevel
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.words import NARROW_BELOW
from hrgrid.ui.page import Page, Turning
from hrgrid.ui.session import Session
from hrgrid.ui.training.classes import ClassLevel
from hrgrid.ui.training.rotation import RotationLevel
from hrgrid.ui.training.words import TOPIC

ROTATION, CLASSES, COMPETITIONS = "rotation", "classes", "competitions"
_TITLES = {ROTATION: "轮训", CLASSES: "培训班", COMPETITIONS: "比武"}


class TrainingPage(Page):
    """Three levels of which one is on show; the others are read when they are next shown."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "competitions", "workforce", "panels"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rotation = RotationLevel(session)
        self.classes = ClassLevel(session)
        self.competitions = CompetitionsLevel(session)
        self.levels: dict[str, Level] = {
            ROTATION: self.rotation,
            CLASSES: self.classes,
            COMPETITIONS: self.competitions,
        }
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("轮训、培训班、比武")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for key in self.levels:
            self.tabs.addTab(_TITLES[key])
        self._turning = Turning()
        self._tools = Turning()
        self._head = QHBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(12)
        for level in self.levels.values():
            self._tools.addWidget(level.tools)
            self._turning.addWidget(level)
        self._head.addWidget(self.tabs)
        self._head.addWidget(self._tools, 1)
        self.column.setSpacing(8)
        self.column.addLayout(self._head)
        self.column.addWidget(self._turning, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._turn())
        self.session.year_changed.connect(self._follow_year)
        for level in self.levels.values():
            level.where_changed.connect(lambda _: self._show_where())
            level.wanted.connect(self.show_level)
        for at, keys in enumerate(("Ctrl+1", "Ctrl+2", "Ctrl+3")):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda at=at: self.tabs.setCurrentIndex(at))
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
        for level in self.levels.values():
            level.stale = True
        self._read()

    def show_part(self, part: str) -> None:
        """`rotation`, `classes`, `classes/ID`, `competitions`, `competitions/ID`."""
        kind, _, key = part.partition("/")
        if kind in self.levels:
            self.show_level(kind, int(key) if key else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is no room."""
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW_BELOW
        for level in self.levels.values():
            level.arrange(narrow=narrow)

    # --- levels -------------------------------------------------------------------------------

    def show_level(self, key: str, what: object = None) -> None:
        """Show a level, and in it a class or a competition by its id; `new_class` opens its form.

        The form is for the closed training of a competition where its id is given.
        """
        if key == "new_class":
            self.tabs.setCurrentIndex(list(self.levels).index(CLASSES))
            self.classes.open_new(what if isinstance(what, int) else None)
            return
        self.tabs.setCurrentIndex(list(self.levels).index(key))
        if isinstance(what, int):
            if key == CLASSES:
                self.classes.choose(what)
            elif key == COMPETITIONS:
                self.competitions.choose(what)

    def _follow_year(self, _year: int) -> None:
        self.stale = not self.isVisible()
        for level in self.levels.values():
            level.stale = True
        if self.isVisible():
            self._read()

    def _turn(self) -> None:
        at = self.tabs.currentIndex()
        had_focus = self._turning.isAncestorOf(self.focusWidget() or self)
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
