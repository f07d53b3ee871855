"""会议表决: convened with frozen names, counted on paper or ballot by ballot, closed, on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.honours.papers.meeting import write_minutes, write_tally_sheet
from hrgrid.honours.queries import Board, Meeting, meeting_of
from hrgrid.honours.queries.meetings import MemberRow, VotedItem
from hrgrid.honours.rules.meeting import Tally, VoteState
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service import (
    Counted,
    adopt_vote,
    all_in_favour,
    set_present,
)
from hrgrid.paper.forms import Form
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.honours.committee_forms import (
    CloseVoteForm,
    ConveneForm,
    TallyForm,
    VoidVoteForm,
)
from hrgrid.ui.honours.rows_dialog import RowsDialog
from hrgrid.ui.honours.words import TOPIC
from hrgrid.ui.saving import PAGES, WORKBOOKS, Saving, Writing
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column


def _votes(count: Callable[[Tally], int]) -> Callable[[VotedItem], str]:
    return lambda row: f"{count(row.tally)}" if row.tally is not None else ""


def _came(row: VotedItem) -> str:
    if row.passed is None:
        return ""
    return "通过" if row.passed else "未通过"


_COLUMNS: tuple[Column[VotedItem], ...] = (
    Column("称号", lambda row: row.tier.label, 100),
    Column("姓名", lambda row: row.name, 80, strong=True),
    Column("单位", lambda row: row.district, 100, grows=True, drops=True),
    Column("候补", lambda row: "候补" if row.reserve else "", 56),
    Column("应投", lambda row: f"{row.wanted}", 56, right=True),
    Column("赞成", _votes(lambda one: one.in_favour), 56, right=True),
    Column("反对", _votes(lambda one: one.against), 56, right=True),
    Column("弃权", _votes(lambda one: one.abstained), 56, right=True),
    Column("回避", lambda row: f"{row.recused}" if row.recused else "", 56, right=True),
    Column(
        "结果", _came, 80, chip=lambda row: "ok" if row.passed else "warn" if _came(row) else ""
    ),
)
_MEMBERS: tuple[Column[MemberRow], ...] = (
    Column("席位", lambda row: f"{row.seat_no}", 56, right=True),
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("职务", lambda row: row.post, 120),
    Column("单位", lambda row: row.unit, 140, grows=True),
    Column("到会", lambda row: "到会" if row.present else "缺席", 80,
           chip=lambda row: "ok" if row.present else "mute"),
)  # fmt: skip


class CommitteeVoteDialog(RowsDialog[VotedItem]):
    """The vote of a campaign that counts; without one it offers to convene."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__(session, "会议表决", "", _COLUMNS, parent)
        self._board = board
        self.meeting: Meeting | None = None
        self._saving = Saving(session, self, self.tell)
        self.begin = self.button("召集表决…", self._convene, main=True)
        self.votes = self.button("录票数…", self._put)
        self.rest = self.button("其余全部赞成", self._all)
        self.members = self.button("到会和回避…", self._members)
        self.finish = self.button("截止计票…", self._close, main=True)
        self.adopt = self.button("递补的人也已表决，采用", self._adopt)
        self.papers = self.button("计票单和纪要", self._offer_papers)
        self.void = self.button("作废…", self._void)
        self.table.opened.connect(lambda _: self._put())
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[VotedItem]:
        """The nominees with their votes."""
        found = self.meeting = meeting_of(work, self._board.campaign.id)
        return found.items if found is not None else ()

    def offer(self, row: VotedItem | None) -> None:
        """What may be done in this state of the vote."""
        found, runs = self.meeting, self.session.may(Right.RUN_HONOURS)
        state = found.state if found is not None else None
        runs = runs and self._board.campaign.state is CampaignState.SELECTED
        is_open = runs and state is VoteState.OPEN
        self.begin.setVisible(runs and state in {None, VoteState.CLOSED})
        for button in (self.votes, self.rest, self.members, self.finish):
            button.setVisible(is_open)
        self.votes.setEnabled(row is not None)
        self.adopt.setVisible(runs and state is VoteState.CLOSED)
        self.papers.setVisible(found is not None and self.session.may(Right.PRINT_PAPERS))
        self.void.setVisible(runs and found is not None)
        self.told.setText(_told(found))

    def _convene(self) -> None:
        self.do(ConveneForm(self.session, self._board, self))

    def _put(self) -> None:
        if self.meeting is not None and self.current is not None and self.votes.isVisible():
            self.do(TallyForm(self.session, self.meeting, self.current, self))

    def _all(self) -> None:
        found = self.meeting
        if found is not None:
            self._write(lambda work: all_in_favour(work, found.id), "还没有票数的都记为全部赞成。")

    def _members(self) -> None:
        if self.meeting is not None:
            MembersDialog(self.session, self._board.campaign.id, self).exec()
            self.refresh()

    def _close(self) -> None:
        if self.meeting is None:
            return
        form = CloseVoteForm(self.session, self.meeting, self)
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


def _outcome(came: Counted) -> Message:
    if came.adopted:
        return Message(f"{came.passed} 人通过，名单已经会议审定，可以公示。")
    told = f"{'、'.join(came.failed)}没有通过。请重新计算排名，由下一名递补。"
    return Message(told, Kind.WARN)


class MembersDialog(RowsDialog[MemberRow]):
    """Who came."""

    WIDTH = 600

    def __init__(self, session: Session, campaign_id: int, parent: QWidget) -> None:
        told = "没有到会的人改成缺席；同单位的委员对本单位的人已自动回避。"
        super().__init__(session, "到会和回避", told, _MEMBERS, parent)
        self._campaign_id = campaign_id
        self.turn = self.button("改成缺席", self._turn, main=True)
        self.refresh()

    def read(self, work: UnitOfWork) -> Sequence[MemberRow]:
        """Everybody entitled."""
        found = meeting_of(work, self._campaign_id)
        return found.members if found is not None else ()

    def offer(self, row: MemberRow | None) -> None:
        """Come or not."""
        self.turn.setEnabled(row is not None)
        self.turn.setText("改成到会" if row is not None and not row.present else "改成缺席")

    def _turn(self) -> None:
        row = self.current
        if row is None:
            return
        self.session.tasks.write(
            lambda work: set_present(work, row.id, present=not row.present),
            topic=TOPIC,
            done=lambda _: self.refresh(),
            failed=self.refuse,
        )
