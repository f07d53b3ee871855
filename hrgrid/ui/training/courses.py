"""课程: what is taught, how many hours it counts, who must have it."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import CourseRow, courses, hours_in_force
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.words import CourseKind
from hrgrid.training.service.courses import (
    CourseChange,
    CourseForm,
    add_course,
    change_course,
    resume_course,
    stop_course,
)
from hrgrid.ui import theme
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, TextField, Tick, label
from hrgrid.ui.matters.forms import NumberField, beside, filled, named
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.notices import Notices
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.forms import TrainingForm
from hrgrid.ui.training.undoing import Step, offer, two_ways
from hrgrid.ui.training.words import TOPIC, hours
from hrgrid.workforce.queries import RoleRow, roles

_NOBODY = "没有人必修"


def yes(value: bool) -> str:
    """是, or nothing."""
    return "是" if value else ""


def _validity(row: CourseRow) -> str:
    return f"{row.validity_months} 个月" if row.validity_months else "长期"


class CoursesDialog(Dialog):
    """The list; Enter changes a course, stopped ones stand at the end."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("课程", parent)
        self.session = session
        self._rules = HourRules()
        self._roles: list[RoleRow] = []
        self._runs = session.may(Right.RUN_TRAINING) and session.day is None
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(780), room.width() - 60))
        self.notices = Notices()
        self.model: RowsModel[CourseRow] = RowsModel(self._columns(), self)
        self.table = Table(self.model, "课程")
        self.table.setMinimumHeight(min(theme.length(320), max(120, room.height() - 260)))
        self.none = label(
            "还没有课程。先加一门，例如“网格员轮训”，再按课程开班；学时上限、测试和有效期写在课程上。",
            "body2",
            wraps=True,
        )
        self.add = PrimaryButton("加课程…", glyph="plus", does=self._add)
        self.change = Button("改课程…", glyph="pencil-simple", does=self._change)
        self.stop = Button("停开", does=self._stop)
        self.away = Button("关闭", does=self.accept)
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.change, self.stop):
            button.setVisible(self._runs)
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.away, self.add):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.add.setVisible(self._runs)
        self.body.addLayout(foot)
        self.table.opened.connect(lambda _: self._change())
        self.table.chosen.connect(self._look)
        session.tasks.changed.connect(lambda topic: self.read() if topic == TOPIC else None)
        self.read()

    def _columns(self) -> tuple[Column[CourseRow], ...]:
        return (
            Column("代码", lambda row: row.code, 84),
            Column("课程", lambda row: row.title, 170, grows=True, strong=True),
            Column("类别", lambda row: row.kind.label, 84),
            Column("学时", lambda row: hours(row.minutes, self._rules), 60, right=True),
            Column("测试", lambda row: yes(row.tested), 52),
            Column("集中", lambda row: yes(row.together), 52, drops=True),
            Column("有效", _validity, 84, drops=True),
            Column(
                "必修岗位", lambda row: "、".join(one for _, one in row.roles), 120, grows=True,
                quiet=True,
            ),
            Column("开过", lambda row: f"{row.classes:,}", 56, right=True),
            Column(
                "状态",
                lambda row: "在开" if row.active else "停开",
                64,
                chip=lambda row: "ok" if row.active else "mute",
            ),
        )  # fmt: skip

    def read(self) -> None:
        """Read the courses."""

        def job(work: UnitOfWork) -> tuple[list[CourseRow], HourRules, list[RoleRow]]:
            rule = hours_in_force(work, work.today)
            return courses(work), rule.rules, roles(work)

        self.session.tasks.read(job, lambda read: self._show(*read))

    def _show(self, rows: list[CourseRow], rules: HourRules, known: list[RoleRow]) -> None:
        self._rules, self._roles = rules, known
        current = self.table.current
        rows = sorted(rows, key=lambda row: not row.active)
        self.model.show_rows(rows)
        ids = [one.id for one in rows]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))
        self.table.setVisible(bool(ids))
        self.none.setVisible(not ids)
        for button in (self.change, self.stop):
            button.setEnabled(bool(ids))
        (self.table if ids else self.add if self._runs else self.away).setFocus()

    def _look(self, row: CourseRow | None) -> None:
        if row is not None:
            self.stop.setText("停开" if row.active else "恢复开课")

    def _add(self) -> None:
        CourseDialog(self.session, self._rules, self._roles, None, self).exec()

    def _change(self) -> None:
        row = self.table.current
        if self._runs and isinstance(row, CourseRow):
            CourseDialog(self.session, self._rules, self._roles, row, self).exec()

    def _stop(self) -> None:
        row = self.table.current
        if not isinstance(row, CourseRow):
            return
        own, text = row.id, f"{'停开' if row.active else '恢复'}“{row.title}”"
        ways: list[object] = [
            lambda work: stop_course(work, own), lambda work: resume_course(work, own)
        ]  # fmt: skip
        does, undoes = ways if row.active else ways[::-1]

        def done(inverse: Step) -> None:
            offer(self.session, text, inverse)
            self.notices.say(Message(f"已{text}。", Kind.OK))

        self.session.tasks.write(
            two_ways(does, undoes),  # type: ignore[arg-type]
            topic=TOPIC,
            done=done,
            failed=lambda sentence: self.notices.say(Message(sentence, Kind.BAD)),
        )


class CourseDialog(TrainingForm):
    """One course, new or changed."""

    WIDTH = 500

    def __init__(
        self,
        session: Session,
        rules: HourRules,
        known: list[RoleRow],
        row: CourseRow | None,
        parent: QWidget,
    ) -> None:
        title = "加课程" if row is None else f"改“{row.title}”"
        super().__init__(session, title, "加课程" if row is None else "保存改动", parent)
        self._rules, self._row = rules, row
        self.code = TextField("代码", hint="例如 LX01", text=row.code if row else "")
        self.title = TextField("课程", text=row.title if row else "")
        self.kind = Choice("类别", [(one, one.label) for one in CourseKind])
        self.hours = TextField(
            f"学时（每学时 {rules.minutes} 分钟）", text=hours(row.minutes, rules) if row else "8"
        )
        self.validity = NumberField(
            "有效月数", value=row.validity_months if row else None, hint="不填是长期有效"
        )
        self.tested = Tick("结业要测试")
        self.together = Tick("算集中培训")
        self.note = TextField("备注", text=row.note if row else "", hint="可不填")
        self.reason = TextField("更改的事由", hint="有班核定过才要写")
        self.roles = {one.code: Tick(one.label) for one in known}
        self.tested.setChecked(row.tested if row else True)
        self.together.setChecked(row.together if row else True)
        self.kind.choose(row.kind if row else CourseKind.ROTATION)
        for code, _ in row.roles if row else ():
            if code in self.roles:
                self.roles[code].setChecked(True)
        self._lay_out()
        self.on_act(self._save)
        (self.title if row else self.code).setFocus()

    def _lay_out(self) -> None:
        self.form.addLayout(beside(named(self.code), named(self.title), shares=(1, 3)))
        self.form.addLayout(beside(named(self.kind), named(self.hours), named(self.validity)))
        self.form.addLayout(beside(self.tested, self.together))
        self.form.addWidget(label("哪些岗位必修", "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, tick in enumerate(self.roles.values()):
            grid.addWidget(tick, at // 3, at % 3)
        self.form.addLayout(grid)
        self.form.addWidget(named(self.note))
        field = named(self.reason)
        field.setVisible(self._row is not None)
        self.form.addWidget(field)

    def _form(self) -> CourseForm:
        return CourseForm(
            filled(self.code, "LX01"),
            filled(self.title, "网格员轮训"),
            self.kind.currentData(),
            minutes_of(self.hours.text(), self._rules),
            self.validity.value_or_none,
            self.tested.isChecked(),
            self.together.isChecked(),
            tuple(code for code, tick in self.roles.items() if tick.isChecked()),
            self.note.text().strip(),
        )

    def _save(self) -> None:
        form = self.checked(self._form)
        if form is None:
            return
        if self._row is None:
            self.send(lambda work: add_course(work, form), f"已加课程“{form.title}”。")
            return
        change = CourseChange(self._row.id, self._row.version, form)
        text = f"改课程“{form.title}”"
        self.send_undoable(
            change_step(change), f"课程“{form.title}”已改好。", text, reason=self.reason.text()
        )


def change_step(change: CourseChange) -> Step:
    """A course as it shall read."""
    return lambda work: change_step(change_course(work, change))


def minutes_of(text: str, rules: HourRules) -> int:
    """Minutes of so many 学时, halves too. Raises UserError."""
    plain = plain_digits(text).removesuffix("学时")
    whole, _, half = plain.partition(".")
    if not whole.isdecimal() or half not in {"", "0", "5"}:
        raise UserError(f"学时“{text.strip()}”读不出来。请写成 8 或 4.5")
    return int(whole) * rules.minutes + (rules.minutes // 2 if half == "5" else 0)
