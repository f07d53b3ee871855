"""The distribution of stars drawn with QPainter: this round's bars above those of the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
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

from hrgrid.assessment.rules.star_words import star_label
from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.ui import theme

# Height of a row, of its two bars and the space between them, and beside the bars; px.
_ROW, _NOW, _BEFORE, _BETWEEN, _GAP = 34, 12, 5, 2, 8
_BY_KEYBOARD = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def share_words(count: int, whole: int) -> str:
    """A share of a whole in per cent on one decimal, half up; a dash where there is no whole."""
    return f"{fixed_text(round_half_up(Fraction(100 * count, whole), 1), 1)}%" if whole else "—"


@dataclass(frozen=True)
class LevelBar:
    """One level: how many of how many have it now, and had it before (None: no round before).

    `unit` is what is counted: 人 or 个; `beside` says what the thin bar is.
    """

    level: int
    count: int
    whole: int
    before: int | None = None
    before_whole: int = 0
    unit: str = "人"
    beside: str = "上次"

    @property
    def name(self) -> str:
        """五星 … 未评星."""
        return star_label(self.level)

    @property
    def told(self) -> str:
        """The count now."""
        return f"{self.count:,} {self.unit}"

    @property
    def rate(self) -> str:
        """The share now."""
        return share_words(self.count, self.whole)

    @property
    def change(self) -> str:
        """What it was before, as a count and a share: the wholes may differ."""
        if self.before is None:
            return ""
        return (
            f"{self.beside} {self.before:,} {self.unit} "
            f"{share_words(self.before, self.before_whole)}"
        )

    @property
    def sentence(self) -> str:
        """For a screen reader."""
        return "，".join(filter(None, (f"{self.name} {self.told}", self.rate, self.change)))


class StarChart(QWidget):
    """A row for each level on one scale from zero; a click or Enter chooses one."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.bars: tuple[LevelBar, ...] = ()
        self._current = 0
        self._framed = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[LevelBar]) -> None:
        """Show these levels, the first on top."""
        self.bars = tuple(bars)
        self._current = min(self._current, max(0, len(self.bars) - 1))
        spoken = "；".join(bar.sentence for bar in self.bars)
        self.setAccessibleName(f"{self._name}：{spoken}" if spoken else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows below each other."""
        return QSize(theme.length(360), max(1, len(self.bars)) * theme.length(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Names and figures need some width, the bars take the rest."""
        return QSize(theme.length(250), self.sizeHint().height())

    def row_area(self, at: int) -> QRectF:
        """Where a row is drawn."""
        height = theme.length(_ROW)
        return QRectF(0, at * height, self.width(), height)

    def bar_area(self, at: int, *, before: bool = False) -> QRectF:
        """Where a bar is drawn: by shares where two rounds are compared, from zero."""
        row, bar = self.row_area(at), self.bars[at]
        left = self._names() + _GAP
        room = max(0.0, row.width() - left - self._figures() - _GAP)
        most = max(
            (_share(one.count, one.whole) for one in self.bars),
            default=0.0,
        )
        most = max([most, *(_share(one.before or 0, one.before_whole) for one in self.bars)])
        value = (
            _share(bar.before or 0, bar.before_whole) if before else _share(bar.count, bar.whole)
        )
        length = room * value / most if most else 0.0
        now, last, between = (theme.length(px) for px in (_NOW, _BEFORE, _BETWEEN))
        both = bar.before is not None
        top = row.center().y() - (now + (between + last if both else 0)) / 2
        if before:
            return QRectF(left, top + now + between, length, last)
        return QRectF(left, top, length, now)

    # --- drawing ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw every row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(len(self.bars)):
            self._draw(painter, at)
        painter.end()

    def _draw(self, painter: QPainter, at: int) -> None:
        bar, row = self.bars[at], self.row_area(at)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("gold" if bar.level else "bar"))
        painter.drawRoundedRect(self.bar_area(at), 3, 3)
        if bar.before is not None:
            painter.setBrush(theme.colour("off"))
            painter.drawRoundedRect(self.bar_area(at, before=True), 2, 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        right = middle | Qt.AlignmentFlag.AlignRight
        _write(painter, row, bar.name, middle, ("text", theme.LABEL, False))
        rate = QRectF(row.right() - self._rates(), row.top(), self._rates(), row.height())
        counted = QRectF(rate.left() - self._tolds() - _GAP, row.top(), self._tolds(), row.height())
        if bar.before is None:
            _write(painter, counted, bar.told, right, ("text2", theme.CAPTION, False))
            _write(painter, rate, bar.rate, right, ("text", theme.LABEL, True))
        else:
            half = row.height() / 2
            above = -half + theme.length(2)
            for area, text, style in (
                (counted, bar.told, ("text2", theme.CAPTION, False)),
                (rate, bar.rate, ("text", theme.LABEL, True)),
            ):
                upper = area.adjusted(0, theme.length(1), 0, above)
                _write(painter, upper, text, right, style)
            wide = self._figures()
            below = QRectF(row.right() - wide, row.center().y(), wide, half)
            _write(painter, below, bar.change, right, ("text3", theme.CAPTION, False))
        if self.hasFocus() and self._framed and at == self._current:
            line = QRectF(row.left(), row.bottom() - 3, row.width(), 2)
            painter.fillRect(line, theme.colour("accent"))

    def _names(self) -> float:
        metrics = QFontMetrics(theme.font(theme.LABEL))
        return max((metrics.horizontalAdvance(one.name) for one in self.bars), default=0) + 1.0

    def _tolds(self) -> float:
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        return max((metrics.horizontalAdvance(one.told) for one in self.bars), default=0) + 1.0

    def _rates(self) -> float:
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        return max((metrics.horizontalAdvance(one.rate) for one in self.bars), default=0) + 1.0

    def _figures(self) -> float:
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        below = max((metrics.horizontalAdvance(one.change) for one in self.bars), default=0)
        return max(self._tolds() + self._rates() + _GAP, below + 1.0)

    # --- keys and mouse -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move, Enter and Space choose."""
        key = Qt.Key(event.key())
        self._framed = True
        if key in _KEYS and 0 <= self._current + _KEYS[key] < len(self.bars):
            self._move_to(self._current + _KEYS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self.bars:
            self.chosen.emit(self.bars[self._current].level)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the level under the mouse."""
        at = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._move_to(at)
            self.chosen.emit(self.bars[at].level)

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
        self.update()

    def _row_at(self, y: float) -> int | None:
        at = int(y // theme.length(_ROW))
        return at if 0 <= at < len(self.bars) else None

    def _move_to(self, at: int) -> None:
        self._current = at
        self._say()
        self.update()

    def _say(self) -> None:
        if self.bars:
            self.setAccessibleDescription(self.bars[self._current].sentence)


def _share(count: int, whole: int) -> float:
    return count / whole if whole else 0.0


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
