"""What judges, the public and the committee say of the nominees of the campaign on show."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.rules.words import RUNNABLE, CampaignState
from hrgrid.ui.session import Session

_REVIEWED = (*RUNNABLE, CampaignState.COMMITTEE)


class Reviewing(QObject):
    """Opens the boxes for the campaign on show."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self.board: Board | None = None

    def fill(self, menu: QMenu) -> None:
        """Offer what this campaign has come to."""
        board = self.board
        if board is None or not self._session.may(Right.RUN_HONOURS):
            return
        if board.campaign.state not in _REVIEWED:
            return
        menu.addAction("评审打分…").triggered.connect(lambda *_: self.judge())
        if board.scheme.public_bp:
            menu.addAction("公众投票…").triggered.connect(lambda *_: self.public())
        if board.campaign.applied is not None:
            menu.addAction("会议表决…").triggered.connect(lambda *_: self.vote())
        menu.addSeparator()

    def judge(self) -> None:
        """The panels and their marks."""
        from hrgrid.ui.honours.judging import ReviewDialog

        if self.board is not None:
            ReviewDialog(self._session, self.board, self._over).exec()

    def public(self) -> None:
        """The vote of the public."""
        from hrgrid.ui.honours.public_vote import PublicVoteDialog

        if self.board is not None:
            PublicVoteDialog(self._session, self.board, self._over).exec()

    def vote(self) -> None:
        """The vote of the committee."""
        from hrgrid.ui.honours.committee import CommitteeVoteDialog

        if self.board is not None:
            CommitteeVoteDialog(self._session, self.board, self._over).exec()
