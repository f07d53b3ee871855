"""The sheet on which parts are dragged: frames round them, guide lines, rulers in millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from hrgrid.documents.rules.placing import Rest, settle
from hrgrid.paper.certificate import Part, Place
from hrgrid.ui import theme
from hrgrid.ui.documents.preview import Paper
from hrgrid.ui.documents.templates.looking import Seen

_STILL = Rest(0, None)
_STEP, _LEAP = 1, 10
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_TICK, _LONG_TICK = 100, 500


@dataclass
class _Drag:
    """A part on its way: where the mouse took it, how far it is, the lines that hold it."""

    place: Place
    begun: QPointF
    across: Rest = _STILL
    down: Rest = _STILL


class Canvas(Paper):
    """The sheet with its parts; `moved` tells a part and how far it went, in tenths of a mm."""

    moved = Signal(object, int, int)
    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("证书版面")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._seen: Seen | None = None
        self._drag: _Drag | None = None
        self.part: Part | None = None

    def show_seen(self, seen: Seen) -> None:
        """What was drawn, with the frames of its parts."""
        self._seen = seen
        self.show_paper(seen.sight.form.layout.page)
        self.show_image(seen.image)
        if self.part is not None and self._place(self.part) is None:
            self.pick(None)

    @property
    def places(self) -> Sequence[Place]:
        """The parts that this sheet has."""
        return self._seen.places if self._seen else ()

    def pick(self, part: Part | None) -> None:
        """Take a part in hand for the arrows."""
        if part is self.part:
            return
        self.part = part
        self.setAccessibleDescription(part.label if part else "")
        self.picked.emit(part)
        self.update()

    def point(self, x: float, y: float) -> QPointF:
        """Where a place of the sheet (tenths of a millimetre) is on the screen."""
        area = self.area()
        return QPointF(area.left() + x * self._scale, area.top() + y * self._scale)

    # --- hands ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take what lies there; the smallest of several."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        x, y = self._at(event.position())
        held = [place for place in self.places if place.holds(x, y)]
        place = min(held, key=lambda each: each.width * each.height, default=None)
        self.pick(place.part if place else None)
        self._drag = _Drag(place, event.position()) if place else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it; lines that other parts stand on draw it to themselves."""
        if self._drag is None:
            x, y = self._at(event.position())
            over = any(place.holds(x, y) for place in self.places)
            shape = Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        gone = (event.position() - self._drag.begun) / self._scale
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._carry(self._drag, round(gone.x()), round(gone.y()), free=free)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down."""
        drag, self._drag = self._drag, None
        if drag is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if drag.across.by or drag.down.by:
            self.moved.emit(drag.place.part, drag.across.by, drag.down.by)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the part by a tenth of a millimetre, with Shift by a whole one."""
        key = Qt.Key(event.key())
        if self._drag is not None and key == Qt.Key.Key_Escape:
            self._drag = None
            self.update()
            return
        if self.part is None or key not in _ARROWS:
            super().keyPressEvent(event)
            return
        step = _LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP
        across, down = _ARROWS[key]
        self.moved.emit(self.part, across * step, down * step)

    def _carry(self, drag: _Drag, across: int, down: int, *, free: bool) -> None:
        if free:
            drag.across, drag.down = Rest(across, None), Rest(down, None)
            return
        place = drag.place
        others = [each for each in self.places if each.part is not place.part]
        edges = (place.left, place.left + place.width // 2, place.left + place.width)
        drag.across = settle(across, edges, self._upright(others))
        drag.down = settle(down, (place.base,), [each.base for each in others])

    def _upright(self, others: Sequence[Place]) -> list[int]:
        """Lines from top to bottom: the middle of the sheet's printed part, edges, middles."""
        layout = self._seen.sight.form.layout if self._seen else None
        lines = [layout.begin + layout.centre] if layout else []
        for each in others:
            lines += [each.left, each.left + each.width // 2, each.left + each.width]
        return lines

    # --- looks ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, then frames, seal, guides and rulers on it."""
        super().paintEvent(event)
        if self._seen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_rulers(painter)
        self._draw_seal(painter)
        for place in self.places:
            self._draw_frame(painter, place)
        for line in self._guides():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawLine(*line)
        painter.end()

    def _draw_frame(self, painter: QPainter, place: Place) -> None:
        chosen = place.part is self.part
        pen = QPen(theme.colour("accent" if chosen else "text3"), 1.6 if chosen else 0.8)
        pen.setStyle(Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine)
        if chosen and self._drag is not None:
            place = place.moved(self._drag.across.by, self._drag.down.by)
            painter.fillRect(self._box(place), QColor(31, 95, 175, 28))
        painter.setPen(pen)
        painter.drawRect(self._box(place))

    def _draw_seal(self, painter: QPainter) -> None:
        if self._seen is None:
            return
        x, y, side = self._seen.seal
        pen = QPen(QColor("#C00000"), 0.8, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        radius = side * self._scale / 2
        painter.drawEllipse(self.point(x, y), radius, radius)
        painter.setFont(theme.font(theme.CAPTION))
        # Beside the circle: within it stand the signer and the day.
        below = QPointF(0, radius + painter.fontMetrics().height())
        box = QRectF(0, 0, 4 * radius, painter.fontMetrics().height())
        box.moveCenter(self.point(x, y) + below)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "印章位")

    def _draw_rulers(self, painter: QPainter) -> None:
        area, page = self.area(), self.paper_size
        painter.setPen(QPen(theme.colour("text3"), 1))
        painter.setFont(theme.font(theme.CAPTION - 2))
        for at in range(0, page[0] + 1, _TICK):
            long = 6 if at % _LONG_TICK == 0 else 3
            x = self.point(at, 0).x()
            painter.drawLine(QPointF(x, area.top() - long - 1), QPointF(x, area.top() - 1))
        for at in range(0, page[1] + 1, _TICK):
            long = 6 if at % _LONG_TICK == 0 else 3
            y = self.point(0, at).y()
            painter.drawLine(QPointF(area.left() - long - 1, y), QPointF(area.left() - 1, y))

    def _guides(self) -> Iterator[tuple[QPointF, QPointF]]:
        if self._drag is None:
            return
        page = self.paper_size
        if (line := self._drag.across.line) is not None:
            yield self.point(line, 0), self.point(line, page[1])
        if (line := self._drag.down.line) is not None:
            yield self.point(0, line), self.point(page[0], line)

    # --- measures ------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        return self.area().width() / self.paper_size[0]

    def _at(self, point: QPointF) -> tuple[float, float]:
        area = self.area()
        return (point.x() - area.left()) / self._scale, (point.y() - area.top()) / self._scale

    def _box(self, place: Place) -> QRectF:
        corner = self.point(place.left, place.top)
        return QRectF(corner.x(), corner.y(), place.width * self._scale, place.height * self._scale)

    def _place(self, part: Part) -> Place | None:
        return next((each for each in self.places if each.part is part), None)
