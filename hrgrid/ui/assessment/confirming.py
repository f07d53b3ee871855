"""确认: the approval of a period's result, and the confirmation that it allows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState, approval_state
from hrgrid.accounts.service import Subject
from hrgrid.assessment.rules.period_rows import PeriodBoard
from hrgrid.assessment.service.settling import confirm_period, result_subject
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.words import TOPIC
from hrgrid.ui.forms import TextField
from hrgrid.ui.matters.approving import ApprovalForm, Approved
from hrgrid.ui.matters.forms import named
from hrgrid.ui.matters.parts import figure_line
from hrgrid.ui.session import Session


class ConfirmDialog(ApprovalForm):
    """The result is settled; while something else blocks it, the approval alone is recorded."""

    TOPIC = TOPIC
    RUNS = Right.RUN_ASSESSMENT
    WIDTH = 500

    def __init__(self, session: Session, board: PeriodBoard, parent: QWidget) -> None:
        row, counts = board.card.row, board.counts
        told = (
            f"“{row.title}”的结果就此确认，数据、名单和得分不能再改；"
            "确有错误只能写明事由、经审批重开，另立一版。"
        )
        others = [one.sentence for one in board.blockers if one.where != "approval"]
        if others:
            waits = "；".join(one.rstrip("。") for one in others[:2])
            told = f"{told}现在可以先审批，还不能确认：{waits}。"
        super().__init__(session, "确认考核结果", "确认结果", parent, told)
        self._id, self._title, self._ready = row.id, row.title, not others
        self.document = TextField("结果通报文号", hint="可不填，例如：盐南政法〔2026〕21号")
        self.decision_column.addWidget(figure_line("有结果", f"{counts.computed:,} 人"))
        left = sum(many for _, many in counts.left_out)
        self.decision_column.addWidget(figure_line("不参加考核", f"{left:,} 人"))
        self.decision_column.addWidget(named(self.document))
        self.show_state(None, may_decide=self._may)
        key = row.id
        session.tasks.read(lambda work: _state(work, key), self._take_state, failed=self.refuse)
        self.name.setFocus()

    @property
    def _may(self) -> bool:
        return self._ready and self.session.may(Right.RUN_ASSESSMENT)

    def _take_state(self, state: ApprovalState) -> None:
        self.show_state(state, may_decide=self._may)

    def subject(self, work: UnitOfWork) -> Subject:
        """The result as it stands."""
        return result_subject(work, self._id)

    def prepare(self) -> Callable[[UnitOfWork], object]:
        """Confirmed in the transaction of the approval."""
        key, number = self._id, self.document.text().strip()
        return lambda work: confirm_period(work, key, number)

    def done_words(self, _came: Approved) -> str:
        """What happened."""
        return f"“{self._title}”的结果已确认。"


def _state(work: UnitOfWork, period_id: int) -> ApprovalState:
    subject = result_subject(work, period_id)
    return approval_state(work, subject.deed, subject.key)


def confirm_with(session: Session, board: PeriodBoard, parent: QWidget) -> None:
    """The form over the board."""
    ConfirmDialog(session, board, parent).exec()
