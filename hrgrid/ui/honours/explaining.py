"""Why: a panel follows the cursor, a dialog stands in for it, the evidence is whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board, CandidateRow, Explanation, explanation
from hrgrid.honours.service import explain
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.honours.middle import Middle
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session

# The panel is read when the cursor rests on a row this long; ms.
_REST_MS = 80


class Explaining(QObject):
    """Reads explanations for the nominee under the cursor."""

    def __init__(self, session: Session, middle: Middle, notices: Notices, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._middle, self._notices, self._over = session, middle, notices, over
        self.board: Board | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        middle.person_chosen.connect(self._wait)
        middle.why_wanted.connect(self._open)
        middle.why.all.clicked.connect(lambda *_: self.show_evidence())
        self._rest.timeout.connect(self._follow)

    def _wait(self, row: CandidateRow | None) -> None:
        self._middle.name(self.board, row)
        if row is None or row.outcome is None:
            self._rest.stop()
            self._show_before(row)
        else:
            self._rest.start()

    def _show_before(self, row: CandidateRow | None) -> None:
        if row is not None:
            told = "截止推荐、计算排名以后，这里说明每个名次的来历。"
            self._middle.why.view.show_nominee(row, told)

    def _follow(self) -> None:
        row, shown = self._middle.person, self.board
        if row is None or shown is None or self._middle.narrow:
            return

        def take(told: Explanation) -> None:
            if self._middle.person is row:
                self._middle.why.view.show_explanation(told, row)

        self._read(shown, row, take)

    def _open(self, row: CandidateRow) -> None:
        """Where there is no panel a dialog says it."""
        shown = self.board
        if shown is None or not self._middle.narrow or row.outcome is None:
            return

        def take(told: Explanation) -> None:
            from hrgrid.ui.honours.why import WhyDialog

            WhyDialog(told, row, self.show_evidence, self._over).exec()

        self._read(shown, row, take)

    def _read(self, shown: Board, row: CandidateRow, take: Callable[[Explanation], None]) -> None:
        campaign_id = shown.campaign.id
        self._session.tasks.read(
            lambda work: explanation(work, campaign_id, row.number, row.tier),
            take,
            failed=self._middle.why.view.say,
        )

    def show_evidence(self) -> None:
        """Everything behind one outcome; that it was looked at goes on record."""
        row, shown = self._middle.person, self.board
        if row is None or shown is None:
            return
        campaign_id = shown.campaign.id

        def take(told: Explanation) -> None:
            from hrgrid.ui.honours.evidence import EvidenceDialog

            EvidenceDialog(self._session, shown, row, told, self._over).exec()

        self._session.tasks.write(
            lambda work: explain(work, campaign_id, row.number, row.tier),
            topic="journal",
            done=take,
            failed=self._refused,
        )

    def _refused(self, sentence: str) -> None:
        if sentence:
            self._notices.say(Message(sentence, Kind.BAD))
