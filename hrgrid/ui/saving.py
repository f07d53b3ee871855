"""Files that the person asked for: where to, written off the screen's thread, then opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.ui.banners import Action, Kind, Message
from hrgrid.ui.session import Session
from hrgrid.ui.settings import Entry, Settings

WORKBOOKS = "Excel 工作簿 (*.xlsx)"
PAGES = "PDF 文件 (*.pdf)"
KEYS = "公钥文件 (*.json)"
PACKAGES = "压缩包 (*.zip)"
_SUFFIXES = {WORKBOOKS: ".xlsx", PAGES: ".pdf", KEYS: ".json", PACKAGES: ".zip"}


def folder_entry(kind: str) -> Entry[str]:
    """Where files of a kind went last, this session or an earlier one."""
    return Entry(f"saving/folder-{_SUFFIXES[kind].removeprefix('.')}", "", str, str)


def first_place(settings: Settings, kind: str, name: str) -> str:
    """What the dialog begins with: the name, in the folder of the last time where it is there."""
    folder = settings.get(folder_entry(kind))
    return str(Path(folder) / name) if folder and Path(folder).is_dir() else name


@dataclass(frozen=True)
class Writing:
    """What is to be written: a name to begin with, who writes it, what to say meanwhile.

    `told` is added to the good news, `then` to what it offers; a `topic` makes it a write that
    pages hear of. A `dated` one tells a state: the name says of which day where it is not today.
    """

    name: str
    write: Callable[[Path, Progress], object]
    title: str
    told: str = ""
    topic: str = ""
    kind: str = WORKBOOKS
    dated: bool = False
    then: tuple[Action, ...] = ()


class Saving(QObject):
    """Asks for the place and writes; a place that refuses may be tried again or changed."""

    def __init__(
        self, session: Session, over: QWidget, tell: Callable[[Message], object] | None = None
    ) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self._tell = tell or session.said.emit

    def save(self, writing: Writing) -> None:
        """Ask where to, then write there."""
        suffix = _SUFFIXES[writing.kind]
        day = self.session.day if writing.dated else None
        of_day = f" 截至 {day:%Y-%m-%d}" if day else ""
        name = f"{safe_name(writing.name + of_day)}{suffix}"
        begun = first_place(self.session.settings, writing.kind, name)
        chosen, _ = QFileDialog.getSaveFileName(self._over, "存到哪里", begun, writing.kind)
        if chosen:
            path = Path(chosen)
            named = path.suffix.lower() == suffix
            self._write(writing, path if named else path.with_name(f"{path.name}{suffix}"))

    def _write(self, writing: Writing, path: Path) -> None:
        task = self.session.tasks.aside(
            lambda progress: writing.write(path, progress),
            lambda _: self._saved(writing, path),
            failed=lambda sentence: self._refuse(writing, path, sentence, task.progress),
            title=writing.title,
            topic=writing.topic,
        )

    def _saved(self, writing: Writing, path: Path) -> None:
        self.session.settings.put(folder_entry(writing.kind), str(path.parent))
        url = QUrl.fromLocalFile(str(path))
        opens = Action("打开", lambda: QDesktopServices.openUrl(url))
        folder = QUrl.fromLocalFile(str(path.parent))
        leads = Action("所在文件夹", lambda: QDesktopServices.openUrl(folder))
        told = f"已存到 {path}。{writing.told}"
        self._tell(Message(told, Kind.OK, (opens, leads, *writing.then)))

    def _refuse(self, writing: Writing, path: Path, sentence: str, progress: Progress) -> None:
        if not sentence:
            # A fault without a sentence is told by the shell.
            if progress.cancelled:
                self._tell(Message("已取消，没有写出文件。"))
            return
        again = Action("重试", lambda: self._write(writing, path))
        other = Action("换个位置", lambda: self.save(writing))
        self._tell(Message(sentence, Kind.BAD, (again, other)))
