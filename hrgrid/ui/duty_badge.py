"""How many duties wait, counted when nothing else is read and said on the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.navigation import NavButton
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.overview.queries.duties import DutyCount

# What changes may change what is due.
_COUNTED = frozenset({"duties", "workforce", "honours", "accounts", "rules"})


# The tables behind it take long to load: a reading thread does it, after the page.
def _read_count(work: UnitOfWork) -> DutyCount:
    from hrgrid.overview.queries.duties import duty_count

    return duty_count(work)


class DutyBadge(QObject):
    """Counts at first, and after each change of what duties are derived from."""

    def __init__(self, session: Session, button: NavButton) -> None:
        super().__init__(button)
        self._session, self._button = session, button
        self._due = True
        session.tasks.ended.connect(self._soon)
        session.tasks.changed.connect(self._note)
        session.duties_counted.connect(self._show)

    def _note(self, topic: str) -> None:
        if topic in _COUNTED:
            self._due = True
            self._soon()

    def _soon(self) -> None:
        # When everything that a page asks for has come: nobody waits for a badge.
        if self._due:
            QTimer.singleShot(0, self, self._count)

    def _count(self) -> None:
        if self._due and not self._session.tasks.running:
            self._due = False
            self._session.tasks.read(_read_count, self._session.show_duties)

    def _show(self, count: DutyCount) -> None:
        self._button.show_count(count.waiting, urgent=count.overdue > 0)
