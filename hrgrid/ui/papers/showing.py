"""The middle: the pages of a paper as they will be printed, drawn beside the screen."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from hrgrid.core.progress import Progress
from hrgrid.paper.preview import open_pages
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.documents.preview import Paper
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import label
from hrgrid.ui.papers.kinds import Asked, seen_words, write_preview
from hrgrid.ui.session import Session
from hrgrid.ui.status import Elided


@dataclass(frozen=True)
class _Want:
    """A page of a paper, in dots per inch."""

    asked: Asked
    number: int
    dpi: int


@dataclass(frozen=True)
class _Drawn:
    want: _Want
    pages: int
    size: tuple[int, int]
    image: QImage


class Drawer(QObject):
    """Writes a paper once into a file of its own and draws the pages that are asked for."""

    drawn = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._held: Asked | None = None
        self._next: _Want | None = None
        self._busy = False
        self.destroyed.connect(self._folder.cleanup)

    def want(self, want: _Want) -> None:
        """Draw this; what was asked before and has not begun is let go."""
        self._next = want
        self._go_on()

    def forget(self) -> None:
        """What is held may be out of date."""
        self._held = None

    def _go_on(self) -> None:
        if self._busy or self._next is None:
            return
        self._busy = True
        want, self._next = self._next, None
        path = Path(self._folder.name) / "预览.pdf"
        held, desk = self._held == want.asked, self._session.desk

        def draw(progress: Progress) -> _Drawn:
            if not held:
                write_preview(desk, want.asked, path, progress)
            with open_pages(path) as pages:
                number = min(want.number, len(pages))
                found = pages.picture(number, want.dpi)
                shape = (found.width, found.height, found.stride)
                image = QImage(found.pixels, *shape, QImage.Format.Format_BGR888).copy()
                return _Drawn(want, len(pages), pages.size(number), image)

        self._session.tasks.aside(draw, self._take, failed=self._fail, title="正在排版预览")

    def _take(self, drawn: _Drawn) -> None:
        self._busy = False
        self._held = drawn.want.asked
        self.drawn.emit(drawn)
        self._go_on()

    def _fail(self, sentence: str) -> None:
        self._busy = False
        self._held = None
        self.failed.emit(sentence)
        self._go_on()


class PagesCard(QFrame):
    """A page with what goes to the one before and after."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._asked: Asked | None = None
        self._at, self._pages = 1, 0
        self.paper = Paper()
        self.paper.setAccessibleName("报表预览")
        self.drawer = Drawer(session, self)
        self.before = Button("", glyph="caret-left", name="上一页", does=lambda: self._step(-1))
        self.after = Button("", glyph="caret-right", name="下一页", does=lambda: self._step(1))
        for button in (self.before, self.after):
            button.setToolTip(button.accessibleName())
        self.place = label("", "label")
        self.whole = LinkButton("适合窗口", does=lambda: self._fit(whole=True))
        self.natural = LinkButton("100%", name="原大 100%", does=lambda: self._fit(whole=False))
        self.told = Elided("", role="caption")
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._rest = QTimer(self, singleShot=True, interval=80)
        self._rest.timeout.connect(self._draw)
        self.drawer.drawn.connect(self._show)
        self.drawer.failed.connect(self._fail)
        self._lay_out()
        self._fit(whole=True)

    def show_paper(self, asked: Asked | None) -> None:
        """Show the first page of a paper; None is nothing."""
        if asked != self._asked:
            self._at, self._pages = 1, 0
            self.paper.show_image(None)
        self._asked = asked
        self.told.show_text(seen_words(asked.kind) if asked else "")
        self._say()
        self._rest.start()

    def look_again(self) -> None:
        """The data may have changed, or the look of the screen."""
        self.drawer.forget()
        self._rest.start()

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
        for tool in (self.before, self.place, self.after, self.whole, self.natural):
            tools.addWidget(tool)
        column.addLayout(tools)
        frame = QScrollArea()
        frame.setObjectName("page")
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.paper.setObjectName("pageBody")
        frame.setWidget(self.paper)
        column.addWidget(frame, 1)
        column.addWidget(self.told)
        self.setMinimumHeight(theme.length(120))

    def _draw(self) -> None:
        if self._asked is not None and self.isVisible():
            self.drawer.want(_Want(self._asked, self._at, self.paper.dpi()))

    def _show(self, drawn: _Drawn) -> None:
        if drawn.want.asked != self._asked or drawn.want.number != self._at:
            return
        self._pages = drawn.pages
        self.paper.show_paper(drawn.size)
        self.paper.show_image(drawn.image)
        self._say()
        if drawn.want.dpi != self.paper.dpi():
            self._rest.start()

    def _fail(self, sentence: str) -> None:
        self._pages = 0
        self.paper.show_image(None)
        self._say()
        if sentence:
            self.place.setText(sentence)

    def _say(self) -> None:
        self.place.setText(f"第 {self._at} 页 / {self._pages}" if self._pages else "正在排版…")
        self.before.setEnabled(self._at > 1)
        self.after.setEnabled(self._at < self._pages)

    def _step(self, by: int) -> None:
        self._at += by
        self._say()
        self._rest.start()

    def _fit(self, *, whole: bool) -> None:
        self.paper.fit_whole(whole=whole)
        self.whole.setEnabled(not whole)
        self.natural.setEnabled(whole)
        self._rest.start()
