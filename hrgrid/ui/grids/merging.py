"""合并网格: several become a new one or one of them, from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.grids.parts import Deed, Destination, EffectFields, PeoplePart, Trial
from hrgrid.ui.grids.rows import KINDS
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.grids import GridRow, HolderRow, holders
from hrgrid.workforce.rules import GridKind, typed_households
from hrgrid.workforce.service.regridding import GridForm, Regridded, merge_grids

_KEY = 1


class MergeDialog(FormDialog):
    """Which grid they become, and where everybody goes."""

    WIDTH = 720

    def __init__(self, session: Session, grids: Sequence[GridRow], parent: QWidget) -> None:
        count = len(grids)
        super().__init__(f"合并 {count} 个网格", f"合并 {count} 个网格", parent)
        self._session, self._grids = session, list(grids)
        self.effect = EffectFields(hint="例如：户数太少，便于管理")
        self.people = PeoplePart({grid.id: grid.name for grid in grids})
        self.trial = Trial(session, self._planned, "写全合并后的网格以后，这里显示前后的缺员变化。")
        self._away.setText("不合并")
        self._build_target()
        self.form.addWidget(label(_listed(grids), "body2", wraps=True))
        self.form.addWidget(self.effect)
        self.form.addLayout(self._target)
        self.form.addWidget(label("谁去哪里", "strong"))
        self.form.addWidget(self.people)
        told = "生效日期起用合并后的网格；以前各天仍按原来的网格统计。"
        self.form.addWidget(label(told, "caption", wraps=True))
        # Above the buttons, in sight however long the form is.
        self.body.insertWidget(2, self.trial)
        self.into.currentIndexChanged.connect(self._renew)
        for field in (self.name, self.code, self.households):
            field.textChanged.connect(self._renew)
        self.kind.currentIndexChanged.connect(self._renew)
        self.effect.changed.connect(self.trial.again)
        self.effect.on.changed.connect(self._read)
        self.people.changed.connect(self.trial.again)
        self.trial.shown.connect(self.fit_soon)
        self.on_act(self._merge)
        self._renew()
        self._read()
        self.effect.reason.setFocus()

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

    def _read(self) -> None:
        ids = [grid.id for grid in self._grids]
        on = self.effect.on.value or dt.date.today()  # noqa: DTZ011 - the desk's day
        self._session.tasks.read(lambda work: holders(work, ids, on), self._show)

    def _show(self, rows: list[HolderRow]) -> None:
        self.people.show_holders(rows)
        self.trial.again()
        self.fit_soon()

    def _renew(self) -> None:
        kept = self._kept
        for field in self._new:
            field.setVisible(kept is None)
        name = kept.name if kept else self.name.text().strip() or "新网格"
        stays = {kept.id: _KEY} if kept else {}
        self.people.show_destinations([Destination(_KEY, name)], stays)
        self.trial.again()
        self.fit_soon()

    def _planned(self) -> Deed | None:
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

    def _merge(self) -> None:
        try:
            deed = self._planned()
        except UserError as error:
            self.refuse(error.sentence)
            return
        if deed is None:
            self.refuse("没有写合并后的网格名称和编码。请写上，或选“并入”其中一个网格")
            return
        self._session.tasks.write(
            deed.job,
            topic="workforce",
            done=self._done,
            failed=self.refuse,
            title="正在合并网格",
            reason=deed.reason,
        )

    def _done(self, _: Regridded) -> None:
        self.accept()
        kept = self._kept
        name = kept.name if kept else self.name.text().strip()
        self._session.say(f"{len(self._grids)} 个网格已合并为“{name}”。")


def _listed(grids: Sequence[GridRow]) -> str:
    """The grids with households and workers, as one reads them."""

    def told(grid: GridRow) -> str:
        facts = [f"{grid.households:,} 户"] if grid.households is not None else []
        facts.append(grid.worker or "没有专职网格员")
        return f"{grid.name}（{'，'.join(facts)}）"

    return "、".join(told(grid) for grid in grids)
