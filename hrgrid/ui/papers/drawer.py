"""Pages of a paper as pictures: drawn beside the screen, the one on show first."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from hrgrid.core.progress import Progress
from hrgrid.paper.preview import open_pages
from hrgrid.ui.session import Session

# The pages at the cursor and beside it at two sizes; one of A4 at 150 dots an inch has 7 MB.
_MOST_KEPT = 8


@dataclass(frozen=True)
class Source:
    """A paper to look at: `key` says which, `told` what of it is left out.

    `write` makes its file where there is none yet.
    """

    key: object
    told: str = ""
    file: Path | None = None
    write: Callable[[Path, Progress], object] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Want:
    """A page of a paper, from 1, in dots per inch."""

    source: Source
    number: int
    dpi: int


@dataclass(frozen=True)
class Drawn:
    """A page as a picture, its size in tenths of a millimetre, and of how many it is one."""

    want: Want
    pages: int
    size: tuple[int, int]
    image: QImage


class PagesDrawer(QObject):
    """Draws what is wanted now, then what stands beside it; an older wish that waits is let go."""

    drawn = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._held: Source | None = None
        self._kept: OrderedDict[Want, Drawn] = OrderedDict()
        self._wanted: list[Want] = []
        self._busy = False
        self.destroyed.connect(self._folder.cleanup)

    def found(self, want: Want) -> Drawn | None:
        """The picture, where it is there already."""
        one = self._kept.get(want)
        if one is not None:
            self._kept.move_to_end(want)
        return one

    def want(self, want: Want, beside: Sequence[Want] = ()) -> None:
        """Draw this first, its neighbours afterwards."""
        self._wanted = [one for one in (want, *beside) if one not in self._kept]
        self._go_on()

    def forget(self) -> None:
        """What is held may be out of date."""
        self._held = None
        self._kept.clear()

    def _go_on(self) -> None:
        if self._busy or not self._wanted:
            return
        self._busy = True
        want = self._wanted.pop(0)
        source = want.source
        path = source.file or Path(self._folder.name) / "预览.pdf"
        write = None if self._held == source else source.write

        def draw(progress: Progress) -> Drawn:
            if write is not None:
                write(path, progress)
            return draw_page(path, want)

        title = "正在画页面" if write is None else "正在排版预览"
        self._session.tasks.aside(draw, self._take, failed=self._fail, title=title)

    def _take(self, drawn: Drawn) -> None:
        self._busy = False
        if self._held != drawn.want.source:
            self._kept.clear()
        self._held = drawn.want.source
        self._kept[drawn.want] = drawn
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self.drawn.emit(drawn)
        self._go_on()

    def _fail(self, sentence: str) -> None:
        self._busy = False
        self.forget()
        self.failed.emit(sentence)
        self._go_on()


def draw_page(path: Path, want: Want) -> Drawn:
    """Open the file and draw the page, the last one where it has fewer."""
    with open_pages(path) as pages:
        number = min(want.number, len(pages))
        found = pages.picture(number, want.dpi)
        shape = (found.width, found.height, found.stride)
        image = QImage(found.pixels, *shape, QImage.Format.Format_BGR888).copy()
        return Drawn(want, len(pages), pages.size(number), image)
