"""What every page works with: the desk, the tasks, and a way to speak to the shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from hrgrid.core.rights import Right
from hrgrid.storage.desk import Desk
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.settings import YEAR, Settings
from hrgrid.ui.tasks import Tasks


class Session(QObject):
    """One person's sitting, from sign-in to leaving."""

    said = Signal(object)
    page_wanted = Signal(str, str)
    counted = Signal(str)
    look_changed = Signal()
    year_changed = Signal(int)
    data_wanted = Signal(object)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.tasks = Tasks(desk, self)
        self.undo = QUndoStack(self)
        self._handed: list[Path] = []
        self._year = settings.get(YEAR) or dt.date.today().year  # noqa: DTZ011 - the desk's year

    @property
    def year(self) -> int:
        """The year that pages show."""
        return self._year

    def choose_year(self, year: int) -> None:
        """Show another year on every page."""
        if year != self._year:
            self._year = year
            self.settings.put(YEAR, year)
            self.year_changed.emit(year)

    def may(self, *rights: Right) -> bool:
        """Whether the person holds one of these rights anywhere; use cases ask again."""
        held = {grant.right for grant in self.desk.actor.grants}
        return not rights or not held.isdisjoint(rights)

    def say(
        self,
        sentence: str,
        kind: Kind = Kind.OK,
        *actions: tuple[str, Callable[[], object]],
    ) -> None:
        """Show a message above the page."""
        self.said.emit(Message(sentence, kind, tuple(Action(*action) for action in actions)))

    def go(self, page: str, part: str = "") -> None:
        """Show a page, and a part of it where it has parts."""
        self.page_wanted.emit(page, part)

    def hand_over(self, paths: Sequence[Path]) -> None:
        """Files that were let fall on one page, for the page that is shown next."""
        self._handed = list(paths)

    def take_handed(self) -> list[Path]:
        """The files that were handed over, once."""
        handed, self._handed = self._handed, []
        return handed

    def close(self) -> None:
        """Stop what runs; the database stays open for whoever sits down next."""
        # A stack that goes tells of its emptying; whoever listens would find it gone already.
        self.undo.clear()
        self.tasks.close()
        self.settings.keep()
