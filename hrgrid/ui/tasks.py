"""Work off the screen's thread: one writer, a few readers, progress, cancel, and errors.

A job gets a unit of work; `done` gets its result on the screen's thread. Errors become what a
person can use: a refusal is one sentence, a fault of the storage a sentence with a retry, a
cancel nothing at all, anything else a crash report.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress, Stage
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork, new_operation_id
from hrgrid.ui.days import read_only_words

T = TypeVar("T")
Job = Callable[[UnitOfWork], T]

SHOWN_AFTER_MS = 600
ESTIMATED_AFTER_S = 10.0
_READERS = 3
# How long Python lets a thread go on while another one waits.
_TURN_S = 0.001
# What may be written while another day is shown: that somebody looked, and what has no day.
_ON_ANY_DAY = frozenset({"journal", "accounts", "backups"})


@dataclass(eq=False)
class Task:
    """One piece of work: what it is called, how far it is, and how to stop it."""

    title: str
    call: Callable[[Progress], Any]
    done: Callable[[Any], object] | None = None
    failed: Callable[[str], object] | None = None
    topic: str = ""
    progress: Progress = field(default_factory=Progress)
    began: float = field(default_factory=time.monotonic)

    @property
    def stage(self) -> Stage:
        """The running step and its count."""
        return self.progress.stage

    def seconds_left(self) -> int | None:
        """An estimate once it has run for ten seconds and the total is known."""
        elapsed = time.monotonic() - self.began
        stage = self.stage
        if elapsed < ESTIMATED_AFTER_S or not stage.done or not stage.total:
            return None
        return round(elapsed / stage.done * max(0, stage.total - stage.done))


@dataclass(frozen=True)
class Trouble:
    """A sentence for the screen; `retry` is there where trying again can help."""

    sentence: str
    retry: Callable[[], object] | None = None


class Runner(QObject):
    """Threads for work beside the screen: one that writes, a few that read."""

    slow = Signal(object)
    ended = Signal(object)
    troubled = Signal(object)
    crashed = Signal(object)
    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A key on the screen must not wait its 5 ms for a thread that is busy.
        sys.setswitchinterval(_TURN_S)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reader")
        self._running: list[Task] = []
        self._closed = False
        self._came_back.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> tuple[Task, ...]:
        """What has not come back yet."""
        return tuple(self._running)

    @property
    def writing(self) -> tuple[Task, ...]:
        """What would be lost if the program ended now."""
        return tuple(task for task in self._running if task.topic)

    def aside(
        self,
        call: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[str], object] | None = None,
        title: str,
        topic: str = "",
    ) -> Task:
        """Run work that opens or copies data itself (sign-in, backup); a topic makes it a write."""
        return self._start(Task(title, call, done, failed, topic))

    def close(self) -> None:
        """Cancel what runs and wait for the threads; nothing is delivered afterwards."""
        if self._closed:
            return
        self._closed = True
        for task in self._running:
            task.progress.cancel()
        self._running.clear()
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    def _start(self, task: Task) -> Task:
        if self._closed:
            # A page that is about to go may still ask; nobody waits for the answer.
            return task
        self._running.append(task)
        pool = self._writer if task.topic else self._readers
        pool.submit(self._work, task)
        QTimer.singleShot(SHOWN_AFTER_MS, self, lambda: self._tell_slow(task))
        return task

    def _tell_slow(self, task: Task) -> None:
        if task in self._running:
            self.slow.emit(task)

    def _work(self, task: Task) -> None:
        """On a working thread: run, and send what came of it to the screen's thread."""
        task.began = time.monotonic()
        try:
            result = task.call(task.progress)
        except Exception as error:  # noqa: BLE001 - every failure is shown by _receive
            self._came_back.emit(_Return(task, error=error))
        else:
            self._came_back.emit(_Return(task, result=result))

    def _receive(self, returned: _Return) -> None:
        if self._closed:
            return
        task = returned.task
        self._running.remove(task)
        self.ended.emit(task)
        if returned.error is not None:
            self._explain(task, returned.error)
            return
        if task.done is not None and _alive(task.done):
            task.done(returned.result)
        self._committed(task)

    def _committed(self, task: Task) -> None:
        """After a task went well; Tasks tells the pages."""

    def _explain(self, task: Task, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self._tell_failed(task, "")
        elif isinstance(error, UserError):
            self._tell_refused(task, error)
        else:
            self._tell_failed(task, "")
            self.crashed.emit(error)

    def _tell_refused(self, task: Task, error: UserError) -> None:
        if is_storage_fault(error):
            self._tell_failed(task, "")
            self.troubled.emit(Trouble(error.sentence, lambda: self._again(task)))
        elif not self._tell_failed(task, error.sentence):
            self.troubled.emit(Trouble(error.sentence))

    def _tell_failed(self, task: Task, sentence: str) -> bool:
        if task.failed is None or not _alive(task.failed):
            return False
        task.failed(sentence)
        return True

    def _again(self, task: Task) -> None:
        self._start(Task(task.title, task.call, task.done, task.failed, task.topic))


class Tasks(Runner):
    """Runs jobs at a desk and tells the pages what changed."""

    changed = Signal(str)
    saved = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def write(
        self,
        job: Job[T],
        *,
        topic: str,
        done: Callable[[T], object] | None = None,
        failed: Callable[[str], object] | None = None,
        title: str = "正在保存",
        reason: str = "",
        ready: Callable[[], object] | None = None,
    ) -> Task:
        """Queue `job` for the writer; pages that show `topic` refresh after the commit.

        `ready` is called by the writer before it begins, and may wait for something short.

        `failed` gets the sentence of a refusal, or an empty text after a cancel and where the
        shell shows the fault itself. A retry keeps the operation's id, so that a commit which
        only seemed to fail is not made twice.
        """
        operation_id = new_operation_id()

        def call(progress: Progress) -> T:
            if ready is not None:
                ready()
            return self._desk.write(
                job, reason=reason, operation_id=operation_id, progress=progress
            )

        return self._start(Task(title, call, done, failed, topic))

    def read(
        self,
        job: Job[T],
        done: Callable[[T], object],
        *,
        failed: Callable[[str], object] | None = None,
        title: str = "正在读取",
    ) -> Task:
        """Run `job` on a snapshot and hand the result to `done`.

        Where another day is looked at by the time it comes, it is read anew: what a page shows
        is of the day that stands above it.
        """
        asked = self._desk.day

        def take(result: T) -> None:
            if not _alive(done):
                return
            if self._desk.day == asked:
                done(result)
            else:
                self.read(job, done, failed=failed, title=title)

        return self._start(
            Task(title, lambda progress: self._desk.read(job, progress), take, failed)
        )

    def _start(self, task: Task) -> Task:
        day = self._desk.day
        if day is None or not task.topic or task.topic in _ON_ANY_DAY:
            return super()._start(task)
        # Not at once: who asked has not been given the task yet.
        refused = UserError(read_only_words(day))
        QTimer.singleShot(0, self, lambda: self._explain(task, refused))
        return task

    def _committed(self, task: Task) -> None:
        if task.topic:
            self.saved.emit()
            self.changed.emit(task.topic)


@dataclass(frozen=True)
class _Return:
    task: Task
    result: Any = None
    error: BaseException | None = None


def _alive(callback: Callable[..., object]) -> bool:
    """Whether the widget whose method this is still exists."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def is_storage_fault(error: BaseException) -> bool:
    """Whether the sentence stands for a busy, full or unreachable database: a retry can help."""
    cause = error.__cause__
    return cause is not None and type(cause).__name__ == "OperationalError"
