"""人员 or 网格: which of the two lists the page shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from hrgrid.ui.buttons import Button


class Half(Button):
    """One of two buttons of which one is down."""

    KIND = "half"


class ListSwitch(QWidget):
    """Two buttons side by side; `turned` tells whether the grids are wanted."""

    turned = Signal(bool)

    def __init__(self, *, grids: bool) -> None:
        super().__init__()
        self._grids = grids
        self.people = Half("人员", name="看人员名单")
        self.grids = Half("网格", name="看网格一览")
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button, on in ((self.people, not grids), (self.grids, grids)):
            button.setCheckable(True)
            button.setChecked(on)
            group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(self._tell)

    def _tell(self) -> None:
        wanted = self.sender() is self.grids
        # It goes out of sight: shown again, it says which list it belongs to.
        (self.grids if self._grids else self.people).setChecked(True)
        if wanted is not self._grids:
            self.turned.emit(wanted)
