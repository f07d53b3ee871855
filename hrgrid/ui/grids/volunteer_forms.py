"""Forms for volunteers: how many a grid has, and which kinds there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import BareButton, Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog, FormDialog
from hrgrid.ui.forms import Field, TextField, clear, label
from hrgrid.ui.grids.fact_forms import tell_done
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.dossier import GridCard
from hrgrid.workforce.queries.facts import VolunteerKindRow, volunteer_kinds
from hrgrid.workforce.rules.eight import typed_heads
from hrgrid.workforce.service.dated import Done
from hrgrid.workforce.service.volunteers import (
    add_volunteer_kind,
    count_volunteers,
    remove_volunteer_kind,
)


class CountDialog(FormDialog):
    """A number for each kind, as counted on a day."""

    WIDTH = 480

    def __init__(
        self, session: Session, card: GridCard, parent: QWidget, on: dt.date | None = None
    ) -> None:
        super().__init__(f"登记“{card.row.name}”的志愿者人数", "登记人数", parent)
        self._session, self._area_id = session, card.row.id
        self.fields = {
            one.role: TextField(
                one.label,
                text="" if one.counted is None else str(one.counted),
                hint="没有统计就空着",
            )
            for one in card.volunteers
        }
        self._labels = {one.role: one.label for one in card.volunteers}
        self._before = {one.role: one.counted for one in card.volunteers}
        self.on = DateField("统计日期")
        self.on.put(on or dt.date.today())  # noqa: DTZ011 - the desk's day
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for at, one in enumerate(card.volunteers):
            hint = f"登记了姓名的 {one.named} 人" if one.named else ""
            grid.addWidget(Field(one.label, self.fields[one.role], hint=hint), at // 2, at % 2)
        self.form.addLayout(grid)
        told = "只记人数。要记姓名的，在“网格队伍”里任这一类岗位；不发报酬，不走退出程序。"
        self.form.addWidget(Field("统计日期", self.on))
        self.form.addWidget(label(told, "caption", wraps=True))
        self.on_act(self._count)
        first = next(iter(self.fields.values()), self.on)
        first.setFocus()

    def _count(self) -> None:
        on = self.on.value
        if on is None:
            self.refuse("没有写统计日期，或日期读不出来。请写成 2026-07-01")
            return
        try:
            typed = {
                role: typed_heads(field.text(), self._labels[role])
                for role, field in self.fields.items()
            }
        except UserError as error:
            self.refuse(error.sentence)
            return
        heads = {role: count for role, count in typed.items() if count is not None}
        if not heads:
            self.refuse("一类人数也没有写。请至少写一类，没有人的写 0")
            return
        area_id = self._area_id
        self._session.tasks.write(
            lambda work: count_volunteers(work, area_id, heads, on),
            topic="workforce",
            done=self._done,
            failed=self.refuse,
        )

    def _done(self, done: Done) -> None:
        self.accept()
        tell_done(self._session, done)


class KindsDialog(Dialog):
    """The kinds of volunteers, for the office to add and take away."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("志愿者类别", parent)
        self._session = session
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._told = QVBoxLayout()
        self.name = TextField("新类别", hint="新类别的名称，例如 银龄志愿者")
        self.add = Button("增加类别", glyph="plus", does=self._add)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.add)
        close = PrimaryButton("关闭", does=self.accept)
        close.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        self.body.addWidget(
            label("每一类也是一个不领报酬的岗位，可以参加评选。", "caption", wraps=True)
        )
        for part in (self._lines, row, self._told, foot):
            self.body.addLayout(part)
        self.name.returnPressed.connect(self._add)
        self.name.setFocus()
        self._read()

    def _read(self) -> None:
        self._session.tasks.read(volunteer_kinds, self._show)

    def _show(self, kinds: Sequence[VolunteerKindRow]) -> None:
        clear(self._lines)
        for kind in kinds:
            line = QHBoxLayout()
            line.addWidget(label(kind.label), 1)
            away = BareButton("trash", f"删去{kind.label}", partial(self._remove, kind.role))
            away.setAutoDefault(False)
            line.addWidget(away)
            self._lines.addLayout(line)
        self.fit()

    def _add(self) -> None:
        name = self.name.text()
        self._write(lambda work: add_volunteer_kind(work, name))

    def _remove(self, role: str) -> None:
        self._write(lambda work: remove_volunteer_kind(work, role))

    def _write(self, job: Callable[[UnitOfWork], object]) -> None:
        clear(self._told)
        self._session.tasks.write(job, topic="workforce", done=self._done, failed=self._refuse)

    def _done(self, _: object) -> None:
        self.name.clear()
        self._read()

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self._told.addWidget(Banner(Message(sentence, Kind.BAD)))
            self.fit()
