"""分布: how many have which star, beside the last round, by unit, and what if the rule moved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rows import Spread, StarLineFilter, UnitStars
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session
from hrgrid.ui.stars.chart import StarChart
from hrgrid.ui.stars.deeds import StarDeeds
from hrgrid.ui.stars.parts import StarPart, not_computed
from hrgrid.ui.stars.reading import Read, Spreading
from hrgrid.ui.stars.words import bars_of, unit_bars
from hrgrid.ui.tables import Column, RowsModel, Table

ALL_UNITS = "全部单位"


def _count(count: int) -> str:
    return f"{count:,}" if count else ""


COLUMNS: tuple[Column[UnitStars], ...] = (
    Column("单位", lambda row: row.unit, 104, grows=True, strong=True),
    Column("参加", lambda row: f"{row.people:,}", 54, right=True),
    Column("五星", lambda row: _count(row.counts[5]), 50, right=True),
    Column("四星", lambda row: _count(row.counts[4]), 50, right=True),
    Column("三星", lambda row: _count(row.counts[3]), 50, right=True),
    Column("二星", lambda row: _count(row.counts[2]), 50, right=True),
    Column("一星", lambda row: _count(row.counts[1]), 50, right=True),
    Column("未评星", lambda row: _count(row.counts[0]), 62, right=True),
    Column("升", lambda row: _count(row.up), 48, right=True, drops=True),
    Column("降", lambda row: _count(row.down), 48, right=True, drops=True),
    Column("名额已满", lambda row: _count(row.held), 76, right=True, drops=True),
    Column("待裁定", lambda row: _count(row.at_line), 66, right=True, drops=True),
    Column("不参加", lambda row: _count(row.left_out), 66, right=True, drops=True),
)


def whole_of(spread: Spread) -> UnitStars:
    """All units together, as the first row of the table."""
    units = spread.units
    return UnitStars(
        0, ALL_UNITS, spread.people, spread.counts, spread.up, spread.down,
        sum(one.held for one in units), sum(one.at_line for one in units),
        sum(one.left_out for one in units),
    )  # fmt: skip


class DistributionPart(StarPart):
    """The table of units; the chart follows its row. A bar leads to those who are in it."""

    def __init__(self, session: Session, deeds: StarDeeds) -> None:
        super().__init__(session, deeds)
        self.data: Spreading | None = None
        self.unit = "人"
        self.model: RowsModel[UnitStars] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "单位星级分布")
        self.panel, inside = panel()
        inside.addWidget(self.table)
        self.chart = StarChart("星级分布")
        self.card = Card("全部单位", " ")
        self.told = label("", "caption", wraps=True)
        self.ask = Button(
            "试算：线和名额动一动…", glyph="sliders-horizontal", does=self.open_what_if
        )
        # In a low window the bars scroll: their room is never taken from the table.
        scroll = Scroll(inside=True)
        scroll.column.addWidget(self.chart)
        scroll.column.addWidget(self.told)
        scroll.column.addStretch()
        self.card.column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.ask)
        foot.addStretch()
        self.card.column.addLayout(foot)
        self.none = QWidget()
        self._none = QVBoxLayout(self.none)
        self._none.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.panel, 3)
        row.addWidget(self.card, 2)
        row.addWidget(self.none, 1)
        self.table.chosen.connect(self._show_unit)
        self.table.opened.connect(lambda row: self._narrow(row, None))
        self.chart.chosen.connect(lambda level: self._narrow(self.table.current, level))
        self._fit_card()

    def show_read(self, read: Read) -> None:
        """Show what was read."""
        data: Spreading = read.data
        self.data, self.unit = data, read.board.card.row.unit
        clear(self._none)
        shown = data.spread is not None
        if not shown:
            self._none.addWidget(not_computed(self.deeds))
        # What goes is hidden before the rest comes: both together make a low window grow.
        parts = {self.panel: shown, self.card: shown, self.none: not shown}
        for part in sorted(parts, key=lambda part: parts[part]):
            part.setVisible(parts[part])
        if data.spread is not None:
            current = self.table.current
            rows = [whole_of(data.spread), *data.spread.units]
            self.model.show_rows(rows)
            kept = current.unit_id if isinstance(current, UnitStars) else 0
            ids = [one.unit_id for one in rows]
            self.table.selectRow(ids.index(kept) if kept in ids else 0)
        self.ask.setVisible(shown)

    def _show_unit(self, row: object) -> None:
        spread = self.data.spread if self.data else None
        if not isinstance(row, UnitStars) or spread is None:
            return
        self.card.title.setText(row.unit)
        self.card.beside.setText(f"{row.people:,} {self.unit}参加")
        if row.unit_id == 0:
            self.chart.show_bars(bars_of(spread, self.unit))
            self.told.setText(self._told(spread))
        else:
            self.chart.show_bars(unit_bars(row, self.unit))
            self.told.setText(self._unit_told(row))

    def _told(self, spread: Spread) -> str:
        told = [f"升星 {spread.up:,} {self.unit}，降星 {spread.down:,} {self.unit}。"]
        if spread.before_counts is not None:
            told.append(f"粗条是这次，细条是上次（{spread.before_title}）。")
        else:
            told.append("还没有上一次可比。")
        return "".join(told)

    def _unit_told(self, row: UnitStars) -> str:
        told = [f"升星 {row.up:,} {self.unit}，降星 {row.down:,} {self.unit}"]
        if row.held:
            told.append(f"{row.held:,} {self.unit}够分数线而名额已满")
        if row.at_line:
            told.append(f"{row.at_line:,} {self.unit}并列待裁定")
        return f"{'，'.join(told)}。"

    def _narrow(self, row: object, level: int | None) -> None:
        if isinstance(row, UnitStars):
            units = (row.unit_id,) if row.unit_id else ()
            levels = () if level is None else (level,)
            self.deeds.lines_wanted.emit(StarLineFilter(self.deeds.key, units, levels))

    def open_what_if(self) -> None:
        """Move a line or a share and see what would come of it."""
        from hrgrid.ui.stars.what_if import WhatIfDialog

        row = self.deeds.row
        if row is not None and self.data is not None and self.data.spread is not None:
            box = WhatIfDialog(self.session, row, self.data.rules, self.data.spread, self.window())
            box.exec()

    def main_control(self) -> QWidget | None:
        """The table, or the button where there is none."""
        if self.table.isVisibleTo(self):
            return self.table
        buttons = [one for one in self.none.findChildren(Button) if one.isEnabled()]
        return buttons[0] if buttons else None

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the chart is as wide as it must be."""
        super().arrange(narrow=narrow)
        self._fit_card()

    def fit(self) -> None:
        """Widths for another text size."""
        self.table.fit()
        self._fit_card()

    def _fit_card(self) -> None:
        self.card.setMaximumWidth(theme.length(310 if self.narrow else 460))
        self.card.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
