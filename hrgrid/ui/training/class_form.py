"""Forms of a class: a new one, and another name, days, places or document for one that is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.classes import ClassRow
from hrgrid.training.rules.words import ClassMode, CourseKind
from hrgrid.training.service.classes import ClassChange, ClassForm, change_class, open_class
from hrgrid.ui.forms import Choice, TextField, label
from hrgrid.ui.matters.forms import NumberField, beside, day_of, filled, named, today_field
from hrgrid.ui.matters.scans import ScanField, read_scan
from hrgrid.ui.session import Session
from hrgrid.ui.training.forms import Ground, TrainingForm
from hrgrid.ui.training.undoing import Step
from hrgrid.ui.training.words import hours

_PLACES = 40


class NewClassDialog(TrainingForm):
    """A class in planning; `result_value` is its id."""

    WIDTH = 520

    def __init__(
        self,
        session: Session,
        ground: Ground,
        parent: QWidget,
        *,
        competition_id: int | None = None,
    ) -> None:
        super().__init__(session, "新建培训班", "新建培训班", parent)
        self._ground, self._competition_id = ground, competition_id
        rows = ground.courses
        if competition_id is not None:
            # A team is prepared behind closed doors.
            rows = sorted(rows, key=lambda one: one.kind is not CourseKind.CLOSED)
        self._courses = {one.id: one for one in rows}
        self.course = Choice("课程", [(one.id, f"{one.code} {one.title}") for one in rows])
        self.area = Choice("范围", [(area_id, names) for area_id, names, _ in ground.areas])
        self.title = TextField("班名")
        self.number = TextField("编号", hint="不填由程序编号")
        self.mode = Choice("办班方式", [(one, one.label) for one in ClassMode])
        self.capacity = NumberField("名额", value=_PLACES)
        self.first_day = today_field("第一天")
        self.last_day = today_field("最后一天")
        self.trainer = TextField("讲师", hint="可不填")
        self.organiser = TextField("主办单位", hint="外训、联训要填")
        self.document = TextField("文号", hint="外训、联训、集训核定前要有")
        self.scan = ScanField("通知或证明扫描件")
        self.told = label("", "body2", wraps=True)
        self._lay_out()
        self.course.currentIndexChanged.connect(lambda _: self._follow())
        self.first_day.changed.connect(self._follow_days)
        self.on_act(self._open)
        self._follow()
        self.title.setFocus()

    def _lay_out(self) -> None:
        self.form.addLayout(beside(named(self.course), named(self.area)))
        self.form.addWidget(self.told)
        self.form.addLayout(beside(named(self.title), named(self.number), shares=(3, 2)))
        self.form.addLayout(
            beside(named(self.first_day), named(self.last_day), named(self.capacity))
        )
        self.form.addLayout(beside(named(self.mode), named(self.trainer), shares=(2, 3)))
        self.form.addLayout(beside(named(self.organiser), named(self.document)))
        self.form.addWidget(self.scan)

    def _follow(self) -> None:
        row = self._courses.get(self.course.currentData())
        if row is None:
            return
        parts = [row.kind.label, f"{hours(row.minutes, self._ground.hours.rules)} 学时"]
        parts.append("有测试" if row.tested else "不考试")
        if row.validity_months:
            parts.append(f"有效 {row.validity_months} 个月")
        self.told.setText("，".join(parts) + "。")
        self.title.setText(row.title)
        self.fit()

    def _follow_days(self) -> None:
        first, last = self.first_day.value, self.last_day.value
        if first is not None and (last is None or last < first):
            self.last_day.put(first)

    def _form(self) -> ClassForm:
        return ClassForm(
            int(self.course.currentData()),
            filled(self.title, "2026 年网格员轮训第一期"),
            int(self.area.currentData()),
            day_of(self.first_day),
            day_of(self.last_day),
            self.capacity.value,
            self.mode.currentData(),
            self.number.text().strip(),
            self.trainer.text().strip(),
            self.organiser.text().strip(),
            self.document.text().strip(),
            competition_id=self._competition_id,
        )

    def _open(self) -> None:
        form, path = self.checked(self._form), self.scan.path
        if form is None:
            return

        def job(work: UnitOfWork) -> int:
            sha256 = attach(work, *read_scan(path)).sha256 if path else None
            return open_class(work, _with_scan(form, sha256))

        self.send(job, "已新建培训班。先排课次，再加参训人员。", title="正在新建培训班")


def _with_scan(form: ClassForm, sha256: str | None) -> ClassForm:
    return replace(form, scan_sha256=sha256)


class ChangeClassDialog(TrainingForm):
    """A class as it shall read; course and area stay."""

    WIDTH = 500

    def __init__(self, session: Session, row: ClassRow, parent: QWidget) -> None:
        super().__init__(session, f"改“{row.title}”", "保存改动", parent)
        self._row = row
        self.title = TextField("班名", text=row.title)
        self.number = TextField("编号", text=row.number)
        self.mode = Choice("办班方式", [(one, one.label) for one in ClassMode])
        self.mode.choose(row.mode)
        self.capacity = NumberField("名额", value=row.capacity)
        self.first_day = today_field("第一天", row.first_day)
        self.last_day = today_field("最后一天", row.last_day)
        self.trainer = TextField("讲师", text=row.trainer)
        self.organiser = TextField("主办单位", text=row.organiser)
        self.document = TextField("文号", text=row.document_no)
        self.scan = ScanField(
            "通知或证明扫描件",
            without="已有扫描件，不换就不用选" if row.scan_sha256 else "可不附，以后补",
        )
        self.form.addLayout(beside(named(self.title), named(self.number), shares=(3, 2)))
        self.form.addLayout(
            beside(named(self.first_day), named(self.last_day), named(self.capacity))
        )
        self.form.addLayout(beside(named(self.mode), named(self.trainer), shares=(2, 3)))
        self.form.addLayout(beside(named(self.organiser), named(self.document)))
        self.form.addWidget(self.scan)
        self.on_act(self._save)
        self.title.setFocus()

    def _change(self) -> ClassChange:
        return ClassChange(
            self._row.id,
            self._row.version,
            filled(self.number, "2026-P001"),
            filled(self.title, "2026 年网格员轮训第一期"),
            day_of(self.first_day),
            day_of(self.last_day),
            self.capacity.value,
            self.mode.currentData(),
            self.trainer.text().strip(),
            self.organiser.text().strip(),
            self.document.text().strip(),
            self._row.scan_sha256,
            self._row.competition_id,
        )

    def _save(self) -> None:
        change, path = self.checked(self._change), self.scan.path
        if change is None:
            return

        def step(work: UnitOfWork) -> Step:
            wanted = change
            if path is not None:
                wanted = replace(change, scan_sha256=attach(work, *read_scan(path)).sha256)
            return change_step(change_class(work, wanted))

        self.send_undoable(step, f"“{change.title}”已改好。", f"改“{change.title}”")


def change_step(change: ClassChange) -> Step:
    """A class as it shall read; gives the step back."""
    return lambda work: change_step(change_class(work, change))
