"""Where the tree stands: beside the list, or under a button where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import BareButton
from hrgrid.ui.forms import label
from hrgrid.ui.workforce.tree import AreaModel, AreaTree
from hrgrid.workforce.queries import AreaRow


class TreePanel(QFrame):
    """The tree with its title."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.model = AreaModel(self)
        self.tree = AreaTree(self.model)
        self._none = label(
            "还没有区域。网格表导进来以后，这里列出区县、街道和社区。", "caption", wraps=True
        )
        title = label("网格树", "card")
        title.setContentsMargins(8, 0, 0, 0)
        self.more = BareButton("pencil-simple", "办理所选区域（菜单键）", self._offer)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(title, 1)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self.tree, 1)
        self._none.hide()
        self.fit()

    def fit(self) -> None:
        """Width for the text size."""
        self.setFixedWidth(theme.length(216))
        self.tree.fit()

    def show_areas(self, areas: Sequence[AreaRow], counts: dict[int, int]) -> None:
        """Show a tree with the people in or below each area."""
        self.tree.show_areas(areas, counts)
        self.more.setVisible(bool(areas))
        self._none.setVisible(not areas)

    def _offer(self) -> None:
        """The menu of the area under the cursor, below the button."""
        area = self.model.area(self.tree.currentIndex())
        if area is not None:
            at = self.more.mapToGlobal(QPoint(0, self.more.height() + 2))
            self.tree.menu_wanted.emit(area, at)


class TreePopup(QFrame):
    """Holds the tree below its button while the window is narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def take(self, panel: TreePanel) -> None:
        """Take the tree in."""
        self._column.addWidget(panel)
        panel.show()

    def open_below(self, button: QWidget, height: int) -> None:
        """Show it below a button, this high."""
        self.setFixedHeight(height)
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        tree = self.findChild(AreaTree)
        if tree is not None:
            tree.setFocus()
