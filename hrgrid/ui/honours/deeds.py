"""What each step does: at once, or by a dialog that records it from paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from hrgrid.honours.queries import Board, TieRow, open_ties
from hrgrid.honours.rules.steps import Step
from hrgrid.honours.rules.tallies import Tally
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service import (
    ClosedPublicity,
    Issued,
    OpenDraw,
    PublicityDraft,
    RunSummary,
    TiesOpen,
    archive,
    check_certificates,
    close_nominations,
    draft_notice,
    fix_quotas,
    issue_certificates,
    propose,
    rank_nominees,
    rerun,
    resume,
    settle_objections,
    share_all,
    start_nominating,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.honours.words import TOPIC, some, titled
from hrgrid.ui.session import Session

T = TypeVar("T")


class Deeds(QObject):
    """Does steps of the campaign on show; refusals go to the page as sentences."""

    told = Signal(object)
    busy_changed = Signal()
    draws_open = Signal(list)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self.board: Board | None = None
        self.ties: list[TieRow] = []
        self.changed = 0
        self.busy = False

    @property
    def _id(self) -> int:
        return self.board.campaign.id if self.board else 0

    def do(self, step: Step) -> None:
        """Do a step."""
        doing: dict[Step, Callable[[], None]] = {
            Step.SHARE: self.share,
            Step.FIX: self._fix,
            Step.START: self._start,
            Step.CLOSE: self._close,
            Step.RANK: self._rank,
            Step.TIES: self.close_ties,
            Step.RERANK: self.rerank,
            Step.COMMITTEE: self._committee,
            Step.PUBLICISE: self._publicise,
            Step.RESUME: self._resume,
            Step.END: self._end,
            Step.SETTLE: self._settle,
            Step.PROPOSE: self._propose,
            Step.DECIDE: self._decide,
            Step.ISSUE: self.issue,
            Step.PRINT: lambda: self._session.go("documents"),
        }
        if self.board is not None:
            doing[step]()

    # --- places ---------------------------------------------------------------------------

    def share(self) -> None:
        """Count the districts and share every tier."""
        campaign_id = self._id
        self._write(lambda work: share_all(work, campaign_id), self._shared, "正在分配名额")

    def _shared(self, draws: list[OpenDraw]) -> None:
        if draws:
            self.draws_open.emit(draws)

    def _fix(self) -> None:
        campaign_id = self._id

        def job(work: UnitOfWork) -> None:
            fix_quotas(work, campaign_id)
            start_nominating(work, campaign_id)

        self._write(job)

    def _start(self) -> None:
        campaign_id = self._id
        self._write(lambda work: start_nominating(work, campaign_id))

    # --- ranks ----------------------------------------------------------------------------

    def _close(self) -> None:
        board = self.board
        if board is None:
            return
        short = [
            f"{unit.name}“{tier.tier.label}”缺 {unit.tally.off} 人"
            for tier in board.tiers
            for unit in tier.units
            if unit.tally and unit.tally.tally is Tally.SHORT
        ]
        if short and not confirmed(
            self._over,
            f"{'、'.join(short[:4])}{'等' if len(short) > 4 else ''}，"
            "截止后不能再补报，缺的名额会空着。",
            "照样截止推荐",
            title="推荐还没有报齐",
        ):
            return
        campaign_id = self._id
        self._write(
            lambda work: close_nominations(work, campaign_id),
            lambda _: self._rank(),
            "正在冻结人员情况",
        )

    def _rank(self) -> None:
        campaign_id = self._id

        def job(work: UnitOfWork) -> RunSummary | list[TieRow]:
            try:
                return rank_nominees(work, campaign_id)
            except TiesOpen:
                # Nothing was written; people close the ties first.
                return open_ties(work, campaign_id)

        self._write(job, self._ranked, "正在计算排名")

    def _ranked(self, came: RunSummary | list[TieRow]) -> None:
        if isinstance(came, list):
            self.ties = came
            told = f"入选线上有 {len(came)} 处并列，处理后再计算排名。"
            self.told.emit(Message(told, Kind.WARN))
            return
        counts = "，".join(f"{tier.label} {count:,} 人" for tier, count in came.selected.items())
        kind = Kind.WARN if came.warnings else Kind.OK
        self.told.emit(Message(f"已排出名单：{counts}。{some(came.warnings)}", kind))

    def close_ties(self) -> None:
        """Have people close the open ties, then compute."""
        from hrgrid.ui.honours.ties_dialog import TiesDialog

        board = self.board
        if board is None or not self.ties:
            return
        box = TiesDialog(self._session, self._id, self.ties, self._over)
        if box.exec() != QDialog.DialogCode.Accepted:
            return
        self.ties = []
        if board.campaign.state is CampaignState.REVIEWING:
            self._rank()
        else:
            self.rerank()

    def rerank(self) -> None:
        """A trial run, compared with the list in force."""
        from hrgrid.ui.honours.rerank import RerankDialog

        if self.board is None:
            return
        box = RerankDialog(self._session, self.board, self._over, changed=self.changed)
        box.exec()
        if box.ties:
            self.ties = box.ties
            self.close_ties()

    def check(self) -> None:
        """Compute the run in force again and compare it with what is stored."""
        run = self.board.campaign.newest if self.board else None
        if run is None:
            return
        self._session.tasks.read(
            lambda work: rerun(work, run.id),
            self._checked,
            failed=self._refused,
            title="正在重新计算核对",
        )

    def _checked(self, same: bool) -> None:
        if same:
            self.told.emit(Message("重新计算的结果与存下的完全相同。", Kind.OK))
            return
        told = "重新计算的结果与存下的不同，数据可能已被改动。请停止使用，恢复最近一次完好的备份。"
        self.told.emit(Message(told, Kind.BAD))

    # --- to the decision ------------------------------------------------------------------

    def _committee(self) -> None:
        from hrgrid.ui.honours.steps_dialogs import CommitteeDialog

        if self.board is not None:
            CommitteeDialog(self._session, self.board, self._over).exec()

    def _publicise(self) -> None:
        campaign_id = self._id
        self._session.tasks.read(
            lambda work: draft_notice(work, campaign_id),
            lambda draft: self._publish(campaign_id, draft),
            failed=self._refused,
        )

    def _publish(self, campaign_id: int, draft: PublicityDraft) -> None:
        from hrgrid.ui.honours.publicity import publish_dialog

        publish_dialog(self._session, campaign_id, draft, self._over).exec()

    def _resume(self) -> None:
        campaign_id = self._id
        self._write(lambda work: resume(work, campaign_id))

    def _end(self) -> None:
        from hrgrid.ui.honours.publicity import EndDialog

        if self.board is not None:
            EndDialog(self._session, self.board, self._over).exec()

    def _settle(self) -> None:
        campaign_id = self._id
        self._write(lambda work: settle_objections(work, campaign_id), self._settled)

    def _settled(self, came: ClosedPublicity) -> None:
        from hrgrid.ui.honours.publicity import closed_told

        self.told.emit(Message(closed_told(came), Kind.OK))

    def register(self) -> None:
        """The notices of the campaign with their objections."""
        from hrgrid.ui.honours.publicity import show_register

        if self.board is not None:
            show_register(self._session, self._id, self._over)

    def _propose(self) -> None:
        campaign_id = self._id
        self._write(lambda work: propose(work, campaign_id), self._proposed, "正在报请决定")

    def _proposed(self, people: int) -> None:
        board = self.board
        waiting = len(board.standing.waiting) if board else 0
        left = f"另有 {waiting:,} 人的异议没有办结，办结后再报。" if waiting else ""
        self.told.emit(Message(f"已报请决定 {people:,} 人。{left}", Kind.OK))

    def _decide(self) -> None:
        from hrgrid.ui.honours.decision import DecisionDialog

        if self.board is not None:
            DecisionDialog(self._session, self.board, self._over).exec()

    def issue(self) -> None:
        """Number and sign the certificates of whoever was decided, once they were looked at."""
        from hrgrid.ui.documents.checking import Asking, check_then

        board, campaign_id = self.board, self._id
        if board is None:
            return
        told = (
            "按名单顺序编号、签发。编号连续，签发后不再改动，作废的编号不再使用。"
            f"文号{'、'.join(one.document_no for one in board.decisions)}。"
        )

        def go() -> None:
            self._write(
                lambda work: issue_certificates(work, campaign_id), self._issued, "正在签发证书"
            )

        def ask() -> None:
            if confirmed(self._over, told, "签发证书", title="签发证书"):
                go()

        subject = f"{board.campaign.year} 年度“{board.campaign.title}”"
        check_then(
            self._session,
            self._over,
            lambda work: check_certificates(work, campaign_id),
            Asking("签发前检查", subject, told, "签发证书"),
            go,
            plainly=ask,
        )

    def _issued(self, done: Issued) -> None:
        held = f"{'、'.join(done.held)}的姓名有缺字，先不印。" if done.held else ""
        self._session.say(
            f"已签发 {done.new:,} 张证书。{held}",
            Kind.OK,
            ("打印证书", lambda: self._session.go("documents")),
        )

    # --- around them ----------------------------------------------------------------------

    def reopen(self) -> None:
        """Back to the draft of the places, with a reason."""
        from hrgrid.ui.honours.reopening import ReopenDialog

        if self.board is not None:
            ReopenDialog(self._session, self._id, titled(self.board.campaign), self._over).exec()

    def put_away(self) -> None:
        """File the campaign."""
        campaign_id = self._id
        self._write(lambda work: archive(work, campaign_id))

    def _write(
        self,
        job: Callable[[UnitOfWork], T],
        done: Callable[[T], object] | None = None,
        title: str = "正在保存",
    ) -> None:
        self._set_busy(busy=True)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            if done is not None:
                done(result)

        self._session.tasks.write(job, topic=TOPIC, done=came, failed=self._refused, title=title)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _refused(self, sentence: str) -> None:
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
