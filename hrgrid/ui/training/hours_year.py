"""全年学时: everybody's confirmed hours of a year against what is asked."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.training.queries.hours_of_year import HoursOfPerson, HoursOfYear, hours_of_year
from hrgrid.training.rules.hours import HourRules
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import TextField, Tick, label
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table
from hrgrid.ui.training.words import hours


class HoursOfYearDialog(Dialog):
    """Who is short stands first; the list goes to Excel."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(f"{session.year} 年学时", parent)
        self.session = session
        self._rules = HourRules()
        self._rows: tuple[HoursOfPerson, ...] = ()
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(860), room.width() - 60))
        self.search = TextField("找人", hint="姓名、工号、单位")
        self.search.setClearButtonEnabled(True)
        self.short = Tick("只看没达到的")
        self.count = label("正在读取……", "label")
        self.model: RowsModel[HoursOfPerson] = RowsModel(self._columns(), self)
        self.table = Table(self.model, "全年学时")
        self.table.setMinimumHeight(min(theme.length(400), max(130, room.height() - 230)))
        self.export = LinkButton("导出 Excel", glyph="download-simple", does=self._export)
        self.away = PrimaryButton("关闭", does=self.accept)
        self._saving = Saving(session, self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.search, 1)
        head.addWidget(self.short)
        head.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.export)
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(foot)
        for button in (self.export, self.away):
            button.setAutoDefault(False)
        self.search.textChanged.connect(lambda _: self._show())
        self.short.toggled.connect(lambda _: self._show())
        year = session.year
        session.tasks.read(
            lambda work: hours_of_year(work, year), self._take, failed=self.count.setText
        )
        self.search.setFocus()

    def _columns(self) -> tuple[Column[HoursOfPerson], ...]:
        def told(minutes: int) -> str:
            return hours(minutes, self._rules)

        return (
            Column("姓名", lambda row: row.name, 84, strong=True),
            Column("单位", lambda row: row.place or row.street, 150, grows=True),
            Column("岗位", lambda row: row.role, 84, drops=True),
            Column("学时", lambda row: told(row.credited), 60, right=True),
            Column("应有", lambda row: told(row.asked), 60, right=True, quiet=True),
            Column("集中", lambda row: told(row.together), 60, right=True),
            Column("岗前", lambda row: told(row.pre_service), 60, right=True, drops=True),
            Column("还差什么", lambda row: row.missing or "达到", 190, grows=True, quiet=True),
        )

    def _take(self, read: HoursOfYear) -> None:
        self._rules, self._rows = read.rules, read.rows
        self._show()

    def _show(self) -> None:
        wanted = self.search.text().strip()
        rows = [
            row
            for row in self._rows
            if (not self.short.isChecked() or not row.done)
            and (not wanted or wanted in f"{row.name}{row.number}{row.street}{row.place}")
        ]
        self.model.show_rows(rows)
        done = sum(row.done for row in self._rows)
        self.count.setText(f"{len(self._rows):,} 人里 {done:,} 人达到，列出 {len(rows):,} 人")

    def _export(self) -> None:
        name = f"{self.session.year} 年学时"
        save_table(self._saving, name, self._columns(), self.model.rows, "学时")
