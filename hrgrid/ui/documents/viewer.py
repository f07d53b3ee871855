"""The certificate under the cursor: its picture, its neighbours, what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from hrgrid.documents.queries import IssuedRow, ListedRow, certificates_by_id
from hrgrid.ui.banners import Kind
from hrgrid.ui.documents.deeds import DeedsButton
from hrgrid.ui.documents.listing import CertificatesReader
from hrgrid.ui.documents.preview import PreviewCard
from hrgrid.ui.documents.rendering import Renderer, View
from hrgrid.ui.documents.setup import PrintSetup
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Table

# A certificate is drawn when the cursor rests on it this long; ms.
_REST_MS = 80


class Viewer(QObject):
    """Follows the table."""

    def __init__(
        self, session: Session, table: Table, reader: CertificatesReader, setup: PrintSetup
    ) -> None:
        super().__init__(table)
        self._session, self._table, self._reader, self._setup = session, table, reader, setup
        self._model = reader.model
        self.deeds = DeedsButton(session)
        self.card = PreviewCard(self.deeds)
        self.renderer = Renderer(session, self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self.card.show_form(setup.chosen_form)
        table.chosen.connect(self.show_place)
        self._rest.timeout.connect(self._draw)
        self.card.stepped.connect(self._step)
        self.card.size_wanted.connect(self._rest.start)
        self.card.cover_wanted.connect(self._draw)
        self.renderer.drawn.connect(self._show_drawn)
        self.renderer.failed.connect(self._fail)
        setup.form_changed.connect(self._take_form)

    def look_again(self) -> None:
        """The screen looks otherwise."""
        self._rest.start()

    def show_place(self, row: ListedRow | None) -> None:
        """Which of how many the cursor is on; its deeds follow when it was read."""
        self.deeds.show_row(None)
        table, model = self._table, self._model
        at = table.currentIndex().row() + 1 if row else 0
        self.card.show_place(at, self._reader.found or model.rowCount())
        root = table.rootIndex()
        if at >= model.rowCount() - 1 and model.canFetchMore(root):
            model.fetchMore(root)
        self._rest.start()

    def _step(self, by: int) -> None:
        self._table.selectRow(self._table.currentIndex().row() + by)

    def _draw(self) -> None:
        row: ListedRow | None = self._table.current
        if row is None:
            self.card.paper.show_image(None)
            return
        view = self._view(row)
        self._show_drawn(view)
        at, rows = self._table.currentIndex().row(), self._model.rows
        beside = (*rows[at + 1 : at + 2], *rows[max(0, at - 1) : at])
        self.renderer.want(view, [self._view(one) for one in beside])
        one = row.id
        self._session.tasks.read(lambda work: certificates_by_id(work, [one]), self._offer)

    def _view(self, row: ListedRow) -> View:
        form, batch = self._setup.chosen_form, self._reader.sought
        cover = form.overprint and self.card.cover.isChecked()
        return View(row.id, batch.batch if batch else "", form.key, self.card.paper.dpi(), cover)

    def _show_drawn(self, drawn: View) -> None:
        row: ListedRow | None = self._table.current
        if row is None or drawn != self._view(row):
            return
        image = self.renderer.picture(drawn)
        self.card.paper.show_image(image)

    def _offer(self, rows: list[IssuedRow]) -> None:
        current = self._table.current
        if rows and current is not None and current.id == rows[0].id:
            self.deeds.show_row(rows[0])

    def _take_form(self) -> None:
        self.card.show_form(self._setup.chosen_form)
        self._draw()

    def _fail(self, sentence: str) -> None:
        if sentence:
            self._session.say(sentence, Kind.BAD)
