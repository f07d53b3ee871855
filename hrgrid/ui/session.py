"""What every page works with: the desk, the tasks, and a way to speak to the shell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.desk import Desk
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.days import read_only_words
from hrgrid.ui.settings import YEAR, Settings
from hrgrid.ui.tasks import Tasks

if TYPE_CHECKING:
    from hrgrid.overview.queries.duties import DutyCount


class Session(QObject):
    """One person's sitting, from sign-in to leaving."""

    said = Signal(object)
    page_wanted = Signal(str, str)
    counted = Signal(str)
    look_changed = Signal()
    year_changed = Signal(int)
    day_changed = Signal(object)
    duties_counted = Signal(object)
    data_wanted = Signal(object)
    sought = Signal(str)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings
        self.tasks = Tasks(desk, self)
        self.undo = QUndoStack(self)
        self._handed: list[Path] = []
        self.duties: DutyCount | None = None
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

    @property
    def day(self) -> dt.date | None:
        """The day that pages show, None for today."""
        return self.desk.day

    def look_at(self, day: dt.date | None) -> None:
        """Show every page that follows the day as of `day`; None is today again."""
        if day == dt.date.today():  # noqa: DTZ011 - the desk's day
            day = None
        if day is not None and self.tasks.writing:
            self.say("还有一步正在保存。请等它办完，再看别的日期", Kind.INFO)
        elif day != self.desk.day:
            self.desk.day = day
            self.day_changed.emit(day)

    def show_duties(self, count: DutyCount) -> None:
        """Tell how many duties wait."""
        self.duties = count
        self.duties_counted.emit(count)

    def off_unless_today(self, *controls: QWidget) -> None:
        """Switch deeds off while another day is shown, and say why on them."""
        if self.day is None:
            return
        for control in controls:
            control.setEnabled(False)
            control.setToolTip(read_only_words(self.day))
            control.setAccessibleDescription(read_only_words(self.day))

    def is_today(self) -> bool:
        """Whether something may be done: on another day it is said why not."""
        if self.day is None:
            return True
        self.say(read_only_words(self.day), Kind.INFO, ("回到今天", lambda: self.look_at(None)))
        return False

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
