"""What decides who may be chosen: conditions, trials, findings, exemptions, opinions, and when."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hrgrid.honours.queries import Board
from hrgrid.ui.session import Session


class Eligible(QObject):
    """Opens the boxes for the campaign on show."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self.board: Board | None = None

    def conditions(self) -> None:
        """Which conditions hold, and whom each leaves out."""
        from hrgrid.ui.honours.conditions import ConditionsDialog

        if self.board is not None:
            ConditionsDialog(self._session, self.board, self._over).exec()

    def try_out(self) -> None:
        """Who would enter and leave if something were another."""
        from hrgrid.ui.honours.whatif import WhatIfDialog

        if self.board is not None:
            WhatIfDialog(self._session, self.board, self._over).exec()

    def fairness(self) -> None:
        """How the nominated and the chosen stand to everybody."""
        from hrgrid.ui.honours.fairness import FairnessDialog

        if self.board is not None:
            FairnessDialog(self._session, self.board, self._over).exec()

    def timetable(self) -> None:
        """By when each stage is to be over."""
        from hrgrid.ui.honours.timetable import TimetableDialog

        if self.board is not None:
            TimetableDialog(self._session, self.board, self._over).exec()

    def collectives(self) -> None:
        """Units and teams that are honoured beside the people."""
        from hrgrid.ui.honours.collectives import CollectivesDialog

        if self.board is not None:
            CollectivesDialog(self._session, self.board, self._over).exec()

    def findings(self) -> None:
        """The veto list."""
        from hrgrid.ui.honours.findings import FindingsDialog

        FindingsDialog(self._session, self._over).exec()

    def exemptions(self) -> None:
        """The rules set aside for single people."""
        from hrgrid.ui.honours.exemptions import ExemptionsDialog

        if self.board is not None:
            ExemptionsDialog(self._session, self.board.campaign.id, self._over).exec()

    def opinions(self) -> None:
        """What other offices were asked, and what they answered."""
        from hrgrid.ui.honours.opinions import OpinionsDialog

        if self.board is not None:
            OpinionsDialog(self._session, self.board, self._over).exec()
