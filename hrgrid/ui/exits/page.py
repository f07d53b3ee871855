"""退出管理: cases, early warnings, regulations and rules."""

from __future__ import annotations

from hrgrid.ui.exits.cases import CasesLevel
from hrgrid.ui.exits.words import TOPIC
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.session import Session

CASES, WARNINGS, RULES = "cases", "warnings", "rules"


class ExitsPage(LevelPage):
    """`cases/ID` opens a case."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "assessment", "workforce", "rules"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.cases = CasesLevel(session)
        self.put_levels({CASES: ("退出事项", self.cases)})
