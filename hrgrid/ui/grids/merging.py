"""合并网格: several become a new one or one of them, from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.grids.parts import Deed, Destination
from hrgrid.ui.grids.regrid_form import RegridDialog
from hrgrid.ui.grids.rows import KINDS
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.grids import GridRow, HolderRow, holders
from hrgrid.workforce.rules import GridKind, typed_households
from hrgrid.workforce.service.regridding import GridForm, Regridded, merge_grids

_KEY = 1


class MergeDialog(RegridDialog):
    """Which grid they become, and where everybody goes."""

    STAY, TITLE = "不合并", "正在合并网格"
    WAITING = "写全合并后的网格以后，这里显示前后的缺员变化。"
    MISSING = "没有写合并后的网格名称和编码。请写上，或选“并入”其中一个网格"
    AFTER = "生效日期起用合并后的网格；以前各天仍按原来的网格统计。"

    def __init__(self, session: Session, grids: Sequence[GridRow], parent: QWidget) -> None:
        title = f"合并 {len(grids)} 个网格"
        names = {grid.id: grid.name for grid in grids}
        super().__init__(session, (title, title), names, parent, hint="例如：户数太少，便于管理")
        self._grids = list(grids)
        self._build_target()
        self.form.addWidget(label(_listed(grids), "body2", wraps=True))
        self.form.addWidget(self.effect)
        self.form.addLayout(self._target)
        self.into.currentIndexChanged.connect(self.renew)
        for field in (self.name, self.code, self.households):
            field.textChanged.connect(self.renew)
        self.kind.currentIndexChanged.connect(self.renew)
        self.finish()

    def _build_target(self) -> None:
        into: list[tuple[object, str]] = [(grid.id, f"并入{grid.name}") for grid in self._grids]
        self.into = Choice("合并成", [(None, "一个新网格"), *into])
        self.name = TextField("网格名称")
        self.code = TextField("网格编码")
        self.kind = Choice("网格类型", KINDS)
        self.households = TextField("户数")
        kinds = {grid.kind for grid in self._grids}
        self.kind.choose(kinds.pop() if len(kinds) == 1 else GridKind.GENERAL)
        counts = [grid.households for grid in self._grids if grid.households is not None]
        if counts:
            self.households.setText(str(sum(counts)))
        self._target = QGridLayout()
        self._target.setHorizontalSpacing(12)
        self._target.setVerticalSpacing(8)
        self._target.addWidget(Field("合并成", self.into), 0, 0, 1, 2)
        self._target.addWidget(Field("户数", self.households), 0, 2)
        self._new = [
            Field("网格名称", self.name),
            Field("网格编码", self.code),
            Field("网格类型", self.kind),
        ]
        for at, field in enumerate(self._new):
            self._target.addWidget(field, 1, at)
        for at in range(3):
            self._target.setColumnStretch(at, 1)

    @property
    def _kept(self) -> GridRow | None:
        chosen = self.into.currentData()
        return next((grid for grid in self._grids if grid.id == chosen), None)

    def read(self) -> None:
        """Who works in the grids on the day."""
        ids = [grid.id for grid in self._grids]
        on = self.effect.on.value or dt.date.today()  # noqa: DTZ011 - the desk's day
        self._session.tasks.read(lambda work: holders(work, ids, on), self._show)

    def _show(self, rows: list[HolderRow]) -> None:
        self.people.show_holders(rows)
        self.tried()

    def renew(self) -> None:
        """Another target, other destinations."""
        kept = self._kept
        for field in self._new:
            field.setVisible(kept is None)
        name = kept.name if kept else self.name.text().strip() or "新网格"
        stays = {kept.id: _KEY} if kept else {}
        self.people.show_destinations([Destination(_KEY, name)], stays)
        self.tried()

    def planned(self) -> Deed | None:
        """The merge, once its target is written."""
        kept = self._kept
        households = typed_households(self.households.text())
        name, code = " ".join(self.name.text().split()), self.code.text().strip()
        if kept is None and not (name and code):
            return None
        into = kept.id if kept else GridForm(name, code, self.kind.currentData(), households)
        effect, placements = self.effect.typed(), self.people.placements()
        ids = [grid.id for grid in self._grids]

        def job(work: UnitOfWork) -> Regridded:
            return merge_grids(
                work,
                ids,
                into,
                effect.on,
                effect.document,
                households=households,
                placements=placements,
            )

        return Deed(job, effect.reason)

    def said(self, done: Regridded) -> str:  # noqa: ARG002 - the part's signature
        """Into what."""
        kept = self._kept
        name = kept.name if kept else self.name.text().strip()
        return f"{len(self._grids)} 个网格已合并为“{name}”。"


def _listed(grids: Sequence[GridRow]) -> str:
    """The grids with households and workers, as one reads them."""

    def told(grid: GridRow) -> str:
        facts = [f"{grid.households:,} 户"] if grid.households is not None else []
        facts.append(grid.worker or "没有专职网格员")
        return f"{grid.name}（{'，'.join(facts)}）"

    return "、".join(told(grid) for grid in grids)
