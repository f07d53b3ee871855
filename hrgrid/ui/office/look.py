"""外观: light, dark or as the desktop; how large the letters are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from hrgrid.ui import theme
from hrgrid.ui.cards import Card
from hrgrid.ui.office.part import ScrollingPart
from hrgrid.ui.session import Session
from hrgrid.ui.settings import MODE, TEXT_SIZE, Entry
from hrgrid.ui.theme import Mode, TextSize

Chosen = TypeVar("Chosen", Mode, TextSize)


class LookPart(ScrollingPart):
    """Both choices work at once and are remembered on this machine."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.modes = self._choice(MODE, Mode)
        self.sizes = self._choice(TEXT_SIZE, TextSize)
        self.cards.addWidget(_card("明暗", "只影响屏幕，打印和导出的文件不变", self.modes))
        self.cards.addWidget(_card("字号", "字和控件一起放大", self.sizes))

    def main_control(self) -> QWidget:
        """The chosen mode."""
        return self.modes.checkedButton() or self

    def _choice(self, entry: Entry[Chosen], options: Iterable[Chosen]) -> QButtonGroup:
        group = QButtonGroup(self)
        chosen = self.session.settings.get(entry)
        for option in options:
            button = QRadioButton(option.label)
            button.setChecked(option is chosen)
            button.toggled.connect(partial(self._apply, entry, option))
            group.addButton(button)
        return group

    def _apply(self, entry: Entry[Chosen], value: Chosen, on: bool) -> None:
        if not on:
            return
        settings = self.session.settings
        settings.put(entry, value)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - a widget cannot live without it
        theme.apply(app, settings.get(MODE), settings.get(TEXT_SIZE))
        self.session.look_changed.emit()


def _card(title: str, beside: str, group: QButtonGroup) -> Card:
    card = Card(title, beside)
    row = QHBoxLayout()
    row.setSpacing(20)
    for button in group.buttons():
        button.setAccessibleName(f"{title}：{button.text()}")
        row.addWidget(button)
    row.addStretch()
    card.column.addLayout(row)
    return card
