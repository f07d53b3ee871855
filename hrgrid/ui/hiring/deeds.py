"""What each step of a batch does: at once, or by a dialog over the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.hiring.queries.batch_card import PositionRow, StepRow
from hrgrid.hiring.queries.batches import BatchRow
from hrgrid.hiring.queries.stages import StageBoard
from hrgrid.hiring.rules.scheme import Scheme
from hrgrid.hiring.rules.totals import LotNeeded
from hrgrid.hiring.rules.words import BatchKind, BatchState, Outcome
from hrgrid.hiring.service.allotting import allot_seats
from hrgrid.hiring.service.announcing import open_applications
from hrgrid.hiring.service.concluding import qualify_all
from hrgrid.hiring.service.deciding import close_batch, propose
from hrgrid.hiring.service.points import grant_points_by_data
from hrgrid.hiring.service.publishing import (
    ClosedPublicity,
    publicise,
    publicise_reserve,
    resume_publicity,
    settle_objections,
)
from hrgrid.hiring.service.ranking import RunSummary, make_interview_list, make_ranking
from hrgrid.hiring.service.vetting import start_vetting
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.session import Session

T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """The batch on show, whole."""

    row: BatchRow
    board: StageBoard
    positions: tuple[PositionRow, ...]
    scheme: Scheme
    steps: tuple[StepRow, ...] = ()

    def count(self, key: str) -> int:
        """How many stand in a stage."""
        return next((one.count for one in self.board.stages if one.key == key), 0)


class Deeds(QObject):
    """Does steps of the batch on show; refusals go to the page as sentences."""

    told = Signal(object)
    busy_changed = Signal()
    # The list is to be narrowed to a stage, because its people are what the step is about.
    stage_wanted = Signal(str)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.shown: Shown | None = None
        self.busy = False

    @property
    def _id(self) -> int:
        return self.shown.row.id if self.shown else 0

    @property
    def window(self) -> QWidget:
        """What dialogs stand over."""
        return self._over.window()

    def do(self, code: str) -> None:
        """Do the step with this code."""
        doing: dict[str, Callable[[], object]] = {
            "publish": self._publish,
            "open_applications": self.open_applications,
            "check": self.check,
            "start_examining": self._start_examining,
            "plan_exam": self.plan_exam,
            "key_marks": self.key_marks,
            "settle_marks": self.key_marks,
            "interview_list": self.make_list,
            "plan_interviews": self._plan_interviews,
            "add_to_room": self.show_rooms,
            "score": self.show_rooms,
            "rank": self.rank,
            "start_vetting": self._start_vetting,
            "record_vetting": self.record_passes,
            "allot": self._allot,
            "publicise": self._publicise,
            "resume_publicity": self._resume,
            "close_publicity": self._close_publicity,
            "settle_objections": self._settle,
            "propose": self._propose,
            "approve": self.decide,
            "decide": self.decide,
            "close": self._close,
            "hire_reserve": self.show_reserves,
        }
        if self.shown is not None and self.session.is_today():
            doing[code]()

    # --- announcement and applications --------------------------------------------------------

    def _publish(self) -> None:
        from hrgrid.ui.hiring.batch_forms import PublishDialog

        if self.shown:
            workdays = self.shown.scheme.announce_workdays
            PublishDialog(self.session, self.shown.row, workdays, self.window).exec()

    def open_applications(self) -> None:
        """At once on the day announced, before it with a reason."""
        from hrgrid.ui.hiring.batch_forms import OpenEarlyDialog

        if self.shown is None:
            return
        if not self.shown.board.next.enabled:
            OpenEarlyDialog(self.session, self.shown.row, self.window).exec()
            return
        batch_id = self._id
        self.write(lambda work: open_applications(work, batch_id), lambda _: "已开始报名。")

    def add_candidate(self) -> None:
        """Applications by hand, one after another."""
        from hrgrid.ui.hiring.candidate_forms import AddCandidateDialog

        if self.shown and self.session.is_today():
            AddCandidateDialog(
                self.session,
                self._id,
                self.shown.positions,
                self.window,
                internal=self.shown.row.kind is BatchKind.INTERNAL,
            ).exec()

    def change_apply_to(self) -> None:
        """Another last day of applications."""
        from hrgrid.ui.hiring.batch_forms import ApplyToDialog

        if self.shown:
            ApplyToDialog(self.session, self.shown.row, self.window).exec()

    def qualify_all(self) -> None:
        """Everybody whose conditions are all met."""
        batch_id = self._id
        self.write(
            lambda work: qualify_all(work, batch_id),
            lambda count: f"{count:,} 人资格合格。" if count else "还没有人全部条件都合格。",
            "正在通过审查",
        )

    def grant_points(self) -> None:
        """Extra points that the data bears out, for everybody."""
        batch_id = self._id
        self.write(
            lambda work: grant_points_by_data(work, batch_id),
            lambda count: f"按资料核准了 {count:,} 项加分。" if count else "没有新的加分要核准。",
            "正在核准加分",
        )

    def check(self) -> None:
        """Look at the conditions of everybody who waits for it."""
        from hrgrid.ui.hiring.checking import CheckingDialog

        if self.shown:
            CheckingDialog(self.session, self._id, self.window).exec()
            self.session.tasks.changed.emit(TOPIC)

    # --- exam and interview -------------------------------------------------------------------

    def _start_examining(self) -> None:
        from hrgrid.ui.hiring.exam_forms import StartExamDialog

        StartExamDialog(self.session, self._id, self.window).exec()

    def plan_exam(self) -> None:
        """Rooms, seats, admission numbers."""
        from hrgrid.ui.hiring.exam_forms import ExamPlanDialog

        if self.shown:
            people = self.shown.count("qualified")
            ExamPlanDialog(self.session, self._id, people, self.window).exec()

    def key_marks(self) -> None:
        """Written marks, down a column."""
        from hrgrid.ui.hiring.marks import MarksDialog

        if self.shown:
            full = self.shown.scheme.exam_full_milli
            box = MarksDialog(self.session, self._id, full, self.window)
            box.exec()
            if box.changed:
                self.session.tasks.changed.emit(TOPIC)

    def make_list(self, reason: str = "") -> None:
        """Who is asked to the interview."""
        batch_id = self._id
        self.write(
            lambda work: make_interview_list(work, batch_id),
            self._listed,
            "正在出面试名单",
            reason=reason,
        )

    def _listed(self, run: RunSummary) -> str:
        self.stage_wanted.emit("interview")
        inside = run.outcomes.get(Outcome.IN, 0)
        out = sum(run.outcomes.values()) - inside
        return f"已出面试名单：{inside:,} 人入围，{out:,} 人未入围。末位并列的都已入围。"

    def list_again(self) -> None:
        """The interview list anew, with a reason."""
        self._ask_again(
            ("重新出面试名单", "重新出名单"),
            "原来的名单作废留底。",
            "核定了两人的笔试成绩",
            self.make_list,
        )

    def rank_again(self) -> None:
        """The ranking anew, with a reason."""
        self._ask_again(
            ("重新排总成绩", "重新排名"),
            "原来的排名作废留底。",
            "面试一个考场更正了评分",
            self.rank,
        )

    def _ask_again(
        self, words: tuple[str, str], told: str, example: str, does: Callable[[str], object]
    ) -> None:
        box = ReasonDialog(
            *words,
            self.window,
            example=f"例如：{example}",
            told=told,
            missing="请写明为什么重新排，写一句就行。",
        )
        if box.exec():
            does(box.reason.text().strip())

    def show_scores(self) -> None:
        """The lists with everybody's parts and place."""
        from hrgrid.ui.hiring.score_list import ScoresDialog

        ScoresDialog(self.session, self._id, self.window).exec()

    def show_scheme(self) -> None:
        """The scheme of the batch; before the announcement it may be changed."""
        from hrgrid.ui.hiring.scheme_form import SchemeDialog

        if self.shown:
            row = self.shown.row
            SchemeDialog(
                self.session,
                self.window,
                batch_id=row.id,
                number=row.rule_number,
                frozen=row.state is not BatchState.DRAFT or self.session.day is not None,
            ).exec()

    def show_steps(self) -> None:
        """The way that the batch took."""
        from hrgrid.ui.hiring.history import StepsDialog

        if self.shown:
            row, steps = self.shown.row, self.shown.steps
            StepsDialog(self.session, row.title, steps, self.window).exec()

    def show_reserves(self) -> None:
        """Who may still be called."""
        from hrgrid.ui.hiring.reserve_list import ReservesDialog

        if self.shown:
            row, scheme = self.shown.row, self.shown.scheme
            ReservesDialog(self.session, row.id, row.area_path, scheme, self.window).exec()

    def purge(self) -> None:
        """Erase what is known of those who were not hired."""
        from hrgrid.ui.hiring.retention_form import PurgeDialog

        if self.shown:
            PurgeDialog(self.session, self.shown.row, self.window).exec()

    def _plan_interviews(self) -> None:
        from hrgrid.ui.hiring.rooms import PlanInterviewsDialog

        if self.shown:
            people, examiners = self.shown.count("interview"), self.shown.scheme.examiners
            PlanInterviewsDialog(self.session, self._id, people, examiners, self.window).exec()

    def show_rooms(self) -> None:
        """The rooms of the interview with their progress and their score grids."""
        from hrgrid.ui.hiring.room_list import RoomsDialog

        RoomsDialog(self.session, self._id, self.window).exec()
        self.session.tasks.changed.emit(TOPIC)

    def rank(self, reason: str = "") -> None:
        """Totals and places; a tie that the line parts is drawn first."""
        batch_id = self._id
        self.write(
            lambda work: make_ranking(work, batch_id),
            self._ranked,
            "正在排总成绩",
            reason=reason,
            again=lambda: self.rank(reason),
        )

    def _ranked(self, came: RunSummary) -> str:
        self.stage_wanted.emit("ranked")
        inside = came.outcomes.get(Outcome.IN, 0)
        return f"总成绩已排出：{inside:,} 人进入体检政审名次。"

    def _draw(self, tie: LotNeeded, again: Callable[[], object]) -> None:
        from hrgrid.ui.hiring.lots import LotDialog

        if LotDialog(self.session, self._id, tie.ties, tie.names, self.window).exec():
            again()

    # --- vetting to hire ----------------------------------------------------------------------

    def _start_vetting(self) -> None:
        batch_id = self._id
        self.write(
            lambda work: start_vetting(work, batch_id),
            lambda count: f"{count:,} 人进入体检政审。",
        )

    def record_passes(self) -> None:
        """Passed results of many at once."""
        from hrgrid.ui.hiring.vetting import PassesDialog, read_vetted

        batch_id = self._id

        def show(people: object) -> None:
            if isinstance(people, list) and people:
                PassesDialog(self.session, batch_id, people, self.window).exec()

        self.session.tasks.read(lambda work: read_vetted(work, batch_id), show)

    def _allot(self) -> None:
        batch_id = self._id
        self.write(
            lambda work: allot_seats(work, batch_id),
            lambda count: f"已给 {count:,} 人分配网格：先按名次满足意向，其余按网格编码。",
            "正在分配网格",
            again=self._allot,
        )

    def _publicise(self) -> None:
        from hrgrid.ui.hiring.publicity_form import PublicityDialog

        if self.shown:
            people, days = self.shown.count("vetted"), self.shown.scheme.publicity_days
            # Of a batch that is closed: reserves who were called since.
            closed = self.shown.row.state is BatchState.CLOSED
            job = publicise_reserve if closed else publicise
            PublicityDialog(self.session, self._id, people, days, self.window, job=job).exec()

    def _resume(self) -> None:
        batch_id = self._id
        self.write(lambda work: resume_publicity(work, batch_id), lambda _: "接着办决定。")

    def _close_publicity(self) -> None:
        from hrgrid.ui.hiring.publicity_ends import CloseDialog

        CloseDialog(self.session, self._id, self.window).exec()

    def _settle(self) -> None:
        batch_id = self._id
        self.write(lambda work: settle_objections(work, batch_id), closed_told)

    def show_publicity(self) -> None:
        """Notices and the register of objections."""
        from hrgrid.ui.hiring.publicity_ends import show_register

        show_register(self.session, self._id, self.window)
        self.session.tasks.changed.emit(TOPIC)

    def _propose(self) -> None:
        batch_id = self._id
        self.write(
            lambda work: propose(work, batch_id),
            lambda count: f"已报请决定录用 {count:,} 人，等待审批。",
        )

    def decide(self) -> None:
        """Approval, decision, hire."""
        from hrgrid.ui.hiring.decision import DecisionDialog

        if self.shown:
            scheme = self.shown.scheme
            DecisionDialog(
                self.session,
                self._id,
                self.shown.row.title,
                people=count_in(self.shown.board.next.label) or self.shown.count("publicised"),
                months=(scheme.contract_months, scheme.probation_months),
                parent=self.window,
            ).exec()

    def _close(self) -> None:
        if not confirmed(
            self.window,
            "没有人再等录用。办结后按名次留储备，落选人员的资料到保存期满清除。",
            "办结批次",
            title="办结批次",
        ):
            return
        self._close_now()

    def _close_now(self) -> None:
        batch_id = self._id
        self.write(
            lambda work: close_batch(work, batch_id),
            lambda count: f"批次已办结，储备 {count:,} 人。" if count else "批次已办结。",
            again=self._close_now,
        )

    # --- how it is done -----------------------------------------------------------------------

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        title: str = "正在保存",
        *,
        reason: str = "",
        again: Callable[[], object] | None = None,
    ) -> None:
        """Write, and say what was done; meanwhile no other step is begun.

        Where a tie stops it nothing was written: lots are drawn, then it is done `again`.
        """
        self._set_busy(busy=True)
        stopped: list[LotNeeded] = []

        def trying(work: UnitOfWork) -> T:
            stopped.clear()
            try:
                return job(work)
            except LotNeeded as tie:
                stopped.append(tie)
                raise

        def failed(sentence: str) -> None:
            if stopped and again is not None:
                self._set_busy(busy=False)
                self._draw(stopped[0], again)
            else:
                self._refused(sentence)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            sentence = said(result)
            if sentence:
                self.told.emit(Message(sentence, Kind.OK))

        self.session.tasks.write(
            trying, topic=TOPIC, done=came, failed=failed, title=title, reason=reason
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _refused(self, sentence: str) -> None:
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))


def count_in(label: str) -> int:
    """How many a step's label speaks of; whom an objection holds back is not among them."""
    digits = "".join(sign for sign in label if sign.isdecimal())
    return int(digits) if digits else 0


def closed_told(came: ClosedPublicity) -> str:
    """What came of a publicity, in words."""
    parts = [f"{came.clear:,} 人无异议"]
    if came.waiting:
        parts.append(f"{came.waiting:,} 人的异议还没有结论")
    if came.removed:
        parts.append(f"{came.removed:,} 人因异议成立取消资格")
    if came.called:
        parts.append(f"{came.called:,} 人递补进入体检政审")
    return f"{'，'.join(parts)}。"
