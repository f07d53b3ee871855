"""Below the tools: how many are found, what is in force, and the filters asked for every week."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import chip_size
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import clear, label
from hrgrid.ui.workforce.conditions import Conditions
from hrgrid.ui.workforce.menus import ConditionChip

_USUAL = {
    "缺证件照": Conditions(without_photo=True),
    "一格多员": Conditions(shared_grid=True),
}


class UsualFilters(QWidget):
    """常用筛选: what offices ask for every week, a click away."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label("常用筛选", "crumb"))
        self.links: dict[str, LinkButton] = {}
        for text, conditions in _USUAL.items():
            link = LinkButton(text, name=f"常用筛选：{text}", does=self._asker(conditions))
            self.links[text] = link
            row.addWidget(link)

    def show_conditions(self, conditions: Conditions) -> None:
        """The one in force need not be asked for."""
        for text, usual in _USUAL.items():
            self.links[text].setEnabled(conditions != usual)

    def _asker(self, conditions: Conditions) -> Callable[[], None]:
        return lambda: self.wanted.emit(conditions)


class ConditionStrip(QWidget):
    """How many are found, and each condition with a cross."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._conditions = Conditions()
        self._found = label("", "strong")
        self._every = label("", "crumb")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        chips = QWidget()
        self._flow = Flow(chips)
        self.usual = UsualFilters()
        self.usual.wanted.connect(self.wanted)
        row.addWidget(chips, 1)
        row.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignTop)
        self.clear = LinkButton("清除条件", does=lambda: self.wanted.emit(Conditions()))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        for part in (self, chips):
            part.setSizePolicy(policy)
        self._fill()

    @property
    def chips(self) -> list[ConditionChip]:
        """The chips on show."""
        return [chip for chip in self.findChildren(ConditionChip) if not chip.isHidden()]

    def show_conditions(self, conditions: Conditions) -> None:
        """Show what is in force."""
        if conditions != self._conditions:
            self._conditions = conditions
            self.usual.show_conditions(conditions)
            self._fill()

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the usual filters are in the menu of conditions only."""
        self.usual.setVisible(not narrow)

    def show_counts(self, found: int, every: int) -> None:
        """Show how many match, and how many there are."""
        self._found.setText(f"共 {found:,} 人")
        self._every.setText(f"（全部 {every:,} 人）" if found != every else "")
        self._every.setVisible(found != every)

    def _fill(self) -> None:
        for kept in (self._found, self._every, self.clear):
            self._flow.removeWidget(kept)
        clear(self._flow)
        height = chip_size("人").height() + 6
        for part in (self._found, self._every, self.clear):
            part.setMinimumHeight(height)
        for told in (self._found, self._every):
            self._flow.addWidget(told)
        for text, left in self._conditions.parts():
            self._flow.addWidget(ConditionChip(text, self._asker(left)))
        self._flow.addWidget(self.clear)
        self.clear.setVisible(self._conditions != Conditions())

    def _asker(self, conditions: Conditions) -> Callable[[], None]:
        return lambda: self.wanted.emit(conditions)
