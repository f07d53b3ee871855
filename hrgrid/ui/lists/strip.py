"""Below the tools: how many are found, what is in force, and the filters asked for every week."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import chip_size
from hrgrid.ui.cells.menus import ConditionChip
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import clear, label
from hrgrid.ui.lists.saved import SavedFilters


class ConditionStrip(QWidget):
    """How many are found, and each condition with a cross."""

    wanted = Signal(object)

    def __init__(self, measure: str, nothing: Any, saved: SavedFilters) -> None:
        super().__init__()
        self._measure, self._nothing = measure, nothing
        self._conditions = nothing
        self._found = label("", "strong")
        self._every = label("", "crumb")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        chips = QWidget()
        self._flow = Flow(chips)
        self.usual = saved
        row.addWidget(chips, 1)
        row.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignTop)
        self.clear = LinkButton("清除条件", does=lambda: self.wanted.emit(nothing))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        for part in (self, chips):
            part.setSizePolicy(policy)
        self._fill()

    def lead(self, first: QWidget) -> None:
        """Put something before the count."""
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(0, first, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def chips(self) -> list[ConditionChip]:
        """The chips on show."""
        return [chip for chip in self.findChildren(ConditionChip) if not chip.isHidden()]

    def show_conditions(self, conditions: Any) -> None:
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
        self._found.setText(f"共 {found:,} {self._measure}")
        self._every.setText(f"（全部 {every:,} {self._measure}）" if found != every else "")
        self._every.setVisible(found != every)

    def _fill(self) -> None:
        for kept in (self._found, self._every, self.clear):
            self._flow.removeWidget(kept)
        clear(self._flow)
        height = chip_size("条").height() + 6
        for part in (self._found, self._every, self.clear):
            part.setMinimumHeight(height)
        for told in (self._found, self._every):
            self._flow.addWidget(told)
        for text, left in self._conditions.parts():
            self._flow.addWidget(ConditionChip(text, self._asker(left)))
        self._flow.addWidget(self.clear)
        self.clear.setVisible(self._conditions != self._nothing)

    def _asker(self, conditions: Any) -> Callable[[], None]:
        return lambda: self.wanted.emit(conditions)
