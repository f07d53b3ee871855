"""大屏: a full window for a hall or a meeting room, in letters that are read from the last row.

It shows what it is given and reads nothing: whoever opens it gives public facts only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from hrgrid.ui import theme

PAGE_MS = 8_000
MOST_ROWS = 10
# The hall is dark: this window has one look, whatever the screens of the office have.
GROUND, LINE, TEXT, QUIET, ACCENT = "#14202F", "#2B3C52", "#FFFFFF", "#B8C4D3", "#8ABAF4"
_MEDALS = {"1": "#E8B339", "2": "#C3CAD3", "3": "#CF8A4E"}
_ON_MEDAL = "#14202F"
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class HallRow:
    """One line: place, name, unit, points, as they are read out; `marked` ones stand out."""

    place: str
    name: str
    unit: str
    points: str
    marked: bool = False


@dataclass(frozen=True)
class HallTable:
    """One ranking under its heading; `foot` says what the figures are and since when."""

    title: str
    heading: str
    rows: tuple[HallRow, ...]
    foot: str = ""


@dataclass(frozen=True)
class _Leaf:
    table: HallTable
    rows: tuple[HallRow, ...]
    number: int
    of: int


class SecondScreen(QWidget):
    """Turns its pages by itself; Space stops it, arrows turn, plus and minus change the size.

    Esc closes it. `show_tables` may be called again while it stands: the page stays.
    """

    # What the foot says while the pages do not turn by themselves.
    STOPPED = "已停住，按空格继续"

    def __init__(
        self, tables: Sequence[HallTable], *, rows: int = MOST_ROWS, title: str = "比武排名"
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tables: tuple[HallTable, ...] = ()
        self._leaves: list[_Leaf] = []
        self._at = 0
        self._rows = rows
        self.turning = QTimer(self)
        self.turning.setInterval(PAGE_MS)
        self.turning.timeout.connect(lambda: self.turn(1))
        self.show_tables(tables)
        self.turning.start()

    # --- where --------------------------------------------------------------------------------

    def put_beside(self, window: QWidget) -> QScreen:
        """Fill another display than that of a window where there is one, else the same."""
        own = window.screen()
        others = [one for one in QGuiApplication.screens() if one is not own]
        screen = others[0] if others else own
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.activateWindow()
        return screen

    # --- what ---------------------------------------------------------------------------------

    def show_tables(self, tables: Sequence[HallTable]) -> None:
        """Show these in place of what was there."""
        self._tables = tuple(tables)
        self._lay()

    @property
    def page(self) -> int:
        """Which page is on show, from 1."""
        return self._at + 1

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._leaves)

    @property
    def shown(self) -> tuple[HallRow, ...]:
        """The lines on show."""
        return self._leaves[self._at].rows if self._leaves else ()

    @property
    def stopped(self) -> bool:
        """Whether it waits on this page."""
        return not self.turning.isActive()

    def turn(self, step: int) -> None:
        """To the next page or back, round and round."""
        if self._leaves:
            self._at = (self._at + step) % len(self._leaves)
            self._speak()
            self.update()

    def resize_letters(self, step: int) -> None:
        """Fewer lines are larger ones."""
        rows = min(20, max(4, self._rows - step))
        if rows != self._rows:
            self._rows = rows
            self._lay()

    def _lay(self) -> None:
        leaves: list[_Leaf] = []
        for table in self._tables:
            parts = [
                table.rows[start : start + self._rows]
                for start in range(0, max(1, len(table.rows)), self._rows)
            ]
            leaves += [_Leaf(table, part, at, len(parts)) for at, part in enumerate(parts, 1)]
        self._leaves = leaves
        self._at = min(self._at, max(0, len(leaves) - 1))
        self._speak()
        self.update()

    def _speak(self) -> None:
        if not self._leaves:
            self.setAccessibleName("还没有排名")
            return
        leaf = self._leaves[self._at]
        told = "；".join(f"{row.place} {row.name} {row.points}" for row in leaf.rows)
        self.setAccessibleName(f"{leaf.table.title}，{leaf.table.heading}：{told}")

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Space stops and goes on; arrows and PageUp, PageDown turn."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key == Qt.Key.Key_Space:
            self.pause()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Down}:
            self.turn(1)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Up}:
            self.turn(-1)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.resize_letters(1)
        elif key == Qt.Key.Key_Minus:
            self.resize_letters(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click turns the page."""
        self.turn(1)

    def pause(self) -> None:
        """Stay on this page, or go on."""
        if self.turning.isActive():
            self.turning.stop()
        else:
            self.turning.start()
        self.update()

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading, lines, and below them which page this is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(GROUND))
        room = QRectF(self.rect())
        side, foot = room.width() * 0.05, room.height() * 0.06
        head = QRectF(side, room.height() * 0.03, room.width() - 2 * side, room.height() * 0.16)
        body = QRectF(side, head.bottom(), head.width(), room.height() - head.bottom() - foot)
        if self._leaves:
            leaf = self._leaves[self._at]
            self._head(painter, head, leaf.table)
            self._body(painter, body, leaf.rows)
            self._foot(painter, QRectF(side, body.bottom(), head.width(), foot), leaf)
        else:
            self.write(painter, body, "还没有排名", body.height() * 0.08, QUIET)
        painter.end()

    def _head(self, painter: QPainter, area: QRectF, table: HallTable) -> None:
        top = QRectF(area.left(), area.top(), area.width(), area.height() * 0.62)
        low = QRectF(area.left(), top.bottom(), area.width(), area.height() * 0.3)
        self.write(painter, top, table.title, top.height() * 0.6, TEXT, strong=True)
        self.write(painter, low, table.heading, low.height() * 0.78, ACCENT)

    def _body(self, painter: QPainter, area: QRectF, rows: Sequence[HallRow]) -> None:
        height = area.height() / self._rows
        for at, row in enumerate(rows):
            line = QRectF(area.left(), area.top() + at * height, area.width(), height)
            painter.setPen(QColor(LINE))
            painter.drawLine(line.bottomLeft(), line.bottomRight())
            self._row(painter, line, row)

    def _row(self, painter: QPainter, line: QRectF, row: HallRow) -> None:
        px, width = min(line.height() * 0.52, line.width() * 0.036), line.width()
        # Where nobody has a place, the names begin at the left.
        room = 0.12 if any(one.place for one in self.shown) else 0.0
        place = QRectF(line.left(), line.top(), width * room, line.height())
        if row.place in _MEDALS:
            side = line.height() * 0.72
            disc = QRectF(place.left(), place.center().y() - side / 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_MEDALS[row.place]))
            painter.drawEllipse(disc)
            middle = Qt.AlignmentFlag.AlignCenter
            self.write(painter, disc, row.place, px, _ON_MEDAL, strong=True, align=middle)
        else:
            self.write(painter, place, row.place, px, QUIET)
        name = QRectF(place.left() + width * room, line.top(), width * 0.26, line.height())
        unit = QRectF(name.right(), line.top(), width * 0.42, line.height())
        points = QRectF(unit.right(), line.top(), line.right() - unit.right(), line.height())
        colour = ACCENT if row.marked else TEXT
        self.write(painter, name, row.name, px, colour, strong=True)
        self.write(painter, unit, row.unit, px * 0.8, QUIET)
        self.write(painter, points, row.points, px, colour, strong=True, align=RIGHT)

    def _foot(self, painter: QPainter, area: QRectF, leaf: _Leaf) -> None:
        px = area.height() * 0.42
        self.write(painter, area, leaf.table.foot, px, QUIET)
        told = [f"第 {leaf.number} 页，共 {leaf.of} 页"] if leaf.of > 1 else []
        if self.stopped and self.pages > 1:
            told.append(self.STOPPED)
        self.write(painter, area, "　".join(told), px, QUIET, align=RIGHT)

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        px: float,
        colour: str,
        *,
        strong: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """One line, made smaller where it does not fit and cut only at half its size."""
        font = QFont(theme.font(theme.BODY, strong=strong))
        font.setPixelSize(max(12, round(px)))
        wide = QFontMetricsF(font).horizontalAdvance(text)
        if wide > area.width():
            font.setPixelSize(max(12, round(px * max(0.5, area.width() / wide * 0.98))))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, align, shown)
