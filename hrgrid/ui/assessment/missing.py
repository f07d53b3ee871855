"""Of whom figures are missing, and of which indicators; the list goes to Excel as it is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.delivered import missing_people
from hrgrid.assessment.rules.period_rows import MissingRow, PeriodRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

MOST = 2_000
COLUMNS: tuple[Column[MissingRow], ...] = (
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("工号", lambda row: row.number, 100, quiet=True, drops=True),
    Column("单位", lambda row: row.unit, 110),
    Column("网格", lambda row: row.area, 130, grows=True),
    Column("还缺的数据", lambda row: "、".join(row.indicators), 260, grows=True),
)


class MissingDialog(Dialog):
    """The list of one unit, or of all."""

    def __init__(
        self,
        session: Session,
        row: PeriodRow,
        parent: QWidget,
        *,
        unit_id: int | None = None,
        indicator: str | None = None,
    ) -> None:
        super().__init__("还缺数据的人", parent)
        self._session, self._period = session, row
        self.told = label("正在读取…", "body2", wraps=True)
        self.model: RowsModel[MissingRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "还缺数据的人")
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(760), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(360), room.height() - 200))
        self.export = Button("导出 Excel", glyph="download-simple", does=self._export)
        self.away = PrimaryButton("关闭", does=self.accept)
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.export)
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self._saving = Saving(session, self)
        self.away.setFocus()
        key = row.id
        session.tasks.read(
            lambda work: missing_people(
                work, key, unit_id=unit_id, indicator=indicator, limit=MOST
            ),
            self._take,
        )

    def _take(self, rows: list[MissingRow]) -> None:
        self.model.show_rows(rows)
        more = "以上" if len(rows) >= MOST else ""
        units = len({row.unit_id for row in rows})
        told = f"{units} 个单位 {len(rows):,} 人{more}还缺数据。"
        self.told.setText(told if rows else "没有缺数据的人。")
        self.export.setEnabled(bool(rows))

    def _export(self) -> None:
        name = f"{self._period.title}还缺数据的人 {len(self.model.rows)} 人"
        save_table(self._saving, name, COLUMNS, self.model.rows, "缺数据名单")
