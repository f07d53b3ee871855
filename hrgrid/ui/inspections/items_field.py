"""检查内容: what inspectors look at, line by line, with the points that a fault takes off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.checking import CheckItem
from hrgrid.assessment.rules.words import CheckKind
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton, LinkButton
from hrgrid.ui.forms import Choice, TextField, clear, label
from hrgrid.ui.matters.typed import plain_digits


class _Line:
    def __init__(self, at: int, item: CheckItem) -> None:
        self.item = item
        self.label = TextField(f"第 {at} 项名称", text=item.label, hint="例如：在岗情况")
        self.kind = Choice(f"第 {at} 项类别", [(one, one.label) for one in CheckKind])
        self.kind.choose(item.kind)
        self.points = TextField(f"第 {at} 项扣分", text=mark_text(item.points_milli))
        self.points.setFixedWidth(theme.length(64))
        self.points.setAlignment(Qt.AlignmentFlag.AlignRight)

    @property
    def value(self) -> CheckItem:
        name = self.label.text().strip()
        milli = parse_mark(plain_digits(self.points.text()), f"检查内容“{name}”的扣分")
        if milli is None:
            raise UserError(f"检查内容“{name}”没有填扣分。不扣分的填 0")
        # Another name is another thing: its usual words do not fit any more.
        fault = self.item.fault if name == self.item.label else ""
        return CheckItem(self.item.code, name, self.kind.currentData(), milli, fault)


class ItemsField(QWidget):
    """The lines, one more, one less; `value` raises UserError naming the line that is wrong."""

    changed = Signal()

    def __init__(self, items: Sequence[CheckItem]) -> None:
        super().__init__()
        self.setAccessibleName("检查内容")
        self._lines: list[_Line] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.add = LinkButton("加一项", glyph="plus", does=self._add)
        self.add.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._grid)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(items)

    @property
    def value(self) -> tuple[CheckItem, ...]:
        """The items as they are typed."""
        return tuple(line.value for line in self._lines)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def _show(self, items: Sequence[CheckItem]) -> None:
        clear(self._grid)
        for at, text in enumerate(("检查内容", "类别", "有问题扣")):
            self._grid.addWidget(label(text, "label"), 0, at)
        self._lines = [_Line(at, item) for at, item in enumerate(items, start=1)]
        for at, line in enumerate(self._lines, start=1):
            self._grid.addWidget(line.label, at, 0)
            self._grid.addWidget(line.kind, at, 1)
            self._grid.addWidget(line.points, at, 2)
            self._grid.addWidget(label("分"), at, 3)
            drop = BareButton("x", f"去掉第 {at} 项", partial(self._drop, line))
            drop.setAutoDefault(False)
            self._grid.addWidget(drop, at, 4)
        self.changed.emit()

    def _kept(self) -> list[CheckItem]:
        """The lines as far as they can be read, for one more or one less."""
        kept = []
        for line in self._lines:
            try:
                kept.append(line.value)
            except UserError:
                kept.append(
                    CheckItem(line.item.code, line.label.text().strip(), line.kind.currentData(), 0)
                )
        return kept

    def _add(self) -> None:
        self._show([*self._kept(), CheckItem("", "", CheckKind.PATROL, 1_000)])
        self._lines[-1].label.setFocus()

    def _drop(self, line: _Line) -> None:
        at = self._lines.index(line)
        self._show([one for place, one in enumerate(self._kept()) if place != at])
