"""节假日: the days off and worked weekends of a year, as a table that the office may change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hrgrid.accounts import queries, service
from hrgrid.core.errors import UserError
from hrgrid.core.workdays import (
    Calendar,
    DayKind,
    DayRow,
    YearTable,
    day_row,
    shipped_year,
    table_warnings,
    year_table,
)
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Banner, Kind, Message
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import FormDialog
from hrgrid.ui.forms import Choice, Field, TextField, clear, label
from hrgrid.ui.office.part import Part
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_WEEKDAYS = "一二三四五六日"


def _weekday(day: dt.date) -> str:
    return f"星期{_WEEKDAYS[day.weekday()]}"


COLUMNS: tuple[Column[DayRow], ...] = (
    Column("日期", lambda row: f"{row.day:%Y-%m-%d}", 120),
    Column("星期", lambda row: _weekday(row.day), 90, quiet=True),
    Column(
        "休或班",
        lambda row: "休息" if row.kind is DayKind.OFF else "上班",
        90,
        chip=lambda row: "ok" if row.kind is DayKind.OFF else "info",
    ),
    Column("节日", lambda row: row.name, 200, grows=True),
)


def _read(work: UnitOfWork) -> Calendar:
    calendar = queries.calendar(work)
    # The shipped table costs an import: here, off the screen's thread.
    shipped_year(work.today.year)
    return calendar


def table_text(table: YearTable) -> str:
    """A year as lines that can be typed or pasted: date, 休 or 班, name."""
    return "\n".join(f"{row.day}\t{row.kind.label}\t{row.name}" for row in table.rows)


def read_table(year: int, text: str) -> YearTable:
    """The lines read back; raises UserError naming the line."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.replace(",", "\t").replace("，", "\t").split("\t")
        if len(parts) == 1:
            parts = line.split(maxsplit=2)
        if not line.strip():
            continue
        try:
            rows.append(day_row(parts[0], parts[1] if len(parts) > 1 else "", "".join(parts[2:])))
        except UserError as error:
            raise UserError(f"第 {number} 行：{error.sentence}") from error
    return year_table(year, rows)


class HolidaysPart(Part):
    """A year, its table, and whether anybody maintains it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._calendar = Calendar()
        this = dt.date.today().year  # noqa: DTZ011 - the desk's year
        self.year = Choice("年份", [(year, f"{year} 年") for year in range(this + 2, this - 3, -1)])
        self.year.choose(this)
        self.source = label("", "crumb")
        self.edit = PrimaryButton("维护节假日", glyph="pencil-simple", does=self._edit)
        self._warning = QVBoxLayout()
        self.model = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "节假日")
        self._lay_out()
        self.year.currentIndexChanged.connect(self._show)

    def main_control(self) -> QWidget:
        """The year."""
        return self.year

    def refresh(self) -> None:
        """Read the office's tables."""
        self.session.tasks.read(_read, self._take)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.year)
        tools.addWidget(self.source, 1)
        tools.addWidget(self.edit)
        self.column.addLayout(tools)
        self.column.addLayout(self._warning)
        self.add_framed(self.table)

    def _take(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._show()

    def _show(self) -> None:
        year = int(self.year.currentData())
        table = self._calendar.table(year)
        own = any(kept.year == year for kept in self._calendar.tables)
        clear(self._warning)
        if table is None:
            told = f"{year} 年节假日未维护，工作日按周末推算。国务院办公厅通知发布后请在这里填上。"
            self._warning.addWidget(Banner(Message(told, Kind.WARN)))
        self.source.setText(source_words(table, own=own))
        self.edit.setText(f"维护 {year} 年节假日")
        self.model.show_rows(table.rows if table else ())

    def _edit(self) -> None:
        year = int(self.year.currentData())
        table = self._calendar.table(year) or YearTable(year)
        HolidaysDialog(self.session, table, self).exec()


def source_words(table: YearTable | None, *, own: bool) -> str:
    """Where a year's table comes from, with its figures."""
    if table is None:
        return "没有表"
    off = sum(row.kind is DayKind.OFF for row in table.rows)
    where = "本机构维护" if own else "随程序附带的国务院安排"
    return f"{where}：休 {off} 天，调休上班 {len(table.rows) - off} 天"


class HolidaysDialog(FormDialog):
    """The table of a year as lines: paste the notice's days from Excel, or type them."""

    def __init__(self, session: Session, table: YearTable, parent: QWidget) -> None:
        super().__init__(f"维护 {table.year} 年节假日", f"保存 {table.year} 年节假日", parent)
        self._session, self._year = session, table.year
        told = "每行一天：日期、休或班、节日名，可以从 Excel 整块粘贴。周末本来就休，不用写。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.lines = QPlainTextEdit(table_text(table))
        self.lines.setTabChangesFocus(True)
        self.lines.setTabStopDistance(theme.length(110))
        self.lines.setPlaceholderText(f"{table.year}-01-01\t休\t元旦")
        self.lines.setAccessibleName(f"{table.year} 年节假日，每行一天")
        self.lines.setMinimumSize(theme.length(460), theme.length(150))
        self.document = TextField("文号", hint="例如：国办发明电〔2026〕7 号")
        shipped = Button("填入随程序附带的安排", does=self._take_shipped)
        shipped.setVisible(shipped_year(table.year) is not None)
        shipped.setAutoDefault(False)
        self.form.addWidget(self.lines, 1)
        self.form.addWidget(shipped)
        self.form.addWidget(Field("通知文号（可不填）", self.document))
        self.on_act(self._save)
        self.lines.setFocus()

    def _take_shipped(self) -> None:
        table = shipped_year(self._year)
        if table is not None:
            self.lines.setPlainText(table_text(table))

    def _save(self) -> None:
        try:
            table = read_table(self._year, self.lines.toPlainText())
        except UserError as error:
            self.refuse(error.sentence)
            return
        rows, document = table.rows, self.document.text()
        self._session.tasks.write(
            lambda work: service.keep_holidays(work, table.year, rows, document),
            topic="rules",
            done=self._saved,
            failed=self.refuse,
        )

    def _saved(self, table: YearTable) -> None:
        self.accept()
        doubts: Sequence[str] = table_warnings(table)
        kind = Kind.WARN if doubts else Kind.OK
        self._session.say(f"已保存 {table.year} 年节假日。{'；'.join(doubts)}", kind)
