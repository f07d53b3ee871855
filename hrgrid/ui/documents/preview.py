"""The middle: the chosen certificate as it comes out of the printer, sharp at every scale."""

from __future__ import annotations

import enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.documents.batches import PaperForm
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Tick, label
from hrgrid.ui.status import Elided

_INCH = 254
_MARGIN = 20
# Pictures are drawn in steps of this many dots an inch: a window that is dragged needs few.
_STEP = 12
_SCREEN_DPI = 96


class Zoom(enum.Enum):
    """How large a sheet is shown: all of it, as wide as the window, as large as in the hand."""

    WHOLE = enum.auto()
    WIDTH = enum.auto()
    NATURAL = enum.auto()


class Paper(QWidget):
    """One sheet with its shadow, in the middle of what room there is."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._size = (2970, 2100)
        self.zoom = Zoom.WHOLE
        self.setAccessibleName("证书预览")

    def show_paper(self, size: tuple[int, int]) -> None:
        """A sheet of this size in tenths of a millimetre."""
        self._size = size
        self._hold()

    def show_image(self, image: QImage | None) -> None:
        """What is on it; None while it is drawn."""
        self._image = image
        self.update()

    @property
    def has_image(self) -> bool:
        """Whether something is on show."""
        return self._image is not None

    def zoom_to(self, zoom: Zoom) -> None:
        """Show it as large as this."""
        self.zoom = zoom
        self._hold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A sheet as wide as the window is as high as that makes it."""
        super().resizeEvent(event)
        if self.zoom is Zoom.WIDTH and event.size().width() != event.oldSize().width():
            self._hold()

    def dpi(self) -> int:
        """How many dots an inch it is worth drawing, up to the next step."""
        area = self.area()
        dots = area.width() * self.devicePixelRatioF() * _INCH / self._size[0]
        return max(_STEP, -int(-dots // _STEP) * _STEP)

    def _hold(self) -> None:
        size = QSize(0, 0)
        if self.zoom is Zoom.NATURAL:
            size = self._natural() + QSize(2 * _MARGIN, 2 * _MARGIN)
        elif self.zoom is Zoom.WIDTH:
            width, height = self._size
            size.setHeight((self.width() - 2 * _MARGIN) * height // width + 2 * _MARGIN)
        self.setMinimumSize(size)
        self.update()

    def _natural(self) -> QSize:
        width, height = self._size
        return QSize(width * _SCREEN_DPI // _INCH, height * _SCREEN_DPI // _INCH)

    @property
    def paper_size(self) -> tuple[int, int]:
        """Of the sheet, in tenths of a millimetre."""
        return self._size

    def area(self) -> QRectF:
        """Where the sheet is, in px."""
        width, height = self._size
        room = self._natural().width() / width
        if self.zoom is not Zoom.NATURAL:
            room = (self.width() - 2 * _MARGIN) / width
        if self.zoom is Zoom.WHOLE:
            room = min(room, (self.height() - 2 * _MARGIN) / height)
        size = (max(1.0, width * room), max(1.0, height * room))
        return QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shadow, sheet, what is printed on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.area()
        painter.fillRect(area.translated(QPointF(3, 3)), QColor(0, 0, 0, 46))
        painter.fillRect(area, QColor("#FFFDF7"))
        if self._image is not None:
            painter.drawImage(area, self._image)
        painter.end()


class PreviewCard(QFrame):
    """The sheet with what goes to the one before and after, and how large it is shown."""

    stepped = Signal(int)
    size_wanted = Signal()
    cover_wanted = Signal()

    def __init__(self, deeds: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.deeds = deeds
        self.paper = Paper()
        self.before = Button("", glyph="caret-left", name="上一张", does=lambda: self._step(-1))
        self.after = Button("", glyph="caret-right", name="下一张", does=lambda: self._step(1))
        for button in (self.before, self.after):
            button.setToolTip(button.accessibleName())
        self.place = label("", "label")
        self.whole = LinkButton("适合窗口", does=lambda: self._fit(whole=True))
        self.natural = LinkButton("100%", name="原大 100%", does=lambda: self._fit(whole=False))
        self.cover = Tick("显示底纸")
        self.cover.setChecked(True)
        self.told = Elided("", role="caption")
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._rest = QTimer(self, singleShot=True, interval=80)
        self._rest.timeout.connect(self.size_wanted.emit)
        self.cover.toggled.connect(lambda _: self.cover_wanted.emit())
        self.tools = Flow(gap=8)
        self._lay_out()
        self._fit(whole=True)

    def show_place(self, at: int, found: int) -> None:
        """Which of how many; 0 of 0 while there is none."""
        self.place.setText(f"第 {at:,} 张 / {found:,}" if at else "没有选中证书")
        self.before.setEnabled(at > 1)
        self.after.setEnabled(0 < at < found)

    def show_form(self, form: PaperForm) -> None:
        """The paper, and whether it has something pre-printed."""
        self.paper.show_paper(form.layout.page)
        self.told.show_text(form.told)
        self.cover.setVisible(form.overprint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture of the new size is wanted once the window rests."""
        super().resizeEvent(event)
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        """Another screen may be finer."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._rest.start()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(4)
        self.tools.setContentsMargins(10, 8, 10, 4)
        self.tools.addWidget(self.before)
        self.tools.addWidget(self.place)
        self.tools.addWidget(self.after)
        self.tools.addWidget(self.deeds)
        self.tools.addWidget(self.whole)
        self.tools.addWidget(self.natural)
        self.tools.addWidget(self.cover)
        column.addLayout(self.tools)
        self.frame = QScrollArea()
        self.frame.setObjectName("page")
        self.frame.setFrameShape(QFrame.Shape.NoFrame)
        self.frame.setWidgetResizable(True)
        self.frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.paper.setObjectName("pageBody")
        self.frame.setWidget(self.paper)
        column.addWidget(self.frame, 1)
        column.addWidget(self.told)

    def _step(self, by: int) -> None:
        self.stepped.emit(by)

    def _fit(self, *, whole: bool) -> None:
        self.paper.zoom_to(Zoom.WHOLE if whole else Zoom.NATURAL)
        self.whole.setEnabled(not whole)
        self.natural.setEnabled(whole)
        self.size_wanted.emit()
