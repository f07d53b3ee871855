"""One objection under the register: what it says, what was found, and the next step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hrgrid.publicity.queries import NoticeRow, ObjectionRow
from hrgrid.publicity.rules import ObjectionState
from hrgrid.publicity.service import accept_objection, refuse_objection
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.flow import Flow
from hrgrid.ui.forms import Field, TextField, clear, label
from hrgrid.ui.publicity.words import TOPIC
from hrgrid.ui.session import Session

_Deed = tuple[str, Callable[[], object]]
S = ObjectionState


class CaseStrip(QFrame):
    """The chosen objection; its first button is the next step.

    Where nothing else leads on the page (`leads`) that one is primary.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.leads = False
        self._row: ObjectionRow | None = None
        self._notice: NoticeRow | None = None
        self.setProperty("role", "panel")
        self.setAccessibleName("选中的异议")
        self.head = label("", "card", wraps=True)
        self.content = label("", "body2", wraps=True)
        self.found = label("", "caption", wraps=True)
        self._buttons = QWidget()
        self._flow = Flow(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        for part in (self.head, self.content, self.found, self._buttons):
            column.addWidget(part)
        self.hide()

    def show_objection(
        self, row: ObjectionRow | None, notice: NoticeRow | None, today: dt.date
    ) -> None:
        """Show an objection, or nothing."""
        self._row, self._notice = row, notice
        self.setVisible(row is not None)
        clear(self._flow)
        if row is None or notice is None:
            return
        self.head.setText(f"异议 {row.number} 号：{row.name}（{row.unit_post}）")
        self.content.setText(row.content)
        told = _told(row, today)
        self.found.setText(told)
        self.found.setVisible(bool(told))
        deeds = self._deeds(row, notice)
        for at, (text, does) in enumerate(deeds):
            leads = self.leads and at == 0 and does in self._next_steps()
            kind = PrimaryButton if leads else Button
            button = kind(text, does=self._when_today(does))
            self._flow.addWidget(button)
            button.show()
            self._session.off_unless_today(button)
        self._buttons.setVisible(bool(deeds))

    def do_next(self) -> None:
        """Enter on a row takes its next step."""
        if self._row is not None and self._notice is not None:
            deeds = self._deeds(self._row, self._notice)
            if deeds and deeds[0][1] in self._next_steps():
                self._when_today(deeds[0][1])()

    @property
    def buttons(self) -> list[Button]:
        """What is offered, the next step first."""
        return [button for button in self._buttons.findChildren(Button) if not button.isHidden()]

    def _when_today(self, does: Callable[[], object]) -> Callable[[], object]:
        return lambda: does() if self._session.is_today() else None

    def _deeds(self, row: ObjectionRow, notice: NoticeRow) -> list[_Deed]:
        deeds: list[_Deed] = []
        runs = self._session.may(notice.handling)
        if runs and row.state is S.FILED:
            deeds += [("受理", self._accept), ("不予受理…", self._refuse)]
        if runs and row.state is S.ACCEPTED:
            deeds.append(("指定核查人…", self._assign))
        if row.state is S.INVESTIGATING:
            if runs or self._session.may(notice.deciding):
                deeds.append(("作出结论…", self._decide))
            if runs:
                deeds.append(("换核查人…", self._assign))
        if runs and row.replied_on is None and _to_be_answered(row):
            deeds.append(("登记答复…", self._reply))
        if row.may_reveal:
            deeds.append(("查看反映人…", self._reveal))
        if row.may_open_evidence:
            deeds.append(("取出材料…", self._save_scan))
        elif runs and row.evidence_sha256 is None and row.is_open:
            deeds.append(("补存材料…", self._add_scan))
        return deeds

    def _next_steps(self) -> tuple[Callable[[], object], ...]:
        return (self._accept, self._assign, self._decide, self._reply)

    # --- deeds

    def _accept(self) -> None:
        row = self._row
        if row is None:
            return
        self._session.tasks.write(
            lambda work: accept_objection(work, row.id),
            topic=TOPIC,
            done=lambda _: self._session.say(f"异议 {row.number} 号已受理，请指定核查人。"),
        )

    def _refuse(self) -> None:
        if self._row is not None:
            RefuseDialog(self._session, self._row, self).exec()

    def _assign(self) -> None:
        from hrgrid.ui.publicity.objection_forms import InvestigatorDialog

        if self._row is not None:
            InvestigatorDialog(self._session, self._row, self).exec()

    def _decide(self) -> None:
        from hrgrid.ui.publicity.finding_forms import DecideDialog

        if self._row is not None and self._notice is not None:
            DecideDialog(self._session, self._row, self._notice.deciding, self).exec()

    def _reply(self) -> None:
        from hrgrid.ui.publicity.finding_forms import ReplyDialog

        if self._row is not None:
            ReplyDialog(self._session, self._row, self).exec()

    def _reveal(self) -> None:
        from hrgrid.ui.publicity.finding_forms import reveal

        if self._row is not None:
            reveal(self._session, self._row, self)

    def _save_scan(self) -> None:
        from hrgrid.ui.publicity.evidence import save_scan

        if self._row is not None:
            save_scan(self._session, self._row, self)

    def _add_scan(self) -> None:
        from hrgrid.ui.publicity.evidence import add_scan

        if self._row is not None:
            add_scan(self._session, self._row, self)


def _to_be_answered(row: ObjectionRow) -> bool:
    return row.state in {S.UPHELD, S.REJECTED} or (
        row.state is S.NOT_ACCEPTED and row.objector != "匿名"
    )


def _told(row: ObjectionRow, today: dt.date) -> str:
    parts = []
    if row.late_reason and row.postmark is not None:
        parts.append(f"邮戳 {row.postmark:%Y-%m-%d}，晚到：{row.late_reason}")
    if row.refusal_reason:
        parts.append(f"不予受理：{row.refusal_reason}")
    if row.finding:
        word = "成立" if row.upheld else "不成立"
        parts.append(f"{word}：{row.finding}（{row.decided_by}，{row.decided_on}）")
    if row.overdue:
        parts.append(f"答复期限 {row.due_on:%Y-%m-%d}，已逾期 {(today - row.due_on).days} 天")
    return "；".join(parts)


class RefuseDialog(DeedDialog):
    """Why an objection is not taken; the person is free again."""

    TOPIC = TOPIC

    def __init__(self, session: Session, row: ObjectionRow, parent: QWidget) -> None:
        super().__init__(f"异议 {row.number} 号不予受理", "不予受理", parent)
        self._session, self._row = session, row
        self.reason = TextField("理由", hint="例如：反映的事与录用条件无关")
        told = f"不予受理后，{row.name}继续办理；理由要告知反映人。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(Field("理由", self.reason, hint="不写反映人。"))
        self.on_act(self._go)
        self.reason.setFocus()

    def _go(self) -> None:
        objection_id, number = self._row.id, self._row.number
        self.send(
            lambda work: refuse_objection(work, objection_id),
            lambda: f"异议 {number} 号不予受理。",
        )
