"""台账: the postings of the year."""

from __future__ import annotations

from hrgrid.ui.matters.level import Level
from hrgrid.ui.session import Session


class LedgerLevel(Level):
    """The postings of the year."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("台账")
