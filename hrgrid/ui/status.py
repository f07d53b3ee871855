"""The strip at the bottom: what is saved, where it lies, and the last backup."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from hrgrid.ui import theme
from hrgrid.ui.forms import label


class _Dot(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(12, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ok"))
        painter.drawEllipse(QRectF(1, (self.height() - 10) / 2, 10, 10))
        painter.end()


class Elided(QLabel):
    """A line that gives way when the window is narrow; the whole text is its tooltip."""

    def __init__(self, text: str = "", *, role: str = "caption", px: int = theme.CAPTION) -> None:
        super().__init__()
        self._px = px
        # A path says most at its ends, a title at its beginning.
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
        self._mode = middle if role == "caption" else right
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as there is room for."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        metrics = QFontMetrics(theme.font(self._px))
        self.setText(metrics.elidedText(self._whole, self._mode, self.width() - 2))


class StatusStrip(QFrame):
    """Saved when, the data's place, the last backup; selection figures; alone or shared."""

    def __init__(self, place: str, *, shared: bool) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.setAccessibleName("状态栏")
        self._place = place if shared else f"本机数据：{place}"
        self._saved = label("已保存", "captionOk")
        self._where = Elided(self._place)
        self._counts = label("", "caption")
        self._mode = label("PostgreSQL 共享" if shared else "单机，不联网", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(_Dot())
        row.addWidget(self._saved)
        row.addSpacing(10)
        row.addWidget(self._where, 1)
        row.addSpacing(10)
        row.addWidget(self._counts)
        row.addSpacing(10)
        row.addWidget(self._mode)
        self.arrange()

    def arrange(self) -> None:
        """28 px high, more with larger letters."""
        height = QFontMetrics(theme.font(theme.CAPTION)).height() + 11
        self.setFixedHeight(max(28, height))

    def show_saved(self, at: dt.datetime) -> None:
        """Say when the last change was committed."""
        self._saved.setText(f"已保存 {at:%H:%M}")

    def show_backup(self, at: dt.datetime | None) -> None:
        """Say when the last backup was made."""
        told = "还没有备份" if at is None else f"{when(at)} 已备份"
        self._where.show_text(f"{self._place} · {told}")

    def show_counts(self, text: str) -> None:
        """Figures of the selection in the page's table."""
        self._counts.setText(text)


def when(at: dt.datetime) -> str:
    """A moment in the words of the office: 今天 10:42, 昨天 23:00, 11 月 20 日 09:15."""
    local = at.astimezone()
    today = dt.datetime.now().astimezone().date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"今天 {clock}"
    if local.date() == today - dt.timedelta(days=1):
        return f"昨天 {clock}"
    year = "" if local.year == today.year else f"{local.year} 年 "
    return f"{year}{local.month} 月 {local.day} 日 {clock}"
