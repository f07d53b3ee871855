"""拟退出: the lawful grounds are the only choice, each with what the law says of it beside it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.case_forms import ProposeForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.grounds import fault_items, grounds_for
from hrgrid.exits.rules.words import FaultItem, Ground, Trigger
from hrgrid.exits.service.proposing import propose
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, Way, Ways, written
from hrgrid.ui.exits.forms.undoing import Step, offer, two_ways
from hrgrid.ui.forms import Choice, TextBox, TextField, label
from hrgrid.ui.matters.forms import beside, day_of, named, today_field
from hrgrid.ui.session import Session

_TOLD = (
    "退出只能依据下列情形之一，排名和末位不是依据。文中的法律提示只供参考，拿不准的请先问法律顾问。"
)
_HINT = "写明什么时候、什么事、有什么材料，不写排名"
_EXAMPLE = "2026-02-20 擅离岗位，造成严重后果，有调查报告"


class ProposeDialog(ExitForm):
    """Ground, item of article 39, facts; again before an approval, it changes what was said."""

    WIDTH = 560

    def __init__(
        self, session: Session, board: CaseBoard, parent: QWidget, *, amends: bool = False
    ) -> None:
        row = board.card.row
        title = f"修改{row.name}的拟退出" if amends else f"拟让{row.name}退出"
        super().__init__(session, board, title, "修改拟退出" if amends else "登记拟退出", parent)
        self._amends = amends
        choices = grounds_for(row.engagement, self._on_probation(row.state_since))
        self._allowed = [one.ground for one in choices]
        grounds = [
            Way(
                one.ground,
                one.label,
                self._why_not(one.ground) or one.hint,
                not self._why_not(one.ground),
            )
            for one in choices
        ]
        self.ground = Ways("依据", grounds, self._offered())
        self.item = Choice("第三十九条的哪一项", [(one, one.label) for one in FaultItem])
        self.facts = TextBox("事实和依据", _HINT, 3)
        self.on = today_field("拟退出日期")
        self.number = TextField("文号", hint="可不填")
        self._item = named(self.item)
        self.form.addWidget(label(_TOLD, "body2", wraps=True))
        self.form.addWidget(self.ground)
        self.form.addWidget(self._item)
        self.form.addWidget(named(self.facts))
        self.form.addLayout(beside(named(self.number), named(self.on), shares=(3, 2)))
        self.ground.on_choice(self._fold)
        self.on.changed.connect(self._fold)
        if amends:
            self.facts.setPlainText(board.card.ground_words)
            self.on.put(row.state_since)
            if board.card.fault_item is not None:
                self.item.choose(board.card.fault_item)
        self._fold()
        self.ground.first().setFocus()

    # --- what is offered ----------------------------------------------------------------------

    def _why_not(self, ground: Ground) -> str:
        """Why a lawful ground cannot be chosen yet; nothing where it can."""
        if ground is not Ground.INCOMPETENT:
            return ""
        last = self.board.reassessments[-1] if self.board.reassessments else None
        if last is None:
            return "要先预警、约谈，补训或调岗满一个月，由另一人再考核仍不合格，才能选。"
        return f"{last.held_on:%Y-%m-%d} 再考核合格，不能选。" if last.passed else ""

    def _on_probation(self, day: dt.date | None) -> bool:
        until = self.board.card.probation_to
        return until is not None and day is not None and day <= until

    def _offered(self) -> Ground | None:
        """What is all but said already: his own wish, the end of a term, what was not passed."""
        if self._amends:
            return self.board.card.row.ground
        row = self.board.card.row
        if self.board.reassessments and not self._why_not(Ground.INCOMPETENT):
            return Ground.INCOMPETENT
        named_by = {Trigger.OWN_WISH: Ground.RESIGN, Trigger.TERM: Ground.EXPIRY}
        found = named_by.get(row.cause)
        return found if found in self._allowed else None

    def _fold(self) -> None:
        self._item.setVisible(self.ground.chosen is Ground.FAULT)
        items = fault_items(self._on_probation(self.on.value))
        self.item.fill((one, one.label) for one in items)
        self.refit()

    # --- doing it -----------------------------------------------------------------------------

    def _read(self) -> ProposeForm:
        ground = self.ground.chosen
        if not isinstance(ground, Ground):
            raise UserError("没有选依据。请选一项法定依据；没有的，不能退出")
        item = self.item.currentData() if ground is Ground.FAULT else None
        facts = written(self.facts, _EXAMPLE)
        return ProposeForm(ground, facts, day_of(self.on), item, self.number.text().strip())

    def go(self) -> None:
        """→ 拟退出, or the same changed."""
        form, case_id, card = self.checked(self._read), self.case_id, self.board.card
        if form is None:
            return

        def job(work: UnitOfWork) -> None:
            propose(work, case_id, form)

        if not self._amends:
            self.send(job, f"已登记拟让{self.name}退出，依据：{form.ground.label}。")
            return
        if card.row.ground is None:
            return
        before = ProposeForm(card.row.ground, card.ground_words, form.on, card.fault_item)
        inverse: Step = two_ways(lambda work: propose(work, case_id, before), job)

        def said(_: None) -> str:
            offer(self.session, f"修改{self.name}的拟退出", inverse)
            return f"已修改{self.name}的拟退出，依据：{form.ground.label}。"

        self.send(job, said)
