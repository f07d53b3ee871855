"""The pages of a paper as they will be printed: turned by keys, wheel and number."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.documents.preview import Paper, Zoom
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.papers.drawer import Drawn, PagesDrawer, Source, Want
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided

# A page is drawn when the window rests this long; ms.
_REST_MS = 80
# A notch of a wheel.
_NOTCH = 120


class PageField(TextField):
    """The number of a page; Enter goes there and presses no button of the dialog."""

    asked = Signal(int)

    def __init__(self) -> None:
        super().__init__("第几页")
        self.setValidator(QIntValidator(1, 99_999, self))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(theme.length(56))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; the keys that turn pages are left to the pages."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.text():
                self.asked.emit(int(self.text()))
            self.selectAll()
        else:
            super().keyPressEvent(event)


class Ground(QScrollArea):
    """Where the sheet lies; `unmoved` tells how far a wheel turned that moved nothing."""

    unmoved = Signal(int)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, and tell where there is nothing to scroll."""
        bar = self.verticalScrollBar()
        before = bar.value()
        super().wheelEvent(event)
        if bar.value() == before:
            self.unmoved.emit(event.angleDelta().y())
        # Whoever stands behind hears of no wheel twice.
        event.accept()


class PagesCard(QFrame):
    """A page with what goes to the others, and how large it is shown."""

    shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._source: Source | None = None
        self._at, self.count = 1, 0
        self._turned = 0
        self.paper = Paper()
        self.paper.setAccessibleName("报表预览")
        self.drawer = PagesDrawer(session, self)
        self.before = Button("", glyph="caret-left", name="上一页", does=lambda: self.step(-1))
        self.after = Button("", glyph="caret-right", name="下一页", does=lambda: self.step(1))
        for button, key in ((self.before, "PgUp"), (self.after, "PgDn")):
            button.setToolTip(f"{button.accessibleName()}（{key}）")
            button.setAutoDefault(False)
        self.number = PageField()
        self.place = label("", "label")
        self.zooms = {
            Zoom.WHOLE: LinkButton("整页", does=lambda: self.zoom_to(Zoom.WHOLE)),
            Zoom.WIDTH: LinkButton("适合宽度", does=lambda: self.zoom_to(Zoom.WIDTH)),
            Zoom.NATURAL: LinkButton(
                "100%", name="原大 100%", does=lambda: self.zoom_to(Zoom.NATURAL)
            ),
        }
        self.told = Elided("", role="caption")
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._draw)
        self.drawer.drawn.connect(self._take)
        self.drawer.failed.connect(self._fail)
        self.number.asked.connect(self.go)
        self._lay_out()
        self.zoom_to(Zoom.WHOLE)

    @property
    def at(self) -> int:
        """The page on show, from 1."""
        return self._at

    def show_paper(self, source: Source | None) -> None:
        """Show the first page of a paper; None is nothing."""
        if source != self._source:
            self._at, self.count = 1, 0
            self.paper.show_image(None)
        self._source = source
        self.told.show_text(source.told if source else "")
        self._say()
        self._rest.start()

    def look_again(self) -> None:
        """The data may have changed, or the look of the screen."""
        self.drawer.forget()
        self._rest.start()

    def step(self, by: int) -> None:
        """So many pages on."""
        self.go(self._at + by)

    def go(self, number: int) -> None:
        """Show this page, or the nearest that there is."""
        number = max(1, min(number, self.count or 1))
        if number != self._at:
            self._at = number
            self._frame.verticalScrollBar().setValue(0)
            self._draw()
        self._say()

    def zoom_to(self, zoom: Zoom) -> None:
        """Show pages as large as this."""
        bars = Qt.ScrollBarPolicy
        # A bar that came and went would change the width that it is there for.
        always = zoom is Zoom.WIDTH
        self._frame.setVerticalScrollBarPolicy(
            bars.ScrollBarAlwaysOn if always else bars.ScrollBarAsNeeded
        )
        self.paper.zoom_to(zoom)
        for one, link in self.zooms.items():
            link.setEnabled(one is not zoom)
        self._rest.start()

    def turn_by(self, event: QKeyEvent) -> bool:
        """Whether it was one of the keys that turn pages."""
        goals = {
            Qt.Key.Key_PageUp: self._at - 1,
            Qt.Key.Key_PageDown: self._at + 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self.count,
        }
        goal = goals.get(Qt.Key(event.key()))
        if goal is None or event.modifiers() not in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }:
            return False
        self.go(goal)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp, PgDn, Home and End turn pages."""
        if not self.turn_by(event):
            super().keyPressEvent(event)

    def _turn(self, far: int) -> None:
        """A wheel that moves no sheet turns pages, a notch each."""
        self._turned += far
        by = int(self._turned / _NOTCH)
        self._turned -= by * _NOTCH
        if by:
            self.step(-by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture of the new size once the window rests."""
        super().resizeEvent(event)
        self._rest.start()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(4)
        tools = Flow(gap=8)
        tools.setContentsMargins(10, 8, 10, 4)
        for tool in (self.before, self.number, self.place, self.after, *self.zooms.values()):
            tools.addWidget(tool)
        column.addLayout(tools)
        self._frame = Ground()
        self._frame.unmoved.connect(self._turn)
        self._frame.setObjectName("page")
        self._frame.setFrameShape(QFrame.Shape.NoFrame)
        self._frame.setWidgetResizable(True)
        self._frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.paper.setObjectName("pageBody")
        self._frame.setWidget(self.paper)
        column.addWidget(self._frame, 1)
        column.addWidget(self.told)
        self.setMinimumHeight(theme.length(120))

    def _draw(self) -> None:
        if self._source is None or not self.isVisible():
            return
        dpi = self.paper.dpi()
        want = Want(self._source, self._at, dpi)
        held = self.drawer.found(want)
        if held is not None:
            self._show(held)
        beside = [
            Want(self._source, one, dpi)
            for one in (self._at + 1, self._at - 1)
            if 1 <= one <= self.count
        ]
        self.drawer.want(want, beside)

    def _take(self, drawn: Drawn) -> None:
        if drawn.want.source == self._source and drawn.want.number == self._at:
            self._show(drawn)

    def _show(self, drawn: Drawn) -> None:
        first = not self.count
        self.count = drawn.pages
        self.paper.show_paper(drawn.size)
        self.paper.show_image(drawn.image)
        self._say()
        if first or drawn.want.dpi != self.paper.dpi():
            # Its size was not known before, nor whether it has neighbours.
            self._rest.start()
        self.shown.emit()

    def _fail(self, sentence: str) -> None:
        self.count = 0
        self.paper.show_image(None)
        self._say()
        if sentence:
            self.place.setText(sentence)

    def _say(self) -> None:
        self.number.setVisible(self.count > 1)
        self.number.setText(str(self._at))
        one = "共 1 页" if self.count == 1 else f"/ {self.count:,} 页"
        self.place.setText(one if self.count else "正在排版…")
        self.place.setAccessibleName(f"第 {self._at} 页，共 {self.count} 页" if self.count else "")
        self.before.setEnabled(self._at > 1)
        self.after.setEnabled(self._at < self.count)
