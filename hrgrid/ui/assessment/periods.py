"""考核期: all periods in a list, and the board of the one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from hrgrid.assessment.queries.periods import periods, proposal, scheme_choices
from hrgrid.assessment.rules.period_rows import PeriodRow
from hrgrid.assessment.rules.words import SETTLED
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.assessment.board import PeriodBoardView
from hrgrid.ui.assessment.new_form import Ground, NewPeriodDialog, areas_to_assess
from hrgrid.ui.assessment.words import period_chip
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice
from hrgrid.ui.matters.opening import TableLevel
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import day
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column


def _people(row: PeriodRow) -> str:
    return f"{row.assessed:,}"


def _window(row: PeriodRow) -> str:
    """Until when what is going on goes on."""
    if row.appeals_until is not None and row.state not in SETTLED:
        return f"申诉到 {day(row.appeals_until)}"
    if row.shown_on is not None:
        return f"{day(row.shown_on)}公布"
    return f"{day(row.due_on)}前报齐" if row.due_on is not None else ""


def _revision(row: PeriodRow) -> str:
    return f"第 {row.revision} 版" if row.revision > 1 else ""


COLUMNS: tuple[Column[PeriodRow], ...] = (
    Column("年度", lambda row: f"{row.year}", 64),
    Column("考核期", lambda row: row.title, 190, grows=True, strong=True),
    Column("种类", lambda row: row.kind.label, 64),
    Column("办到", lambda row: row.state.label, 92, chip=lambda row: period_chip(row.state)),
    Column("考核", _people, 76, right=True),
    Column("期限", _window, 140, quiet=True, drops=True),
    Column("不参加", lambda row: f"{row.left_out:,}" if row.left_out else "", 76, right=True,
           drops=True),
    Column("范围", lambda row: row.area, 110, grows=True, quiet=True, drops=True),
    Column("方案", lambda row: row.scheme_title, 170, grows=True, quiet=True, drops=True),
    Column("版次", _revision, 70, quiet=True, drops=True),
)  # fmt: skip


def read_ground(work: UnitOfWork) -> Ground:
    """What a new period is chosen from, and what it would be."""
    return Ground(scheme_choices(work), areas_to_assess(work), proposal(work))


class PeriodsLevel(TableLevel[PeriodRow, PeriodBoardView]):
    """The list, or one period; Esc and 全部考核期 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, PeriodBoardView(session), COLUMNS, "考核期", periods)
        self.new = PrimaryButton(
            "新建考核期（沿用上期）", glyph="plus", does=self.open_new, name="新建考核期，沿用上期"
        )
        self.new.setToolTip("Ctrl+N")
        self.year = Choice("年度")
        self.put_parts((self.list, self.empty), (self.year, self.new))
        self.year.currentIndexChanged.connect(lambda _: self._show_year())
        self.on_keys("Ctrl+N", self._new_by_key)

    @property
    def runs(self) -> bool:
        """Whether the person may run assessments."""
        return self.session.may(Right.RUN_ASSESSMENT)

    def make_empty(self) -> QFrame:
        """What a period needs to begin."""
        frame, column = panel()
        told = (
            "按月、季、半年或年度考核：新建一个考核期，在岗人员和方案都已备好；"
            "把各单位报来的 Excel 拖进来，计算，给本人看，受理申诉，再确认归档。"
            "每个分数都能说清从哪里来。"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("新建考核期", glyph="plus", does=self.open_new)
            actions.append(self.first)
        actions.append(Button("看考核方案", does=lambda: self.wanted.emit("schemes", None)))
        column.addWidget(EmptyState("clipboard-text", "还没有考核期", told, actions))
        return frame

    # --- list and board -----------------------------------------------------------------------

    def is_running(self, row: PeriodRow) -> bool:
        """Not settled yet."""
        return row.state not in SETTLED

    def show_part(self, part: str) -> None:
        """`ID` of a period, `ID/results` one of its parts."""
        key, _, rest = part.partition("/")
        if key.isdecimal():
            self.board.want_part(rest)
            self.choose(int(key))

    def show_rows(self, rows: Sequence[PeriodRow]) -> None:
        """Those of the chosen year; what years there are is new too."""
        years = sorted({row.year for row in rows}, reverse=True)
        self.year.fill([(None, "全部年度"), *((year, f"{year} 年") for year in years)])
        self._show_year()

    def _show_year(self) -> None:
        year = self.year.currentData()
        super().show_rows([row for row in self.rows if year is None or row.year == year])

    def show_list(self) -> None:
        """All of them."""
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where("考核期")

    def show_tools(self, shown: QWidget) -> None:
        """What belongs to the list; a year is chosen where there are several."""
        on_list = shown is self.list
        self.new.setVisible(on_list and self.runs)
        self.year.setVisible(on_list and self.year.count() > 2)
        self.session.off_unless_today(self.new)

    def main_control(self) -> QWidget:
        """What the board is about, the list, or the button that begins."""
        if self.board.isHidden() and not self.rows and hasattr(self, "first"):
            return self.first
        return super().main_control()

    # --- deeds --------------------------------------------------------------------------------

    def import_files(self, paths: list[Path]) -> None:
        """Take files of figures to the import page."""
        self.session.hand_over(paths)
        self.session.go("imports", "indicators")

    def _new_by_key(self) -> None:
        if self.board.isHidden():
            self.open_new()
        else:
            self.board.add_by_key()

    def open_new(self) -> None:
        """A new period: everything is as the last one was; Enter opens it."""
        if not (self.session.is_today() and self.runs):
            return

        def show(ground: Ground) -> None:
            box = NewPeriodDialog(self.session, ground, self.window())
            if box.exec() and isinstance(box.result_value, int):
                self.choose(box.result_value)

        self.session.tasks.read(read_ground, show)
