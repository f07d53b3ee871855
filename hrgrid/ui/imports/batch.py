"""One batch of files on its way into the data: read, checked, imported, each off the screen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from hrgrid.exchange.service import Answers, Drop, ImportReport, import_drop
from hrgrid.overview.service import KINDS
from hrgrid.ui.imports.checking import Checked, check
from hrgrid.ui.imports.opening import Opened, open_files
from hrgrid.ui.imports.recent import TOPIC
from hrgrid.ui.session import Session
from hrgrid.ui.tasks import Task


class Batch(QObject):
    """Does one thing at a time; each ends with one of the other signals after `ended`.

    `failed` carries the sentence, empty after a cancel and where the shell tells the fault.
    """

    began = Signal()
    ended = Signal()
    opened = Signal(object)
    checked = Signal(object)
    imported = Signal(object, int)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._running: Checked | None = None
        self._since = 0.0
        self.files: Opened | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were read."""
        return self.files.paths if self.files is not None else ()

    @property
    def cancelled(self) -> bool:
        """Whether what came back last, or is still running, was asked to stop."""
        return self._task is not None and self._task.progress.cancelled

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._task is not None and self._task in self._session.tasks.running

    def cancel(self) -> bool:
        """Stop what runs; False where nothing does."""
        if self._task is None or self._task not in self._session.tasks.running:
            return False
        self._task.progress.cancel()
        return True

    def forget(self) -> None:
        """Let the files go; nothing of them was written."""
        self.files = None

    def read(self, paths: Sequence[Path], kind: str) -> None:
        """Read files as the kind with that code, or as what their headings look like."""
        self._begin(
            self._session.tasks.read(
                lambda work: open_files(work, KINDS, kind, paths),
                self._take_files,
                failed=self._fail,
                title="正在读取文件",
            )
        )

    def check(self, drop: Drop, answers: Answers) -> None:
        """Run dry with these answers."""
        if self.files is None:
            return
        desk, kind = self._session.desk, self.files.kind
        self._begin(
            self._session.tasks.aside(
                lambda progress: check(desk, kind, drop, answers, progress),
                self._take_checked,
                failed=self._fail,
                title="正在检查数据",
            )
        )

    def run(self, checked: Checked) -> None:
        """Import what was checked; rows that must be changed stay out."""
        self._running, self._since = checked, time.monotonic()
        kind, drop, answers = checked.kind, checked.drop, checked.answers
        partial = checked.left_out > 0
        self._begin(
            self._session.tasks.write(
                lambda work: import_drop(work, kind, drop, answers, partial=partial),
                topic=TOPIC,
                done=self._take_report,
                failed=self._fail,
                title=f"正在导入{kind.spec.label}",
            )
        )

    def _begin(self, task: Task) -> None:
        self._task = task
        self.began.emit()

    def _take_files(self, opened: Opened) -> None:
        self.files = opened
        self.ended.emit()
        self.opened.emit(opened)

    def _take_checked(self, checked: Checked) -> None:
        self.ended.emit()
        self.checked.emit(checked)

    def _take_report(self, report: ImportReport) -> None:
        self.ended.emit()
        if self._running is not None:
            seconds = max(1, round(time.monotonic() - self._since))
            self.imported.emit(replace(self._running, report=report), seconds)

    def _fail(self, sentence: str) -> None:
        self.ended.emit()
        self.failed.emit(sentence)
