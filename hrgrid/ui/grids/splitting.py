"""拆分网格: into which grids, what each gets, who goes where, what it does to coverage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import label
from hrgrid.ui.grids.parts import Deed, EffectFields, PeoplePart, Trial
from hrgrid.ui.grids.rows import RowsPart
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.grids import GridRow, HolderRow, grids_of, holders
from hrgrid.workforce.service.regridding import Regridded, split_grid


@dataclass(frozen=True)
class _Around:
    """Who works in the grid, and its sisters."""

    holders: list[HolderRow]
    sisters: list[GridRow]


class SplitDialog(FormDialog):
    """One grid becomes several from a day on."""

    WIDTH = 720

    def __init__(self, session: Session, grid: GridRow, parent: QWidget) -> None:
        super().__init__(f"拆分“{grid.name}”", "拆分成 2 个网格", parent)
        self._session, self._grid_row = session, grid
        self.effect = EffectFields(hint="例如：户数超过 500 户")
        self.rows = RowsPart(grid)
        self.people = PeoplePart({grid.id: grid.name})
        self.trial = Trial(session, self._planned, "写全新网格以后，这里显示拆分前后的缺员变化。")
        self._away.setText("不拆分")
        self.form.addWidget(self.effect)
        self.form.addWidget(label("拆分成", "strong"))
        self.form.addWidget(self.rows)
        self.form.addWidget(label("谁去哪里", "strong"))
        self.form.addWidget(self.people)
        told = "生效日期起用新网格；以前各天仍按原网格统计，份额用来分配原网格的经费和得分。"
        self.form.addWidget(label(told, "caption", wraps=True))
        # Above the buttons, in sight however long the form is.
        self.body.insertWidget(2, self.trial)
        self.rows.changed.connect(self._renew)
        self.effect.changed.connect(self.trial.again)
        self.effect.on.changed.connect(self._read)
        self.people.changed.connect(self.trial.again)
        self.trial.shown.connect(self.fit_soon)
        self.on_act(self._split)
        self._renew()
        self._read()
        self.effect.reason.setFocus()

    def _read(self) -> None:
        grid, on = self._grid_row, self.effect.on.value or dt.date.today()  # noqa: DTZ011

        def around(work: UnitOfWork) -> _Around:
            sisters = grids_of(work, grid.parent_id or 0, on) if grid.parent_id else []
            return _Around(holders(work, [grid.id], on), sisters)

        self._session.tasks.read(around, self._show)

    def _show(self, around: _Around) -> None:
        self.rows.offer_neighbours(around.sisters)
        self.people.show_holders(around.holders)
        self.trial.again()
        self.fit_soon()

    def _renew(self) -> None:
        self.people.show_destinations(self.rows.destinations(), self.rows.stays())
        self.act.setText(f"拆分成 {len(self.rows.rows)} 个网格")
        self.trial.again()
        self.fit_soon()

    def _planned(self) -> Deed | None:
        if not all(row.is_written for row in self.rows.rows):
            return None
        effect, parts = self.effect.typed(), self.rows.parts()
        grid, placements = self._grid_row, self.people.placements()

        def job(work: UnitOfWork) -> Regridded:
            return split_grid(
                work, grid.id, parts, effect.on, effect.document, placements=placements
            )

        return Deed(job, effect.reason)

    def _split(self) -> None:
        try:
            deed = self._planned()
        except UserError as error:
            self.refuse(error.sentence)
            return
        if deed is None:
            self.refuse("还有网格没有写名称或编码。请补上，或去掉这一行")
            return
        self._session.tasks.write(
            deed.job,
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            title="正在拆分网格",
            reason=deed.reason,
        )

    def _done(self, done: Regridded) -> None:
        self.accept()
        self._session.say(f"“{self._grid_row.name}”已拆分成 {len(done.area_ids)} 个网格。")
