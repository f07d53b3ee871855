"""交数据: who has not delivered, per unit and indicator, and the ways to bring figures in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.assessment.rules.period_rows import (
    IndicatorDelivered,
    PeriodBoard,
    ReminderRow,
    UnitDelivered,
)
from hrgrid.exchange.rules.collect_rows import UnitRow
from hrgrid.ui import theme
from hrgrid.ui.assessment.deeds import Deeds
from hrgrid.ui.assessment.parts import ListedPart
from hrgrid.ui.assessment.reading import Delivered, Read
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.charts import Bar, BarChart
from hrgrid.ui.forms import label
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class UnitLine:
    """One unit: of how many indicators everything is there, what is missing, its workbook."""

    unit_id: int
    unit: str
    people: int
    whole: int
    full: int
    missing: str
    sheet: str

    @property
    def ready(self) -> bool:
        """Nothing is missing."""
        return self.full == self.whole


def lines_of(
    units: Sequence[UnitDelivered],
    owed: Sequence[ReminderRow],
    sheets: Sequence[UnitRow],
    wanted: frozenset[str],
    indicator: str | None,
) -> list[UnitLine]:
    """A line a unit, those that owe most on top; of one indicator where one is chosen.

    Of all together those in `wanted` count: without the others there is a result too.
    """
    by_unit: dict[int, list[UnitDelivered]] = defaultdict(list)
    for one in units:
        if one.indicator in wanted if indicator is None else one.indicator == indicator:
            by_unit[one.unit_id].append(one)
    words = {one.unit_id: one.words for one in owed}
    states = {one.unit_name: one.state.label for one in sheets}
    made = []
    for unit_id, own in by_unit.items():
        open_ones = [one for one in own if one.delivered < one.of]
        missing = words.get(unit_id, "")
        if indicator is not None:
            missing = "".join(f"缺 {one.of - one.delivered:,} 人" for one in open_ones)
        elif not missing and open_ones:
            missing = "、".join(f"{one.label} {one.of - one.delivered:,} 人" for one in open_ones)
        name = own[0].unit
        sheet = states.get(name, "")
        people = max(one.of for one in own)
        full = len(own) - len(open_ones)
        made.append(UnitLine(unit_id, name, people, len(own), full, missing, sheet))
    return sorted(made, key=lambda one: (one.ready, one.full - one.whole, one.unit))


COLUMNS: tuple[Column[UnitLine], ...] = (
    Column("单位", lambda row: row.unit, 120, grows=True, strong=True),
    Column("考核", lambda row: f"{row.people:,}", 64, right=True),
    Column("报送", lambda row: "已报齐" if row.ready else "未报齐", 88,
           chip=lambda row: "ok" if row.ready else "warn"),
    Column("齐 / 应报", lambda row: f"{row.full} / {row.whole} 项", 92, right=True),
    Column("还缺", lambda row: row.missing, 220, grows=True),
    Column("收集表", lambda row: row.sheet, 96, quiet=True, drops=True),
)  # fmt: skip


def bars_of(delivered: Sequence[IndicatorDelivered]) -> list[Bar]:
    """How many lack figures, per indicator, from zero; those that block are marked."""
    return [
        Bar(
            one.label,
            one.of - one.delivered,
            f"缺 {one.of - one.delivered:,}" if one.delivered < one.of else "已齐",
            f"{one.delivered:,} / {one.of:,}",
            marked=one.needed and one.delivered < one.of,
        )
        for one in delivered
    ]


class DeliveredPart(ListedPart):
    """Units at the left, indicators as bars at the right; a bar narrows the units to it."""

    def __init__(self, session: Session, deeds: Deeds) -> None:
        super().__init__(session, deeds)
        self.data: Delivered | None = None
        self.board: PeriodBoard | None = None
        self.indicator: IndicatorDelivered | None = None
        self._listed: tuple[IndicatorDelivered, ...] = ()
        self.model: RowsModel[UnitLine] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "各单位报送情况")
        self.put_table(self.table)
        self.collect = Button("收集…", glyph="list-checks", does=deeds.collect, name="按单位收集")
        self.bring = Button(
            "导入", glyph="upload-simple", does=deeds.import_figures, name="导入数据文件"
        )
        self.gather = Button("补程序已有的数据", does=deeds.gather)
        self.reviews = Button("录评议分…", does=deeds.key_reviews)
        self.add_deeds((self.reviews, self.gather, self.bring, self.collect))
        self.gather.setToolTip("把本程序里的培训、比武、双随机检查结果补进来")
        self.bring.setToolTip("其他平台导出的 Excel 也可以直接拖到这一页")
        self.everything = LinkButton("看全部", does=lambda: self.narrow_to(None))
        self.remind = LinkButton("复制催报名单", glyph="copy", does=self._remind)
        self.card = Card("各项数据", "", [self.everything])
        self.chart = BarChart("各项数据缺多少人")
        self.legend = label("条长是缺数据的人数，橙色的不报齐不出结果。", "caption", wraps=True)
        scroll = Scroll(inside=True)
        # The figures stand clear of the bar that scrolls.
        scroll.column.setContentsMargins(0, 0, 12, 0)
        scroll.column.addWidget(self.chart)
        scroll.column.addWidget(self.legend)
        scroll.column.addStretch()
        self.card.column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.remind)
        foot.addStretch()
        self.card.column.addLayout(foot)
        self.middle.addWidget(self.card)
        self.card.hide()
        self.everything.hide()
        self.chart.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.fit()

    def fit(self) -> None:
        """Widths for another text size."""
        super().fit()
        self.card.setFixedWidth(theme.length(390))

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the table has all the room."""
        super().arrange(narrow=narrow)
        self.card.setVisible(not narrow and self.data is not None)
        self.gather.setText("补已有" if narrow else "补程序已有的数据")
        self.gather.setAccessibleName("补程序已有的数据")

    def escape(self) -> bool:
        """All indicators again."""
        if self.indicator is None:
            return False
        self.narrow_to(None)
        return True

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        self.board, self.data = read.board, read.data
        self._listed = read.board.counts.delivered
        if self.indicator is not None:
            codes = {one.code: one for one in self._listed}
            self.indicator = codes.get(self.indicator.code)
        self.chart.show_most(len(self._listed))
        self.chart.show_bars(bars_of(self._listed))
        takes = self.deeds.takes_figures
        for deed in (self.collect, self.bring, self.gather):
            deed.setVisible(takes)
        self.reviews.setVisible(self.deeds.runs and bool(read.data.reviews))
        self.remind.setVisible(bool(read.data.reminders))
        self._show()
        self.arrange(narrow=self.narrow)

    def narrow_to(self, indicator: IndicatorDelivered | None) -> None:
        """One indicator, or all."""
        self.indicator = indicator
        self._show()

    def _choose(self, at: int) -> None:
        chosen = self._listed[at]
        self.narrow_to(None if self.indicator == chosen else chosen)

    def _show(self) -> None:
        if self.data is None or self.board is None:
            return
        code = self.indicator.code if self.indicator else None
        sheets = self.data.rounds[0].units if self.data.rounds else ()
        needed = frozenset(one.code for one in self._listed if one.needed)
        rows = lines_of(self.data.units, self.data.reminders, sheets, needed, code)
        current = self.table.current
        self.model.show_rows(rows)
        ids = [row.unit_id for row in rows]
        if current is not None and current.unit_id in ids:
            self.table.selectRow(ids.index(current.unit_id))
        self.everything.setVisible(self.indicator is not None)
        self.told.setText(self._sentence(rows))
        self.say_empty(None if rows else self._nobody())

    def _sentence(self, rows: Sequence[UnitLine]) -> str:
        ready = sum(row.ready for row in rows)
        what = f"“{self.indicator.label}”：" if self.indicator else ""
        due = self.board.card.row.due_on if self.board else None
        until = f"，{full_day(due)} 前报齐" if due is not None and ready < len(rows) else ""
        return f"{what}{len(rows):,} 个单位，{ready:,} 个已报齐{until}。"

    def _nobody(self) -> EmptyState:
        actions: list[QWidget] = []
        if self.deeds.runs:
            actions = [PrimaryButton("看考核对象", does=self.deeds.show_people)]
        told = "这一期的范围里没有方案所考核岗位的在岗人员，或都不满最少在岗天数。"
        return EmptyState("users-three", "这一期还没有考核对象", told, actions)

    def _open(self, row: UnitLine) -> None:
        code = self.indicator.code if self.indicator else None
        self.deeds.show_missing(row.unit_id, code)

    def _remind(self) -> None:
        """Who owes what, as a text to send."""
        if self.data is None or self.board is None:
            return
        title, due = self.board.card.row.title, self.board.card.row.due_on
        first = f"“{title}”还有 {len(self.data.reminders):,} 个单位没有报齐"
        lines = [f"{first}，请在 {full_day(due)} 前报来：" if due else f"{first}："]
        lines += [f"{one.unit}：{one.words}" for one in self.data.reminders]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.session.say("催报名单已复制，粘贴到工作群或短信里即可。")
