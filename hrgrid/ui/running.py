"""Long work, seen: what runs, how far it is, how long it may take, and a button to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.forms import label
from hrgrid.ui.tasks import Task, Tasks

_LOOKS_EVERY_MS = 100
_PARTS = 1_000


class RunningRow(QWidget):
    """One task."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task
        self._title = label(task.title, "strong")
        self._count = label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(f"{task.title}的进度")
        self.cancel = Button("取消", name=f"取消：{task.title}", does=self._cancel)
        words = QHBoxLayout()
        words.addWidget(self._title, 1)
        words.addWidget(self._count)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(words)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(self.cancel)
        self.look()

    def look(self) -> None:
        """Show how far the task is now."""
        stage = self.task.stage
        self._title.setText(stage.text or self.task.title)
        self._bar.setRange(0, _PARTS if stage.total else 0)
        if stage.total:
            self._bar.setValue(stage.done * _PARTS // stage.total)
        self._count.setText(progress_text(self.task))

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.setText("正在停下" if self.task.progress.cancel() else "马上办完")


def progress_text(task: Task) -> str:
    """Done and total, and after ten seconds what is left."""
    stage = task.stage
    counted = f"{stage.done:,} / {stage.total:,}" if stage.total else ""
    left = task.seconds_left()
    if left is None:
        return counted
    told = f"约还要 {left} 秒" if left < 90 else f"约还要 {(left + 30) // 60} 分钟"
    return f"{counted}，{told}"


class RunningPanel(QFrame):
    """Floats over the lower right corner of the page while something runs for long."""

    def __init__(self, tasks: Tasks, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "floating")
        self.setAccessibleName("正在办理")
        self._rows: dict[int, RunningRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(12)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.hide()
        tasks.slow.connect(self._add)
        tasks.ended.connect(self._remove)

    @property
    def rows(self) -> list[RunningRow]:
        """What is on show."""
        return list(self._rows.values())

    def place(self) -> None:
        """Stand in the lower right corner."""
        over = self.parentWidget()
        if over is None:
            return
        self.setFixedWidth(min(theme.length(400), over.width() - 32))
        self.adjustSize()
        self.move(over.width() - self.width() - 16, over.height() - self.height() - 16)

    def _add(self, task: Task) -> None:
        row = RunningRow(task)
        self._rows[id(task)] = row
        self._column.addWidget(row)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.show()
        self.raise_()
        self.place()
        self._timer.start()

    def _remove(self, task: Task) -> None:
        row = self._rows.pop(id(task), None)
        if row is None:
            return
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self._rows:
            self.place()
        else:
            self._timer.stop()
            self.hide()

    def _look(self) -> None:
        for row in self._rows.values():
            row.look()
