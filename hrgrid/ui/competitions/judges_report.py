"""评委情况: how far the judges were apart, how they agree, and whether one leans to his own unit.

For the chief judge alone; what is dropped and who is best is decided by the rule, not by this.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.judges import EventFigures, JudgeFigures, SpreadRow, event_figures
from hrgrid.training.rules.competition_rows import EventRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import PrimaryButton
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import label
from hrgrid.ui.page import Turning
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table


def figure(value: Fraction | None, *, signed: bool = False) -> str:
    """Points with two decimals, a real minus; nothing where there is nothing to reckon with."""
    if value is None:
        return ""
    whole = round_half_up(abs(value), 2)
    sign = "−" if value < 0 and whole else "+" if signed and whole else ""
    return f"{sign}{fixed_text(whole, 2)}"


def share(value: Fraction | None) -> str:
    """A share in whole per cent."""
    return "" if value is None else f"{round_half_up(value * 100, 0)}%"


JUDGES: tuple[Column[JudgeFigures], ...] = (
    Column("评委", lambda row: f"{row.seat_no} {row.name}", 110, strong=True),
    Column("单位", lambda row: row.unit, 100, grows=True, quiet=True, drops=True),
    Column("打分", lambda row: f"{row.marked}", 56, right=True),
    Column("平均分", lambda row: figure(row.mean), 74, right=True),
    Column("高低差", lambda row: figure(row.range), 74, right=True),
    Column("偏高偏低", lambda row: figure(row.lean, signed=True), 84, right=True),
    Column("平均偏离", lambda row: figure(row.off), 84, right=True),
    Column("去最高", lambda row: f"{row.high}", 64, right=True),
    Column("去最低", lambda row: f"{row.low}", 64, right=True),
    Column("与结果一致", lambda row: share(row.agreement), 94, right=True),
    Column("偏本单位", lambda row: figure(row.bias, signed=True), 84, right=True),
)
SPREADS: tuple[Column[SpreadRow], ...] = (
    Column("出场号", lambda row: "" if row.draw_no is None else str(row.draw_no), 70, right=True),
    Column("选手", lambda row: row.name, 110, strong=True),
    Column("单位", lambda row: row.unit, 120, grows=True, quiet=True),
    Column("最高", lambda row: figure(row.highest), 76, right=True),
    Column("最低", lambda row: figure(row.lowest), 76, right=True),
    Column("相差", lambda row: figure(row.spread), 76, right=True, strong=True),
    Column("中位数", lambda row: figure(row.median), 76, right=True),
    Column("偏离大的", lambda row: seats_told(row.suspects), 130, drops=True),
)


def seats_told(seats: Sequence[int]) -> str:
    """评委 3、5."""
    return f"评委 {'、'.join(map(str, seats))}" if seats else ""


def summary(figures: EventFigures) -> str:
    """The event in a sentence."""
    told = [f"{figures.complete} 名选手评委全部打了分"]
    if figures.mean_spread is not None:
        told.append(f"同一选手的最高与最低分平均相差 {figure(figures.mean_spread)} 分")
    if figures.concordance is not None:
        told.append(f"评委排序的一致程度 {share(figures.concordance)}（100% 为完全一致）")
    return f"{'，'.join(told)}。"


class JudgesReportDialog(Dialog):
    """By judge and by entrant; the same figures stand in the paper 评委情况."""

    def __init__(
        self, session: Session, competition_id: int, event: EventRow, parent: QWidget
    ) -> None:
        super().__init__(f"{event.title}：评委情况", parent)
        del competition_id
        self.session = session
        self.told = label("正在计算……", "body2", wraps=True)
        self.judges: RowsModel[JudgeFigures] = RowsModel(JUDGES, self)
        self.spreads: RowsModel[SpreadRow] = RowsModel(SPREADS, self)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("按评委、按选手")
        for text in ("按评委", "按选手"):
            self.tabs.addTab(text)
        self._turning = Turning()
        room = parent.window().size()
        self.setMinimumWidth(min(theme.length(900), room.width() - 60))
        for table in (Table(self.judges, "按评委"), Table(self.spreads, "按选手")):
            table.setMinimumHeight(min(theme.length(320), max(110, room.height() - 250)))
            self._turning.addWidget(table)
        self.body.addWidget(self.told)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._turning, 1)
        note = "偏高偏低是与其他评委对同一选手的平均分相比；只供评委组参考，不改变成绩。"
        foot = QHBoxLayout()
        foot.addWidget(label(note, "caption", wraps=True), 1)
        away = PrimaryButton("关闭", does=self.accept)
        foot.addWidget(away)
        self.body.addLayout(foot)
        self.tabs.currentChanged.connect(self._turning.setCurrentIndex)
        away.setFocus()

        def job(work: UnitOfWork) -> EventFigures:
            from hrgrid.panels.queries import panel_view, standings

            view = panel_view(work, event.panel_id)
            return event_figures(event.title, view, standings(work, event.panel_id))

        session.tasks.read(job, self._show, failed=self.told.setText)

    def _show(self, figures: EventFigures) -> None:
        self.told.setText(summary(figures))
        self.judges.show_rows(figures.judges)
        self.spreads.show_rows(figures.spreads)
        self.fit()
