"""文书: every paper of a class; what is not due yet says from when on it is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.training.queries.classes import ClassRow
from hrgrid.ui.session import Session


class ClassPapers(QObject):
    """Fills the menu, asks where to, and writes beside the screen."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over

    @property
    def allowed(self) -> bool:
        """Whether anything is offered at all."""
        return self._session.may(Right.PRINT_PAPERS)

    def fill(self, menu: QMenu, _row: ClassRow) -> None:
        """An entry for each paper and each kind of file it comes as."""
        menu.clear()
