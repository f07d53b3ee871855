"""The photo on a person's card."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from hrgrid.ui import icons, theme

# Of identity photos: 25 × 35 mm.
_WIDE, _HIGH = 75, 105
_RADIUS = 6


class Photo(QWidget):
    """A frame until the picture comes, or where it cannot be read."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{name}的证件照")

    def show_bytes(self, content: bytes | None) -> None:
        """Show a picture; what is none leaves the frame."""
        if content is not None:
            self.picture.loadFromData(content)
        self.update()

    def complain(self, sentence: str) -> None:
        """Say why there is no picture."""
        self.setToolTip(sentence)
        self.setAccessibleName(f"{self._name}的证件照：{sentence}")

    def sizeHint(self) -> QSize:
        """An identity photo that grows with the text size."""
        return QSize(theme.length(_WIDE), theme.length(_HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Fill the frame with the middle of the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = QPainterPath()
        frame.addRoundedRect(area, _RADIUS, _RADIUS)
        painter.fillPath(frame, theme.colour("alt"))
        if self.picture.isNull():
            side = theme.length(28)
            middle = QRectF(0, 0, side, side)
            middle.moveCenter(area.center())
            icons.draw(painter, "user", theme.colour("text3"), middle)
        else:
            painter.setClipPath(frame)
            painter.drawPixmap(area, self.picture, self._middle(area))
            painter.setClipping(False)
        painter.setPen(theme.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)
        painter.end()

    def _middle(self, area: QRectF) -> QRectF:
        """What of the picture has the frame's proportions."""
        size = area.size().scaled(self.picture.size(), Qt.AspectRatioMode.KeepAspectRatio)
        part = QRectF(0, 0, size.width(), size.height())
        part.moveCenter(QRectF(self.picture.rect()).center())
        return part
