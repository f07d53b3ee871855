"""批准: signed in by the person who decides, or recorded from paper."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.accounts.queries import ApprovalState
from hrgrid.core.rights import Right
from hrgrid.exits.rules.case_forms import ApproveForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.service.approving import approve_exit
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import TOPIC, about_line, kept
from hrgrid.ui.forms import TextField
from hrgrid.ui.matters.approving import PAPER, SIGNED, ApprovalForm
from hrgrid.ui.matters.forms import day_of, filled, named
from hrgrid.ui.session import Session

_NUMBER = "盐南政法〔2026〕9号"


class ApproveDialog(ApprovalForm):
    """One approval; the one that completes them takes the case to 已批准."""

    TOPIC = TOPIC
    RUNS = Right.RUN_EXITS
    WIDTH = 520

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row, card = board.card.row, board.card
        self.board, self.name_told = board, row.name
        given = len(board.approvals)
        item = f"，{card.fault_item.label}" if card.fault_item else ""
        ground = row.ground.label if row.ground else ""
        told = f"依据：{ground}{item}。{card.ground_words.rstrip('。')}。"
        super().__init__(session, f"批准{row.name}退出", "批准退出", parent, told)
        self.form.insertWidget(0, about_line(board))
        self.document = TextField("批准文号", hint=f"例如：{_NUMBER}")
        self._document = named(self.document)
        self.form.addWidget(self._document)
        by = "、".join(one.words for one in board.approvals)
        state = ApprovalState(board.approvals_needed, given, by)
        self.show_state(state, may_decide=False)
        last = state.needed - state.given <= 1
        words = "批准退出" if last else "登记审批"
        self.act.setText(words)
        self.act.setAccessibleName(words)
        self._fold()
        (self.name if self.way.currentData() == PAPER else self.document).setFocus()

    def _ways(self) -> list[tuple[object, str]]:
        ways = super()._ways()
        if self.session.may(Right.DECIDE_EXITS):
            return ways
        return [way for way in ways if way[0] != SIGNED]

    def _fold(self) -> None:
        """On paper the number of the paper is that of the decision."""
        if hasattr(self, "_document"):
            self._document.setVisible(self.way.currentData() == SIGNED)
        super()._fold()

    def _form(self) -> ApproveForm:
        if self.way.currentData() == SIGNED:
            return ApproveForm(filled(self.document, _NUMBER))
        return ApproveForm(
            filled(self.paper_no, "委务会纪要〔2026〕9号"),
            filled(self.name, "刘书记"),
            filled(self.post, "区委政法委书记"),
            day_of(self.approved_on),
        )

    def _go(self) -> None:
        form, case_id = self.checked(self._form), self.board.card.row.id
        if form is None:
            return
        path = self.scan.path if form.name else None

        def job(work: UnitOfWork) -> ApprovalState:
            given = replace(form, scan_sha256=kept(work, path))
            return approve_exit(work, case_id, given)

        self.send(job, self._told_done, title="正在登记审批")

    def _told_done(self, state: ApprovalState) -> str:
        if state.complete:
            return f"已批准{self.name_told}退出。"
        return f"已登记审批，共须 {state.needed} 人，现有 {state.given} 人。"
