"""总览: where the money of a year stands, from the budget to what is left."""

from __future__ import annotations

from hrgrid.ui.matters.level import Level
from hrgrid.ui.session import Session


class OverviewLevel(Level):
    """The bridge of the year and its execution."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("总览")
