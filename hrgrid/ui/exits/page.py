"""退出管理: cases, early warnings, regulations and rules."""

from __future__ import annotations

from hrgrid.ui.exits.cases import CasesLevel
from hrgrid.ui.exits.rules import RulesLevel
from hrgrid.ui.exits.warnings import WarningsLevel
from hrgrid.ui.exits.words import TOPIC
from hrgrid.ui.exits.yearly import YearLevel
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.session import Session

CASES, WARNINGS, RULES, YEAR = "cases", "warnings", "rules", "year"


class ExitsPage(LevelPage):
    """`cases/ID` opens a case."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "assessment", "workforce", "rules"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.cases = CasesLevel(session)
        self.warnings = WarningsLevel(session)
        self.rules = RulesLevel(session)
        self.year = YearLevel(session)
        self.put_levels(
            {
                CASES: ("退出事项", self.cases),
                WARNINGS: ("预警筛查", self.warnings),
                RULES: ("办法和规则", self.rules),
                YEAR: ("年度报告", self.year),
            }
        )
