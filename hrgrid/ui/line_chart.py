"""Lines over time drawn with QPainter; gaps stay gaps, the scale says where it begins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up
from hrgrid.ui import theme

_ROOM, _DOT, _LINES = 150, 3.0, 4
_TEN = 10_000


@dataclass(frozen=True)
class Point:
    """One period: how it is called, and its value in thousandths; None leaves a gap."""

    name: str
    milli: int | None


@dataclass(frozen=True)
class Line:
    """A line with its name; a `quiet` one is drawn grey and dashed, for comparison."""

    name: str
    points: tuple[Point, ...]
    quiet: bool = False


def bounds(values: Sequence[int]) -> tuple[int, int]:
    """Whole tens around the values, never above a hundred where none is; (0, 100) for none."""
    if not values:
        return 0, 100_000
    low = min(values) // _TEN * _TEN
    high = -(-max(values) // _TEN) * _TEN
    return (low, high) if high > low else (max(0, low - _TEN), high + (0 if low else _TEN))


def told(milli: int) -> str:
    """A value on two decimals, half up."""
    return fixed_text(round_half_up(Fraction(milli, 10), 0), 2)


class LineChart(QWidget):
    """Lines on one scale of points; its lowest and highest value stand at its side."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.lines: tuple[Line, ...] = ()
        self._low, self._high = 0, 100_000
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; all have the same periods."""
        self.lines = tuple(lines)
        values = [point.milli for line in lines for point in line.points if point.milli is not None]
        self._low, self._high = bounds(values)
        spoken = "；".join(self._spoken(line) for line in self.lines)
        self.setAccessibleName(f"{self._name}：{spoken}" if spoken else self._name)
        self.updateGeometry()
        self.update()

    @staticmethod
    def _spoken(line: Line) -> str:
        spoken = [
            f"{one.name} {told(one.milli) if one.milli is not None else '无'}"
            for one in line.points
        ]
        return f"{line.name} {'，'.join(spoken)}"

    def sizeHint(self) -> QSize:
        """The room for lines, names below, the legend above."""
        words = QFontMetrics(theme.font(theme.CAPTION)).height()
        return QSize(theme.length(320), theme.length(_ROOM) + 2 * words + 12)

    def minimumSizeHint(self) -> QSize:
        """Narrower it says nothing."""
        return QSize(theme.length(220), self.sizeHint().height())

    def _area(self) -> QRectF:
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        side = metrics.horizontalAdvance("100") + 10
        top = metrics.height() + 6
        return QRectF(side, top, self.width() - side - 14, self.height() - 2 * top)

    def place(self, line: Line, at: int) -> QPointF | None:
        """Where a point is drawn; None for a gap."""
        milli = line.points[at].milli
        if milli is None:
            return None
        area, many = self._area(), len(line.points)
        step = area.width() / many
        height = area.height() * (milli - self._low) / (self._high - self._low)
        return QPointF(area.left() + step * (at + 0.5), area.bottom() - height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grid lines with their values, the lines, the names of periods, the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.CAPTION))
        self._draw_scale(painter)
        for line in self.lines[::-1]:
            self._draw_line(painter, line)
        self._draw_names(painter)
        self._draw_legend(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _draw_scale(self, painter: QPainter) -> None:
        area, words = self._area(), painter.fontMetrics().height()
        steps = max(1, min(_LINES, (self._high - self._low) // _TEN))
        for at in range(steps + 1):
            value = self._low + (self._high - self._low) * at // steps
            y = area.bottom() - area.height() * at / steps
            painter.setPen(QPen(theme.colour("border" if not at else "line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colour("text3"))
            side = QRectF(0, y - words / 2, area.left() - 6, words)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(side, right, mark_text(value))

    def _draw_line(self, painter: QPainter, line: Line) -> None:
        colour = theme.colour("text3" if line.quiet else "bar")
        style = Qt.PenStyle.DashLine if line.quiet else Qt.PenStyle.SolidLine
        places = [self.place(line, at) for at in range(len(line.points))]
        painter.setPen(QPen(colour, 1.2 if line.quiet else 2, style))
        for before, after in itertools.pairwise(places):
            if before is not None and after is not None:
                painter.drawLine(before, after)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for place in places:
            if place is not None:
                radius = _DOT - 1 if line.quiet else _DOT
                painter.drawEllipse(place, radius, radius)
        if not line.quiet:
            self._write_values(painter, line, places)

    def _write_values(
        self, painter: QPainter, line: Line, places: Sequence[QPointF | None]
    ) -> None:
        metrics, area = painter.fontMetrics(), self._area()
        room = area.width() / max(1, len(places))
        painter.setPen(theme.colour("text2"))
        for point, place in zip(line.points, places, strict=True):
            words = told(point.milli or 0)
            if place is not None and metrics.horizontalAdvance(words) <= room:
                box = QRectF(place.x() - 40, place.y() - metrics.height() - 4, 80, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _draw_names(self, painter: QPainter) -> None:
        if not self.lines:
            return
        area, metrics = self._area(), painter.fontMetrics()
        names = [point.name for point in self.lines[0].points]
        step = area.width() / max(1, len(names))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        every = max(1, -(-round(widest + 6) // max(1, round(step))))
        painter.setPen(theme.colour("text3"))
        for at, name in enumerate(names):
            if at % every == 0:
                middle = area.left() + step * (at + 0.5)
                box = QRectF(middle - 60, area.bottom() + 4, 120, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_legend(self, painter: QPainter) -> None:
        left, metrics = self._area().left(), painter.fontMetrics()
        notes = [(line.name, line.quiet) for line in self.lines]
        for name, quiet in notes if len(notes) > 1 else ():
            colour = theme.colour("text3" if quiet else "bar")
            style = Qt.PenStyle.DashLine if quiet else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 2, style))
            y = metrics.height() / 2
            painter.drawLine(QPointF(left, y), QPointF(left + 18, y))
            painter.setPen(theme.colour("text2"))
            painter.drawText(QPointF(left + 24, metrics.ascent()), name)
            left += 24 + metrics.horizontalAdvance(name) + 16

    def event(self, event: QEvent) -> bool:
        """Say a period in full while the mouse rests on it."""
        if isinstance(event, QHelpEvent) and self.lines and self.lines[0].points:
            many = len(self.lines[0].points)
            area = self._area()
            at = int((event.pos().x() - area.left()) * many / max(1.0, area.width()))
            at = min(max(0, at), many - 1)
            spoken = [
                f"{line.name} {told(line.points[at].milli or 0)}"
                for line in self.lines
                if line.points[at].milli is not None
            ]
            name = self.lines[0].points[at].name
            QToolTip.showText(event.globalPos(), f"{name}：{'，'.join(spoken) or '无'}", self)
            return True
        return super().event(event)
