"""Charts drawn with QPainter: bars that begin at zero, with their figures as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hrgrid.ui import theme

# Height of a row and of its bar, and the space between name, bar and figures; px.
_ROW, _BAR, _GAP = 33, 13, 8
_BY_KEYBOARD = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True)
class Bar:
    """One row: its name, a count that gives the length, both figures as text."""

    name: str
    count: int
    told: str
    rate: str
    marked: bool = False

    @property
    def sentence(self) -> str:
        """For a screen reader."""
        return f"{self.name}{self.told}，{self.rate}"


class BarChart(QWidget):
    """Rows of bars on one scale from zero; a click or Enter chooses a row."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self._most = 0
        self._current = 0
        self._framed = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The rows on show."""
        return self._bars[: self._most]

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these rows, the first on top."""
        self._bars = tuple(bars)
        self._renew()

    def show_most(self, most: int) -> None:
        """Show no more than this many."""
        if most != self._most:
            self._most = most
            self._renew()

    def sizeHint(self) -> QSize:
        """All rows below each other."""
        return QSize(theme.length(320), len(self.bars) * _row_height())

    def minimumSizeHint(self) -> QSize:
        """Names and figures need some width, the bars take the rest."""
        return QSize(theme.length(240), self.sizeHint().height())

    def row_area(self, at: int) -> QRectF:
        """Where a row is drawn."""
        return QRectF(0, at * _row_height(), self.width(), _row_height())

    def bar_area(self, at: int) -> QRectF:
        """Where the bar of a row is drawn; as long as its share of the highest count."""
        row, bar = self.row_area(at), self.bars[at]
        left = self._name_width() + _GAP
        room = max(0, row.width() - left - self._told_width() - self._rate_width() - 3 * _GAP)
        most = max((each.count for each in self.bars), default=0)
        height = theme.length(_BAR)
        length = room * bar.count / most if most else 0
        return QRectF(left, row.center().y() - height / 2, length, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw every row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, bar in enumerate(self.bars):
            self._draw(painter, at, bar)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move, Enter and Space choose."""
        key = Qt.Key(event.key())
        self._framed = True
        if key in _KEYS and 0 <= self._current + _KEYS[key] < len(self.bars):
            self._move_to(self._current + _KEYS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.bars:
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse."""
        at = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._move_to(at)
            self.chosen.emit(at)

    def event(self, event: QEvent) -> bool:
        """Say a row in full while the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            at = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), "" if at is None else self.bars[at].sentence, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say the current row, and mark it for who comes by keyboard."""
        super().focusInEvent(event)
        self._framed = event.reason() in _BY_KEYBOARD
        self._say()

    def _row_at(self, y: float) -> int | None:
        at = int(y // _row_height())
        return at if 0 <= at < len(self.bars) else None

    def _move_to(self, at: int) -> None:
        self._current = at
        self._say()
        self.update()

    def _say(self) -> None:
        if self.bars:
            self.setAccessibleDescription(self.bars[self._current].sentence)

    def _renew(self) -> None:
        self._current = min(self._current, max(0, len(self.bars) - 1))
        told = "；".join(bar.sentence for bar in self.bars)
        self.setAccessibleName(f"{self._name}：{told}" if told else self._name)
        self.updateGeometry()
        self.update()

    def _draw(self, painter: QPainter, at: int, bar: Bar) -> None:
        row, area = self.row_area(at), self.bar_area(at)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("warn_bar" if bar.marked else "bar"))
        painter.drawRoundedRect(area, 3, 3)
        middle = Qt.AlignmentFlag.AlignVCenter
        plain = theme.font(theme.LABEL)
        name = QRectF(row.left(), row.top(), self._name_width(), row.height())
        shown = QFontMetrics(plain).elidedText(
            bar.name, Qt.TextElideMode.ElideRight, int(name.width())
        )
        _write(painter, name, shown, middle, ("text", theme.LABEL, False))
        behind = QRectF(QPointF(area.right() + _GAP * 0.75, row.top()), row.bottomRight())
        quiet, loud = ("warn", "warn") if bar.marked else ("text2", "text")
        _write(painter, behind, bar.told, middle, (quiet, theme.CAPTION, False))
        right = middle | Qt.AlignmentFlag.AlignRight
        _write(painter, row, bar.rate, right, (loud, theme.LABEL, True))
        if self.hasFocus() and self._framed and at == self._current:
            line = QRectF(row.left(), row.center().y() + theme.length(10), row.width(), 2)
            painter.fillRect(line, theme.colour("accent"))

    def _name_width(self) -> float:
        # Six letters fit; a longer name is cut here and whole in the row's tooltip.
        metrics = QFontMetrics(theme.font(theme.LABEL))
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        return min(widest, max(theme.length(84), self.width() * 0.3)) + 1

    def _told_width(self) -> float:
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        return max((metrics.horizontalAdvance(bar.told) for bar in self.bars), default=0)

    def _rate_width(self) -> float:
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        return max((metrics.horizontalAdvance(bar.rate) for bar in self.bars), default=0)


def _row_height() -> int:
    return theme.length(_ROW)


def _write(
    painter: QPainter,
    area: QRectF,
    text: str,
    alignment: Qt.AlignmentFlag,
    style: tuple[str, int, bool],
) -> None:
    """Text in a style: colour, type size, strong."""
    colour, px, strong = style
    painter.setPen(theme.colour(colour))
    painter.setFont(theme.font(px, strong=strong))
    painter.drawText(area, alignment, text)
