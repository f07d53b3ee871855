"""薪酬: the months of pay and the one that is open."""

from __future__ import annotations

from hrgrid.ui.matters.level import Level
from hrgrid.ui.session import Session


class PayLevel(Level):
    """The months of pay."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("薪酬")
