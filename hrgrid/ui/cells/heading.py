"""The heading of a long list: its first column stays in sight, and funnels narrow the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from hrgrid.ui import icons, theme

_FUNNEL = 12
# The last px of a section change its width.
_EDGE = 8


class Heading(QHeaderView):
    """Draws the first section over what would hide it, and takes its clicks.

    A click on the funnel of a section asks for its filter and does not sort.
    """

    filter_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._held = False
        self._pressed = -1
        self._offered: frozenset[int] = frozenset()
        self._active: dict[int, str] = {}
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all, then the first once more at the left edge."""
        super().paintEvent(event)
        if self.offset():
            painter = QPainter(self.viewport())
            area = QRect(0, 0, self.sectionSize(0), self.height())
            painter.fillRect(area, self.palette().base())
            self.paintSection(painter, area, 0)
            painter.end()

    def offer_filters(self, sections: Iterable[int]) -> None:
        """Draw funnels in these sections."""
        self._offered = frozenset(sections)

    def mark_filters(self, told: Mapping[int, str]) -> None:
        """Draw the funnels of these sections as narrowing, to what is told of each."""
        self._active = dict(told)
        names = "；".join(told.values())
        self.setAccessibleDescription(f"已筛选：{names}" if names else "没有按列筛选")
        self.viewport().update()

    def section_told(self, section: int) -> str:
        """A heading as a screen reader says it: what it is, by what it sorts and narrows."""
        model = self.model()
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "") if model else ""
        if section in self._active:
            return f"{title}，已筛选，{self._active[section]}"
        return f"{title}，可筛选（Alt+下箭头）" if section in self._offered else title

    def ask_filter(self, section: int) -> None:
        """Ask for the filter of a section, of the first that has one where it has none."""
        order = [self.logicalIndex(place) for place in range(self.count())]
        able = [at for at in order if at in self._offered and not self.isSectionHidden(at)]
        if able:
            self.filter_wanted.emit(section if section in able else able[0])

    def funnel(self, section: int) -> QRect:
        """Where the funnel of a section is, in the viewport."""
        fixed = section == 0 and self.offset()
        left = 0 if fixed else self.sectionViewportPosition(section)
        return self._funnel_in(QRect(left, 0, self.sectionSize(section), self.height()), section)

    def _funnel_in(self, area: QRect, section: int) -> QRect:
        """At the end where the title is not."""
        size = theme.length(_FUNNEL)
        role = Qt.ItemDataRole.TextAlignmentRole
        side = self.model().headerData(section, Qt.Orientation.Horizontal, role)
        at_right = side is not None and bool(Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight)
        left = area.left() + _EDGE if at_right else area.right() + 1 - _EDGE - size
        return QRect(left, area.top() + (area.height() - size) // 2, size, size)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Add the funnel."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section in self._offered:
            place = QRectF(self._funnel_in(rect, section))
            colour = theme.colour("accent" if section in self._active else "text3")
            icons.draw(painter, "funnel", colour, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the first section is not one on the section below it."""
        self._pressed = self._funnel_at(event)
        if self._pressed >= 0:
            return
        self._held = bool(self.offset()) and event.position().x() < self.sectionSize(0)
        if not self._held:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click it, or open the filter."""
        pressed, self._pressed = self._pressed, -1
        if pressed >= 0:
            if self._funnel_at(event) == pressed:
                self.filter_wanted.emit(pressed)
            return
        if not self._held:
            super().mouseReleaseEvent(event)
            return
        self._held = False
        self.sectionClicked.emit(0)

    def _funnel_at(self, event: QMouseEvent) -> int:
        if event.button() is not Qt.MouseButton.LeftButton:
            return -1
        place = event.position().toPoint()
        under_first = self.offset() and place.x() < self.sectionSize(0)
        section = 0 if under_first else self.logicalIndexAt(place)
        room = self.funnel(section).adjusted(-3, -8, 3, 8) if section in self._offered else QRect()
        return section if room.contains(place) else -1
