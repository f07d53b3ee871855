"""会议表决: convened with frozen names, counted on paper or ballot by ballot, closed, on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers.meeting import write_minutes, write_tally_sheet
from hrgrid.honours.queries import Board, Meeting, meeting_of
from hrgrid.honours.queries.meeting_rows import VotedItem
from hrgrid.honours.rules.meeting import Tally, VoteState, VoteWay
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service import Counted, adopt_vote, all_in_favour
from hrgrid.paper.forms import Form
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.cells.list_model import WholeModel
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.forms import clear, label
from hrgrid.ui.honours.attending import KeepOutDialog, MembersDialog
from hrgrid.ui.honours.ballots import BallotsDialog
from hrgrid.ui.honours.committee_forms import CloseVoteForm, ConveneForm, VoidVoteForm
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.vote_lines import (
    BLANK,
    COLUMNS,
    RECUSED_AT,
    VoteLine,
    counts_of,
    lines_of,
    typeable,
)
from hrgrid.ui.honours.vote_writing import ROW_TOPIC, VoteWriter
from hrgrid.ui.honours.votes_grid import VotesGrid
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_NAMED = 5
_HINT = (
    "合计等于应投的行立即存盘，只录赞成就够时其余记 0 · Enter 到下一人 · 可从 Excel 粘贴 · "
    "Delete 清空 · Ctrl+Z 撤销"
)


class CommitteeVoteDialog(RowsDialog[VoteLine]):
    """The vote of a campaign that counts; without one it offers to convene.

    A row is written as soon as its votes come to those who vote; Enter goes down, blocks may be
    pasted.
    """

    WIDTH = 920
    table: VotesGrid

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        self.writer = VoteWriter(session)
        super().__init__(session, "会议表决", "", COLUMNS, parent)
        self.writer.setParent(self)
        self._board = board
        self.meeting: Meeting | None = None
        self._came: Meeting | None = None
        self._saving = Saving(session, self, self.tell)
        self._asked_at = 0
        self.begin = self.button("召集表决…", self._convene, main=True)
        self.ballots = self.button("录表决票…", self._ballots)
        self.rest = self.button("其余全部赞成", self._all)
        self.members = self.button("到会…", self._members)
        self.kept_out = self.button("回避…", self._keep_out)
        self.finish = self.button("截止计票…", self._close, main=True)
        self.adopt = self.button("递补的人也已表决，采用", self._adopt)
        self.papers = self.button("计票单和纪要", self._offer_papers)
        self.void = self.button("作废…", self._void)
        self.hint = label(_HINT, "caption", wraps=True)
        self.body.insertWidget(self.body.indexOf(self.told) + 1, self.hint)
        self.table.told.connect(self._say)
        self.table.doubleClicked.connect(self._point)
        self.writer.changed.connect(self._show)
        self.writer.refused.connect(self._taken_back)
        self.refresh()

    def make_model(self, _columns: tuple[Column[VoteLine], ...]) -> RowsModel[VoteLine]:
        """The nominees in the order of the paper."""
        return WholeModel(COLUMNS, self)

    def make_table(self, title: str) -> Table:
        """Cells that are typed into."""
        return VotesGrid(cast("WholeModel[VoteLine]", self.model), self.writer, title)

    # --- what is there ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the vote."""
        self._asked_at = self.writer.landed
        super().refresh()

    def read(self, work: UnitOfWork) -> Sequence[VoteLine]:
        """The nominees with their votes."""
        found = self._came = meeting_of(work, self._board.campaign.id)
        return lines_of(found, {}) if found is not None else ()

    def _take(self, rows: Sequence[VoteLine]) -> None:
        if self._asked_at != self.writer.landed:
            # Votes came to the disk meanwhile: what was read is older than what is shown.
            self.refresh()
            return
        self.writer.show(self._came)
        found = self.meeting = self.writer.meeting
        super()._take(lines_of(found, self.writer.drafts) if found is not None else rows)
        self.table.let_type(able=typeable(found) and self._runs)

    def _show(self) -> None:
        """The same rows after votes were typed."""
        found = self.meeting = self.writer.meeting
        if found is not None:
            self.model.show_rows(lines_of(found, self.writer.drafts))
            self.told.setText(_told(found))

    @property
    def _runs(self) -> bool:
        selected = self._board.campaign.state is CampaignState.SELECTED
        return self.session.may(Right.RUN_HONOURS) and selected and self.session.day is None

    def offer(self, row: VoteLine | None) -> None:
        """What may be done in this state of the vote."""
        found, runs = self.meeting, self._runs
        state = found.state if found is not None else None
        is_open = runs and state is VoteState.OPEN
        self.begin.setVisible(runs and state in {None, VoteState.CLOSED})
        for button in (self.members, self.kept_out, self.finish):
            button.setVisible(is_open)
        by_ballot = found is not None and found.way is VoteWay.BALLOTS
        self.ballots.setVisible(is_open and by_ballot)
        for typed in (self.rest, self.hint):
            typed.setVisible(is_open and not by_ballot)
        self.kept_out.setEnabled(row is not None)
        self.adopt.setVisible(runs and state is VoteState.CLOSED)
        self.papers.setVisible(found is not None and self.session.may(Right.PRINT_PAPERS))
        self.void.setVisible(runs and found is not None)
        self.told.setText(_told(found))

    # --- leaving ------------------------------------------------------------------------------

    def _say(self, sentence: str) -> None:
        clear(self._outcome)
        self.refuse(sentence)

    def _taken_back(self, sentence: str) -> None:
        self.refuse(sentence)
        self.refresh()

    def _point(self, index: QModelIndex) -> None:
        if index.column() == RECUSED_AT and self.kept_out.isVisible():
            self._keep_out()

    def reject(self) -> None:
        """Rows that do not come out are on no disk: whoever leaves them is asked."""
        wrong = self.writer.wrong
        told = f"{_names(wrong)}票数不符，还没有存。离开后这几行是空的，要重录。"
        if not wrong or confirmed(self, told, "离开", title="离开会议表决", takes_away=True):
            super().reject()

    # --- what is done -------------------------------------------------------------------------

    def _convene(self) -> None:
        self.do(ConveneForm(self.session, self._board, self))

    def _ballots(self) -> None:
        if self.meeting is not None:
            box = BallotsDialog(self.session, self.meeting, self)
            # The last vote may come to the disk when the box is closed.
            box.finished.connect(lambda _: box.kept.connect(self.refresh))
            box.exec()
            self.refresh()

    def _all(self) -> None:
        found, wrong = self.meeting, self.writer.wrong
        if found is None:
            return
        if wrong:
            self.refuse(f"{_names(wrong)}票数不符。请先改好，再把其余的记为赞成。")
            self.table.go(wrong[0].nomination_id)
            return
        blank = {one.nomination_id: one.wanted for one in found.items if one.tally is None}

        def done(_: object) -> None:
            after = {key: counts_of(Tally(wanted, 0, 0)) for key, wanted in blank.items()}
            self.writer.note(dict.fromkeys(blank, BLANK), after)
            self.refresh()
            self.tell(Message("还没有票数的都记为全部赞成。"))

        self.session.tasks.write(
            lambda work: all_in_favour(work, found.id),
            topic=ROW_TOPIC,
            done=done,
            failed=self.refuse,
        )

    def _members(self) -> None:
        if self.meeting is not None:
            MembersDialog(self.session, self._board.campaign.id, self).exec()
            self.refresh()

    def _keep_out(self) -> None:
        if self.meeting is not None and self.current is not None:
            KeepOutDialog(self.session, self.meeting, self.current.item, self).exec()
            self.refresh()

    def _close(self) -> None:
        found = self.meeting
        if found is None:
            return
        if found.unsettled:
            self.refuse(f"还不能截止：{found.unsettled}。")
            self.table.go(found.open_items[0].nomination_id)
            return
        form = CloseVoteForm(self.session, found, self)
        self.do(form)
        came = form.result_value
        if isinstance(came, Counted):
            self.tell(_outcome(came))

    def _adopt(self) -> None:
        campaign_id = self._board.campaign.id
        self._write(lambda work: adopt_vote(work, campaign_id), "名单已经会议审定。")

    def _void(self) -> None:
        if self.meeting is not None:
            self.do(VoidVoteForm(self.session, self.meeting, self))

    def _write(self, job: Callable[[UnitOfWork], object], said: str) -> None:
        def done(_: object) -> None:
            self.refresh()
            self.tell(Message(said))

        self.session.tasks.write(job, topic=TOPIC, done=done, failed=self.refuse)

    def _offer_papers(self) -> None:
        menu = QMenu(self)
        for form in Form:
            text = f"计票单（{form.label}）"
            menu.addAction(text).triggered.connect(lambda *_, form=form: self._sheet(form))
        minutes = menu.addAction("会议纪要（PDF）")
        minutes.triggered.connect(lambda *_: self._minutes())
        closed = self.meeting is not None and self.meeting.state is VoteState.CLOSED
        minutes.setEnabled(closed)
        menu.exec(self.papers.mapToGlobal(self.papers.rect().topLeft()))

    def _sheet(self, form: Form) -> None:
        desk, found = self.session.desk, self.meeting
        if found is None:
            return

        def write(path: Path, progress: Progress) -> object:
            return write_tally_sheet(desk, found.id, path, form, progress=progress)

        kind = PAGES if form is Form.PDF else WORKBOOKS
        name = f"{found.title} 计票单"
        self._saving.save(Writing(name, write, "正在生成计票单", topic="journal", kind=kind))

    def _minutes(self) -> None:
        desk, found = self.session.desk, self.meeting
        if found is None:
            return

        def write(path: Path, progress: Progress) -> object:
            return write_minutes(desk, found.id, path, progress=progress)

        name = f"{found.title} 会议纪要"
        self._saving.save(Writing(name, write, "正在生成纪要", topic="journal", kind=PAGES))


def _told(found: Meeting | None) -> str:
    if found is None:
        return "还没有表决。召集时有表决权的人和表决的名单一起定下，之后不能改。"
    wanted = f"应到 {found.entitled} 人，到会 {found.present} 人"
    quorum = "" if found.quorate else "，不足法定人数"
    left = len(found.open_items)
    rest = f"；还有 {left} 人没有票数或票数不符" if left and found.state is VoteState.OPEN else ""
    return f"“{found.title}”，{found.state.label}，{wanted}{quorum}{rest}。{found.rule.words}。"


def _names(items: Sequence[VotedItem]) -> str:
    more = f"等 {len(items)} 人" if len(items) > _NAMED else ""
    return "、".join(item.told for item in items[:_NAMED]) + more


def _outcome(came: Counted) -> Message:
    if came.adopted:
        return Message(f"{came.passed} 人通过，名单已经会议审定，可以公示。")
    told = f"{'、'.join(came.failed)}没有通过。请重新计算排名，由下一名递补。"
    return Message(told, Kind.WARN)
