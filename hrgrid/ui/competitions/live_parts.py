"""Parts of the live screen: a tile an entrant, large enough to be read standing; buttons of points.

Both say the key that presses them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from hrgrid.ui import theme
from hrgrid.ui.competitions.words import signed_points, total_points

# Keys of the entrants in the order of their numbers; who comes after them is pressed by mouse.
KEYS = "1234567890QWERTYUIOPASDFGHJKL"
# Type sizes of what is read standing; px.
_LARGE, _HUGE = 17, 26


@dataclass(frozen=True)
class Runner:
    """One who competes in a running event; `milli` is his sum, `place` his rank now."""

    entrant_id: int
    number: int
    name: str
    unit: str
    milli: int
    place: int | None = None
    tied: bool = False
    out: str = ""


class RunnerTile(QAbstractButton):
    """An entrant with his points; checked while points are to be given to him."""

    def __init__(self, runner: Runner, key: str) -> None:
        super().__init__()
        self.runner, self.key = runner, key
        self._hovered = False
        self.setCheckable(True)
        self.setEnabled(not runner.out)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_runner(runner)

    def show_runner(self, runner: Runner) -> None:
        """The same entrant with other points."""
        self.runner = runner
        pressed = f"，按 {self.key} 键" if self.key else ""
        told = runner.out or f"{total_points(runner.milli)} 分"
        self.setAccessibleName(f"{runner.number} 号 {runner.name}，{told}{pressed}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a name, a unit, and three digits of points."""
        name = QFontMetrics(theme.font(_LARGE, strong=True))
        points = QFontMetrics(theme.font(_HUGE, strong=True))
        width = name.horizontalAdvance("欧阳若水水") + points.horizontalAdvance("−1000") + 36
        return QSize(width, name.height() + QFontMetrics(theme.font()).height() + 26)

    def minimumSizeHint(self) -> QSize:
        """Names may be cut, points never."""
        points = QFontMetrics(theme.font(_HUGE, strong=True))
        return QSize(points.horizontalAdvance("−1000") + 110, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Back to rest."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Key at the left, who above and from where below, points at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, off = self.isChecked(), not self.isEnabled()
        ground = "selection" if chosen else "alt" if self._hovered or off else "surface"
        painter.setPen(QPen(theme.colour("accent" if chosen else "border"), 2 if chosen else 1))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        left = draw_key(painter, self.height(), self.key) if self.key and not off else 14.0
        points = theme.font(_HUGE, strong=True)
        told = self.runner.out or total_points(self.runner.milli)
        font = theme.font(theme.LABEL) if self.runner.out else points
        wide = QFontMetrics(font).horizontalAdvance(told) + 4
        right = QRectF(self.width() - wide - 14, 0, wide, self.height())
        self._write(painter, right, told, font, "text3" if off else "text", right=True)
        room = QRectF(left, 0, right.left() - left - 8, self.height())
        half = room.height() / 2
        who = f"{self.runner.number} 号　{self.runner.name}"
        strong = theme.font(theme.CARD, strong=True)
        upper = QRectF(room.left(), 8, room.width(), half - 6)
        self._write(painter, upper, who, strong, "text3" if off else "text")
        lower = QRectF(room.left(), half, room.width(), half - 8)
        place = f"第 {self.runner.place} 名　" if self.runner.place else ""
        self._write(painter, lower, f"{place}{self.runner.unit}", theme.font(theme.LABEL), "text2")
        painter.end()

    def _write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        font: QFont,
        colour: str,
        *,
        right: bool = False,
    ) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        metrics = QFontMetrics(font)
        shown = text
        if not right:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)


class PointsButton(QAbstractButton):
    """So many points, given or taken; `key` is pressed after the entrant's."""

    def __init__(self, milli: int, key: str) -> None:
        super().__init__()
        self.milli, self.key = milli, key
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(signed_points(milli))
        self.setAccessibleName(f"记 {signed_points(milli)} 分，按 {key} 键")
        self.setToolTip(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A large figure and its key."""
        figure = QFontMetrics(theme.font(_LARGE, strong=True))
        return QSize(figure.horizontalAdvance("+1000") + 70, figure.height() + 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Given ones on the colour of good news, taken ones on that of bad news."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        front = ("ok" if self.milli > 0 else "bad") if self.isEnabled() else "text3"
        back = ("ok_bg" if self.milli > 0 else "bad_bg") if self.isEnabled() else "alt"
        painter.setPen(QPen(theme.colour(front if self.isDown() else "border"), 1))
        painter.setBrush(theme.colour(back))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = draw_key(painter, self.height(), self.key)
        painter.setFont(theme.font(_LARGE, strong=True))
        painter.setPen(theme.colour(front))
        area = QRectF(left, 0, self.width() - left - 10, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


def draw_key(painter: QPainter, height: int, key: str) -> float:
    """The cap of a key at the left of a button; gives where it ends."""
    font = theme.font(theme.LABEL, strong=True)
    metrics = QFontMetrics(font)
    side = metrics.height() + 6
    wide = max(side, metrics.horizontalAdvance(key) + 12)
    cap = QRectF(10, (height - side) / 2, wide, side)
    painter.save()
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setPen(theme.colour("text2"))
    painter.setFont(font)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()
    return cap.right() + 10
