"""Where files are let fall, or chosen in the dialog of the system."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QLayout, QWidget

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Glyph
from hrgrid.ui.forms import label, restyle
from hrgrid.ui.imports.opening import MOST_FILES

TABLES = (
    "表格和照片 (*.xlsx *.xls *.xlsm *.et *.ods *.csv *.txt *.zip *.jpg *.jpeg *.png *.bmp);;"
    "所有文件 (*)"
)


class DropArea(QWidget):
    """A dashed area with a button beside it that opens the system's own dialog."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setAccessibleName("把文件拖到这里")
        self._over, self._first = False, True
        self.glyph = Glyph("upload-simple-light", "text3", 56)
        self.title = label("把 Excel 表或照片文件夹拖到这里", "empty")
        self.told = label(
            f"一次 1–{MOST_FILES} 个文件，xlsx、xls、et、ods、csv 都行，列名和顺序不用改。\n"
            "证件照拖整个文件夹或 zip，文件名写姓名或工号。",
            "body2",
        )
        self.choose = Button("选择文件", does=self._choose)
        self.folder = LinkButton("选择照片文件夹", glyph="folder-open", does=self._choose_folder)
        for text in (self.title, self.told):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._column.setSpacing(10)
        self._column.setContentsMargins(20, 6, 20, 6)
        # The area decides by itself how little it needs.
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._column.addStretch(1)
        for part in self._parts:
            self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        self._column.addStretch(1)

    def show_state(self, *, first: bool) -> None:
        """The button is primary for the `first` files; more files need no more than a line."""
        self._first = first
        self.title.setText(
            "把 Excel 表或照片文件夹拖到这里" if first else "还有别的文件，也拖到这里"
        )
        self.choose.setText("选择文件" if first else "添加文件")
        self.choose.setAccessibleName(self.choose.text())
        restyle(self.choose, "kind", "primary" if first else "")
        self.choose.set_glyph("" if first else "plus")
        self._fold()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """With all its words for the first files, else one line."""
        return QSize(theme.length(480), self._roomy() if self._first else self._line())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(theme.length(320), self._line())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line or all words, as there is room."""
        super().resizeEvent(event)
        self._fold()

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        return self.glyph, self.title, self.told, self.choose, self.folder

    def _line(self) -> int:
        return self.choose.sizeHint().height() + 12

    def _roomy(self, *, glyph: bool = True) -> int:
        parts = self._parts if glyph else self._parts[1:]
        return sum(part.sizeHint().height() + 10 for part in parts) + 20

    def _fold(self) -> None:
        """The picture goes first, then everything that is not on one line."""
        compact = not self._first or self.height() < self._roomy(glyph=False)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._column.setDirection(across if compact else down)
        self.glyph.setHidden(compact or self.height() < self._roomy())
        self.told.setHidden(compact)
        self.folder.setHidden(not self._first)
        restyle(self.title, "role", "body2" if compact else "empty")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._light(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The pointer went elsewhere."""
        self._light(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the files of this machine."""
        self._light(over=False)
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.dropped.emit(paths)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame, in the accent's colour while files hang over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent" if self._over else "text3"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("tint" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _light(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def _choose_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择装照片的文件夹"):
            self.dropped.emit([Path(chosen)])

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "选择要导入的文件", "", TABLES)
        if chosen:
            self.dropped.emit([Path(path) for path in chosen])
