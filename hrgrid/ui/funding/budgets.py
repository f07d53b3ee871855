"""预算: what every unit has for a year, and the papers that changed it."""

from __future__ import annotations

from hrgrid.ui.matters.level import Level
from hrgrid.ui.session import Session


class BudgetLevel(Level):
    """The tree of units with their sums."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("预算")
