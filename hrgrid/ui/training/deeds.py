"""What each step of a class does: at once, or by a dialog over the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.words import ClassState, EnrolmentState
from hrgrid.training.service.classes import (
    archive_class,
    back_to_planning,
    cancel_class,
    end_class,
    open_enrolment,
    resume_class,
    start_class,
)
from hrgrid.training.service.confirming import propose_results, reopen_results
from hrgrid.training.service.enrolling import accept
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.deed_dialog import ReasonDialog
from hrgrid.ui.dialogs import confirmed
from hrgrid.ui.session import Session
from hrgrid.ui.training.reading import Board
from hrgrid.ui.training.undoing import Step, offer, two_ways
from hrgrid.ui.training.words import TOPIC

T = TypeVar("T")


class Deeds(QObject):
    """Does steps of the class on show; refusals go to the page as sentences."""

    told = Signal(object)
    busy_changed = Signal()

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self.session, self._over = session, over
        self.shown: Board | None = None
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
            "open_enrolment": self._open,
            "start": self._start,
            "end": self._end,
            "propose": self._propose,
            "approve": self.approve,
            "confirm": self._confirm,
            "archive": self._archive,
        }
        if self.shown is not None and self.session.is_today():
            doing[code]()

    # --- along the arrows ---------------------------------------------------------------------

    def _open(self) -> None:
        class_id = self._id
        self._step(
            two_ways(
                lambda work: open_enrolment(work, class_id),
                lambda work: back_to_planning(work, class_id),
            ),
            "已开始报名，名额满了自动排候补。",
            "开始报名",
        )

    def back_to_planning(self) -> None:
        """Not open for enrolment any more."""
        class_id = self._id
        self._step(
            two_ways(
                lambda work: back_to_planning(work, class_id),
                lambda work: open_enrolment(work, class_id),
            ),
            "已退回筹备。",
            "退回筹备",
        )

    def _start(self) -> None:
        class_id = self._id
        self.write(lambda work: start_class(work, class_id), lambda _: "已开班，可以登记签到。")

    def _end(self) -> None:
        class_id = self._id
        self._step(
            two_ways(
                lambda work: end_class(work, class_id), lambda work: resume_class(work, class_id)
            ),
            "已结课。签到和测试都齐了就核定结果。",
            "结课",
        )

    def resume(self) -> None:
        """Back into the classroom, with a reason."""
        class_id = self._id
        reason = self._why(
            ("继续上课", "继续上课"), "结课退回，课次和签到可以接着改。", "还要补一节实操课"
        )
        if reason:
            self.write(
                lambda work: resume_class(work, class_id), lambda _: "已退回上课。", reason=reason
            )

    def _propose(self) -> None:
        class_id = self._id
        self.write(lambda work: propose_results(work, class_id), lambda _: "已报请审批，等人审批。")

    def approve(self) -> None:
        """Sign the results in, or record the paper."""
        from hrgrid.ui.training.confirming import confirm_with

        if self.shown:
            confirm_with(self.session, self.shown, self.window)

    def _confirm(self) -> None:
        self.approve()

    def reopen(self) -> None:
        """Back from results that stand, with a reason."""
        class_id = self._id
        reason = self._why(
            ("退回结果", "退回结果"),
            "这一版结果留底，签到和成绩可以改；改好再核定就是新的一版。",
            "登记漏了一份请假条",
        )
        if reason:
            self.write(
                lambda work: reopen_results(work, class_id), lambda _: "已退回。", reason=reason
            )

    def _archive(self) -> None:
        class_id = self._id
        if confirmed(
            self.window,
            "归档以后这个班只能看，结果不能再退回。",
            "归档培训班",
            title="归档培训班",
        ):
            self.write(lambda work: archive_class(work, class_id), lambda _: "已归档。")

    def cancel(self) -> None:
        """Give the class up."""
        class_id = self._id
        box = ReasonDialog(
            "取消这个培训班",
            "取消培训班",
            self.window,
            example="例如：场地被征用，改期另办",
            told="参训人员的名额都放掉，轮训的人回到应训名单。取消的班留在列表里。",
            missing="请写明为什么取消，写一句就行。",
            away="不取消",
        )
        if box.exec():
            self.write(
                lambda work: cancel_class(work, class_id),
                lambda freed: f"已取消培训班，放掉 {freed:,} 人的名额。",
                reason=box.reason.text().strip(),
            )

    # --- people, sessions, sheets -------------------------------------------------------------

    @property
    def open_now(self) -> bool:
        """Whether the class still takes people, sessions, attendance."""
        return self.shown is not None and self.shown.row.state in {
            ClassState.PLANNED,
            ClassState.OPEN,
            ClassState.RUNNING,
            ClassState.ENDED,
        }

    def enrol(self) -> None:
        """Add people by area, from the due list, or one."""
        from hrgrid.ui.training.enrolling import EnrolDialog
        from hrgrid.ui.training.forms import Ground, read_ground

        if self.shown is None or not self.open_now or not self.session.is_today():
            return
        row = self.shown.row

        def show(ground: Ground) -> None:
            EnrolDialog(self.session, row, ground, self.window).exec()

        self.session.tasks.read(read_ground, show)

    def collect_names(self) -> None:
        """Ask every street in a workbook who comes."""
        from hrgrid.exchange.rules.words import CollectKind
        from hrgrid.ui.collecting.dialog import CollectingDialog

        if self.shown is not None and self.session.is_today():
            subject = f"class:{self._id}"
            CollectingDialog(self.session, CollectKind.ENROLMENT, subject, self.window).open()

    def accept_all(self) -> None:
        """Everybody who was invited has said yes."""
        people = self.shown.people if self.shown else ()
        ids = [one.id for one in people if one.state is EnrolmentState.INVITED]
        self.write(lambda work: accept(work, ids), lambda count: f"{count:,} 人已确认报名。")

    def show_sessions(self) -> None:
        """Sessions: added by the day, changed, taken away."""
        from hrgrid.ui.training.sessions import SessionsDialog

        if self.shown:
            SessionsDialog(
                self.session, self.shown.row, self.window, frozen=not self.open_now
            ).exec()

    def sign_in(self) -> None:
        """The sign-in sheet."""
        from hrgrid.ui.training.attend_view import AttendanceDialog

        if self.shown:
            AttendanceDialog(self.session, self._id, self.window).exec()

    def key_tests(self) -> None:
        """Marks of the test, down a column."""
        from hrgrid.ui.training.tests_form import TestsDialog

        if self.shown:
            TestsDialog(self.session, self._id, self.window).exec()

    def change(self) -> None:
        """Name, days, places, trainer, document."""
        from hrgrid.ui.training.class_form import ChangeClassDialog

        if self.shown and self.open_now and self.session.is_today():
            ChangeClassDialog(self.session, self.shown.row, self.window).exec()

    def certify(self) -> None:
        """Certificates for who passed and has none."""
        from hrgrid.ui.training.certifying import CertifyForm

        if self.shown and self.shown.uncertified and self.session.is_today():
            CertifyForm(self.session, self.shown, self.window).exec()

    def show_steps(self) -> None:
        """The way that the class took."""
        from hrgrid.ui.training.history import StepsDialog

        if self.shown:
            StepsDialog(self.session, self.shown.row, self.shown.card.steps, self.window).exec()

    def show_competition(self) -> None:
        """The competition whose team this class prepares."""
        competition_id = self.shown.row.competition_id if self.shown else None
        if competition_id is not None:
            self._over.wanted.emit("competitions", competition_id)  # type: ignore[attr-defined]

    # --- how it is done -----------------------------------------------------------------------

    def _why(self, words: tuple[str, str], told: str, example: str) -> str:
        box = ReasonDialog(
            *words,
            self.window,
            example=f"例如：{example}",
            told=told,
            missing="请写明事由，写一句就行。",
        )
        return box.reason.text().strip() if box.exec() else ""

    def _step(self, step: Step, said: str, text: str) -> None:
        def told(inverse: Step) -> str:
            offer(self.session, text, inverse)
            return said

        self.write(step, told)

    def write(
        self,
        job: Callable[[UnitOfWork], T],
        said: Callable[[T], str],
        title: str = "正在保存",
        *,
        reason: str = "",
    ) -> None:
        """Write, and say what was done; meanwhile no other step is begun."""
        self._set_busy(busy=True)

        def came(result: T) -> None:
            self._set_busy(busy=False)
            self.told.emit(Message(said(result), Kind.OK))

        self.session.tasks.write(
            job, topic=TOPIC, done=came, failed=self._refused, title=title, reason=reason
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()

    def _refused(self, sentence: str) -> None:
        self._set_busy(busy=False)
        if sentence:
            self.told.emit(Message(sentence, Kind.BAD))
