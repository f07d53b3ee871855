"""代管: who looks after a grid whose worker is away, from when to when, and what it earns."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money, parse_money
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.deed_dialog import DeedDialog
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.grids import CoverRow, GridRow
from hrgrid.workforce.queries.known import find_person
from hrgrid.workforce.rules import PayEffect
from hrgrid.workforce.service.posting import begin_stand_in, end_stand_in


def pay_words(row: CoverRow) -> str:
    """What it earns, as one reads it; "" where nobody asked."""
    if row.pay_effect is None:
        return ""
    if row.allowance_fen is None:
        return row.pay_effect.label
    return f"补贴每月 {format_money(row.allowance_fen)} 元"


class StandInDialog(DeedDialog):
    """Somebody looks after the grid; its worker keeps the post."""

    WIDTH = 560

    def __init__(self, session: Session, grid: GridRow, parent: QWidget) -> None:
        super().__init__(f"安排代管“{grid.name}”", "安排代管", parent)
        self._session, self._grid_row = session, grid
        self.person = TextField("代管人", hint="工号或姓名")
        self.since = DateField("第一天")
        self.since.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.last_day = DateField("最后一天", hint="可不填")
        self.pay = Choice("补贴", [(one, one.label) for one in PayEffect])
        self.allowance = TextField("每月补贴（元）")
        self.reason = TextField("原因", hint="例如：网格员请假、借调")
        fields = (
            ("代管人", self.person),
            ("原因", self.reason),
            ("第一天", self.since),
            ("最后一天", self.last_day),
            ("补贴", self.pay),
            ("每月补贴（元）", self.allowance),
        )
        grid_of_fields = QGridLayout()
        grid_of_fields.setHorizontalSpacing(12)
        grid_of_fields.setVerticalSpacing(8)
        for at, (text, control) in enumerate(fields):
            grid_of_fields.addWidget(Field(text, control), at // 2, at % 2)
        if grid.worker:
            told = f"{grid.worker}保留岗位，网格仍算有人；代管人不占一格一员。"
        else:
            told = "这个网格没有专职网格员：有人代管也仍算空缺。"
        self.form.addLayout(grid_of_fields)
        self.form.addWidget(label(told, "caption", wraps=True))
        self.pay.currentIndexChanged.connect(self._offer_allowance)
        self.on_act(self._begin)
        self._offer_allowance()
        self.person.setFocus()

    def _offer_allowance(self) -> None:
        self.allowance.setEnabled(self.pay.currentData() is PayEffect.ALLOWANCE)

    def _begin(self) -> None:
        typed, area_id = self.person.text(), self._grid_row.id
        since, last_day = self.since.value, self.last_day.value
        try:
            if since is None or (last_day is None and self.last_day.text().strip()):
                raise UserError("日期没有写，或读不出来。请写成 2026-07-01")
            allowance = parse_money(self.allowance.text()) if self.allowance.isEnabled() else None
        except UserError as error:
            self.refuse(error.sentence)
            return

        def job(work: UnitOfWork) -> None:
            person_id = find_person(work, typed)
            begin_stand_in(work, area_id, person_id, since, last_day, allowance_fen=allowance)

        self.send(job, lambda: f"已安排代管“{self._grid_row.name}”。")


class EndStandInDialog(FormDialog):
    """The last day of somebody's looking after a grid."""

    def __init__(self, session: Session, grid: GridRow, row: CoverRow, parent: QWidget) -> None:
        super().__init__(f"结束{row.name}代管“{grid.name}”", "结束代管", parent)
        self._session, self._row = session, row
        self.last_day = DateField("最后一天")
        self.last_day.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        since = f"{row.valid_from:%Y-%m-%d} 起代管"
        told = "，".join(part for part in (since, row.reason, pay_words(row)) if part)
        self.form.addWidget(label(f"{told}。", "body2", wraps=True))
        hint = f"从第二天起由{grid.worker}自己管。" if grid.worker else "从第二天起没有人代管。"
        self.form.addWidget(Field("最后一天", self.last_day, hint=hint))
        self._away.setText("不结束")
        self.on_act(self._end)
        self.last_day.setFocus()

    def _end(self) -> None:
        stand_in_id, last_day = self._row.id, self.last_day.value
        if last_day is None:
            self.refuse("没有写最后一天，或日期读不出来。请写成 2026-06-30")
            return
        self._session.tasks.write(
            lambda work: end_stand_in(work, stand_in_id, last_day),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"{self._row.name}的代管已结束。")
