"""工会意见 and 合法性审查: asked, answered, and what we answer to an objection."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import AskForm, OpinionForm
from hrgrid.exits.rules.case_rows import CaseBoard, OpinionRow
from hrgrid.exits.rules.words import Opinion, OpinionKind
from hrgrid.exits.service.opinions import answer_objection, ask_opinion, record_opinion
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Terms, Way, Ways, in_row, kept, told_field, written
from hrgrid.ui.forms import TextBox, TextField, label
from hrgrid.ui.matters.forms import day_of, day_or_none, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session

_UNION = OpinionKind.UNION


class AskDialog(ExitForm):
    """Who is asked, by which letter, until when."""

    WIDTH = 520

    def __init__(
        self, session: Session, board: CaseBoard, kind: OpinionKind, parent: QWidget
    ) -> None:
        title = "征求工会意见" if kind is _UNION else "送合法性审查"
        super().__init__(session, board, title, title, parent)
        self._kind = kind
        union = kind is _UNION
        whom = "例如：区总工会" if union else "例如：区司法局公职律师王律师"
        self.asked = TextField("工会" if union else "审查人", hint=whom)
        self.number = TextField("函件文号", hint="例如：东街函〔2026〕1号")
        self.on = today_field("送出日期")
        self.due = DateField("答复期限")
        self._due = told_field(self.due)
        told = (
            "解除前要把理由通知工会，工会有权要求纠正（劳动合同法第四十三条，仅作提示）。"
            if union
            else "由法律顾问或公职律师审查依据、事实和步骤，出具意见。"
        )
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.asked))
        self.form.addLayout(in_row(named(self.number), named(self.on), self._due, shares=(3, 2, 2)))
        self.on.changed.connect(self._offer)
        self._offered = ""
        self.ask_terms()
        self.asked.setFocus()

    def take_terms(self, _terms: Terms) -> None:
        """The day by the rules is offered."""
        self._offer()

    def _offer(self) -> None:
        if self.terms is None or self.on.value is None or self.due.text() != self._offered:
            return
        rules = self.terms.rules
        days = rules.union_days if self._kind is _UNION else rules.legal_days
        self.due.put(self.terms.workdays(self.on.value, days))
        self._offered = self.due.text()
        self._due.show_hint(f"规则：{days} 个工作日")

    def _read(self) -> AskForm:
        return AskForm(
            filled(self.asked, self.asked.placeholderText().removeprefix("例如：")),
            day_of(self.on),
            self.number.text().strip(),
            day_or_none(self.due),
        )

    def go(self) -> None:
        """Somebody is asked."""
        form, case_id, kind = self.checked(self._read), self.case_id, self._kind
        if form is not None:
            said = f"已向{form.asked}征求对{self.name}的意见。"
            self.send(lambda work: ask_opinion(work, case_id, kind, form), said)


class OpinionDialog(ExitForm):
    """What was answered; an objection goes on only with our answer to it."""

    WIDTH = 520

    def __init__(
        self, session: Session, board: CaseBoard, kind: OpinionKind, parent: QWidget
    ) -> None:
        union = kind is _UNION
        title = "登记工会意见" if union else "登记合法性审查意见"
        super().__init__(session, board, title, "登记意见", parent)
        self._kind = kind
        row = asked_of(board, kind)
        due = row.due_on if row else None
        late = f"期限到 {full_day(due)}，过了这天才能选。" if due else ""
        self.opinion = Ways(
            "意见",
            (
                Way(Opinion.AGREES, Opinion.AGREES.label),
                Way(Opinion.OBJECTS, Opinion.OBJECTS.label),
                Way(Opinion.SILENT, Opinion.SILENT.label, late),
            ),
            Opinion.AGREES,
        )
        self.on = today_field("答复日期")
        self.number = TextField("答复文号", hint="可不填")
        self.text = TextBox("意见内容", "照原文摘要", 2)
        self.answer = TextBox("对异议的答复", "怎么处理的；还没处理的可以以后再答复", 2)
        self.scan = ScanField("意见扫描件", button="附意见原件")
        self._text, self._answer = named(self.text), named(self.answer)
        if row is not None:
            told = f"{full_day(row.asked_on)} 向{row.asked}征求。"
            self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(self.opinion)
        self.form.addLayout(in_row(named(self.number), named(self.on), shares=(3, 2)))
        self.form.addWidget(self._text)
        self.form.addWidget(self._answer)
        self.form.addWidget(self.scan)
        self._due = due
        self.opinion.buttons[Opinion.SILENT].setEnabled(False)
        self.opinion.on_choice(self._fold)
        self._fold()
        self.ask_terms()
        self.opinion.first().setFocus()

    def take_terms(self, terms: Terms) -> None:
        """Whether the days are over."""
        over = self._due is not None and terms.today > self._due
        self.opinion.buttons[Opinion.SILENT].setEnabled(over)

    def _fold(self) -> None:
        chosen = self.opinion.chosen
        self._text.setVisible(chosen is not Opinion.SILENT)
        self._answer.setVisible(chosen is Opinion.OBJECTS)
        self.scan.setVisible(chosen is not Opinion.SILENT)
        self.refit()

    def _read(self) -> OpinionForm:
        opinion = self.opinion.chosen
        if not isinstance(opinion, Opinion):
            raise UserError("没有选意见。请选无异议、有异议或逾期未答复")
        objects = opinion is Opinion.OBJECTS
        return OpinionForm(
            opinion,
            day_of(self.on),
            written(self.text) if objects else self.text.toPlainText().strip(),
            self.answer.toPlainText().strip() if objects else "",
            self.number.text().strip(),
        )

    def go(self) -> None:
        """Answered; without an objection that is still open the case goes on."""
        form, case_id, kind = self.checked(self._read), self.case_id, self._kind
        if form is None:
            return
        path = self.scan.path if form.opinion is not Opinion.SILENT else None

        def job(work: UnitOfWork) -> bool:
            given = replace(form, scan_sha256=kept(work, path))
            return record_opinion(work, case_id, kind, given)

        def said(went_on: bool) -> str:
            rest = "" if went_on else "答复异议后才能往下办。"
            return f"已登记{kind.label}意见：{form.opinion.label}。{rest}"

        self.send(job, said)


class AnswerDialog(ExitForm):
    """What was done about the objection; the case goes on from there."""

    WIDTH = 520

    def __init__(
        self, session: Session, board: CaseBoard, kind: OpinionKind, parent: QWidget
    ) -> None:
        super().__init__(session, board, f"答复{kind.label}的异议", "答复异议", parent)
        self._kind = kind
        row = asked_of(board, kind)
        self.answer = TextBox("答复", "逐条写明怎么处理的；异议成立的请撤销这件事", 3)
        if row is not None and row.text:
            told = f"{row.asked}的异议：{row.text.rstrip('。')}。"
            self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addWidget(named(self.answer))
        self.answer.setFocus()

    def go(self) -> None:
        """Answered, and on."""
        words, case_id, kind = (
            self.checked(lambda: written(self.answer)),
            self.case_id,
            self._kind,
        )
        if words is not None:
            said = f"已答复{kind.label}的异议。"
            self.send(lambda work: answer_objection(work, case_id, kind, words), said)


def asked_of(board: CaseBoard, kind: OpinionKind) -> OpinionRow | None:
    """The newest asking of this kind."""
    return next((one for one in reversed(board.opinions) if one.kind is kind), None)


def objecting(board: CaseBoard) -> OpinionKind:
    """Whose objection waits for an answer."""
    waits = (one.kind for one in board.opinions if one.opinion is Opinion.OBJECTS)
    return next((kind for kind in waits if not _settled(board, kind)), _UNION)


def _settled(board: CaseBoard, kind: OpinionKind) -> bool:
    row = asked_of(board, kind)
    return row is not None and row.settled
