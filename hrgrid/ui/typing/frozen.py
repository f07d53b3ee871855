"""Whose cells they are stays in sight while they scroll sideways: the first columns once more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


class FrozenColumns(QTableView):
    """The first columns of `grid`, laid over it as soon as they would scroll away."""

    def __init__(self, grid: QTableView, count: int, name: str) -> None:
        super().__init__(grid)
        self._grid, self._count = grid, count
        model = grid.model()
        self.setModel(model)
        self.setItemDelegate(grid.itemDelegate())
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(grid.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(grid.horizontalHeader().minimumSectionSize())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(self._show)
        grid.viewport().installEventFilter(self)
        model.modelReset.connect(self.follow)
        self.hide()

    def follow(self) -> None:
        """Take the widths and heights of the grid."""
        model = self._grid.model()
        for at in range(model.columnCount()):
            self.setColumnHidden(at, at >= self._count)
            self.setColumnWidth(at, self._grid.columnWidth(at))
        self.verticalHeader().setDefaultSectionSize(
            self._grid.verticalHeader().defaultSectionSize()
        )
        self._place()
        self._show()

    def reach(self) -> int:
        """How far into the grid's viewport these columns reach; 0 while they are not laid over."""
        return self._width() if self._grid.horizontalScrollBar().value() else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow and shrink with the grid."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _width(self) -> int:
        count = min(self._count, self._grid.model().columnCount())
        return sum(self._grid.columnWidth(at) for at in range(count))

    def _place(self) -> None:
        header = self._grid.horizontalHeader().height()
        frame = self._grid.frameWidth()
        self.horizontalHeader().setFixedHeight(header)
        self.setGeometry(frame, frame, self._width(), self._grid.viewport().height() + header)

    def _show(self) -> None:
        self.setVisible(bool(self._grid.horizontalScrollBar().value()))
        self.raise_()
