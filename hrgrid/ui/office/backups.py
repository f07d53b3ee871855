"""备份: make one now, see the last ones, bring one back beside the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from hrgrid.core.progress import Progress
from hrgrid.storage.backup import BackupRow
from hrgrid.storage.location import Location
from hrgrid.ui.backups import backup_place, know_every_table, make_backup
from hrgrid.ui.banners import Kind
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.forms import label
from hrgrid.ui.office.part import Part
from hrgrid.ui.session import Session
from hrgrid.ui.settings import BACKUP_FOLDER
from hrgrid.ui.status import Elided, when
from hrgrid.ui.tables import Column, RowsModel, Table


def size_words(count: int) -> str:
    """A file's size: 640 KB, 12.3 MB."""
    if count < 1_000_000:
        return f"{max(1, count // 1_000):,} KB"
    tenths = (count + 50_000) // 100_000
    return f"{tenths // 10:,}.{tenths % 10} MB"


COLUMNS: tuple[Column[BackupRow], ...] = (
    Column("时间", lambda row: when(row.made_at), 160, strong=True),
    Column("文件", lambda row: row.path.name, 260, grows=True),
    Column("大小", lambda row: size_words(row.size), 90, right=True, quiet=True),
    Column("留痕校验值", lambda row: row.head[:16], 160, quiet=True, drops=True),
)


class BackupsPart(Part):
    """One button that matters, and the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.folder = Elided()
        self.change = LinkButton("换文件夹", does=self._choose_folder)
        self.look = LinkButton("打开文件夹", does=self._open_folder)
        self.restore = Button("恢复选中的备份", glyph="arrow-counter-clockwise", does=self._restore)
        self.now = PrimaryButton("立即备份", glyph="floppy-disk", does=self._back_up)
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "备份")
        told = "还没有备份。数据、钥匙文件和附件一起备份，当场核对。建议再拷一份到U盘。"
        self.empty = label(told, "body2", wraps=True)
        self._lay_out()
        self.table.chosen.connect(self._show_deeds)
        self._show_deeds(None)

    def main_control(self) -> QWidget:
        """The button."""
        return self.now

    def refresh(self) -> None:
        """List the folder."""
        place = backup_place(self.session)
        self.folder.show_text(f"备份放在 {place.folder}")
        self.session.tasks.aside(place.rows, self._show, title="正在读取备份")

    def _lay_out(self) -> None:
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.add_tools(self.folder, self.change, self.look, self.restore, self.now)
        self.add_framed(self.empty, self.table)

    def _show(self, rows: list[BackupRow]) -> None:
        self.model.show_rows(rows)
        self.empty.setVisible(not rows)

    def _show_deeds(self, row: BackupRow | None) -> None:
        self.restore.setVisible(row is not None)

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        make_backup(self.session, self._backed_up, self._failed, "正在备份")

    def _backed_up(self, row: BackupRow) -> None:
        self.now.setEnabled(True)
        self.session.say(f"已备份到 {row.path}，并核对无误。")

    def _failed(self, sentence: str) -> None:
        self.now.setEnabled(True)
        if sentence:
            self.session.say(sentence, Kind.BAD)

    def _choose_folder(self) -> None:
        start = str(backup_place(self.session).folder)
        chosen = QFileDialog.getExistingDirectory(self, "备份放到哪个文件夹", start)
        if chosen:
            self.session.settings.put(BACKUP_FOLDER, chosen)
            self.session.tasks.changed.emit("backups")

    def _open_folder(self) -> None:
        folder = backup_place(self.session).folder
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self.session.say("这个文件夹还没有建，第一次备份时会建好。", Kind.INFO)

    def _restore(self) -> None:
        row: BackupRow | None = self.table.current
        if row is None or not confirmed(
            self,
            f"把 {when(row.made_at)} 的备份恢复成另一份数据，放在现有数据旁边。"
            "现有数据不动，恢复好后可以打开看，再决定用哪一份。",
            "恢复到旁边",
            title="恢复备份",
        ):
            return
        self.start_restore(row.path)

    def start_restore(self, backup: Path) -> None:
        """Restore a backup beside the data."""
        from hrgrid.storage.restore import restore

        beside = self.session.desk.database.location

        def call(progress: Progress) -> Location:
            know_every_table()
            return restore(backup, beside, progress)

        self.session.tasks.aside(
            call,
            self._restored,
            failed=self._failed,
            title="正在恢复备份",
            topic="restore",
        )

    def _restored(self, location: Location) -> None:
        self.session.say(
            f"已恢复到 {location.shown}，原来的数据没有动。",
            Kind.OK,
            ("打开恢复的数据", lambda: self.session.data_wanted.emit(location)),
        )
