"""核定结果: who passes and who does not, the approval where one is asked for, and the deed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.service import Subject
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.service.confirming import (
    Confirmed,
    confirm_results,
    needs_approval,
    results_subject,
)
from hrgrid.ui.forms import label
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.parts import figure_line, tick_line
from hrgrid.ui.matters.words import some_names
from hrgrid.ui.session import Session
from hrgrid.ui.training.forms import TrainingForm
from hrgrid.ui.training.reading import Board, PersonRow
from hrgrid.ui.training.words import TOPIC, hours

_MOST = 8


def counted(read: Board) -> list[PersonRow]:
    """Those whose result is confirmed."""
    ids = {one.enrolment_id for one in read.sheet.members}
    return [row for row in read.people if row.id in ids]


def fill_summary(column: QVBoxLayout, read: Board) -> None:
    """How many pass with how many hours, and everybody who does not, with the sentence."""
    people = counted(read)
    passed = [row for row in people if row.passed]
    failed = [row for row in people if not row.passed]
    whole = sum(row.credited for row in passed)
    credited = f"（共计 {hours(whole, read.sheet.rules)} 学时）"
    column.addWidget(figure_line("合格", f"{len(passed):,} 人", credited))
    column.addWidget(figure_line("不合格", f"{len(failed):,} 人"))
    for row in failed[:_MOST]:
        column.addWidget(tick_line(f"{row.member.name}：{row.why or '没有签到'}", passed=False))
    if len(failed) > _MOST:
        names = some_names([row.member.name for row in failed[_MOST:]], 6)
        column.addWidget(label(f"还有 {names}。", "caption", wraps=True))


class ConfirmForm(TrainingForm):
    """The results as they are now, where nobody else must approve them."""

    WIDTH = 480

    def __init__(self, session: Session, read: Board, parent: QWidget) -> None:
        people = counted(read)
        super().__init__(session, "核定结果", f"核定结果（{len(people):,} 人）", parent)
        self._read = read
        told = "核定以后签到和成绩不能再改；要改先退回，写明事由，再核定就是新的一版。"
        self.form.addWidget(label(told, "body2", wraps=True))
        fill_summary(self.form, read)
        self.on_act(self._confirm)
        self.act.setAutoDefault(False)
        self._away.setFocus()

    def _confirm(self) -> None:
        class_id = self._read.row.id
        self.send(lambda work: confirm_results(work, class_id), confirmed_words)


def confirmed_words(came: Confirmed) -> str:
    """What was confirmed."""
    version = f"第 {came.version} 版" if came.version > 1 else ""
    return f"已核定{version}结果：{came.passed:,} 人合格，{came.failed:,} 人不合格。"


class ApproveForm(ApprovalForm):
    """The same with the approval that the office asks for."""

    TOPIC = TOPIC
    RUNS = Right.RUN_TRAINING
    WIDTH = 480

    def __init__(self, session: Session, read: Board, parent: QWidget) -> None:
        people = counted(read)
        act = f"核定结果（{len(people):,} 人）"
        told = f"“{read.row.title}”的结果须经审批。核定以后签到和成绩不能再改。"
        super().__init__(session, "审批并核定结果", act, parent, told)
        self._read_board = read
        fill_summary(self.decision_column, read)
        self.act.setAutoDefault(False)

        def look(work: UnitOfWork) -> object:
            subject = results_subject(work, read.row.id)
            return approval_state(work, subject.deed, subject.key)

        session.tasks.read(
            look,
            lambda state: self.show_state(
                state,  # type: ignore[arg-type]
                may_decide=session.may(Right.RUN_TRAINING),
            ),
            failed=self.refuse,
        )

    def subject(self, work: UnitOfWork) -> Subject:
        """Exactly these results."""
        return results_subject(work, self._read_board.row.id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Confirm them."""
        return partial(_confirm, class_id=self._read_board.row.id)

    def done_words(self, came: Approved) -> str:
        """What was confirmed."""
        return confirmed_words(came.result) if isinstance(came.result, Confirmed) else ""


def _confirm(work: UnitOfWork, *, class_id: int) -> Confirmed:
    return confirm_results(work, class_id)


def confirm_with(session: Session, read: Board, parent: QWidget) -> None:
    """The form that the office's policy asks for."""

    def show(approved: bool) -> None:
        form = ApproveForm if approved else ConfirmForm
        form(session, read, parent).exec()

    session.tasks.read(needs_approval, show)
