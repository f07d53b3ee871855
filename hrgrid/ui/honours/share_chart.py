"""Shares of several groups drawn with QPainter: for each kind a bar a group, from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hrgrid.ui import theme

# Height of a bar with its air, of the bar, between two kinds, and beside a text; px.
_LINE, _BAR, _BETWEEN, _GAP = 19, 11, 12, 8


@dataclass(frozen=True)
class Share:
    """One bar: its share in basis points (None: hidden, or of nobody) and its figures as text."""

    share_bp: int | None
    told: str


@dataclass(frozen=True)
class Kind:
    """A kind of people with a bar a group."""

    name: str
    shares: tuple[Share, ...]


class ShareChart(QWidget):
    """Kinds below each other on one scale; the names of the groups stand in a line on top."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.groups: tuple[str, ...] = ()
        self.kinds: tuple[Kind, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_kinds(self, groups: Sequence[str], kinds: Sequence[Kind]) -> None:
        """Show these, the first on top."""
        self.groups, self.kinds = tuple(groups), tuple(kinds)
        spoken = "；".join(self._sentence(kind) for kind in kinds)
        self.setAccessibleName(f"{self._name}：{spoken}" if spoken else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All kinds below the legend."""
        return QSize(theme.length(420), round(self._top() + len(self.kinds) * self._kind_height()))

    def minimumSizeHint(self) -> QSize:
        """Names and figures need some width."""
        return QSize(theme.length(320), self.sizeHint().height())

    def bar_area(self, at: int, group: int) -> QRectF:
        """Where a bar is drawn: from zero, as long as its share of the largest."""
        left = self._names() + _GAP
        room = max(0.0, self.width() - left - self._told() - 2 * _GAP)
        shares = [one.share_bp or 0 for kind in self.kinds for one in kind.shares]
        most = max(shares, default=0)
        value = self.kinds[at].shares[group].share_bp or 0
        height = theme.length(_BAR)
        top = self._line_top(at, group) + (theme.length(_LINE) - height) / 2
        return QRectF(left, top, room * value / most if most else 0, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The legend, names, bars and figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_legend(painter)
        for at, kind in enumerate(self.kinds):
            self._draw_kind(painter, at, kind)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say a kind in full while the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            at = int((event.pos().y() - self._top()) // self._kind_height())
            told = self._sentence(self.kinds[at]) if 0 <= at < len(self.kinds) else ""
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def _sentence(self, kind: Kind) -> str:
        parts = [f"{group} {one.told}" for group, one in zip(self.groups, kind.shares, strict=True)]
        return f"{kind.name}：{'，'.join(parts)}"

    def _draw_legend(self, painter: QPainter) -> None:
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        height, side, left = theme.length(_LINE), theme.length(10), 1.0
        for at, group in enumerate(self.groups):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour(at))
            painter.drawRoundedRect(QRectF(left, (height - side) / 2, side, side), 2, 2)
            left += side + _GAP / 2
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font(theme.CAPTION))
            width = metrics.horizontalAdvance(group) + 1
            painter.drawText(QRectF(left, 0, width, height), Qt.AlignmentFlag.AlignVCenter, group)
            left += width + 2 * _GAP

    def _draw_kind(self, painter: QPainter, at: int, kind: Kind) -> None:
        plain, middle = theme.font(theme.LABEL), Qt.AlignmentFlag.AlignVCenter
        line, names = theme.length(_LINE), self._names()
        area = QRectF(0, self._line_top(at, 0), names, line * len(kind.shares))
        shown = QFontMetrics(plain).elidedText(kind.name, Qt.TextElideMode.ElideRight, int(names))
        painter.setPen(theme.colour("text"))
        painter.setFont(plain)
        painter.drawText(area, middle, shown)
        for group, one in enumerate(kind.shares):
            bar = self.bar_area(at, group)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour(group))
            painter.drawRoundedRect(bar, 2, 2)
            painter.setFont(theme.font(theme.CAPTION))
            painter.setPen(theme.colour("text3" if one.share_bp is None else "text2"))
            told = QRectF(bar.right() + _GAP, self._line_top(at, group), self._told(), line)
            painter.drawText(told, middle, one.told)

    def _top(self) -> float:
        return theme.length(_LINE) + theme.length(_BETWEEN)

    def _kind_height(self) -> float:
        return theme.length(_LINE) * len(self.groups) + theme.length(_BETWEEN)

    def _line_top(self, at: int, group: int) -> float:
        return self._top() + at * self._kind_height() + group * theme.length(_LINE)

    def _names(self) -> float:
        metrics = QFontMetrics(theme.font(theme.LABEL))
        widest = max((metrics.horizontalAdvance(one.name) for one in self.kinds), default=0)
        return min(float(widest) + 1, self.width() * 0.3)

    def _told(self) -> float:
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        told = [one.told for kind in self.kinds for one in kind.shares]
        return max((metrics.horizontalAdvance(one) for one in told), default=0) + 2.0


def _colour(group: int) -> QColor:
    """Grey for everybody, the blue of charts for the named, gold for those with an honour."""
    return theme.colour(("text3", "bar", "gold")[group])
