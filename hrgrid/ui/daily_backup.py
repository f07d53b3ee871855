"""A backup a day without anybody thinking of it, where the data are a file of this machine."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer

from hrgrid.storage.backup import BackupRow
from hrgrid.ui.backups import backup_place, make_backup
from hrgrid.ui.banners import Kind
from hrgrid.ui.session import Session

# Not while the window still opens; then again each hour, since some never switch off.
_FIRST_MS = 60_000
_AGAIN_MS = 3_600_000


class DailyBackup(QObject):
    """Looks from time to time whether today's backup was made, and makes it beside other work.

    Data on a server are backed up by whoever keeps the server.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._failed_on: dt.date | None = None
        self._timer = QTimer(self, interval=_FIRST_MS)
        self._timer.timeout.connect(self._again)
        database = session.desk.database
        if database.location.file is not None and not database.read_only:
            self._timer.start()

    def look(self) -> None:
        """Make today's backup where there is none yet; a failure is told once a day."""
        self._session.tasks.aside(
            backup_place(self._session).last, self._judge, title="正在读取备份"
        )

    def _again(self) -> None:
        self._timer.setInterval(_AGAIN_MS)
        self.look()

    def _judge(self, last: dt.datetime | None) -> None:
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        if self._failed_on == today or (last is not None and last.astimezone().date() == today):
            return
        make_backup(self._session, self._made, self._failed, "每天一次的备份")

    def _made(self, _: BackupRow) -> None:
        """The strip at the bottom says when."""

    def _failed(self, sentence: str) -> None:
        self._failed_on = dt.date.today()  # noqa: DTZ011 - the desk's day
        if sentence:
            self._session.say(f"今天的自动备份没有做成：{sentence}", Kind.BAD)
