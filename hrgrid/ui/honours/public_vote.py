"""公众投票: what was voted, what was struck and why, and the mark that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.honours.queries import Board, VotedRow, public_vote
from hrgrid.honours.service import strike_votes
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import TextField
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.matters.forms import ReasonForm, filled, named
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_VOTES: tuple[Column[VotedRow], ...] = (
    Column("称号", lambda row: row.tier.label, 100),
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("工号", lambda row: row.number, 90, drops=True),
    Column("单位", lambda row: row.unit, 150, grows=True, drops=True),
    Column("得票", lambda row: f"{row.votes:,}", 80, right=True),
    Column("剔除", lambda row: f"{row.struck:,}" if row.struck else "", 70, right=True),
    Column("有效", lambda row: f"{row.counted:,}", 80, right=True),
    Column(
        "折算分", lambda row: mark_text(row.milli) if row.milli is not None else "", 80, right=True
    ),
)


class PublicVoteDialog(RowsDialog[VotedRow]):
    """What the public voted, what was struck and why, and the mark that it makes."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        share = mark_text(board.scheme.public_bp * 10)
        told = (
            f"公众投票占总分 {share}%。一次导入一场投票的全部票数，再导入就整场换掉；"
            "可疑的票写明事由剔除，留底。"
        )
        super().__init__(session, "公众投票", told, _VOTES, parent)
        self._campaign_id = board.campaign.id
        runs = session.may(Right.RUN_HONOURS)
        self.bring = self.button("导入投票结果", self._import, main=True)
        self.bring.setVisible(runs and session.may(Right.IMPORT))
        self.strike = self.button("剔除可疑的票…", self._strike)
        self.strike.setVisible(runs)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[VotedRow]:
        """The vote that counts."""
        found = public_vote(work, self._campaign_id)
        return found.rows if found is not None else ()

    def offer(self, row: VotedRow | None) -> None:
        """Votes that are left may be struck."""
        self.strike.setEnabled(row is not None and row.counted > 0)

    def _import(self) -> None:
        self.reject()
        self.session.go("imports", "public-votes")

    def _strike(self) -> None:
        if self.current is not None:
            self.do(StrikeForm(self.session, self.current, self))


class StrikeForm(ReasonForm):
    """How many of somebody's votes do not count, and why."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: VotedRow, parent: QWidget) -> None:
        told = f"{row.name}得 {row.votes:,} 票，已剔除 {row.struck:,} 票。剔除后重新折算，留底。"
        super().__init__(
            session,
            f"剔除{row.name}的可疑票",
            "剔除",
            parent,
            told=told,
            example="同一地址一分钟内投了 300 票",
        )
        self._row = row
        self.votes = TextField("剔除几票")
        self.form.insertWidget(1, named(self.votes))
        self.on_act(self._strike)
        self.votes.setFocus()

    def _read(self) -> int:
        text = filled(self.votes).replace(",", "")
        if not text.isdecimal():
            raise UserError(f"“{text}”不是票数。请写整数，例如 300")
        return int(text)

    def _strike(self) -> None:
        votes = self.checked(self._read)
        if votes is None or (reason := self.reason_given()) is None:
            return
        key = self._row.nomination_id
        self.send(
            lambda work: strike_votes(work, key, votes),
            f"已剔除 {votes:,} 票，请重新计算排名。",
            reason=reason,
        )
