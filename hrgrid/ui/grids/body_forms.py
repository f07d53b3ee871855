"""Forms for 网格党支部, 警格 and 工作站, and the look at a station's 四有."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextBox, TextField, Tick, label
from hrgrid.ui.grids.fact_forms import FactDialog, tell_done
from hrgrid.ui.grids.parts import Effect, EffectFields
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.dossier import GridCard
from hrgrid.workforce.queries.facts import BodyRow, bodies_around, served_grids
from hrgrid.workforce.rules.eight import BodyKind
from hrgrid.workforce.service.bodies import (
    BodyForm,
    change_body,
    check_station,
    choose_station_items,
    correct_body,
    end_body,
    found_body,
    serve_grids,
    unserved,
)
from hrgrid.workforce.service.dated import Done

_NEW = 0


class BodyFields(QWidget):
    """Name, leader, and what belongs to the kind."""

    def __init__(self, kind: BodyKind, body: BodyRow | None) -> None:
        super().__init__()
        self._kind = kind
        self.name = TextField("名称", text=body.name if body else "")
        hint = "任网格警务员的人，工号或姓名" if kind is BodyKind.POLICE_GRID else "工号或姓名"
        self.leader = TextField(kind.leader, text=body.leader if body else "", hint=hint)
        self.bureau = TextField("派出所", text=body.bureau if body else "")
        self.place = TextField("地点", text=body.place if body else "")
        self.telephone = TextField(
            "值班电话", text=body.telephone if body else "", hint="值班用的，不写私人手机"
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = [("名称", self.name), (kind.leader, self.leader)]
        if kind is BodyKind.POLICE_GRID:
            fields.append(("派出所", self.bureau))
        fields.append(("地点", self.place))
        if kind is not BodyKind.PARTY_BRANCH:
            fields.append(("值班电话", self.telephone))
        for at, (text, control) in enumerate(fields):
            grid.addWidget(Field(text, control), at // 2, at % 2)
        shown = {control for _, control in fields}
        for control in {self.bureau, self.place, self.telephone} - shown:
            control.setParent(self)
            control.hide()

    def typed(self) -> BodyForm:
        """What stands in the fields."""
        return BodyForm(
            self.name.text(),
            self.leader.text(),
            self.bureau.text(),
            self.place.text(),
            self.telephone.text(),
        )


class ChangeBodyDialog(FactDialog):
    """Another name, leader, place: from a day on, or all along."""

    def __init__(
        self, session: Session, body: BodyRow, parent: QWidget, on: dt.date | None = None
    ) -> None:
        super().__init__(session, f"“{body.name}”的情况", f"保存{body.kind.label}", parent, on)
        self._body = body
        self.fields = BodyFields(body.kind, body)
        self.form.addWidget(self.fields)
        if body.grids > 1:
            told = f"它服务 {body.grids} 个网格，改动对这些网格都有效。"
            self.form.addWidget(label(told, "caption", wraps=True))
        self.close_form()
        self.fields.name.setFocus()

    def job(self, effect: Effect) -> Callable[[UnitOfWork], Done]:
        """What is written of it."""
        form, body_id = self.fields.typed(), self._body.id
        if self.corrects:
            return lambda work: correct_body(work, body_id, form, effect.on)
        return lambda work: change_body(work, body_id, form, effect.on, effect.document)


class JoinDialog(FormDialog):
    """A grid gets a body: one that is there already, or a new one."""

    WIDTH = 600

    def __init__(
        self,
        session: Session,
        card: GridCard,
        kind: BodyKind,
        parent: QWidget,
        on: dt.date | None = None,
    ) -> None:
        super().__init__(f"登记“{card.row.name}”的{kind.label}", f"登记{kind.label}", parent)
        self._session, self._card, self._kind = session, card, kind
        self.which = Choice(kind.label, [(_NEW, f"新设立的{kind.label}")])
        self.reach = Choice("服务的网格", [(False, "只有这个网格")])
        self.fields = BodyFields(kind, None)
        self.effect = EffectFields(hint="可不填")
        if on is not None:
            self.effect.on.put(on)
        self._which = Field(kind.label, self.which)
        self.form.addWidget(self._which)
        self.form.addWidget(self.fields)
        self.form.addWidget(Field("服务的网格", self.reach))
        self.form.addWidget(self.effect)
        self.which.currentIndexChanged.connect(lambda *_: self._offer())
        self.on_act(self._do)
        self.fields.name.setFocus()
        area_id, above = card.row.id, card.parent_id

        def read(work: UnitOfWork) -> tuple[list[BodyRow], list[int]]:
            day = on or work.today
            free = unserved(work, above, kind, day) if above is not None else []
            return bodies_around(work, area_id, kind, day), free

        session.tasks.read(read, self._show)

    def _show(self, found: tuple[list[BodyRow], list[int]]) -> None:
        bodies, free = found
        there = [(one.id, f"{one.name}（已服务 {one.grids} 个网格）") for one in bodies]
        self.which.fill([(_NEW, f"新设立的{self._kind.label}"), *there])
        self._which.setVisible(bool(there))
        others = len(set(free) - {self._card.row.id})
        if others:
            told = f"{self._card.above[-1]}里还没有{self._kind.label}的 {others + 1} 个网格"
            self.reach.fill([(False, "只有这个网格"), (True, told)])
        self.fit_soon()

    def _offer(self) -> None:
        self.fields.setVisible(self.which.currentData() == _NEW)
        self.fit_soon()

    def _do(self) -> None:
        try:
            effect = self.effect.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        card, kind, form = self._card, self._kind, self.fields.typed()
        body_id, whole = int(self.which.currentData()), bool(self.reach.currentData())

        def job(work: UnitOfWork) -> None:
            home = card.parent_id if card.parent_id is not None else card.row.id
            grids = unserved(work, home, kind, effect.on) if whole else [card.row.id]
            if body_id == _NEW:
                found_body(
                    work, kind, home, form, grid_ids=grids, on=effect.on, document=effect.document
                )
            else:
                there = served_grids(work, body_id, effect.on)
                serve_grids(work, body_id, [*there, *grids], effect.on)

        self._session.tasks.write(
            job, topic="workforce", done=self._done, failed=self.refuse, reason=effect.reason
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"“{self._card.row.name}”的{self._kind.label}已登记。")


class LeaveDialog(FormDialog):
    """A body serves this grid no more, or is no more at all."""

    WIDTH = 560

    def __init__(
        self,
        session: Session,
        card: GridCard,
        body: BodyRow,
        parent: QWidget,
        on: dt.date | None = None,
    ) -> None:
        super().__init__(f"“{body.name}”退出或撤销", "退出或撤销", parent, takes_away=True)
        self._session, self._card, self._body = session, card, body
        self.what = Choice(
            "办什么",
            [
                (False, f"不再服务“{card.row.name}”"),
                (True, f"撤销“{body.name}”（共服务 {body.grids} 个网格）"),
            ],
        )
        self.effect = EffectFields(hint="撤销要写明")
        if on is not None:
            self.effect.on.put(on)
        self.form.addWidget(Field("办什么", self.what))
        self.form.addWidget(label("生效日期以前各天照旧，以前的情况仍查得到。", "caption"))
        self.form.addWidget(self.effect)
        self.on_act(self._do)
        self.what.setFocus()

    def _do(self) -> None:
        try:
            effect = self.effect.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        body, grid_id, ends = self._body, self._card.row.id, bool(self.what.currentData())

        def job(work: UnitOfWork) -> Done | None:
            if ends:
                end_body(work, body.id, effect.on)
                return None
            stay = [one for one in served_grids(work, body.id, effect.on) if one != grid_id]
            return serve_grids(work, body.id, stay, effect.on)

        self._session.tasks.write(
            job, topic="workforce", done=self._done, failed=self.refuse, reason=effect.reason
        )

    def _done(self, done: Done | None) -> None:
        self.accept()
        if done is None:
            self._session.say(f"“{self._body.name}”已撤销。")
        else:
            tell_done(self._session, done)


class CheckDialog(FormDialog):
    """四有: what was found at a station, by whom and when."""

    def __init__(self, session: Session, body: BodyRow, parent: QWidget) -> None:
        super().__init__(f"核查“{body.name}”", "登记核查结果", parent)
        self._session, self._body = session, body
        self.ticks = {one.item: Tick(one.item) for one in body.checks}
        self.form.addWidget(label("看到了就勾上，没有勾的记为没有达到。", "caption", wraps=True))
        for one in body.checks:
            self.ticks[one.item].setChecked(one.passed is True)
            self.form.addWidget(self.ticks[one.item])
        self.on = DateField("核查日期")
        self.on.put(dt.date.today())  # noqa: DTZ011 - the desk's day
        self.by = TextField("核查人")
        self.note = TextField("说明", hint="可不填")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addWidget(Field("核查日期", self.on), 0, 0)
        grid.addWidget(Field("核查人", self.by), 0, 1)
        self.form.addLayout(grid)
        self.form.addWidget(Field("说明", self.note))
        self.on_act(self._check)
        self.by.setFocus()

    def _check(self) -> None:
        on = self.on.value
        if on is None:
            self.refuse("没有写核查日期，或日期读不出来。请写成 2026-07-01")
            return
        found = {item: tick.isChecked() for item, tick in self.ticks.items()}
        body_id, by, note = self._body.id, self.by.text(), self.note.text()
        self._session.tasks.write(
            lambda work: check_station(work, body_id, found, on, by=by, note=note),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, _: object) -> None:
        self.accept()
        self._session.say(f"“{self._body.name}”的核查结果已登记。")


class ItemsDialog(FormDialog):
    """What stations are looked at for; the office changes it as a rule."""

    WIDTH = 520

    def __init__(self, session: Session, items: tuple[str, ...], parent: QWidget) -> None:
        super().__init__("工作站核查哪几项", "保存核查项", parent)
        self._session = session
        self.items = TextBox("核查项", "一行一项", lines=5)
        self.items.setPlainText("\n".join(items))
        self.effect = EffectFields(hint="例如：按市里新标准")
        hint = "一行一项。全部工作站都按这里核查，以前的核查结果照旧。"
        self.form.addWidget(Field("核查项", self.items, hint=hint))
        self.form.addWidget(self.effect)
        self.on_act(self._save)
        self.items.setFocus()

    def _save(self) -> None:
        try:
            effect = self.effect.typed()
        except UserError as error:
            self.refuse(error.sentence)
            return
        items = self.items.toPlainText().splitlines()
        self._session.tasks.write(
            lambda work: choose_station_items(work, items, effect.on),
            topic="workforce",
            done=lambda _: self.accept(),
            failed=self.refuse,
            reason=effect.reason,
        )
