"""排下一期班: classes from those whom the year's rotation still lacks, looked at before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.rotation import RotationWish, RotationYear
from hrgrid.training.rules.rotation import DuePerson
from hrgrid.training.rules.timetable import days_between
from hrgrid.training.rules.words import CourseKind
from hrgrid.training.service.rotation import (
    PlanForm,
    Planned,
    plan_from_due,
    preview_plan,
    undo_plan,
)
from hrgrid.training.service.sessions import SessionForm
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.forms import Ground, TrainingForm
from hrgrid.ui.training.sessions import DayFields
from hrgrid.ui.training.undoing import Step, offer
from hrgrid.ui.training.words import stretch

_PLACES, _APART, _CALM_MS = 40, 7, 250
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class ClassLine:
    """One class that would come of it."""

    title: str
    first_day: dt.date
    last_day: dt.date
    people: int
    streets: str


def _days(row: ClassLine) -> str:
    if row.first_day == row.last_day:
        return f"{row.first_day:%m-%d}"
    return f"{row.first_day:%m-%d} – {row.last_day:%m-%d}"


LINES: tuple[Column[ClassLine], ...] = (
    Column("班名", lambda row: row.title, 150, grows=True, strong=True),
    Column("日期", _days, 150),
    Column("人数", lambda row: f"{row.people:,}", 56, right=True),
    Column("哪些街道", lambda row: row.streets, 170, grows=True, quiet=True),
)
MEMBERS: tuple[Column[tuple[str, DuePerson]], ...] = (
    Column("班名", lambda row: row[0]),
    Column("姓名", lambda row: row[1].name),
    Column("区域", lambda row: row[1].street),
    Column("在岗起", lambda row: f"{row[1].in_post_since:%Y-%m-%d}"),
)


def lines_of(form: PlanForm, split: list[list[DuePerson]]) -> list[ClassLine]:
    """The classes in words, as they would be opened."""
    lines = []
    for at, people in enumerate(split):
        counts: dict[str, int] = {}
        for one in people:
            counts[one.street] = counts.get(one.street, 0) + 1
        moved = _DAY * form.days_apart * at
        streets = "、".join(f"{name} {count}" for name, count in counts.items())
        title = form.title.replace("{n}", str(at + 1))
        lines.append(
            ClassLine(title, form.first_day + moved, form.last_day + moved, len(people), streets)
        )
    return lines


class PlanClassesDialog(TrainingForm):
    """What is typed at the top, what would come of it below; nothing is stored before the deed."""

    WIDTH = 640

    def __init__(
        self,
        session: Session,
        ground: Ground,
        wish: RotationWish,
        year: RotationYear,
        parent: QWidget,
    ) -> None:
        super().__init__(session, "排下一期班", "排班", parent)
        self._wish, self._year, self._asked = wish, year, 0
        self.split: list[list[DuePerson]] = []
        self._form: PlanForm | None = None
        taught = [one for one in ground.courses if one.kind is CourseKind.ROTATION]
        self.course = Choice("课程", [(one.id, f"{one.code} {one.title}") for one in taught])
        self.area = Choice("范围", [(area_id, names) for area_id, names, _ in ground.areas])
        self.title = TextField("班名", text=f"{year.year} 年轮训第 {{n}} 期")
        self.capacity = NumberField("每班最多", value=_PLACES)
        self.smallest = NumberField("少于几人不开", value=1)
        self.most = NumberField("先排几个班", hint="不填全部排完")
        self.first_day = today_field("第一期开班", self._usual_day())
        self.days = NumberField("上几天", value=1)
        self.apart = NumberField("隔几天一期", value=_APART)
        self.place = TextField("地点", hint="例如：区委党校 301")
        self.trainer = TextField("讲师", hint="可不填")
        self.parts = (
            DayFields("上午", (8 * 60 + 30, 11 * 60 + 30), on=True),
            DayFields("下午", (14 * 60, 17 * 60), on=True),
        )
        self.told = label("", "strong", wraps=True)
        self.model: RowsModel[ClassLine] = RowsModel(LINES, self)
        self.table = Table(self.model, "要排的班")
        self.export = LinkButton("导出分班名单", glyph="download-simple", does=self._export)
        self.export.setAutoDefault(False)
        self._saving = Saving(session, self)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._lay_out()
        self._calm.timeout.connect(self.preview)
        self.on_act(self._plan)
        self._follow_all()
        self.preview()
        self.capacity.setFocus()

    def _usual_day(self) -> dt.date:
        """The Monday after next, within the year that is planned."""
        today = dt.date.today()  # noqa: DTZ011 - the desk's day
        monday = today + _DAY * (14 - today.weekday())
        return max(monday, dt.date(self._year.year, 1, 1))

    def _lay_out(self) -> None:
        self.form.addLayout(beside(named(self.course), named(self.area)))
        self.form.addLayout(
            beside(
                named(self.title), named(self.capacity), named(self.smallest), named(self.most),
                shares=(4, 2, 2, 3),
            )
        )  # fmt: skip
        self.form.addLayout(
            beside(
                named(self.first_day), named(self.days), named(self.apart), named(self.place),
                shares=(2, 1, 1, 3),
            )
        )  # fmt: skip
        for part in self.parts:
            self.form.addWidget(part)
        below = QVBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.told)
        room = (self.parentWidget() or self).window().height()
        self.table.setMinimumHeight(min(theme.length(170), max(96, room - 560)))
        below.addWidget(self.table)
        below.addWidget(self.export)
        self.form.addLayout(below)

    def _follow_all(self) -> None:
        for field in (self.title, self.capacity, self.smallest, self.most, self.days, self.apart):
            field.textChanged.connect(lambda _: self._calm.start())
        self.first_day.changed.connect(self._calm.start)
        for part in self.parts:
            part.tick.toggled.connect(lambda _: self._calm.start())
        self.course.currentIndexChanged.connect(lambda _: self._calm.start())
        self.area.currentIndexChanged.connect(lambda _: self._calm.start())

    def _read(self) -> PlanForm:
        first, days = day_of(self.first_day), self.days.value
        if days < 1:
            raise UserError("上几天至少是 1。请改正")
        last = first + _DAY * (days - 1)
        place, trainer = self.place.text().strip(), self.trainer.text().strip()
        sessions: list[SessionForm] = [
            part.form(day, place, trainer)
            for day in days_between(first, last)
            for part in self.parts
            if part.tick.isChecked()
        ]
        if not sessions:
            raise UserError("没有一节课。请勾选上午或下午")
        return PlanForm(
            self._wish,
            int(self.course.currentData()),
            int(self.area.currentData()),
            self.capacity.value,
            first,
            last,
            filled(self.title, "2026 年轮训第 {n} 期"),
            self.smallest.value,
            self.apart.value,
            trainer,
            tuple(sessions),
            self.most.value_or_none,
        )

    # --- looking before -----------------------------------------------------------------------

    def preview(self) -> None:
        """Show what would come of it."""
        try:
            form = self._read()
        except UserError as error:
            self._show(None, [], error.sentence)
            return
        self._asked += 1
        asked = self._asked

        def take(split: list[list[DuePerson]]) -> None:
            if asked == self._asked:
                self._show(form, split)

        self.session.tasks.read(
            lambda work: preview_plan(work, form),
            take,
            failed=lambda sentence: self._show(None, [], sentence),
        )

    def _show(self, form: PlanForm | None, split: list[list[DuePerson]], said: str = "") -> None:
        self._form, self.split = form, split
        self.model.show_rows(lines_of(form, split) if form else [])
        people = sum(map(len, split))
        rest = self._year.whole.open - people
        if form is None:
            told = f"{said.rstrip('。')}。"
        elif not split:
            told = "这样一个班也开不出来。请改每班人数或开班的下限。"
        else:
            parts = "、".join(stretch(one.begins, one.ends) for one in form.sessions[:2])
            left = f"，还有 {rest:,} 人以后再排" if rest > 0 else ""
            told = f"{len(split)} 个班，{people:,} 人，同一街道排在一起{left}。每天 {parts}。"
        self.told.setText(told)
        text = f"排 {len(split)} 个班（{people:,} 人）" if split else "排班"
        self.act.setText(text)
        self.act.setAccessibleName(text)
        self.act.setEnabled(bool(split))
        self.export.setEnabled(bool(split))
        self.fit_soon()

    def _export(self) -> None:
        if self._form is None:
            return
        titles = [line.title for line in lines_of(self._form, self.split)]
        rows = [(title, one) for title, group in zip(titles, self.split, strict=True)
                for one in group]  # fmt: skip
        save_table(self._saving, f"{self._year.year} 年轮训分班名单", MEMBERS, rows, "分班名单")

    # --- the deed -----------------------------------------------------------------------------

    def _plan(self) -> None:
        form = self.checked(self._read)
        if form is None:
            return
        made: list[Planned] = []

        def step(work: UnitOfWork) -> Step:
            made[:] = [plan_from_due(work, form)]
            return undo_step(form, made[0])

        def said(inverse: Step) -> str:
            offer(self.session, "按应训名单排班", inverse)
            return f"已排 {len(made[0].class_ids)} 个班，{made[0].members:,} 人。"

        self.send(step, said, title="正在排班")


def undo_step(form: PlanForm, planned: Planned) -> Step:
    """Classes that were planned are given up again."""

    def step(work: UnitOfWork) -> Step:
        undo_plan(work, planned.class_ids)

        def again(work: UnitOfWork) -> Step:
            return undo_step(form, plan_from_due(work, form))

        return again

    return step
