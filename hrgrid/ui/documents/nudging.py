"""A small number with its sign that is typed or nudged: millimetres in tenths, or a per cent."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton
from hrgrid.ui.forms import TextField, restyle

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3})(?:\.([0-9]))?")


class NudgeField(QWidget):
    """Tenths between two ends; Up and Down, + and − change it by one."""

    changed = Signal(int)

    def __init__(self, name: str, least: int, most: int, *, signed: bool = True) -> None:
        super().__init__()
        self._least, self._most, self._signed = least, most, signed
        self._value = 0
        self.text = _Field(self, name)
        self.text.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.less = BareButton("minus", f"{name}减 0.1", lambda: self.nudge(-1))
        self.more = BareButton("plus", f"{name}加 0.1", lambda: self.nudge(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.less)
        row.addWidget(self.text)
        row.addWidget(self.more)
        self.text.editingFinished.connect(self._read)
        self.setFocusProxy(self.text)
        self.fit()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.text.accessibleName()

    @property
    def value(self) -> int:
        """In tenths."""
        return self._value

    def put(self, value: int) -> None:
        """Show a value without telling."""
        self._value = value
        sign = "-" if value < 0 else "+" if self._signed and value else ""
        self.text.setText(f"{sign}{abs(value) // 10}.{abs(value) % 10}")
        self._complain("")

    def nudge(self, by: int) -> None:
        """One step more or less, within the ends."""
        self._take(min(self._most, max(self._least, self._value + by)))

    def fit(self) -> None:
        """Width for the text size."""
        self.text.setFixedWidth(theme.length(72))

    def _take(self, value: int) -> None:
        before = self._value
        self.put(value)
        if value != before:
            self.changed.emit(value)

    def _read(self) -> None:
        typed = unicodedata.normalize("NFKC", self.text.text()).replace("。", ".").strip()
        found = _NUMBER.fullmatch(typed)
        value = 0
        if found is not None:
            value = int(found[2]) * 10 + int(found[3] or 0)
            value = -value if found[1] == "-" else value
        if found is None or not self._least <= value <= self._most:
            self._complain(f"请填 {self._least / 10:g} 到 {self._most / 10:g}，最多一位小数。")
            return
        self._take(value)

    def _complain(self, sentence: str) -> None:
        restyle(self.text, "wrong", bool(sentence))
        self.text.setToolTip(sentence)
        self.text.setAccessibleDescription(sentence)


class _Field(TextField):
    def __init__(self, owner: NudgeField, name: str) -> None:
        super().__init__(name)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down nudge."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            self._owner._read()  # noqa: SLF001 - the field is a part of its owner
            self._owner.nudge(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)
