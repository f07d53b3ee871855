"""年度报告: a year of warnings and exits, those who recovered first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.exits.rules.rows import YearlyReport
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.exits.looking import read_year
from hrgrid.ui.exits.words import on
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.level import Level
from hrgrid.ui.matters.parts import entry, figure_line
from hrgrid.ui.page import Scroll
from hrgrid.ui.session import Session


def count_told(count: int | None) -> str:
    """A count; few are hidden."""
    return "不足 5" if count is None else f"{count:,}"


class YearLevel(Level):
    """Of the year chosen in the bar."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.read: YearlyReport | None = None
        self._asked = 0
        self.cards = Scroll()
        self.column.addWidget(self.cards, 1)

    def refresh(self) -> None:
        """Read the year."""
        self._asked += 1
        asked = self._asked

        def take(read: YearlyReport) -> None:
            if asked == self._asked:
                self._take(read)

        self.session.tasks.read(read_year(self.session.year), take)

    def main_control(self) -> QWidget:
        """What scrolls."""
        return self.cards

    def _take(self, read: YearlyReport) -> None:
        self.read = read
        self.say_where(f"{read.year} 年度报告")
        column = self.cards.column
        clear(column)
        if not any(line.count for line in read.summary):
            told = "这一年有了预警、解除预警或离岗，就在这里按人数汇总，恢复的排在最前。"
            column.addWidget(EmptyState("sign-out", f"{read.year} 年没有预警和退出", told), 1)
            return
        back = Card("改进后解除预警", f"{len(read.recovered):,} 人")
        for one in read.recovered:
            below = f"{one.unit}，{on(one.opened_on)}立案，{on(one.lifted_on)}解除，{one.days} 天"
            back.column.addWidget(entry(one.name, below))
        if not read.recovered:
            back.column.addWidget(label("这一年还没有", "caption"))
        column.addWidget(back)
        groups = (
            ("汇总", [(one.label, one.count) for one in read.summary]),
            ("离岗依据", [(one.label, one.count) for one in read.grounds]),
            ("预警起因", [(one.label, one.count) for one in read.causes]),
        )
        for title, lines in groups:
            if lines:
                card = Card(title)
                for name, count in lines:
                    card.column.addWidget(figure_line(name, count_told(count)))
                column.addWidget(card)
        self._add_units(read)
        column.addStretch()

    def _add_units(self, read: YearlyReport) -> None:
        if read.units:
            card = Card("各单位", "解除预警 / 预警 / 离岗")
            for one in read.units:
                figures = " / ".join(map(count_told, (one.recovered, one.warned, one.left)))
                card.column.addWidget(figure_line(one.unit, figures))
            self.cards.column.addWidget(card)
        if read.days:
            card = Card("用时", "中位数")
            for line in read.days:
                quiet = f"{line.cases:,} 件，最长 {line.longest:,} 天"
                card.column.addWidget(figure_line(line.label, f"{line.median:,} 天", quiet))
            self.cards.column.addWidget(card)
