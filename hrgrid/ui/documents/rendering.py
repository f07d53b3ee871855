"""Certificates as pictures for the preview: drawn beside the screen, the last ones kept."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.documents.papers.issued import printed_row
from hrgrid.documents.queries import IssuedRow, certificates_by_id
from hrgrid.paper.certificate import Design, write_certificates, write_cover
from hrgrid.paper.preview import open_pages
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.documents.batches import batch_design, form_of
from hrgrid.ui.session import Session

_PAPER = "#FFFDF7"
FADED = 0.45
_MOST_KEPT = 12


@dataclass(frozen=True)
class View:
    """What is to be seen: a certificate on a form, in dots per inch, with or without its cover."""

    certificate_id: int
    batch: str
    form: str
    dpi: int
    cover: bool


class Renderer(QObject):
    """Draws what is wanted now, then its neighbours; an older wish that waits is let go."""

    drawn = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._kept: OrderedDict[View, QImage] = OrderedDict()
        self._wanted: list[View] = []
        self._busy = False

    def picture(self, view: View) -> QImage | None:
        """The picture, where it is there already."""
        found = self._kept.get(view)
        if found is not None:
            self._kept.move_to_end(view)
        return found

    def want(self, view: View, neighbours: Sequence[View]) -> None:
        """Draw this first, the neighbours afterwards."""
        self._wanted = [one for one in (view, *neighbours) if one not in self._kept]
        self._go_on()

    def forget(self) -> None:
        """What is kept may be out of date."""
        self._kept.clear()

    def _go_on(self) -> None:
        if self._busy or not self._wanted:
            return
        self._busy = True
        view, desk = self._wanted.pop(0), self._session.desk
        self._session.tasks.aside(
            lambda _: draw(desk, view),
            lambda image: self._take(view, image),
            failed=self._fail,
            title="正在画证书",
        )

    def _take(self, view: View, image: QImage) -> None:
        self._busy = False
        self._kept[view] = image
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self.drawn.emit(view)
        self._go_on()

    def _fail(self, sentence: str) -> None:
        self._busy = False
        self.failed.emit(sentence)
        self._go_on()


def draw(desk: Desk, view: View) -> QImage:
    """The certificate as it is printed, on the colour of its paper."""

    def read(work: UnitOfWork) -> tuple[list[IssuedRow], Design]:
        return certificates_by_id(work, [view.certificate_id]), batch_design(work, view.batch)

    rows, shared = desk.read(read)
    if not rows:
        raise UserError("这张证书已经不在了。请刷新后再看")
    form = form_of(view.form)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "证书.pdf"
        row = printed_row(rows[0])
        write_certificates(path, [row], form.design(shared), Progress())
        printed = picture_of(path, view.dpi)
        cover = form.cover(shared) if view.cover else None
        if cover is None:
            return laid([(printed, 1.0)])
        write_cover(path, cover, face=row.face)
        return laid([(picture_of(path, view.dpi), FADED), (printed, 1.0)])


def picture_of(path: Path, dpi: int) -> QImage:
    """The first page of a file."""
    with open_pages(path) as pages:
        found = pages.picture(1, dpi)
    shape = (found.width, found.height, found.stride)
    return QImage(found.pixels, *shape, QImage.Format.Format_BGR888).copy()


def laid(layers: Sequence[tuple[QImage, float]]) -> QImage:
    """Layers of ink on the colour of paper: white leaves what is below."""
    made = QImage(layers[0][0].size(), QImage.Format.Format_RGB32)
    made.fill(QColor(_PAPER))
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for image, share in layers:
        painter.setOpacity(share)
        painter.drawImage(0, 0, image)
    painter.end()
    return made
