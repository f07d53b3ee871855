"""重开: a settled period is scored anew as another revision, with its reason and an approval."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.assessment.queries.periods import rests_on
from hrgrid.assessment.rules.period_rows import PeriodBoard, RestRow
from hrgrid.assessment.service.settling import (
    propose_reopening,
    reopen_period,
    reopening_subject,
)
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.forms import AssessmentForm
from hrgrid.ui.assessment.words import TOPIC
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import filled, named
from hrgrid.ui.session import Session


class ProposeReopening(AssessmentForm):
    """Why it is to be opened again, with everything that rests on it; approved next."""

    WIDTH = 500

    def __init__(
        self, session: Session, board: PeriodBoard, rests: Sequence[RestRow], parent: QWidget
    ) -> None:
        row = board.card.row
        super().__init__(session, f"重开“{row.title}”", "报请审批", parent)
        self._key = row.id
        told = f"重新计分，另立第 {row.revision + 1} 版，原来的一版留底可查。批准以后才重开。"
        self.form.addWidget(label(told, "body2", wraps=True))
        if rests:
            self.form.addWidget(label("受影响的结果", "strong"))
        for one in rests:
            self.form.addWidget(label(f"{one.sentence.rstrip('。')}。", "body2", wraps=True))
        self.reason = TextField("事由", hint="例如：东街道漏报巡查数据，经核实")
        self.form.addWidget(named(self.reason))
        self.on_act(self._propose)
        self.reason.setFocus()

    def _propose(self) -> None:
        reason, key = self.checked(lambda: filled(self.reason)), self._key
        if reason is not None:
            self.send(lambda work: propose_reopening(work, key), reason=reason)


class ReopenDialog(ApprovalForm):
    """The approval of a reopening that was asked for, and the reopening."""

    TOPIC = TOPIC
    RUNS = Right.RUN_ASSESSMENT
    WIDTH = 500

    def __init__(self, session: Session, board: PeriodBoard, parent: QWidget) -> None:
        row = board.card.row
        told = f"“{row.title}”申请重开，另立第 {row.revision + 1} 版。须经审批。"
        super().__init__(session, "审批重开考核期", "重开考核期", parent, told)
        self._id, self._title = row.id, row.title
        self.show_state(None, may_decide=session.may(Right.RUN_ASSESSMENT))
        key = row.id
        session.tasks.read(
            lambda work: _state(work, key),
            lambda state: self.show_state(
                state,
                may_decide=session.may(Right.RUN_ASSESSMENT),
            ),
            failed=self.refuse,
        )
        self.name.setFocus()

    def subject(self, work: UnitOfWork) -> Subject:
        """This revision, for this reason."""
        return reopening_subject(work, self._id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Opened in the transaction of the approval."""
        key = self._id
        return lambda work: reopen_period(work, key)

    def done_words(self, came: Approved) -> str:
        """What happened."""
        return f"已重开，现在是“{self._title}”第 {came.result} 版，回到计分。"


def _state(work: UnitOfWork, period_id: int) -> ApprovalState:
    subject = reopening_subject(work, period_id)
    return approval_state(work, subject.deed, subject.key)


def reopen_with(session: Session, board: PeriodBoard, parent: QWidget) -> None:
    """First the reason, then the approval; a reason that waits already is approved."""
    key = board.card.row.id

    def show(rests: list[RestRow]) -> None:
        if not (board.card.reopen_reason and board.card.proposer):
            box = ProposeReopening(session, board, rests, parent)
            if not box.exec():
                return
        ReopenDialog(session, board, parent).exec()

    session.tasks.read(lambda work: rests_on(work, key), show)
