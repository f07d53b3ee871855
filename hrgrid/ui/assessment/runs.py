"""各次计算比较: every computation, and who differs between two of them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.queries.changes import changes
from hrgrid.assessment.queries.runs import runs
from hrgrid.assessment.rules.period_rows import PeriodRow
from hrgrid.assessment.rules.result_rows import ChangeRow, RunRow
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import points
from hrgrid.ui.buttons import Button
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import Choice, label
from hrgrid.ui.matters.forms import beside, named
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.status import when
from hrgrid.ui.tables import Column, RowsModel, Table


def _two(before: str, after: str) -> str:
    if before == after:
        return after
    return f"{before or '无'} → {after or '无'}"


COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column("姓名", lambda row: row.name, 90, strong=True),
    Column("单位", lambda row: row.unit, 110),
    Column("得分", lambda row: _two(points(row.before_milli), points(row.after_milli)), 130,
           right=True),
    Column("等次", lambda row: _two(row.before_grade, row.after_grade), 130),
    Column("名次", lambda row: _two(str(row.before_rank or ""), str(row.after_rank or "")), 90,
           right=True),
    Column("原因", lambda row: "、".join(row.why), 200, grows=True, quiet=True),
)  # fmt: skip


def run_words(row: RunRow) -> str:
    """第 2 次，11 月 3 日 10:22，陈敏."""
    version = f"第 {row.revision} 版" if row.revision > 1 else ""
    state = "" if row.applied else "，已作废"
    return f"{version}第 {row.number} 次，{when(row.made_at)}，{row.made_by}{state}"


class RunsDialog(Dialog):
    """Two computations beside each other."""

    def __init__(self, session: Session, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(f"{row.title}：各次计算", parent)
        self._session, self._row, self._asked = session, row, 0
        self.rows: list[RunRow] = []
        self.later = Choice("这一次")
        self.earlier = Choice("与哪一次比")
        self.told = label("", "body2", wraps=True)
        self.model: RowsModel[ChangeRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "两次计算的差别")
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(820), room.width() - 60))
        self.table.setMinimumHeight(min(theme.length(320), room.height() - 280))
        self.body.addLayout(beside(named(self.later), named(self.earlier)))
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        self.export = Button("导出 Excel", glyph="download-simple", does=self._export)
        self.away = Button("关闭", does=self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.export)
        foot.addStretch()
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self._saving = Saving(session, self)
        self.later.currentIndexChanged.connect(lambda _: self._offer_earlier())
        self.earlier.currentIndexChanged.connect(lambda _: self._compare())
        self.away.setFocus()
        key = row.id
        session.tasks.read(lambda work: runs(work, key), self._take)

    def _take(self, rows: list[RunRow]) -> None:
        self.rows = sorted(rows, key=lambda one: (one.revision, one.number), reverse=True)
        self.later.fill([(one.id, run_words(one)) for one in self.rows])
        self._offer_earlier()

    def _offer_earlier(self) -> None:
        ids = [one.id for one in self.rows]
        chosen = self.later.currentData()
        at = ids.index(chosen) if chosen in ids else 0
        before = self.rows[at + 1 :]
        self.earlier.fill([(one.id, run_words(one)) for one in before] or [(None, "没有更早的")])
        self._compare()

    def _compare(self) -> None:
        later, earlier = self.later.currentData(), self.earlier.currentData()
        own = next((one for one in self.rows if one.id == later), None)
        reason = f"事由：{own.reason}。" if own is not None and own.reason else ""
        self._asked += 1
        asked = self._asked
        if not isinstance(later, int) or not isinstance(earlier, int):
            self.model.show_rows([])
            self.told.setText(
                f"{reason}只计算过一次，没有可比的。" if self.rows else "还没有计算。"
            )
            self.export.setEnabled(False)
            return

        def take(found: list[ChangeRow]) -> None:
            if asked == self._asked:
                self.model.show_rows(found)
                told = f"{len(found):,} 人的得分、等次或名次不同。" if found else "两次完全一致。"
                self.told.setText(f"{reason}{told}")
                self.export.setEnabled(bool(found))

        self._session.tasks.read(lambda work: changes(work, later, earlier), take)

    def _export(self) -> None:
        name = f"{self._row.title}两次计算的差别 {len(self.model.rows)} 人"
        save_table(self._saving, name, COLUMNS, self.model.rows, "两次计算的差别")
