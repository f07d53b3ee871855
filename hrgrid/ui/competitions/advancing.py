"""晋级: the first n enter the competition of the next level; ties across the line are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import Side
from hrgrid.training.rules.competition_rows import AdvancePlan, CompetitionBoard
from hrgrid.ui.competitions.forms import CompetitionForm
from hrgrid.ui.forms import Choice, Tick, label
from hrgrid.ui.matters.forms import named
from hrgrid.ui.session import Session


class AdvanceDialog(CompetitionForm):
    """Who goes on, read anew for persons and for teams."""

    WIDTH = 500

    def __init__(self, session: Session, board: CompetitionBoard, parent: QWidget) -> None:
        row = board.card.row
        super().__init__(session, f"晋级到“{row.next_title}”", "送他们晋级", parent)
        self._id, self._next = row.id, row.next_title
        self.side = Choice("谁晋级", [(one, one.label) for one in Side])
        self.told = label("正在看名次……", wraps=True)
        self.tied = Tick("并列在线上的都晋级")
        self._asked = 0
        self.form.addWidget(named(self.side))
        self.form.addWidget(self.told)
        self.form.addWidget(self.tied)
        self.tied.hide()
        self.side.setEnabled(row.teams > 0)
        self.side.currentIndexChanged.connect(lambda _: self._read())
        self.on_act(self._go)
        self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, competition_id, side = self._asked, self._id, self.side.currentData()

        def job(work: UnitOfWork) -> AdvancePlan:
            from hrgrid.training.queries.competition_standings import advance_plan

            return advance_plan(work, competition_id, side)

        def take(plan: AdvancePlan) -> None:
            if asked == self._asked:
                self._show(plan)

        self.session.tasks.read(job, take, failed=self.refuse)

    def _show(self, plan: AdvancePlan) -> None:
        count = len(plan.names)
        told = f"按名次晋级 {count} 名：{'、'.join(plan.names)}。" if count else "没有人晋级。"
        if plan.already:
            told += f"其中 {plan.already} 名已经在那场比武里。"
        if plan.tied_names:
            told += f"{'、'.join(plan.tied_names)}并列在线上：都晋级就勾上，否则先抽签。"
        self.told.setText(told)
        self.tied.setVisible(bool(plan.tied_names))
        self.act.setEnabled(bool(count or plan.tied_names))
        self.fit_soon()

    def _go(self) -> None:
        competition_id, side, tied = self._id, self.side.currentData(), self.tied.isChecked()

        def job(work: UnitOfWork) -> int:
            from hrgrid.training.service.advancing import advance

            return advance(work, competition_id, side, admit_tied=tied).added

        self.send(job, lambda added: f"已有 {added} 名晋级到“{self._next}”。", title="正在晋级")
