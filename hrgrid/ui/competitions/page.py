"""比武: all competitions in a list, and the board of the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.competition_rows import CompetitionRow
from hrgrid.ui.buttons import Button, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.competitions.board import CompetitionBoardView
from hrgrid.ui.competitions.words import competition_chip
from hrgrid.ui.forms import Choice
from hrgrid.ui.matters.opening import TableLevel
from hrgrid.ui.matters.parts import panel
from hrgrid.ui.matters.words import span
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

ENDED = (CompetitionState.ARCHIVED, CompetitionState.CANCELLED)


def _days(row: CompetitionRow) -> str:
    if row.first_day == row.last_day:
        return f"{row.first_day:%Y-%m-%d}"
    return f"{row.first_day.year} 年 {span(row.first_day, row.last_day)}"


def _entries(row: CompetitionRow) -> str:
    told = f"{row.persons:,} 人"
    return f"{told}、{row.teams} 队" if row.teams else told


COLUMNS: tuple[Column[CompetitionRow], ...] = (
    Column("编号", lambda row: row.number, 110),
    Column("名称", lambda row: row.title, 180, grows=True, strong=True),
    Column("级别", lambda row: row.level.label, 120),
    Column("办到", lambda row: row.state.label, 100, chip=lambda row: competition_chip(row.state)),
    Column("项目", lambda row: f"{row.events}", 56, right=True),
    Column("参赛", _entries, 100, right=True),
    Column("比赛日期", _days, 180, drops=True),
    Column("晋级到", lambda row: row.next_title, 150, grows=True, quiet=True, drops=True),
)


def _competitions(work: UnitOfWork) -> list[CompetitionRow]:
    from hrgrid.training.queries.competitions import competition_list

    return competition_list(work)


class CompetitionsLevel(TableLevel[CompetitionRow, CompetitionBoardView]):
    """The list, or one competition; Esc and 全部比武 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, CompetitionBoardView(session), COLUMNS, "技能比武", _competitions)
        self.new = PrimaryButton("新建比武", glyph="plus", does=self.open_new, parent=self)
        self.outside = Button("外部成绩…", does=self.show_outside, parent=self)
        self.year = Choice("年度")
        self.put_parts((self.list, self.empty), (self.year, self.outside, self.new))
        self.year.currentIndexChanged.connect(lambda _: self._show_year())
        self.on_keys("Ctrl+N", self._new_by_key)

    @property
    def runs(self) -> bool:
        """Whether the person may run competitions."""
        return self.session.may(Right.RUN_TRAINING)

    def make_empty(self) -> QFrame:
        """What a competition needs to begin."""
        frame, column = panel()
        told = (
            "写个名称，把 Excel 里的参赛名单粘进来，填上几名评委，就可以录分："
            "去掉一个最高分和一个最低分，名次实时排好，张榜、颁奖、归档都有依据。"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("新建比武", glyph="plus", does=self.open_new)
            actions.append(self.first)
            actions.append(Button("登记外部成绩…", does=self.show_outside))
        column.addWidget(EmptyState("medal", "还没有技能比武", told, actions))
        return frame

    # --- list and board -----------------------------------------------------------------------

    def is_running(self, row: CompetitionRow) -> bool:
        """Neither archived nor given up."""
        return row.state not in ENDED

    def refresh(self) -> None:
        """Read the list, and the board where one is open; not while marks are being typed."""
        if not self.board.deeds.covered:
            super().refresh()

    def show_rows(self, rows: Sequence[CompetitionRow]) -> None:
        """Those of the chosen year; what years there are is new too."""
        years = sorted({row.first_day.year for row in rows}, reverse=True)
        self.year.fill([(None, "全部年度"), *((year, f"{year} 年") for year in years)])
        self._show_year()

    def _show_year(self) -> None:
        year = self.year.currentData()
        super().show_rows([row for row in self.rows if year is None or row.first_day.year == year])

    def show_list(self) -> None:
        """All of them."""
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where("比武")

    def show_tools(self, shown: QWidget) -> None:
        """What belongs to the list; a year is chosen where there are several."""
        on_list = shown is self.list
        self.new.setVisible(on_list and self.runs)
        self.outside.setVisible(on_list)
        self.year.setVisible(on_list and self.year.count() > 2)
        self.session.off_unless_today(self.new)

    # --- deeds --------------------------------------------------------------------------------

    def _new_by_key(self) -> None:
        if self.board.isHidden():
            self.open_new()
        else:
            self.board.add_by_key()

    def open_new(self) -> None:
        """A new competition: name, pasted entrants, judges."""
        if not (self.session.is_today() and self.runs):
            return
        from hrgrid.ui.competitions.new_form import NewCompetitionDialog

        box = NewCompetitionDialog(self.session, self.window())
        if box.exec() and box.made is not None:
            self.choose(box.made)

    def show_outside(self) -> None:
        """Results won elsewhere."""
        from hrgrid.ui.competitions.outside import OutsideDialog

        OutsideDialog(self.session, self.window()).exec()
