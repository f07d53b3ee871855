"""Why: a panel follows the cursor, a dialog stands in for it, the evidence is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from hrgrid.assessment.rules.result_rows import ResultCard, ResultRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.menus import fill_person
from hrgrid.ui.buttons import Button
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.ui.assessment.results import ResultsPart

# The panel is read when the cursor rests on a row this long; ms.
_REST_MS = 80


class Explaining(QObject):
    """Reads the way of the result under the cursor."""

    def __init__(self, session: Session, part: ResultsPart) -> None:
        super().__init__(part)
        self._session, self._part = session, part
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._shown: int | None = None
        self._rest.timeout.connect(self._read_now)
        part.why.all.clicked.connect(lambda *_: self._show_all())

    def follow(self, row: object) -> None:
        """Somebody else stands under the cursor."""
        found = row if isinstance(row, ResultRow) else None
        self._part.why.name(found)
        if found is None:
            self._rest.stop()
            self._part.why.view.say("选一个人，这里说明他的得分、名次和等次从哪里来。")
        else:
            self._rest.start()

    def forget(self) -> None:
        """The results may be others: read again what is shown."""
        if self._part.current is not None:
            self._rest.start()

    def _read_now(self) -> None:
        row = self._part.current
        if row is None or not self._part.why.isVisibleTo(self._part):
            return
        key = row.assessee_id

        def take(card: ResultCard) -> None:
            now = self._part.current
            if now is not None and now.assessee_id == key:
                self._part.why.name(card.row)
                self._part.why.view.show_card(card)

        self._session.tasks.read(
            lambda work: _card(work, key), take, failed=self._part.why.view.say
        )

    def open(self, row: ResultRow) -> None:
        """Enter: where there is no panel a dialog says why, beside it all the evidence."""
        if self._part.why.isVisibleTo(self._part):
            self._show_all()
            return

        def take(card: ResultCard) -> None:
            from hrgrid.ui.assessment.why import WhyDialog

            adjust = Button("办理…")
            menu = QMenu(adjust)
            adjust.setMenu(menu)
            menu.aboutToShow.connect(lambda: fill_person(self._part.deeds, menu, card.row))
            box = WhyDialog(card, lambda: self._evidence(card), adjust, self._part.window())
            box.exec()

        self._session.tasks.read(lambda work: _card(work, row.assessee_id), take)

    def _show_all(self) -> None:
        row = self._part.current
        if row is not None:
            key = row.assessee_id
            self._session.tasks.read(lambda work: _card(work, key), self._evidence)

    def _evidence(self, card: ResultCard) -> None:
        from hrgrid.ui.assessment.evidence import EvidenceDialog

        EvidenceDialog(self._session, card, self._part.window()).exec()


def _card(work: UnitOfWork, assessee_id: int) -> ResultCard:
    from hrgrid.assessment.queries.way import result_card

    return result_card(work, assessee_id)
