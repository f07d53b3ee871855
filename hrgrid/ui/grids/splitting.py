"""拆分网格: into which grids, what each gets, who goes where, what it does to coverage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import label
from hrgrid.ui.grids.parts import Deed
from hrgrid.ui.grids.regrid_form import RegridDialog
from hrgrid.ui.grids.rows import RowsPart
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.grids import GridRow, HolderRow, grids_of, holders
from hrgrid.workforce.service.regridding import Regridded, split_grid


@dataclass(frozen=True)
class _Around:
    """Who works in the grid, and its sisters."""

    holders: list[HolderRow]
    sisters: list[GridRow]


class SplitDialog(RegridDialog):
    """One grid becomes several from a day on."""

    STAY, TITLE = "不拆分", "正在拆分网格"
    WAITING = "写全新网格以后，这里显示拆分前后的缺员变化。"
    MISSING = "还有网格没有写名称或编码。请补上，或去掉这一行"
    AFTER = "生效日期起用新网格；以前各天仍按原网格统计，份额用来分配原网格的经费和得分。"

    def __init__(self, session: Session, grid: GridRow, parent: QWidget) -> None:
        title = f"拆分“{grid.name}”", "拆分成 2 个网格"
        super().__init__(session, title, {grid.id: grid.name}, parent, hint="例如：户数超过 500 户")
        self._grid_row = grid
        self.rows = RowsPart(grid)
        self.form.addWidget(self.effect)
        self.form.addWidget(label("拆分成", "strong"))
        self.form.addWidget(self.rows)
        self.rows.changed.connect(self.renew)
        self.finish()

    def read(self) -> None:
        """Who works in the grid on the day, and its sisters."""
        grid, on = self._grid_row, self.effect.on.value or dt.date.today()  # noqa: DTZ011

        def around(work: UnitOfWork) -> _Around:
            sisters = grids_of(work, grid.parent_id or 0, on) if grid.parent_id else []
            return _Around(holders(work, [grid.id], on), sisters)

        self._session.tasks.read(around, self._show)

    def _show(self, around: _Around) -> None:
        self.rows.offer_neighbours(around.sisters)
        self.people.show_holders(around.holders)
        self.tried()

    def renew(self) -> None:
        """Other grids, other destinations."""
        self.people.show_destinations(self.rows.destinations(), self.rows.stays())
        self.act.setText(f"拆分成 {len(self.rows.rows)} 个网格")
        self.tried()

    def planned(self) -> Deed | None:
        """The split, once every grid is written."""
        if not all(row.is_written for row in self.rows.rows):
            return None
        effect, parts = self.effect.typed(), self.rows.parts()
        grid, placements = self._grid_row, self.people.placements()

        def job(work: UnitOfWork) -> Regridded:
            return split_grid(
                work, grid.id, parts, effect.on, effect.document, placements=placements
            )

        return Deed(job, effect.reason)

    def said(self, done: Regridded) -> str:
        """Into how many."""
        return f"“{self._grid_row.name}”已拆分成 {len(done.area_ids)} 个网格。"
