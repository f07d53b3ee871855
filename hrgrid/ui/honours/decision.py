"""定名单: the approvals, signed in or on paper, then the decision; after it nothing is edited."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.accounts.queries import approval_state
from hrgrid.accounts.service import PaperApproval, approve, record_paper_approval
from hrgrid.core.rights import Right
from hrgrid.honours.queries import Board
from hrgrid.honours.service import Evidence, award_subject, decide
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.honours.words import TOPIC, titled
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_SIGNED, _PAPER = "signed", "paper"


class DecisionDialog(FormDialog):
    """One approval and, where that is enough and the person may, the decision with it."""

    def __init__(self, session: Session, board: Board, parent: QWidget) -> None:
        super().__init__("定名单", "定名单", parent)
        self._session, self._board = session, board
        self._lacks = 0
        self.way = Choice("这次审批", self._ways())
        self.name = TextField("审批人姓名")
        self.post = TextField("职务")
        self.approved_on = DateField("批件日期")
        self.paper_no = TextField("批件文号或会议号", hint="例如：委务会纪要〔2026〕9号")
        self.document = TextField("决定文号", hint="例如：苏政法〔2026〕12号")
        self.decided_on = DateField("决定日期")
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        self.approved_on.put(today)
        self.decided_on.put(today)
        self.told = label("", "body2", wraps=True)
        self.reason = TextField("照此决定的理由", hint="例如：偏远单位一线人员少，已逐人核实")
        self._paper = self._paper_part()
        self._approval = self._approval_part()
        self._decision = self._decision_part()
        for part in (self.told, self._approval, self._decision):
            self.form.addWidget(part)
        if board.shares.told:
            told = f"{'；'.join(board.shares.told)}。照此决定要写理由。"
            self.form.insertWidget(1, Banner(Message(told, Kind.WARN)))
        self.way.currentIndexChanged.connect(lambda _: self._fold())
        self.on_act(self._go)
        state = board.approval
        self._show(state.needed if state else 1, state.given if state else 0)

    def _ways(self) -> list[tuple[object, str]]:
        ways: list[tuple[object, str]] = []
        if self._session.may(Right.RUN_HONOURS):
            ways.append((_PAPER, "登记纸质批件"))
        if self._session.may(Right.APPROVE):
            ways.append((_SIGNED, f"本人审批（{self._session.desk.actor.name}）"))
        return ways

    def _paper_part(self) -> QWidget:
        part, grid = _part()
        pairs = (
            (Field("审批人姓名", self.name), Field("职务", self.post)),
            (Field("批件文号或会议号", self.paper_no), Field("批件日期", self.approved_on)),
        )
        for left, right in pairs:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(left, 3)
            row.addWidget(right, 2)
            grid.addLayout(row)
        return part

    def _approval_part(self) -> QWidget:
        part, column = _part()
        column.addWidget(Field("这次审批", self.way))
        column.addWidget(self._paper)
        return part

    def _decision_part(self) -> QWidget:
        part, column = _part()
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Field("决定文号", self.document), 3)
        row.addWidget(Field("决定日期", self.decided_on), 2)
        column.addLayout(row)
        if self._board.shares.told:
            column.addWidget(Field("照此决定的理由", self.reason))
        note = "定下的人不能再改，有变化只能撤销称号或作更正。"
        if len(self._board.public.open) > len(self._board.public.proposed):
            note += "没有报请的人以后另行决定，另填文号。"
        column.addWidget(label(note, "caption", wraps=True))
        return part

    def _show(self, needed: int, given: int) -> None:
        self._lacks = max(0, needed - given)
        board = self._board
        people = len(board.public.proposed)
        words = self._board.approval.words if self._board.approval and given else ""
        have = f"，已有 {given} 人（{words}）" if words else f"，已有 {given} 人"
        shown = "；".join(f"{name} {share}" for name, share in board.shares.whole.shown)
        self.told.setText(
            f"{titled(board.campaign)}报请决定 {people:,} 人，须有 {needed} 人审批{have}。"
            f"{_left(board)}全部名单：{shown}。"
        )
        self._approval.setVisible(self._lacks > 0)
        may = self._session.may(Right.DECIDE_HONOURS)
        decides = may and self._lacks <= 1
        self._decision.setVisible(decides)
        self.act.setText(f"定名单（{people:,} 人）" if decides else "登记审批")
        self.act.setEnabled(bool(self._ways()) or decides)
        self._fold()

    def _fold(self) -> None:
        self._paper.setVisible(self.way.currentData() == _PAPER)
        self.fit()

    def _go(self) -> None:
        campaign_id, may_decide = self._board.campaign.id, not self._decision.isHidden()
        approves = self._lacks > 0
        when = self.approved_on.value
        if approves and self.way.currentData() == _PAPER and when is None:
            self.refuse("没有写批件日期，或日期读不出来。请写成 2026-04-14。")
            return
        paper = (
            PaperApproval(self.name.text(), self.post.text(), when, self.paper_no.text())
            if when is not None and self.way.currentData() == _PAPER
            else None
        )
        evidence = Evidence(self.document.text().strip(), self.decided_on.value)

        def job(work: UnitOfWork) -> tuple[int, int, bool, tuple[str, ...]]:
            subject = award_subject(work, campaign_id)
            if approves and paper is not None:
                record_paper_approval(work, subject, paper)
            elif approves:
                approve(work, subject)
            state = approval_state(work, subject.deed, subject.key)
            if not (may_decide and state.complete):
                return state.needed, state.given, False, ()
            return state.needed, state.given, True, decide(work, campaign_id, evidence)

        self._session.tasks.write(
            job,
            topic=TOPIC,
            done=self._done,
            failed=self.refuse,
            title="正在定名单",
            reason=self.reason.text().strip(),
        )

    def _done(self, came: tuple[int, int, bool, tuple[str, ...]]) -> None:
        needed, given, decided, warnings = came
        self.accept()
        if decided:
            people = len(self._board.public.proposed)
            told = f"{titled(self._board.campaign)}已定 {people:,} 人。"
            self._session.say(f"{told}{_left(self._board)}{''.join(warnings)}")
        else:
            self._session.say(f"已登记审批，共须 {needed} 人，现有 {given} 人。")


def _left(board: Board) -> str:
    """Who is not among them, in a sentence; nothing where everybody is."""
    left = len(board.public.open) - len(board.public.proposed)
    return f"另有 {left:,} 人等公示或异议办结，以后再定。" if left > 0 else ""


def _part() -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return part, column
