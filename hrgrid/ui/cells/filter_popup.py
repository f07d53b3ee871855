"""What drops from the funnel of a heading: values with counts to tick, words, or days."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton, PrimaryButton
from hrgrid.ui.cells.ticks import TickList, is_ticked, tick
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.pickers import DateField

_VALUE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Value:
    """A value of a column: what is kept, what it is called, how many rows have it."""

    value: str
    label: str
    count: int


class FilterPopup(QFrame):
    """A box below a heading; `taken` tells what was asked for, None for everything."""

    taken = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"筛选：{title}")
        self.setMinimumWidth(theme.length(240))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(8)
        self.body.addWidget(label(f"按{title}筛选", "strong"))
        self.act = PrimaryButton("筛选", name=f"按{title}筛选", does=self._take)
        self.clear = LinkButton("不筛选这一列", does=lambda: self._tell(None))

    def open_below(self, area: QRect) -> None:
        """Show the box below an area of the screen, inside the screen."""
        foot = QHBoxLayout()
        foot.addWidget(self.clear)
        foot.addStretch()
        foot.addWidget(self.act)
        self.body.addLayout(foot)
        # Not adjustSize: it takes no more than two thirds of a small screen.
        self.resize(self.sizeHint())
        screen = self.screen().availableGeometry()
        left = max(screen.left(), min(area.left(), screen.right() - self.width()))
        top = max(screen.top(), min(area.bottom() + 2, screen.bottom() - self.height()))
        self.move(QPoint(left, top))
        self.show()
        self.first_control().setFocus()

    def first_control(self) -> QWidget:
        """Where one begins to type."""
        return self.act

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is ticked or typed, Esc changes nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def asked(self) -> object:
        """What is ticked or typed; None is no condition at all."""
        raise NotImplementedError

    def _take(self) -> None:
        self._tell(self.asked())

    def _tell(self, asked: object) -> None:
        self.close()
        self.taken.emit(asked)


class ValuesPopup(FilterPopup):
    """Tells a tuple of the ticked values; a word typed above narrows what is offered.

    None ticked, or every one, is no condition.
    """

    def __init__(
        self, title: str, values: Sequence[Value], chosen: Collection[str] | None, parent: QWidget
    ) -> None:
        super().__init__(title, parent)
        self.search = TextField("在这些值里找", hint="在这些值里找…")
        self.list = TickList(f"{title}的值，空格勾选")
        for value in values:
            item = QListWidgetItem(f"{value.label}　{value.count:,}")
            item.setData(_VALUE, value.value)
            tick(item, on=chosen is None or value.value in chosen)
            self.list.addItem(item)
        self.all = LinkButton("全选", does=lambda: self._tick_all(on=True))
        self.none = LinkButton("全不选", does=lambda: self._tick_all(on=False))
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        self.body.addLayout(row)
        rows = max(3, min(len(values), 10))
        self.list.setFixedHeight(rows * theme.length(28) + 4)
        self.body.addWidget(self.list)
        self.search.textChanged.connect(self._narrow)
        if values:
            self.list.setCurrentRow(0)
        else:
            self.list.hide()
            told = "符合其他条件的人在这一列里都没有内容。"
            self.body.addWidget(label(told, "caption", wraps=True))

    def first_control(self) -> QWidget:
        """The values: Space ticks, letters go to the search by Shift+Tab."""
        return self.list

    def asked(self) -> object:
        """The ticked values that are offered."""
        shown = [item for item in self._items() if not item.isHidden()]
        ticked = tuple(str(item.data(_VALUE)) for item in shown if is_ticked(item))
        whole = len(ticked) == self.list.count()
        return None if whole or not ticked else ticked

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _tick_all(self, *, on: bool) -> None:
        for item in self._items():
            if not item.isHidden():
                tick(item, on=on)

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.strip() not in item.text())


class WordsPopup(FilterPopup):
    """Tells (words, begins)."""

    def __init__(self, title: str, words: str, *, begins: bool, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.way = Choice("怎样比较", [(False, "包含"), (True, "开头是")])
        self.way.choose(begins)
        self.words = TextField(f"{title}里的字", text=words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.way)
        row.addWidget(self.words, 1)
        self.body.addLayout(row)

    def first_control(self) -> QWidget:
        """The words."""
        return self.words

    def asked(self) -> object:
        """The words and whether the text begins with them."""
        words = self.words.text().strip()
        return (words, bool(self.way.currentData())) if words else None


class DaysPopup(FilterPopup):
    """Tells (first day, last day), either None where it is open."""

    def __init__(
        self, title: str, first: dt.date | None, last: dt.date | None, parent: QWidget
    ) -> None:
        super().__init__(title, parent)
        self.first, self.last = DateField("从"), DateField("到")
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, field, day in (("从", self.first, first), ("到（含这一天）", self.last, last)):
            field.put(day)
            row.addWidget(Field(text, field))
        self.body.addLayout(row)
        self._problem = label("", "problem", wraps=True)
        self._problem.hide()
        self.body.addWidget(self._problem)

    def first_control(self) -> QWidget:
        """The first day."""
        return self.first

    def asked(self) -> object:
        """The two days."""
        first, last = self.first.value, self.last.value
        return None if first is None and last is None else (first, last)

    def _take(self) -> None:
        for field in (self.first, self.last):
            field.editingFinished.emit()
        problem = next(
            (each.accessibleDescription() for each in (self.first, self.last)
             if each.accessibleDescription()), ""
        )  # fmt: skip
        first, last = self.first.value, self.last.value
        if not problem and first and last and first > last:
            problem = f"从 {first} 到 {last} 没有一天。请对调或改正。"
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.resize(self.sizeHint())
        if not problem:
            super()._take()


class NumbersPopup(FilterPopup):
    """Tells (least, most) of whole numbers, either None where it is open."""

    def __init__(self, title: str, least: int | None, most: int | None, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.least, self.most = TextField(f"{title}最少"), TextField(f"{title}最多")
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, field, number in (
            ("最少", self.least, least),
            ("最多（含）", self.most, most),
        ):
            field.setText("" if number is None else str(number))
            row.addWidget(Field(text, field))
        self.body.addLayout(row)
        self._problem = label("", "problem", wraps=True)
        self._problem.hide()
        self.body.addWidget(self._problem)

    def first_control(self) -> QWidget:
        """The least."""
        return self.least

    def asked(self) -> object:
        """The two ends."""
        ends = _number(self.least.text()), _number(self.most.text())
        return None if ends == (None, None) else ends

    def _take(self) -> None:
        try:
            least, most = _number(self.least.text()), _number(self.most.text())
        except ValueError as wrong:
            problem = f"“{wrong}”不是整数。请写 300 这样的数。"
        else:
            empty = least is not None and most is not None and least > most
            problem = f"没有一个数在 {least} 以上又在 {most} 以下。请对调。" if empty else ""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.resize(self.sizeHint())
        if not problem:
            super()._take()


def _number(text: str) -> int | None:
    """A whole number as people type it; ValueError with what was typed where it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not plain:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise ValueError(text.strip())
    return int(plain)
