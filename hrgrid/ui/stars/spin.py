"""Numbers that are turned up and down: a line in points, a share in per cent, a count."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from hrgrid.ui import icons, theme


def _draw_carets(box: QAbstractSpinBox) -> None:
    """The carets: style sheets can only show picture files, which know no theme."""
    painter = QPainter(box)
    size = theme.length(10)
    left = box.width() - size - 8
    colour = theme.colour("text2" if box.isEnabled() else "text3")
    middle = box.height() / 2
    icons.draw(painter, "caret-up", colour, QRectF(left, middle - size, size, size))
    icons.draw(painter, "caret-down", colour, QRectF(left, middle, size, size))
    painter.end()


class Turned(QDoubleSpinBox):
    """Steps by arrows and keys, by typing too; `whole` is the value in its least units.

    `scale` units make one of what is shown: points are shown from thousandths, a share in per
    cent from basis points.
    """

    def __init__(
        self, name: str, value: int, *, scale: int, most: int, places: int = 1, step: int = 1
    ) -> None:
        super().__init__()
        self._scale = scale
        self.setAccessibleName(name)
        self.setLocale(QLocale.c())
        self.setDecimals(places)
        self.setRange(0, most / scale)
        self.setSingleStep(step / scale)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(theme.length(96))
        self.put(value)

    @property
    def whole(self) -> int:
        """The value in its least units; a step of the box is exact in them."""
        return round(self.value() * self._scale)

    def put(self, value: int) -> None:
        """Show a value in its least units."""
        self.setValue(value / self._scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and its carets in the theme's colour."""
        super().paintEvent(event)
        _draw_carets(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel over a number must not change it."""
        event.ignore()


class Counter(QSpinBox):
    """A whole number from `least` to `most`."""

    def __init__(self, name: str, least: int, most: int, value: int | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(theme.length(80))
        if value is not None:
            self.setValue(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and its carets in the theme's colour."""
        super().paintEvent(event)
        _draw_carets(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a wheel over a number must not change it."""
        event.ignore()
