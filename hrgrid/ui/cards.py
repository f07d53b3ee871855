"""Surfaces: cards with a title, tiles with one figure, chips, and what an empty page says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hrgrid.ui import icons, theme
from hrgrid.ui.forms import label


class Glyph(QWidget):
    """An icon that takes its colour from the theme while painting."""

    def __init__(self, name: str, colour: str = "text2", size: int = 20) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square that grows with the text size."""
        side = theme.length(self._size)
        return QSize(side, side)

    def show_icon(self, name: str, colour: str) -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        icons.draw(painter, self._name, theme.colour(self._colour), area)
        painter.end()


class Card(QFrame):
    """A white surface with an optional head: title, a word beside it, links at the right."""

    def __init__(self, title: str = "", beside: str = "", actions: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.title = label(title, "card")
        self.beside = label(beside, "caption")
        if title:
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(self.title)
            head.addWidget(self.beside, 1)
            for action in actions:
                head.addWidget(action)
            self.column.addLayout(head)
            self.setAccessibleName(title)


class Tile(QFrame):
    """One figure: its name, the number, a caption that may warn, and where to see more."""

    def __init__(self, name: str, glyph: str, more: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(name)
        self._figure = label("–", "figure")
        self._caption = label("", "caption")
        head = QHBoxLayout()
        head.addWidget(label(name, "label"), 1)
        head.addWidget(Glyph(glyph, "text3"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._figure)
        foot = QHBoxLayout()
        foot.addWidget(self._caption, 1)
        if more is not None:
            foot.addWidget(more)
        column.addLayout(foot)

    def show_figure(self, figure: str, caption: str, role: str = "caption") -> None:
        """Show a number with its caption; `role` is caption, captionWarn or captionBad."""
        self._figure.setText(figure)
        self._caption.setText(caption)
        self._caption.setProperty("role", role)
        self._caption.style().polish(self._caption)


# Kind of a chip: its background and its text.
CHIP_COLOURS = {
    "ok": ("ok_bg", "ok"),
    "warn": ("warn_bg", "warn"),
    "bad": ("bad_bg", "bad"),
    "info": ("tint", "accent"),
    "mute": ("track", "text2"),
}


class Chip(QLabel):
    """A state in a word."""

    def __init__(self, text: str, kind: str = "mute") -> None:
        super().__init__(text)
        self._kind = kind
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(theme.CAPTION))

    def put_kind(self, kind: str) -> None:
        """Another colour, for another state."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The word with 10 px at each side."""
        size = chip_size(self.text())
        return QSize(size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill and the word."""
        painter = QPainter(self)
        draw_chip(painter, QRectF(self.rect()), self.text(), self._kind)
        painter.end()


def chip_size(text: str) -> QSize:
    """How large a chip with this text is."""
    from PySide6.QtGui import QFontMetrics

    metrics = QFontMetrics(theme.font(theme.CAPTION))
    return QSize(metrics.horizontalAdvance(text) + 20, metrics.height() + 4)


def draw_chip(painter: QPainter, area: QRectF, text: str, kind: str) -> None:
    """Draw a chip that fills `area`."""
    back, front = CHIP_COLOURS[kind]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(back))
    radius = min(10.0, area.height() / 2)
    painter.drawRoundedRect(area, radius, radius)
    painter.setPen(theme.colour(front))
    painter.setFont(theme.font(theme.CAPTION))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class EmptyState(QWidget):
    """What a page says while it has nothing to show: what belongs here and the next step."""

    def __init__(
        self, glyph: str, title: str, explanation: str, actions: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.setAccessibleName(title)
        heading = label(title, "empty", wraps=True)
        body = label(explanation, "body2", wraps=True)
        for text in (heading, body):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.setMaximumWidth(theme.length(560))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(body, 1_000)
        middle.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for action in actions:
            buttons.addWidget(action)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addStretch()
        column.addWidget(Glyph(f"{glyph}-light", "text3", 56), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(heading)
        column.addLayout(middle)
        column.addLayout(buttons)
        column.addStretch()
