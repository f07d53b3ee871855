"""离岗: everything that will happen is listed before it does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import Refused
from hrgrid.core.money import format_money
from hrgrid.exits.rules.case_forms import ExecuteForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.deadlines import insurance_due
from hrgrid.exits.rules.next_step import settlement_kinds
from hrgrid.exits.rules.words import ExitPaper, ExitPath, SettlementKind
from hrgrid.exits.service.executing import Executed, execute_exit
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Terms
from hrgrid.ui.exits.forms.delivery import GivenFields, receipted
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.forms import beside, day_of, named, today_field
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.cards import HeldRow, person_card
from hrgrid.workforce.rules import Employment, PostState


def _posts(person_id: int, work: UnitOfWork) -> list[HeldRow]:
    """The posts that he holds; none for who may not look at him."""
    try:
        held = person_card(work, person_id).posts
    except Refused:
        return []
    return [post for post in held if post.state is PostState.ACTIVE]


class ExecuteDialog(ExitForm):
    """The last day and what follows from it, all of it at once or nothing."""

    WIDTH = 540

    def __init__(self, session: Session, board: CaseBoard, parent: QWidget) -> None:
        row = board.card.row
        title = f"办理{row.name}离岗"
        super().__init__(session, board, title, "办理离岗", parent, takes_away=True)
        self._away.setText("再看看")
        self._posts: list[HeldRow] = []
        self.last = DateField("最后在岗日")
        self.on = today_field("办理日期")
        paper = ExitPaper.RELEASE if row.path is ExitPath.SHORT else ExitPaper.PROOF
        self.number = TextField("文号", hint="可不填")
        self.receipt = GivenFields(f"《{paper.label}》已经送达", self.refit)
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        last = row.effective_on
        self.last.put(last or self.on.value)
        # What the notice says is not changed here.
        self.last.setEnabled(last is None)
        self.form.addLayout(beside(named(self.last), named(self.on), named(self.number)))
        self.form.addWidget(label("办理后一次办成这些事：", "label"))
        self.form.addWidget(self._list)
        self.form.addWidget(self.receipt)
        after = "离岗后不能撤回；任职结束写进人员档案，档案上只写“离岗”，不写原因。"
        self.form.addWidget(label(after, "caption", wraps=True))
        self.last.changed.connect(self._tell)
        session.tasks.read(partial(_posts, row.person_id), self._take_posts)
        self.ask_terms()
        self._tell()
        self._away.setFocus()

    def _take_posts(self, posts: list[HeldRow]) -> None:
        self._posts = posts
        self._tell()
        self.refit()

    def take_terms(self, _terms: Terms) -> None:
        """Until when file and insurance are handed over."""
        self._tell()

    @property
    def told(self) -> list[str]:
        """What will happen, in sentences."""
        row, last = self.board.card.row, full_day(self.last.value)
        short = row.path is ExitPath.SHORT
        ending = [post for post in self._posts if not short or post.id == self.board.card.post_id]
        lines = [f"{post.place} {post.role}：任职做到 {last} 为止" for post in ending]
        lines += [
            f"{post.place}成为缺额，列入空缺，可以招录"
            for post in ending
            if post.employment is Employment.FULL
        ]
        employer = f"（{self.board.card.employer}）" if self.board.card.employer else ""
        lines.append(f"{row.engagement.label}{employer}同日终止")
        kinds = "、".join(self._settled())
        lines.append(f"开出结算清单：{kinds}")
        return lines

    def _settled(self) -> list[str]:
        card = self.board.card
        fens = {
            SettlementKind.SEVERANCE: card.severance_fen,
            SettlementKind.IN_LIEU: card.in_lieu_fen,
        }
        words = []
        for kind in settlement_kinds(
            card.row.path, card.row.ground, in_lieu=bool(card.in_lieu_fen)
        ):
            fen = fens.get(kind)
            if fen is not None:
                words.append(f"{kind.label}（{format_money(fen)} 元）")
            elif kind is SettlementKind.SEVERANCE:
                words.append(f"{kind.label}（还没有计算）")
            elif kind is SettlementKind.INSURANCE and self.terms and self.last.value:
                due = insurance_due(self.terms.rules, self.last.value)
                words.append(f"{kind.label}（{full_day(due)} 前）")
            else:
                words.append(kind.label)
        return words

    def _tell(self) -> None:
        clear(self._lines)
        for at, sentence in enumerate(self.told, start=1):
            self._lines.addWidget(label(f"{at}. {sentence}", "body2", wraps=True))
        self.refit()

    def _read(self) -> ExecuteForm:
        planned = self.board.card.row.effective_on
        last = day_of(self.last) if planned is None else None
        number = self.number.text().strip()
        return ExecuteForm(day_of(self.on), last, number, self.receipt.value(number))

    def go(self) -> None:
        """→ 已离岗."""
        form, case_id, path = self.checked(self._read), self.case_id, self.receipt.path
        if form is None:
            return

        def job(work: UnitOfWork) -> Executed:
            given = receipted(work, form.delivery, path)
            return execute_exit(work, case_id, replace(form, delivery=given))

        def said(came: Executed) -> str:
            vacant = f"{len(came.vacated)} 个网格成为缺额，" if came.vacated else ""
            last = full_day(came.last_day)
            return (
                f"{self.name}已离岗（最后在岗日 {last}），{came.posts} 个任职结束，"
                f"{vacant}结算清单 {came.lines} 项待办。"
            )

        self.send(job, said, title="正在办理离岗")
