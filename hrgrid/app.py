"""Composition root of the desktop program: from the data's place to the window of a person.

Data are opened and people signed in off the screen's thread. An office of one person without a
password starts straight in: no window is shown before the main one.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from hrgrid.accounts import queries
from hrgrid.accounts.queries import OfficeRow, OperatorRow, SignInRow
from hrgrid.accounts.service import NeedsRecoveryCode
from hrgrid.core.errors import UserError
from hrgrid.core.paths import user_folder
from hrgrid.core.policies import Policy
from hrgrid.core.progress import Progress
from hrgrid.storage import recent
from hrgrid.storage.anchors import anchor
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.location import Location
from hrgrid.ui import theme
from hrgrid.ui.arrival import FirstSitting, desk_of, first_desk, open_data, read_person
from hrgrid.ui.door import Door
from hrgrid.ui.faults import hook_faults
from hrgrid.ui.gate import Gate
from hrgrid.ui.idle import MINUTE_MS, IdleWatch
from hrgrid.ui.instance import Instance
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.settings import LOGIN, MODE, TEXT_SIZE, Settings, settings_path
from hrgrid.ui.tasks import Runner

log = logging.getLogger(__name__)

# After this long the window has come to rest on any desk.
_AT_REST_MS = 4_000


def run(data: str | None, user: str | None) -> int:
    """Open the window on `data` (a file or an address; else what was opened last), as `user`."""
    _begin_log()
    app = _application()
    program = Program(app, user)
    hook_faults(program.crashed)
    status = app.exec() if program.start(data) else 0
    program.end()
    return status


def _application() -> QApplication:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("hrgrid")
    app.setApplicationDisplayName("网格员队伍管理")
    app.setQuitOnLastWindowClosed(False)
    theme.prepare(app)
    QTimer.singleShot(_AT_REST_MS, app, _collect_garbage)
    return app


def _collect_garbage() -> None:
    """From now on; what is there by now stays until the end and need not be walked again."""
    gc.freeze()
    gc.enable()


def _begin_log() -> None:
    with suppress(OSError):
        folder = user_folder() / "logs"
        folder.mkdir(exist_ok=True)
        handler = RotatingFileHandler(
            folder / "hrgrid.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root = logging.getLogger("hrgrid")
        root.addHandler(handler)
        root.setLevel(logging.INFO)


class Program(QObject):
    """The one object that knows data, person and windows."""

    crashed = Signal(object)

    def __init__(self, app: QApplication, user: str | None = None) -> None:
        super().__init__()
        self._app, self._user = app, user
        self._runner = Runner(self)
        self._instance = Instance(self)
        self._idle = IdleWatch(self)
        self._door = Door(self._runner, self)
        self._database: Database | None = None
        self._settings = Settings(user_folder() / "screen.ini")
        self._choices: SignInRow | None = None
        self._sitting: FirstSitting | None = None
        self.window: MainWindow | None = None
        self._use_settings(self._settings)
        self._door.data_chosen.connect(self._open_another)
        self._door.restore_wanted.connect(self._restore)
        self._door.office_made.connect(self._go_on)
        self._door.came.connect(self._arrive)
        self._door.closed.connect(app.quit)
        self._runner.troubled.connect(self._door.tell)
        self._runner.crashed.connect(self.show_crash)
        self.crashed.connect(self.show_crash)
        self._instance.called.connect(self._come_forward)
        self._idle.idle.connect(self._lock)
        app.styleHints().colorSchemeChanged.connect(self._follow_desktop)

    @property
    def gate(self) -> Gate | None:
        """The window before sign-in, while it is there."""
        return self._door.gate

    def start(self, data: str | None) -> bool:
        """Open the data or the first-start page; False where another window has the data."""
        try:
            location = Location.of(data) if data else recent.last_opened()
        except UserError as error:
            self._door.ask_for_data(error.sentence)
            return True
        if location is None or (not data and location.file and not location.file.exists()):
            gone = f"上次的数据“{location.shown}”不在原处。" if location else ""
            self._door.ask_for_data(gone)
            return True
        return self._open(location)

    def end(self) -> None:
        """Let go of everything."""
        self._idle.begin(0)
        self._runner.close()
        self._forget_window()
        self._close_data()
        self._instance.release()

    # --- the data ---------------------------------------------------------------------------

    def _open(self, location: Location) -> bool:
        if not self._instance.claim(location):
            return False
        self._use_settings(Settings(settings_path(location.shown)))
        self._runner.aside(
            lambda _: open_data(location),
            self._opened,
            failed=lambda sentence: self._not_opened(location, sentence),
            title="正在打开数据",
            topic="open",
        )
        return True

    def _open_another(self, location: Location) -> None:
        self._forget_window()
        self._close_data()
        if not self._open(location):
            self._door.ask_for_data("这份数据已经在另一个窗口里打开，请看那个窗口。")

    def _opened(self, opened: tuple[Database, SignInRow]) -> None:
        self._database, self._choices = opened
        recent.remember(self._database.location)
        self._sign_in()

    def _not_opened(self, location: Location, sentence: str) -> None:
        self._instance.release()
        self._door.ask_for_data(sentence, lambda: self._open_another(location))

    def _close_data(self) -> None:
        if self._database is not None:
            if not self._database.read_only:
                with suppress(UserError, OSError):
                    anchor(self._database)
            self._database.close()
        self._database = None

    def _use_settings(self, settings: Settings) -> None:
        self._settings = settings
        theme.apply(self._app, settings.get(MODE), settings.get(TEXT_SIZE))

    def _follow_desktop(self) -> None:
        self._use_settings(self._settings)
        if self.window is not None:
            self.window.session.look_changed.emit()

    # --- before sign-in ---------------------------------------------------------------------

    def _restore(self, backup: Path, beside: Path) -> None:
        from hrgrid.storage.restore import restore
        from hrgrid.ui.backups import know_every_table

        def call(progress: Progress) -> Location:
            know_every_table()
            return restore(backup, Location(file=beside), progress)

        self._runner.aside(
            call,
            self._open_another,
            failed=self._door.ask_for_data,
            title="正在恢复备份",
            topic="open",
        )

    def _go_on(self, sitting: FirstSitting) -> None:
        self._sitting = sitting
        self._open_another(sitting.location)

    def _sign_in(self, *, straight: bool = True) -> None:
        """Straight in where nobody need be asked, else the sign-in page."""
        choices, sitting = self._open_choices(), self._sitting
        if sitting is not None:
            self._sitting = None
            self._sit(lambda database: first_desk(database, sitting))
        elif straight and (login := choices.automatic) is not None:
            self._sit(lambda database: desk_of(database, login))
        else:
            self._show_sign_in()

    def _sit(self, arrive: Callable[[Database], Desk | NeedsRecoveryCode]) -> None:
        database = self._open_database()
        self._runner.aside(
            lambda _: arrive(database), self._arrive, failed=self._show_sign_in, title="正在登录"
        )

    def _show_sign_in(self, sentence: str = "", *, by_code: bool = False) -> None:
        login = self._user or self._settings.get(LOGIN)
        database, choices = self._open_database(), self._open_choices()
        self._door.ask_for_person(database, choices, login, sentence, by_code=by_code)

    # --- a person sits down -----------------------------------------------------------------

    def _arrive(self, came: Desk | NeedsRecoveryCode) -> None:
        if not isinstance(came, Desk):
            self._show_sign_in(came.sentence, by_code=True)
            return
        self._runner.aside(
            lambda _: (came, came.read(read_person)),
            self._sit_down,
            failed=self._show_sign_in,
            title="正在打开",
        )

    def _sit_down(self, came: tuple[Desk, tuple[OfficeRow, OperatorRow]]) -> None:
        desk, (office, own) = came
        locked = self.window
        if locked is not None and locked.session.desk.actor.operator_id == own.id:
            self._show_window(locked, office)
            return
        session = Session(desk, self._settings)
        if own.temporary_secret and not self._took_own_secret(session):
            session.close()
            self._show_sign_in()
            return
        self._forget_window()
        session.settings.put(LOGIN, own.login)
        self._show_window(self._make_window(session, office, own), office)

    def _took_own_secret(self, session: Session) -> bool:
        from hrgrid.ui.passwords import ChangeSecretDialog

        session.tasks.crashed.connect(self.show_crash)
        dialog = ChangeSecretDialog(session, self._door.gate, has_secret=True, temporary=True)
        return bool(dialog.exec())

    def _make_window(self, session: Session, office: OfficeRow, own: OperatorRow) -> MainWindow:
        location = session.desk.database.location
        choices = {one.login: one for one in self._open_choices().operators}
        standing = Standing(
            office.name,
            location.shown,
            shared=location.file is None,
            has_secret=choices[own.login].needs_secret,
        )
        window = MainWindow(session, standing, PAGES)
        window.left.connect(self._leave)
        window.closed.connect(self._app.quit)
        session.data_wanted.connect(self._change_data)
        session.tasks.crashed.connect(self.show_crash)
        log.info("window for operator %s", own.id)
        return window

    def _show_window(self, window: MainWindow, office: OfficeRow) -> None:
        self.window = window
        window.show()
        self._door.take_away()
        minutes = office.policies.get(Policy.IDLE_LOCK, 0)
        self._idle.begin(minutes * MINUTE_MS)

    def _leave(self) -> None:
        """Somebody else sits down at the same data."""
        self._idle.begin(0)
        self._forget_window()
        database = self._open_database()
        self._runner.aside(
            lambda _: queries.sign_in_choices(database),
            self._ask_again,
            failed=self._door.ask_for_data,
            title="正在读取操作员",
        )

    def _ask_again(self, choices: SignInRow) -> None:
        self._choices = choices
        self._sign_in(straight=False)

    def _change_data(self, location: Location) -> None:
        if self.window is not None and self.window.close_quietly():
            self._open_another(location)

    def _forget_window(self) -> None:
        """The window goes, with what its session still does."""
        if self.window is not None:
            self.window.session.close()
            self.window.deleteLater()
            self.window = None

    def _lock(self) -> None:
        """Nobody has been here for a while: ask for the password, keep everything open."""
        window = self.window
        if window is None or not window.isVisible():
            return
        if window.session.tasks.running or self._app.activeModalWidget() is not None:
            self._idle.begin(MINUTE_MS)
            return
        self._show_sign_in("很久没有人操作，已经锁屏。输密码接着办。", by_code=False)
        window.hide()

    # --- faults and calls from outside ------------------------------------------------------

    def show_crash(self, fault: BaseException) -> None:
        """Put a fault on file and show what may be shown."""
        from hrgrid.ui.crash import CrashDialog, record

        text, file = record(fault)
        log.error("fault on file: %s", file.name if file else "none")
        CrashDialog(text, file, self.window or self._door.gate).exec()

    def _come_forward(self) -> None:
        window = self.window if self.window and self.window.isVisible() else self._door.gate
        if window is not None:
            window.showNormal()
            window.raise_()
            window.activateWindow()

    def _open_database(self) -> Database:
        if self._database is None:
            raise RuntimeError("no data are open")
        return self._database

    def _open_choices(self) -> SignInRow:
        if self._choices is None:
            raise RuntimeError("no data are open")
        return self._choices
