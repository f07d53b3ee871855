"""What is looked at on a visit, line by line: 1 合格, 2 有问题, 3 未查, and on to the next line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hrgrid.assessment.rules.checking import MOST_MILLI, CheckItem
from hrgrid.assessment.rules.words import CheckMark
from hrgrid.ui.forms import TextField, clear, label, restyle
from hrgrid.ui.inspections.words import MARK_KEYS, taken_off
from hrgrid.ui.status import Elided

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


@dataclass(frozen=True)
class Marked:
    """What was found of it: the mark, None where nobody said; what is wrong where it is a fault."""

    mark: CheckMark | None = None
    told: str = ""


class MarkLine(QFrame):
    """One line; `stepped` leads away from it, `marked` says that its mark is new."""

    marked = Signal()
    stepped = Signal(int)
    rest_fine = Signal()
    stood = Signal(object)

    def __init__(self, item: CheckItem, found: Marked) -> None:
        super().__init__()
        self.item = item
        self.mark = found.mark
        self.setProperty("role", "well")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons = {mark: self._button(key, mark) for key, mark in MARK_KEYS.items()}
        self.told = TextField(
            f"{item.label}：发现什么问题", hint="发现什么问题，例如：走访记录缺 3 天"
        )
        self.told.setText(found.told or item.finding)
        points = taken_off(item.points_milli)
        kind = item.kind.label
        quiet = f"{kind}，有问题 {points} 分" if points else kind
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(item.label, "strong"))
        head.addWidget(Elided(quiet, role="crumb"), 1)
        for button in self.buttons.values():
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 6, 5)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.told)
        self.told.returnPressed.connect(lambda: self.stepped.emit(1))
        self._show()

    @property
    def found(self) -> Marked:
        """What is on show."""
        told = self.told.text().strip() if self.mark is CheckMark.FAULT else ""
        return Marked(self.mark, told)

    def _button(self, key: str, mark: CheckMark) -> QPushButton:
        button = QPushButton(f"{key} {mark.label}")
        button.setProperty("kind", "half")
        button.setCheckable(True)
        # Keys go to the line; the buttons are for the mouse, and for whoever cannot see it.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(f"{self.item.label}：{mark.label}")
        button.clicked.connect(lambda *_: self.put(mark))
        return button

    def put(self, mark: CheckMark) -> None:
        """Mark it; a fault wants words, anything else leads on to the next line."""
        self.mark = mark
        self._show()
        self.marked.emit()
        if mark is CheckMark.FAULT:
            self.told.setFocus()
            self.told.selectAll()
            self.stood.emit(self)
        else:
            self.stepped.emit(1)

    def put_quietly(self, mark: CheckMark) -> None:
        """Mark it and stay."""
        self.mark = mark
        self._show()
        self.marked.emit()

    def _show(self) -> None:
        for mark, button in self.buttons.items():
            button.setChecked(mark is self.mark)
        self.told.setVisible(self.mark is CheckMark.FAULT)
        spoken = self.mark.label if self.mark is not None else "还没有录"
        self.setAccessibleName(f"{self.item.label}，{spoken}。按 1 合格，2 有问题，3 未查")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 mark; 0 marks the rest fine; arrows go along the lines."""
        if event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
        elif event.text() in MARK_KEYS:
            self.put(MARK_KEYS[event.text()])
        elif event.text() == "0":
            self.rest_fine.emit()
        elif Qt.Key(event.key()) in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.stepped.emit(1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame says where one is."""
        super().focusInEvent(event)
        restyle(self, "role", "floating")
        self.stood.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to rest."""
        super().focusOutEvent(event)
        restyle(self, "role", "well")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the focus."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)


class MarkLines(QWidget):
    """All lines; `changed` when one has a new mark, `ended` when one goes on past the last.

    `stood` gives the line that takes the keys.
    """

    changed = Signal()
    ended = Signal()
    stood = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[MarkLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setAccessibleName("检查内容")

    def show_items(self, items: Sequence[CheckItem], found: Mapping[str, Marked]) -> None:
        """These lines with what was found."""
        clear(self._column)
        self.lines = [MarkLine(item, found.get(item.code, Marked())) for item in items]
        for at, line in enumerate(self.lines):
            line.marked.connect(self.changed)
            line.told.textChanged.connect(lambda _: self.changed.emit())
            line.stepped.connect(lambda step, at=at: self._step(at + step))
            line.rest_fine.connect(self.mark_rest_fine)
            line.stood.connect(self.stood)
            self._column.addWidget(line)

    @property
    def found(self) -> dict[str, Marked]:
        """What was found of each, by code; lines without a mark too."""
        return {line.item.code: line.found for line in self.lines}

    @property
    def taken_off_milli(self) -> int:
        """The points that the faults on show take off, in thousandths; never more than ten."""
        faults = (one.item.points_milli for one in self.lines if one.mark is CheckMark.FAULT)
        return min(sum(faults), MOST_MILLI)

    @property
    def unmarked(self) -> list[MarkLine]:
        """Lines of which nothing was said."""
        return [line for line in self.lines if line.mark is None]

    def mark_rest_fine(self) -> None:
        """Everything of which nothing was said is fine."""
        for line in self.unmarked:
            line.put_quietly(CheckMark.FINE)
        self.ended.emit()

    def begin(self) -> None:
        """The first line without a mark takes the keys, else the first."""
        if self.lines:
            (self.unmarked or self.lines)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _step(self, at: int) -> None:
        if 0 <= at < len(self.lines):
            self.lines[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif at >= len(self.lines):
            self.ended.emit()
