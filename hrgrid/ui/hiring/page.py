"""配备与招录: one after the other what is vacant, what is planned, and the batches that fill it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from hrgrid.ui.hiring import words
from hrgrid.ui.hiring.batches import BatchLevel
from hrgrid.ui.hiring.plans import PlanLevel
from hrgrid.ui.hiring.vacancies import VacancyLevel
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.words import NARROW_BELOW
from hrgrid.ui.page import Page, Turning
from hrgrid.ui.session import Session

VACANCIES, PLANS, BATCHES = "vacancies", "plans", "batches"


class HiringPage(Page):
    """Three levels of which one is on show; the others are read when they are next shown."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({words.TOPIC, "workforce", "panels", "publicity"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.vacancies = VacancyLevel(session)
        self.plans = PlanLevel(session)
        self.batches = BatchLevel(session)
        self.levels: dict[str, Level] = {
            VACANCIES: self.vacancies,
            PLANS: self.plans,
            BATCHES: self.batches,
        }
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("缺额、计划、批次")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for title in ("缺额", "计划", "批次"):
            self.tabs.addTab(title)
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
        """`vacancies`, `plans/ID`, `batches/ID`; `candidate/ID` opens somebody's card."""
        kind, _, key = part.partition("/")
        if kind == "candidate":
            self.tabs.setCurrentIndex(2)
            self.batches.open_candidate(int(key))
        elif kind in self.levels:
            self.show_level(kind, int(key) if key else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is no room."""
        super().resizeEvent(event)
        narrow = self.window().width() < NARROW_BELOW
        for level in self.levels.values():
            level.arrange(narrow=narrow)

    # --- levels -------------------------------------------------------------------------------

    def show_level(self, key: str, what: object = None) -> None:
        """Show a level, and in it a plan or a batch by its id; `new_batch` opens its form."""
        if key == "draft":
            self.tabs.setCurrentIndex(0)
            self.vacancies.draft()
            return
        if key == "new_batch":
            self.tabs.setCurrentIndex(2)
            self.batches.open_new(what)
            return
        self.tabs.setCurrentIndex(list(self.levels).index(key))
        if isinstance(what, int):
            if key == PLANS:
                self.plans.choose(what)
            elif key == BATCHES:
                self.batches.choose(what)

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
