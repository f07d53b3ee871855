"""比武: all competitions in a list, and the board of the one that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
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
from hrgrid.ui.hiring.level import Level
from hrgrid.ui.hiring.parts import panel
from hrgrid.ui.hiring.words import span
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column, RowsModel, Table

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


class CompetitionsLevel(Level):
    """The list, or one competition; Esc and 全部比武 lead back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: list[CompetitionRow] = []
        self._asked = 0
        self._open_wanted: int | None = None
        self._first = True
        self.new = PrimaryButton("新建比武", glyph="plus", does=self.open_new, parent=self)
        self.outside = Button("外部成绩…", does=self.show_outside, parent=self)
        self.year = Choice("年度")
        self.model: RowsModel[CompetitionRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "技能比武")
        self.board = CompetitionBoardView(session)
        self.list, column = panel()
        column.addWidget(self.table)
        self.empty = self._make_empty()
        self.tool_row.addWidget(self.board.tools, 1)
        self._space = QWidget()
        self.tool_row.addWidget(self._space, 1)
        self.tool_row.addWidget(self.year)
        self.tool_row.addWidget(self.outside)
        self.tool_row.addWidget(self.new)
        for part in (self.list, self.board, self.empty):
            self.column.addWidget(part, 1)
            part.hide()
        self.board.tools.hide()
        for control in (self.new, self.outside, self.year):
            control.hide()
        self.year.currentIndexChanged.connect(lambda _: self._show_rows())
        self.table.opened.connect(lambda row: self.show_competition(row.id))
        self.board.left.connect(self.show_list)
        self.board.where_changed.connect(self.say_where)
        self.board.wanted.connect(self.wanted)
        self._on_keys("Ctrl+N", self._new_by_key)
        session.look_changed.connect(self.table.fit)

    def _on_keys(self, keys: str, does: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(does)

    @property
    def runs(self) -> bool:
        """Whether the person may run competitions."""
        return self.session.may(Right.RUN_TRAINING)

    def _make_empty(self) -> QFrame:
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

    # --- reading ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list, and the board where one is open; not while marks are being typed."""
        if self.board.deeds.covered:
            return
        self._asked += 1
        asked = self._asked

        def job(work: UnitOfWork) -> list[CompetitionRow]:
            from hrgrid.training.queries.competitions import competition_list

            return competition_list(work)

        def take(rows: list[CompetitionRow]) -> None:
            if asked == self._asked:
                self._take(rows)

        self.session.tasks.read(job, take)
        if not self.board.isHidden():
            self.board.refresh()

    def _take(self, rows: list[CompetitionRow]) -> None:
        self.rows = rows
        years = sorted({row.first_day.year for row in rows}, reverse=True)
        self.year.fill([(None, "全部年度"), *((year, f"{year} 年") for year in years)])
        self._show_rows()
        ids = [row.id for row in rows]
        running = [row for row in rows if row.state not in ENDED]
        wanted, self._open_wanted = self._open_wanted, None
        if wanted is not None and wanted in ids:
            self.show_competition(wanted)
        elif self._first and len(running) == 1:
            self.show_competition(running[0].id)
        elif self.board.isHidden():
            self.show_list()
        self._first = False
        self.hand_on_focus()

    def _show_rows(self) -> None:
        year, current = self.year.currentData(), self.table.current
        rows = [row for row in self.rows if year is None or row.first_day.year == year]
        self.model.show_rows(rows)
        ids = [row.id for row in rows]
        if current is not None and current.id in ids:
            self.table.selectRow(ids.index(current.id))

    def choose(self, competition_id: int) -> None:
        """Show a competition, now or when the list has come."""
        if competition_id in [row.id for row in self.rows]:
            self.show_competition(competition_id)
        else:
            self._open_wanted = competition_id
            self.refresh()

    def show_competition(self, competition_id: int) -> None:
        """The board of one."""
        self._show(self.board)
        self.board.choose(competition_id)

    def show_list(self) -> None:
        """All of them."""
        self._show(self.list if self.rows else self.empty)
        self.say_where("比武")

    def _show(self, wanted: QWidget) -> None:
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        for part in (self.list, self.board, self.empty):
            if part is not wanted:
                part.hide()
        wanted.show()
        on_board, on_list = wanted is self.board, wanted is self.list
        if on_board:
            # Hidden before the board's come: both together make a small window grow.
            for tool in (self.new, self.outside, self.year):
                tool.hide()
        self.board.tools.setVisible(on_board)
        self._space.setVisible(not on_board)
        self.new.setVisible(on_list and self.runs)
        self.outside.setVisible(on_list)
        self.year.setVisible(on_list and self.year.count() > 2)
        self.session.off_unless_today(self.new)
        if had_focus:
            self.main_control().setFocus()

    def arrange(self, *, narrow: bool) -> None:
        """Fold what stands beside the board."""
        super().arrange(narrow=narrow)
        self.board.arrange(narrow=narrow)

    def main_control(self) -> QWidget:
        """What the board is about, or the list."""
        if not self.board.isHidden():
            return self.board.main_control()
        return self.table if self.rows else self

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
