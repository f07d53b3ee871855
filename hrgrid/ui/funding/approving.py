"""审批 of a paper: signed in by its person, or recorded from paper; and voided with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.accounts.queries import ApprovalState
from hrgrid.core.rights import Right
from hrgrid.funding.rules.budget_forms import ApproveForm
from hrgrid.funding.rules.budget_rows import ActRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.funding.words import TOPIC, yuan
from hrgrid.ui.matters.forms import (
    MatterForm,
    ReasonForm,
    beside,
    day_of,
    filled,
    named,
    today_field,
)
from hrgrid.ui.session import Session

SIGNED, PAPER = "signed", "paper"


class ApproveDialog(MatterForm):
    """One approval; the one that completes them puts the paper into the sums and the ledger."""

    TOPIC = TOPIC
    WIDTH = 480

    def __init__(self, session: Session, parent: QWidget, row: ActRow) -> None:
        super().__init__(session, f"审批：{row.title}", "登记审批", parent)
        self._row = row
        ways: list[tuple[object, str]] = []
        if session.may(Right.RUN_FUNDING):
            ways.append((PAPER, "登记纸质批件"))
        if session.may(Right.APPROVE):
            ways.append((SIGNED, f"本人审批（{session.desk.actor.name}）"))
        self.way = Choice("这次审批", ways)
        self.number = TextField(
            "文号或会议号", text=row.document_no, hint="例如：姑政法〔2026〕3 号"
        )
        self.name = TextField("审批人姓名")
        self.post = TextField("职务")
        self.on = today_field("批件日期")
        self.paper = QWidget()
        column = QVBoxLayout(self.paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(beside(named(self.name), named(self.post), shares=(3, 2)))
        column.addWidget(named(self.on))
        # A paper over the whole office names no area.
        where = f"{row.area}，" if row.area else ""
        told = f"{where}{row.kind.label}，{row.lines:,} 笔，{yuan(row.fen)}。"
        self.form.addWidget(label(f"{told}审批后计入预算和台账，不能再改。", "body2", wraps=True))
        self.form.addWidget(named(self.way))
        self.form.addWidget(named(self.number))
        self.form.addWidget(self.paper)
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._go)
        self._fold()
        self.number.setFocus()

    def _fold(self) -> None:
        self.paper.setVisible(self.way.currentData() == PAPER)
        self.fit()

    def _read(self) -> ApproveForm:
        number = filled(self.number, "姑政法〔2026〕3 号")
        if self.way.currentData() != PAPER:
            return ApproveForm(number)
        return ApproveForm(number, filled(self.name), filled(self.post), day_of(self.on))

    def _go(self) -> None:
        form, act, title = self.checked(self._read), self._row.id, self._row.title
        if form is None:
            return

        def do(work: UnitOfWork) -> ApprovalState:
            from hrgrid.funding.service.acts import approve_act

            return approve_act(work, act, form)

        def said(state: ApprovalState) -> str:
            if state.complete:
                return f"“{title}”已审批，计入预算。"
            return f"已登记审批，共须 {state.needed} 人，现有 {state.given} 人。"

        self.send(do, said, title="正在登记审批")


class VoidActDialog(ReasonForm):
    """A paper that nobody approved is not wanted any more."""

    TOPIC = TOPIC

    def __init__(self, session: Session, parent: QWidget, row: ActRow) -> None:
        super().__init__(
            session,
            f"作废：{row.title}",
            "作废文件",
            parent,
            told="文件还没有审批，作废后留底，不计入预算。",
            example="金额填错，另办一份",
            takes_away=True,
        )
        self._row = row
        self.on_act(self._go)

    def _go(self) -> None:
        why, act, title = self.reason_given(), self._row.id, self._row.title
        if why is None:
            return

        def do(work: UnitOfWork) -> None:
            from hrgrid.funding.service.acts import void_act

            void_act(work, act, why)

        self.send(do, f"“{title}”已作废。", reason=why)
