"""Line icons from resources/icons, drawn in a colour of the theme.

Icon fonts are no choice: the Windows policy against untrusted fonts, common on locked-down
office machines, leaves them blank.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from hrgrid.core.paths import resources


def draw(painter: QPainter, name: str, colour: QColor, area: QRectF) -> None:
    """Draw the icon called `name` into `area`."""
    _renderer(name, colour.name()).render(painter, area)


def icon(name: str, colour: QColor, size: int = 16) -> QIcon:
    """The icon with one sharp picture for every scale of the screens at hand."""
    made = QIcon()
    for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}:
        made.addPixmap(_pixmap(name, colour.name(), size, ratio))
    return made


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    path = resources() / "icons" / f"{name}.svg"
    text = path.read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(text.encode()))


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
