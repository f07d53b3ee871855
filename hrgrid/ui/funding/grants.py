"""按格测算: what every grid brings its unit in a year."""

from __future__ import annotations

from hrgrid.ui.matters.level import Level
from hrgrid.ui.session import Session


class GrantLevel(Level):
    """The computations of the year."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAccessibleName("按格测算")
