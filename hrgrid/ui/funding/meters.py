"""A meter of money: what was spent of what was set aside, as figures and a bar from zero."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hrgrid.core.money import format_money
from hrgrid.funding.rules.bridge_steps import share_words
from hrgrid.ui import theme
from hrgrid.ui.funding.words import WARN_BP, spent_role

_BAR, _GAP = 8, 5


class MoneyMeter(QWidget):
    """Name and share in a line, spent of the whole at the right, the bar below."""

    def __init__(self, name: str, part: int, whole: int, warn: tuple[int, ...] = WARN_BP) -> None:
        super().__init__()
        self._name, self._part, self._whole = name, part, whole
        self._role = spent_role(part, whole, warn)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        told = f"{name}：支出 {format_money(part)} 元，安排 {format_money(whole)} 元，{self.share}"
        self.setAccessibleName(told)
        self.setToolTip(told)

    @property
    def share(self) -> str:
        """The share in per cent."""
        return share_words(self._part, self._whole)

    def sizeHint(self) -> QSize:
        """A line of text and the bar."""
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        wide = metrics.horizontalAdvance(f"{self._name}  {self.share}    {self._figures()}")
        return QSize(wide, metrics.height() + _GAP + theme.length(_BAR) + 2)

    def minimumSizeHint(self) -> QSize:
        """Names may be cut, figures not."""
        metrics = QFontMetrics(theme.font(theme.LABEL, strong=True))
        wide = metrics.horizontalAdvance(f"{self._figures()}  {self.share}")
        return QSize(wide + theme.length(48), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words and the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self.height() - _GAP - theme.length(_BAR)
        line = QRectF(0, 0, self.width(), high)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.LABEL))
        painter.setPen(theme.colour("text2"))
        right = self._figures()
        taken = painter.fontMetrics().horizontalAdvance(right)
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, right)
        loud = {"bar": "text", "warn_bar": "warn"}.get(self._role, "bad")
        strong = theme.font(theme.LABEL, strong=True)
        share = QFontMetrics(strong).horizontalAdvance(self.share)
        room = line.width() - taken - share - 20
        name = painter.fontMetrics().elidedText(
            self._name, Qt.TextElideMode.ElideRight, int(max(0, room))
        )
        painter.setPen(theme.colour("text"))
        painter.drawText(line, middle, name)
        at = painter.fontMetrics().horizontalAdvance(name) + 8
        painter.setFont(strong)
        painter.setPen(theme.colour(loud))
        painter.drawText(line.adjusted(at, 0, 0, 0), middle, self.share)
        bar = QRectF(0, high + _GAP, self.width(), theme.length(_BAR))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(bar, 3, 3)
        if self._part > 0 and self._whole > 0:
            part = min(self._part, self._whole) / self._whole
            painter.setBrush(theme.colour(self._role))
            painter.drawRoundedRect(QRectF(0, bar.top(), bar.width() * part, bar.height()), 3, 3)
        painter.end()

    def _figures(self) -> str:
        return f"{format_money(self._part)} / {format_money(self._whole)}"
