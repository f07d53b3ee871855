"""What stands before the main window: the gate with the first-start or the sign-in page in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from hrgrid.accounts.queries import SignInRow
from hrgrid.storage.database import Database
from hrgrid.ui.banners import Action, Kind
from hrgrid.ui.gate import Gate
from hrgrid.ui.tasks import Runner, Trouble


class Door(QObject):
    """Shows the gate when somebody has to be asked, and takes it away when a person is in."""

    data_chosen = Signal(object)
    restore_wanted = Signal(object, object)
    office_made = Signal(object)
    came = Signal(object)
    closed = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._gate: Gate | None = None

    @property
    def gate(self) -> Gate | None:
        """The window, while it is there."""
        return self._gate

    def ask_for_data(self, sentence: str = "", retry: Callable[[], object] | None = None) -> None:
        """The first-start page: which data, or a new office; a sentence says why."""
        from hrgrid.ui.first_start import FirstStart

        page = FirstStart(self._runner)
        page.opened.connect(self.data_chosen)
        page.restore_wanted.connect(self.restore_wanted)
        page.finished.connect(self.office_made)
        gate = self._open()
        gate.show_content(page, FirstStart.WIDTH)
        gate.say(sentence, Kind.BAD, *_again(retry))
        page.main_control().setFocus()

    def ask_for_person(
        self,
        database: Database,
        choices: SignInRow,
        login: str,
        sentence: str = "",
        *,
        by_code: bool = False,
    ) -> None:
        """The sign-in page, with the recovery code's form in front where only that helps."""
        from hrgrid.ui.sign_in import SignIn

        page = SignIn(self._runner, database, choices, login)
        page.came.connect(self.came)
        page.other_data_wanted.connect(self.ask_for_data)
        gate = self._open()
        gate.show_content(page, SignIn.WIDTH)
        gate.say(sentence, Kind.INFO if by_code else Kind.BAD)
        if by_code:
            page.show_recovery()
        else:
            page.main_control().setFocus()

    def tell(self, trouble: Trouble) -> None:
        """A fault of the storage before anybody is in."""
        if self._gate is None:
            self.ask_for_data(trouble.sentence, trouble.retry)
        else:
            self._gate.say(trouble.sentence, Kind.BAD, *_again(trouble.retry))

    def take_away(self) -> None:
        """Somebody is in."""
        if self._gate is not None:
            self._gate.closed.disconnect()
            self._gate.close()
            self._gate.deleteLater()
            self._gate = None

    def _open(self) -> Gate:
        if self._gate is None:
            self._gate = Gate()
            self._gate.closed.connect(self.closed)
        self._gate.show()
        self._gate.raise_()
        return self._gate


def _again(retry: Callable[[], object] | None) -> tuple[Action, ...]:
    return (Action("重试", retry),) if retry else ()
