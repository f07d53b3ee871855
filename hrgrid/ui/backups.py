"""Where this sitting's backups go and when the last was made: for the shell and two pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.storage.backup import BackupRow, back_up, backup_folder, list_backups
from hrgrid.ui.session import Session
from hrgrid.ui.settings import BACKUP_FOLDER


@dataclass(frozen=True)
class BackupPlace:
    """Where the backups of these data go."""

    folder: Path
    name: str

    def rows(self, _: Progress) -> list[BackupRow]:
        """The backups there, newest first."""
        return list_backups(self.folder, self.name)

    def last(self, progress: Progress) -> dt.datetime | None:
        """When the newest was made."""
        rows = self.rows(progress)
        return rows[0].made_at if rows else None


def backup_place(session: Session) -> BackupPlace:
    """The folder that was chosen, else the usual one."""
    location = session.desk.database.location
    chosen = session.settings.get(BACKUP_FOLDER)
    folder = Path(chosen) if chosen else backup_folder(location)
    return BackupPlace(folder, safe_name(location.name))


def know_every_table() -> None:
    """Whoever checks the data checks also what no page has asked for yet; takes half a second."""
    import hrgrid.schema  # noqa: F401 - maps them


def make_backup(
    session: Session,
    done: Callable[[BackupRow], object],
    failed: Callable[[str], object],
    title: str,
) -> None:
    """Back up beside other work; `failed` gets the sentence, empty after a cancel."""
    desk, folder = session.desk, backup_place(session).folder

    def call(progress: Progress) -> BackupRow:
        know_every_table()
        return back_up(desk.database, folder, progress, desk.keyring)

    session.tasks.aside(
        call,
        done,
        failed=failed,
        title=title,
        topic="backups",
    )
