"""考核与星级: periods, stars, the schemes that they go by, and random inspections."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from hrgrid.core.rights import Right
from hrgrid.ui.assessment.periods import PeriodsLevel
from hrgrid.ui.assessment.words import TOPIC
from hrgrid.ui.inspections.page import InspectionsLevel
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.schemes.page import SchemesLevel
from hrgrid.ui.session import Session
from hrgrid.ui.stars.level import StarsLevel

PERIODS, STARS, SCHEMES, INSPECTIONS = "periods", "stars", "schemes", "inspections"


class AssessmentPage(LevelPage):
    """Periods, stars, schemes, inspections: `periods/ID`, `stars/ID`, `schemes`, `inspections/ID`.

    Files that are let fall on it are figures: the import page takes them.
    """

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "stars", "inspections", "collections", "workforce", "rules"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.periods = PeriodsLevel(session)
        self.stars = StarsLevel(session)
        self.schemes = SchemesLevel(session)
        levels: dict[str, tuple[str, Level]] = {
            PERIODS: ("考核期", self.periods),
            STARS: ("星级评定", self.stars),
            SCHEMES: ("方案和指标", self.schemes),
        }
        # Who approves results has to see them; inspections are for who runs them.
        if session.may(Right.RUN_ASSESSMENT):
            self.inspections = InspectionsLevel(session)
            levels[INSPECTIONS] = ("双随机检查", self.inspections)
        self.put_levels(levels)
        self.setAcceptDrops(True)

    def show_part(self, part: str) -> None:
        """`KEY` of a level, what follows it is the level's own."""
        key, _, rest = part.partition("/")
        level = self.levels.get(key)
        shown = getattr(level, "show_part", None)
        if rest and shown is not None:
            self.show_level(key)
            shown(rest)
        else:
            super().show_part(part)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are taken on the level of periods."""
        if event.mimeData().hasUrls() and self.level is self.periods:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Figures of the units: to the import."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and self.level is self.periods:
            event.acceptProposedAction()
            self.periods.import_files(paths)
