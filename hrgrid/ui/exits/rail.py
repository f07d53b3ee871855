"""The path of a case as a rail: each stage with its day, what is left out of it in grey."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hrgrid.exits.rules.case_rows import CaseStage
from hrgrid.ui import icons, theme
from hrgrid.ui.matters.words import day

# The room of the rail's own line and dots, and above and below a stage; px.
_LINE, _PAD = 22, 5


def told(stages: Sequence[CaseStage]) -> str:
    """Where a case is, in a sentence: for narrow windows and screen readers."""
    way = [stage for stage in stages if not stage.skipped]
    at = next((number for number, stage in enumerate(way, start=1) if stage.here), None)
    if at is None:
        return f"{sum(stage.done for stage in way)} 步已办"
    ahead = f"，下一步是{way[at].label}" if at < len(way) else ""
    return f"第 {at} 步，共 {len(way)} 步：{way[at - 1].label}{ahead}"


class PathRail(QWidget):
    """Stages below each other: done ones ticked, the present one filled, skipped ones grey."""

    def __init__(self) -> None:
        super().__init__()
        self._stages: tuple[CaseStage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def stages(self) -> tuple[CaseStage, ...]:
        """What is on show."""
        return self._stages

    def show_stages(self, stages: Sequence[CaseStage]) -> None:
        """Show the path of a case."""
        self._stages = tuple(stages)
        self.setAccessibleName(f"办理路径：{told(stages)}")
        self.setToolTip(
            "\n".join(f"{stage.label}　{stage.words}" for stage in stages if stage.words)
        )
        self.updateGeometry()
        self.update()

    @property
    def _row(self) -> int:
        return QFontMetrics(theme.font(theme.BODY)).height() + 2 * _PAD

    def sizeHint(self) -> QSize:
        """A line a stage."""
        metrics = QFontMetrics(theme.font(theme.BODY, strong=True))
        words = max((metrics.horizontalAdvance(one.label) for one in self._stages), default=80)
        days = QFontMetrics(theme.font(theme.CAPTION)).horizontalAdvance("12 月 30 日")
        return QSize(_LINE + words + 16 + days, self._row * len(self._stages))

    def minimumSizeHint(self) -> QSize:
        """No stage is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, the dots, the words and days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = _LINE / 2 - 2
        painter.setPen(QPen(theme.colour("border"), 1.5))
        if len(self._stages) > 1:
            low = self._row * (len(self._stages) - 0.5)
            painter.drawLine(QPointF(middle, self._row / 2), QPointF(middle, low))
        for at, stage in enumerate(self._stages):
            self._draw(painter, stage, QRectF(0, at * self._row, self.width(), self._row), middle)
        painter.end()

    def _draw(self, painter: QPainter, stage: CaseStage, area: QRectF, middle: float) -> None:
        centre = QPointF(middle, area.center().y())
        size = theme.length(16)
        box = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(box.adjusted(-1, -1, 1, 1))
        if stage.done and not stage.here:
            icons.draw(painter, "check-circle-fill", theme.colour("ok"), box)
        elif stage.here:
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(centre, size / 2 - 2, size / 2 - 2)
        else:
            painter.setPen(QPen(theme.colour("border"), 1.5))
            painter.drawEllipse(centre, size / 4, size / 4)
        quiet = stage.skipped or not (stage.done or stage.here)
        painter.setPen(theme.colour("accent" if stage.here else "text3" if quiet else "text"))
        painter.setFont(theme.font(theme.BODY, strong=stage.here))
        room = area.adjusted(_LINE, 0, 0, 0)
        words = f"{stage.label}（不经过）" if stage.skipped else stage.label
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if stage.on is not None:
            painter.setFont(theme.font(theme.CAPTION))
            painter.setPen(theme.colour("text2"))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(room.adjusted(0, 0, -2, 0), side, day(stage.on))
