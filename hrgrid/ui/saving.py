"""Files that the person asked for: pages are looked at, a place is chosen, and it is opened.

All of it is written off the screen's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.paper.fonts import Undrawable
from hrgrid.paper.notes import Note, Unfit, lost_notes, noticing
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


def ask_folder(settings: Settings, over: QWidget, title: str, kind: str) -> Path | None:
    """A folder for several files of a kind, that of the last time first; None where none is."""
    last = settings.get(folder_entry(kind))
    chosen = QFileDialog.getExistingDirectory(over, title, last if Path(last).is_dir() else "")
    if not chosen:
        return None
    settings.put(folder_entry(kind), chosen)
    return Path(chosen)


@dataclass(frozen=True)
class Writing:
    """What is to be written: a name to begin with, who writes it, what to say meanwhile.

    `told` is added to the good news, `then` to what it offers; a `topic` makes it a write that
    pages hear of. A `dated` one tells a state: the name says of which day where it is not today.
    Pages are shown before they are kept, unless they were `seen` where they were asked for.
    """

    name: str
    write: Callable[[Path, Progress], object]
    title: str
    told: str = ""
    topic: str = ""
    kind: str = WORKBOOKS
    dated: bool = False
    then: tuple[Action, ...] = ()
    seen: bool = False


@dataclass(frozen=True)
class Made:
    """Pages in a file of their own, and what was found of them; a refusal where there are none."""

    folder: TemporaryDirectory[str]
    path: Path
    notes: tuple[Note, ...]
    refusal: str = ""


class Saving(QObject):
    """Asks for the place and writes; a place that refuses may be tried again or changed."""

    def __init__(
        self, session: Session, over: QWidget, tell: Callable[[Message], object] | None = None
    ) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self._tell = tell or session.said.emit

    def save(self, writing: Writing) -> None:
        """Ask where to, then write there; pages are made and looked at first."""
        day = self.session.day if writing.dated else None
        if day:
            writing = replace(writing, name=f"{writing.name} 截至 {day:%Y-%m-%d}", dated=False)
        if writing.kind == PAGES and not writing.seen:
            self._make(writing)
        else:
            self._place(writing)

    def _make(self, writing: Writing) -> None:
        folder = TemporaryDirectory(ignore_cleanup_errors=True)
        path = Path(folder.name) / f"{safe_name(writing.name)}.pdf"

        def make(progress: Progress) -> Made:
            with noticing() as found:
                try:
                    writing.write(path, progress)
                except Undrawable as error:
                    notes = (*lost_notes(error.missing), *found)
                    return Made(folder, path, notes, error.sentence)
                except Unfit as error:
                    return Made(folder, path, (*error.notes, *found), error.sentence)
            return Made(folder, path, tuple(found))

        def failed(sentence: str) -> None:
            folder.cleanup()
            again = Action("重试", lambda: self._make(writing))
            self._refuse(sentence, task.progress, again)

        task = self.session.tasks.aside(
            make,
            lambda made: self._show(writing, made),
            failed=failed,
            title=writing.title,
            topic=writing.topic,
        )

    def _show(self, writing: Writing, made: Made) -> None:
        # What is seen of a paper is loaded with the first one.
        from hrgrid.documents.papers.registers import drawable
        from hrgrid.ui.papers.findings import NotesDialog
        from hrgrid.ui.papers.looking import PaperDialog

        if made.refusal:
            made.folder.cleanup()
            look = Action("逐条看", lambda: NotesDialog(made.notes, self._over).exec())
            # A character that no face draws would be a box on the screen too.
            self._tell(Message(drawable(made.refusal), Kind.BAD, (look,)))
            return
        dialog = PaperDialog(self.session, writing, made, self._over, self._tell)
        dialog.finished.connect(dialog.deleteLater)
        # A window that goes takes its dialogs along, and they have not finished then.
        dialog.destroyed.connect(made.folder.cleanup)
        dialog.open()

    def _place(self, writing: Writing) -> None:
        suffix = _SUFFIXES[writing.kind]
        name = f"{safe_name(writing.name)}{suffix}"
        begun = first_place(self.session.settings, writing.kind, name)
        chosen, _ = QFileDialog.getSaveFileName(self._over, "存到哪里", begun, writing.kind)
        if chosen:
            path = Path(chosen)
            named = path.suffix.lower() == suffix
            self._write(writing, path if named else path.with_name(f"{path.name}{suffix}"))

    def _write(self, writing: Writing, path: Path) -> None:
        def failed(sentence: str) -> None:
            again = Action("重试", lambda: self._write(writing, path))
            other = Action("换个位置", lambda: self.save(writing))
            self._refuse(sentence, task.progress, again, other)

        task = self.session.tasks.aside(
            lambda progress: writing.write(path, progress),
            lambda _: self._saved(writing, path),
            failed=failed,
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

    def _refuse(self, sentence: str, progress: Progress, *ways: Action) -> None:
        if not sentence:
            # A fault without a sentence is told by the shell.
            if progress.cancelled:
                self._tell(Message("已取消，没有写出文件。"))
            return
        self._tell(Message(sentence, Kind.BAD, ways))
