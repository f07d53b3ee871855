"""分析: how totals are spread, units beside each other and over time, lenient assessors."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.result_rows import (
    Histogram as HistogramRow,
)
from hrgrid.assessment.rules.result_rows import (
    LeniencyRow,
    TrendPoint,
    UnitTable,
)
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.ui import theme
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.evidence import short
from hrgrid.ui.assessment.parts import BoardPart
from hrgrid.ui.assessment.reading import Analysis, Read
from hrgrid.ui.assessment.words import exact_points, points, signed_exact
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.difference_chart import Difference, DifferenceChart
from hrgrid.ui.forms import clear, label
from hrgrid.ui.histogram import Histogram, Step
from hrgrid.ui.line_chart import Line, LineChart, Point
from hrgrid.ui.matters.table_export import save_table
from hrgrid.ui.page import Scroll
from hrgrid.ui.saving import Saving
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

_LOUD = 5_000
"""A mean this far from the others' is marked: thousandths."""


def _grade(table: UnitTable, at: int) -> str:
    if at >= len(table.grades):
        return ""
    one = table.grades[at]
    return f"{one.count:,} / {one.places:,}" if one.places is not None else f"{one.count:,}"


def columns(grades: Sequence[str]) -> tuple[Column[UnitTable], ...]:
    """Units beside each other; a grade with a share tells its places too."""

    def grade(at: int) -> Column[UnitTable]:
        return Column(grades[at], lambda row: _grade(row, at), 84, right=True)

    return (
        Column("单位", lambda row: row.unit, 110, grows=True, strong=True),
        Column("有结果", lambda row: f"{row.results:,}", 72, right=True),
        Column("平均", lambda row: exact_points(row.mean_milli), 72, right=True),
        Column("中位", lambda row: exact_points(row.median_milli), 72, right=True, drops=True),
        Column("最高", lambda row: points(row.highest_milli), 72, right=True, drops=True),
        Column("最低", lambda row: points(row.lowest_milli), 72, right=True, drops=True),
        *(grade(at) for at in range(len(grades))),
    )


def steps_of(row: HistogramRow, floor_milli: int = 0) -> list[Step]:
    """Columns from the lowest step that anybody reached, with the word of each."""
    first = next((at for at, count in enumerate(row.counts) if count), 0)
    first = min(first, max(0, len(row.counts) - 9))
    made = []
    for at in range(first, len(row.counts)):
        start = row.step_milli * at
        last = at == len(row.counts) - 1
        end = mark_text(start + row.step_milli)
        name = f"{mark_text(start)}+" if last else f"{mark_text(start)}–{end}"
        made.append(Step(name, row.counts[at], marked=start < floor_milli))
    return made


def differences(rows: Sequence[LeniencyRow]) -> list[Difference]:
    """A row an assessor and thing; far off ones are marked."""
    made = []
    for row in sorted(rows, key=lambda one: (one.difference_milli is None,
                                             -abs(one.difference_milli or 0))):  # fmt: skip
        milli = None if row.difference_milli is None else round(row.difference_milli)
        told = signed_exact(row.difference_milli) or "没有可比的"
        beside = (
            f"{row.what}，评 {row.marks:,} 次，平均 {exact_points(row.mean_milli)}，"
            f"别人对同样的人平均 {exact_points(row.others_mean_milli) or '—'}"
        )
        name = f"{row.assessor}（{row.what}）"
        made.append(Difference(name, milli, told, beside, abs(milli or 0) >= _LOUD))
    return made


class AnalysisPart(BoardPart):
    """Cards in two columns; a unit under the cursor has its own distribution and trend."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.data: Analysis | None = None
        self._of = 0
        self._asked = 0
        self._grades: tuple[str, ...] = ()
        self._saving = Saving(session, self)
        self.table: Table | None = None
        self.model: RowsModel[UnitTable] | None = None
        self.histogram = Histogram("得分分布")
        self.trend = LineChart("各期平均分")
        self.leniency = DifferenceChart("评分宽严")
        self.export = Button("导出", glyph="download-simple", does=self._export, name="导出单位表")
        self.units = Card("单位比较", "", [self.export])
        self.spread = Card("得分分布")
        self.over_time = Card("各期平均分")
        self.strict = Card("评分宽严", "本人平均减去别人对同样的人的平均")
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._lay_out()

    def _lay_out(self) -> None:
        self.spread.column.addWidget(self.histogram)
        self.spread_told = label("", "caption", wraps=True)
        self.spread.column.addWidget(self.spread_told)
        self.over_time.column.addWidget(self.trend)
        self.trend_told = label("", "caption", wraps=True)
        self.over_time.column.addWidget(self.trend_told)
        self.strict.column.addWidget(self.leniency)
        self.strict_told = label("", "caption", wraps=True)
        self.strict.column.addWidget(self.strict_told)
        self.side = Scroll()
        for card in (self.spread, self.over_time, self.strict):
            self.side.column.addWidget(card)
        self.side.column.addStretch()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self.units, 3)
        self._row.addWidget(self.side, 2)
        self._row.addWidget(self.none)
        for hidden in (self.units, self.side, self.none, self.strict):
            hidden.hide()

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        self.data, self._of = read.data, read.id
        data = read.data
        clear(self._none)
        shown = bool(data.tables)
        if not shown:
            told = "计算以后，这里画出得分分布、单位比较、各期走势。"
            self._none.addWidget(EmptyState("clipboard-text", "还没有计算", told))
            self.units.hide()
            self.side.hide()
            self.none.show()
            return
        self.none.hide()
        self._show_tables(data.tables)
        self.units.show()
        self.side.show()
        self._ask_leniency(read.id)

    def _show_tables(self, tables: Sequence[UnitTable]) -> None:
        grades = tuple(one.label for one in tables[0].grades)
        if self.table is None or self.model is None or grades != self._grades:
            if self.table is not None:
                self.units.column.removeWidget(self.table)
                self.table.deleteLater()
            self._grades = grades
            self.model = RowsModel(columns(grades), self)
            self.table = Table(self.model, "单位比较")
            self.table.chosen.connect(self._choose)
            self.units.column.addWidget(self.table, 1)
        current = self.table.current
        self.model.show_rows(tables)
        ids = [row.unit_id for row in tables]
        if current is not None and current.unit_id in ids:
            self.table.selectRow(ids.index(current.unit_id))
        self.units.beside.setText(f"{len(tables) - 1} 个单位")

    def _choose(self, row: object) -> None:
        if not isinstance(row, UnitTable) or self.data is None:
            return
        found = next((one for one in self.data.histograms if one.unit_id == row.unit_id), None)
        self.spread.title.setText(f"得分分布：{row.unit}")
        if found is not None:
            mean = exact_points(row.mean_milli)
            told = f"{row.results:,} 人有结果，平均 {mean or '—'}，每 5 分一格。"
            if row.pooled:
                told += "人数少，等次比例与其他小单位合并计算。"
            self.histogram.show_steps(steps_of(found), told)
            self.spread_told.setText(told)
        self._ask_trend(row)

    def _ask_trend(self, row: UnitTable) -> None:
        self._asked += 1
        asked, kind = self._asked, self.deeds.row.kind if self.deeds.row else None
        self.over_time.setVisible(row.unit_id is not None)
        unit = row.unit_id
        if unit is None or kind is None:
            return
        from hrgrid.assessment.queries.trends import trend_of_unit

        def take(found: list[TrendPoint]) -> None:
            if asked != self._asked:
                return
            self.over_time.title.setText(f"各期平均分：{row.unit}")
            points_of = tuple(Point(short(one), one.total_milli) for one in found)
            self.trend.show_lines((Line(row.unit, points_of),))
            many = len(found)
            self.trend_told.setText(
                "纵轴不从 0 开始，刻度标在左边。" if many > 1 else "只有一期，多考核几期就有走势。"
            )

        self.session.tasks.read(lambda work: trend_of_unit(work, unit, kind), take)

    def _ask_leniency(self, period_id: int) -> None:
        if not self.session.may(Right.APPROVE):
            return
        from hrgrid.assessment.queries.leniency import leniency

        def take(rows: list[LeniencyRow]) -> None:
            if self._of != period_id:
                # Another period was opened meanwhile.
                return
            self.leniency.show_rows(differences(rows))
            self.strict.setVisible(bool(rows))
            told = "向右是比别人给得高，向左是给得低；橙色相差 5 分以上。只作提醒，不影响结果。"
            self.strict_told.setText(told)

        # Whoever holds the right elsewhere alone is refused here, and sees no card.
        self.session.tasks.read(
            lambda work: leniency(work, period_id), take, failed=lambda _: self.strict.hide()
        )

    def _export(self) -> None:
        if self.model is not None and self.deeds.row is not None:
            name = f"{self.deeds.row.title}单位比较"
            save_table(self._saving, name, columns(self._grades), self.model.rows, "单位比较")

    def main_control(self) -> QWidget | None:
        """The table of units."""
        return self.table

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the charts get as much room as the table."""
        super().arrange(narrow=narrow)
        self._row.setStretch(0, 1 if narrow else 3)
        self._row.setStretch(1, 1 if narrow else 2)
        self.side.setMinimumWidth(theme.length(260))

    def fit(self) -> None:
        """Widths for another text size."""
        if self.table is not None:
            self.table.fit()
