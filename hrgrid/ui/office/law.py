"""提醒与退休: how many days ahead duties are told, and the ages of retirement by dated tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.overview.queries.duties import duty_rules, retirement_tables
from hrgrid.overview.rules.duties import DutyRules
from hrgrid.overview.rules.retirement import (
    AgeRow,
    AgeTable,
    PostKind,
    age_words,
    parse_age,
    parse_birth_month,
    table_on,
)
from hrgrid.overview.service.rules import keep_duty_days, keep_retirement_ages
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Field, TextField, Tick, clear, label
from hrgrid.ui.office.part import ScrollingPart
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.workforce.queries import RoleRow, roles

NAMES = (
    ("first", "合同到期，第一次提醒"),
    ("second", "合同到期，第二次提醒"),
    ("probation", "试用期满"),
    ("retirement", "临近退休年龄"),
    ("stand_in", "代管到期"),
    ("overdue", "过期以后还列多少天"),
)
"""The numbers of days in the order in which they are asked."""


def numbers_of(rules: DutyRules) -> dict[str, int]:
    """The numbers of days by their names."""
    first, second = rules.contract
    return {
        "first": first,
        "second": second,
        "probation": rules.probation,
        "retirement": rules.retirement,
        "stand_in": rules.stand_in,
        "overdue": rules.overdue,
    }


@dataclass(frozen=True)
class _Law:
    rules: DutyRules
    tables: Sequence[AgeTable]
    roles: Sequence[RoleRow]
    today: dt.date


def _read(work: UnitOfWork) -> _Law:
    return _Law(duty_rules(work, work.today), retirement_tables(work), roles(work), work.today)


def row_words(row: AgeRow) -> str:
    """What a row of a table says."""
    if row.since is None or not row.most:
        return age_words(row.base)
    year, month = row.since
    return (
        f"{age_words(row.base)}；{year} 年 {month} 月及以后出生的，每 {row.step} 个月延迟 1 个月，"
        f"最多到 {age_words(row.base + row.most)}"
    )


_HEADINGS = ("", "年龄", "从哪月出生的起延迟", "每几个月延 1 个月", "最多延几个月")
TABLES: tuple[Column[AgeTable], ...] = (
    Column("施行日期", lambda table: f"{table.valid_from:%Y-%m-%d}", 110, strong=True),
    Column("名称", lambda table: table.name, 190),
    Column("依据", lambda table: table.source, 260, grows=True),
)


class LawPart(ScrollingPart):
    """The days and the tables as they stand, each with its way to a new version."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._law: _Law | None = None
        self.days = LinkButton("调整提醒天数", does=self._change_days)
        self._duties = Card("待办提醒", "提前多少天列入待办", actions=[self.days])
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setVerticalSpacing(4)
        self._duties.column.addLayout(self._grid)
        self.ages = LinkButton("另立一版退休年龄", does=self._change_ages)
        self._ages = Card("退休年龄", "仅作提示，以人社部门核定为准", actions=[self.ages])
        self._told = label("", "body2", wraps=True)
        self._ages.column.addWidget(self._told)
        self.model = RowsModel(TABLES, self)
        self.table = Table(self.model, "退休年龄各版")
        self.table.setMinimumHeight(theme.length(112))
        self._ages.column.addWidget(self.table)
        self.cards.addWidget(self._duties)
        self.cards.addWidget(self._ages)
        self.table.chosen.connect(self._tell)

    def main_control(self) -> QWidget:
        """The way to other numbers of days."""
        return self.days

    def refresh(self) -> None:
        """Read what is in force."""
        self.session.tasks.read(_read, self._show)

    def _show(self, law: _Law) -> None:
        self._law = law
        clear(self._grid)
        numbers = numbers_of(law.rules)
        for row, (name, told) in enumerate(NAMES):
            self._grid.addWidget(label(told), row, 0)
            days = label(f"{numbers[name]} 天", "strong")
            self._grid.addWidget(days, row, 1, Qt.AlignmentFlag.AlignRight)
        tables = sorted(law.tables, key=lambda table: table.valid_from, reverse=True)
        self.model.show_rows(tables)
        self._tell(None)

    def _tell(self, chosen: AgeTable | None) -> None:
        if self._law is None:
            return
        table = chosen or table_on(self._law.tables, self._law.today)
        names = {role.code: role.label for role in self._law.roles}
        managing = "、".join(names.get(code, code) for code in sorted(table.managing))
        lines = [f"{row.kind.label}：{row_words(row)}。" for row in table.rows]
        lines.append(f"按管理岗位算的：{managing or '没有'}。")
        force = "" if chosen else "（现行）"
        self._told.setText("\n".join((f"{table.name}{force}", *lines)))

    def _change_days(self) -> None:
        if self._law is not None:
            DaysDialog(self.session, self._law.rules, self._law.today, self).exec()

    def _change_ages(self) -> None:
        if self._law is not None:
            law = self._law
            shown = self.table.current or table_on(law.tables, law.today)
            AgesDialog(self.session, shown, law.roles, law.today, self).exec()


class DaysDialog(FormDialog):
    """The numbers of days from a day on; the earlier ones stay for the days before."""

    WIDTH = 460

    def __init__(self, session: Session, rules: DutyRules, today: dt.date, parent: QWidget) -> None:
        super().__init__("调整提醒天数", "保存提醒天数", parent)
        self._session = session
        self.fields: dict[str, TextField] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, (name, told) in enumerate(NAMES):
            field = TextField(told, text=str(numbers_of(rules)[name]))
            self.fields[name] = field
            grid.addWidget(Field(f"{told}（天）", field), at // 2, at % 2)
        self.form.addLayout(grid)
        self.since = DateField("施行日期")
        self.since.put(today)
        self.document = TextField("文号", hint="没有可不填")
        self.reason = TextField("事由", hint="例如：续签要提前三个月报批")
        row = QHBoxLayout()
        row.addWidget(Field("从哪天起", self.since))
        row.addWidget(Field("依据文号", self.document), 1)
        self.form.addLayout(row)
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._save)
        self.fields["first"].setFocus()

    def _save(self) -> None:
        try:
            numbers = {name: _count(self.fields[name].text(), told) for name, told in NAMES}
            since = _day(self.since)
        except UserError as error:
            self.refuse(error.sentence)
            return
        pair = (numbers.pop("first"), numbers.pop("second"))
        rules, document = DutyRules(pair, **numbers), self.document.text()
        self._session.tasks.write(
            lambda work: keep_duty_days(work, rules, since, document),
            topic="rules",
            reason=self.reason.text().strip(),
            done=self._saved,
            failed=self.refuse,
        )

    def _saved(self, _: object) -> None:
        self.accept()
        self._session.say("提醒天数已保存，待办按新的天数列出。")


class AgesDialog(FormDialog):
    """A table of ages from a day on, begun with the one that is shown."""

    WIDTH = 640

    def __init__(
        self,
        session: Session,
        table: AgeTable,
        known: Sequence[RoleRow],
        today: dt.date,
        parent: QWidget,
    ) -> None:
        super().__init__("另立一版退休年龄", "保存退休年龄", parent)
        self._session = session
        self.name = TextField("名称", text=table.name)
        self.source = TextField("依据", text="", hint="例如：国发〔2027〕1 号")
        self.since = DateField("施行日期")
        self.since.put(today)
        head = QHBoxLayout()
        head.addWidget(Field("名称", self.name), 1)
        head.addWidget(Field("依据的文件", self.source), 1)
        head.addWidget(Field("施行日期", self.since))
        self.form.addLayout(head)
        self.rows = {row.kind: _AgeFields(row) for row in table.rows}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for at, title in enumerate(_HEADINGS):
            grid.addWidget(label(title, "label"), 0, at)
        for line, (kind, fields) in enumerate(self.rows.items(), start=1):
            grid.addWidget(label(kind.label), line, 0)
            for at, field in enumerate(fields.all, start=1):
                grid.addWidget(field, line, at)
        self.form.addLayout(grid)
        self.form.addWidget(label("不延迟的把后三格留空。按管理岗位算的：", "caption", wraps=True))
        self.managing = {role.code: Tick(role.label) for role in known}
        ticks = QGridLayout()
        for at, (code, tick) in enumerate(self.managing.items()):
            tick.setChecked(code in table.managing)
            ticks.addWidget(tick, at // 4, at % 4)
        self.form.addLayout(ticks)
        self.reason = TextField("事由", hint="例如：按国家新规定")
        self.form.addWidget(Field("事由", self.reason))
        self.on_act(self._save)
        self.source.setFocus()

    def _save(self) -> None:
        try:
            table = AgeTable(
                self.name.text(),
                self.source.text(),
                _day(self.since),
                tuple(fields.read(kind) for kind, fields in self.rows.items()),
                frozenset(code for code, tick in self.managing.items() if tick.isChecked()),
            )
        except UserError as error:
            self.refuse(error.sentence)
            return
        self._session.tasks.write(
            lambda work: keep_retirement_ages(work, table),
            topic="rules",
            reason=self.reason.text().strip(),
            done=self._saved,
            failed=self.refuse,
        )

    def _saved(self, _: object) -> None:
        self.accept()
        self._session.say(f"退休年龄已保存，从 {self.since.text()} 起施行。")


class _AgeFields:
    """The four fields of a row."""

    def __init__(self, row: AgeRow) -> None:
        name = row.kind.label
        since = f"{row.since[0]}-{row.since[1]:02d}" if row.since else ""
        delays = row.since is not None
        self.age = TextField(f"{name}的年龄", text=age_words(row.base))
        self.since = TextField(f"{name}从哪月出生的起延迟", text=since, hint="1965-01")
        self.step = TextField(f"{name}每几个月延 1 个月", text=str(row.step) if delays else "")
        self.most = TextField(f"{name}最多延几个月", text=str(row.most) if delays else "")

    @property
    def all(self) -> tuple[TextField, ...]:
        """In the order of the columns."""
        return self.age, self.since, self.step, self.most

    def read(self, kind: PostKind) -> AgeRow:
        """The row as typed. Raises UserError naming the row."""
        base = parse_age(self.age.text(), kind.label)
        rest = [field.text().strip() for field in (self.since, self.step, self.most)]
        if not any(rest):
            return AgeRow(kind, base)
        if not all(rest):
            raise UserError(f"{kind.label}的延迟只填了一部分，请填全三格，或都留空")
        return AgeRow(
            kind,
            base,
            parse_birth_month(rest[0], kind.label),
            _count(rest[1], f"{kind.label}每几个月延 1 个月"),
            _count(rest[2], f"{kind.label}最多延几个月"),
        )


def _count(text: str, name: str) -> int:
    typed = text.strip()
    if not (typed.isdecimal() and len(typed) <= 4):
        raise UserError(f"“{name}”要填整数，现在是“{typed or '空'}”。请改正")
    return int(typed)


def _day(field: DateField) -> dt.date:
    if field.value is None:
        raise UserError("没有写施行日期，或日期看不懂。请填成 2027-01-01 这样")
    return field.value
