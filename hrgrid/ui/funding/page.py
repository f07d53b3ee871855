"""经费与待遇: from the budget of a year to what was paid, every fen of it in the ledger."""

from __future__ import annotations

from hrgrid.ui.funding.budgets import BudgetLevel
from hrgrid.ui.funding.grants import GrantLevel
from hrgrid.ui.funding.ledger.level import LedgerLevel
from hrgrid.ui.funding.overview import OverviewLevel
from hrgrid.ui.funding.pay.level import PayLevel
from hrgrid.ui.funding.words import BUDGETS, GRANTS, LEDGER, OVERVIEW, PAY, TOPIC
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.session import Session


class FundingPage(LevelPage):
    """`budgets/ID` opens the card of a budget, `pay/ID` a month, `ledger/ID` a posting."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "workforce", "rules"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.overview = OverviewLevel(session)
        self.budgets = BudgetLevel(session)
        self.grants = GrantLevel(session)
        self.pay = PayLevel(session)
        self.ledger = LedgerLevel(session)
        self.put_levels(
            {
                OVERVIEW: ("总览", self.overview),
                BUDGETS: ("预算", self.budgets),
                GRANTS: ("按格测算", self.grants),
                PAY: ("薪酬", self.pay),
                LEDGER: ("台账", self.ledger),
            }
        )
        session.year_changed.connect(self._follow_year)

    def _follow_year(self, _year: int) -> None:
        self.stale = not self.isVisible()
        if self.isVisible():
            self.refresh()
        else:
            self.let_go()
