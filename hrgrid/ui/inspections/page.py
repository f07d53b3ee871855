"""双随机检查: the inspections of a year, the board of the one that is open, who was inspected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hrgrid.assessment.rules.inspection_rows import CoverageYear, PlanRow
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import label
from hrgrid.ui.inspections.board import InspectionBoardView
from hrgrid.ui.inspections.coverage import CoveragePart
from hrgrid.ui.inspections.words import rate, state_chip, state_told
from hrgrid.ui.matters.opening import TableLevel
from hrgrid.ui.matters.parts import panel, rule
from hrgrid.ui.matters.words import span
from hrgrid.ui.meters import Meter
from hrgrid.ui.session import Session
from hrgrid.ui.tables import Column

_ENDED = (InspectionState.CLOSED, InspectionState.CANCELLED)


def _drawn(row: PlanRow) -> str:
    if not row.drawn:
        told = f"拟抽 {row.sample:,} 人"
        return f"{told}、{row.office_sample} 家" if row.office_sample else told
    offices = row.drawn - row.people
    return f"{row.people:,} 人、{offices:,} 家" if offices else f"{row.people:,} 人"


def _held(row: PlanRow) -> str:
    return f"{row.held:,} / {row.drawn:,}" if row.drawn else ""


def _overdue(row: PlanRow) -> str:
    return f"{row.overdue:,} 个" if row.overdue else ""


def _some(count: int, row: PlanRow) -> str:
    return f"{count:,}" if row.drawn else ""


# The last that may drop goes first.
COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("编号", lambda row: row.number, 88, drops=True),
    Column("名称", lambda row: row.title, 164, grows=True, strong=True),
    Column("状态", state_told, 100, chip=state_chip),
    Column("检查日期", lambda row: span(row.first_day, row.last_day), 172, drops=True),
    Column("抽取", _drawn, 124, right=True),
    Column("已录", _held, 76, right=True),
    Column("问题", lambda row: _some(row.findings, row), 52, right=True),
    Column("逾期", _overdue, 70, chip=lambda row: "bad" if row.overdue else ""),
    Column(
        "已整改", lambda row: _some(row.rectified + row.closed, row), 68, right=True, drops=True
    ),
    Column("范围", lambda row: row.area, 110, quiet=True, drops=True),
    Column("通报", lambda row: row.document_no, 180, quiet=True, drops=True),
)


def coverage_told(year: CoverageYear) -> str:
    """How far the year is, in a sentence."""
    whole = year.whole
    if not whole.on_duty:
        return f"{year.year} 年没有应查的在岗人员。"
    share = rate(whole.seen, whole.on_duty)
    done = f"{year.year} 年在岗 {whole.on_duty:,} 人，已查 {whole.seen:,} 人（{share}）"
    if whole.pending:
        done += f"，已抽中待查 {whole.pending:,} 人"
    if not whole.left:
        return f"{done}，每人至少一次都已安排。"
    if not year.months_left:
        return f"{done}，{whole.left:,} 人当年没有抽到。"
    return (
        f"{done}，还有 {whole.left:,} 人没抽到。"
        f"本年还有 {year.months_left} 个月，每月至少再抽 {year.a_month:,} 人。"
    )


def _plans_of(year: int) -> Callable[[UnitOfWork], list[PlanRow]]:
    def read(work: UnitOfWork) -> list[PlanRow]:
        from hrgrid.assessment.queries.inspections import PlanFilter, plans

        return plans(work, PlanFilter(year=year))

    return read


def _coverage_of(year: int) -> Callable[[UnitOfWork], CoverageYear]:
    def read(work: UnitOfWork) -> CoverageYear:
        from hrgrid.assessment.queries.coverage_of_year import coverage_year

        return coverage_year(work, year)

    return read


class InspectionsLevel(TableLevel[PlanRow, InspectionBoardView]):
    """The list, one inspection, or who was inspected this year; Esc leads back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session, InspectionBoardView(session), COLUMNS, "双随机检查", _plans_of(session.year)
        )
        self.new = PrimaryButton("新建检查", glyph="plus", does=self.open_new, parent=self)
        self.covered = Button("全年覆盖", glyph="list-checks", does=self.show_coverage, parent=self)
        self.back = LinkButton("全部检查", glyph="caret-left", does=self.show_list, parent=self)
        self.coverage = CoveragePart(session)
        self.meter = Meter("每人每年至少查一次", full="ok")
        self.told = label("", "label", wraps=True)
        self.see = LinkButton("看覆盖情况", does=self.show_coverage)
        self._add_foot()
        self.put_parts((self.list, self.empty, self.coverage), (self.back, self.covered, self.new))
        self.on_keys("Ctrl+N", self._new_by_key)
        self.coverage.left.connect(self.show_list)

    def _add_foot(self) -> None:
        below = QWidget()
        foot = QHBoxLayout(below)
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(16)
        self.meter.setFixedWidth(theme.length(260))
        foot.addWidget(self.meter)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.see)
        column = self.list.layout()
        if column is not None:
            column.addWidget(rule())
            column.addWidget(below)

    @property
    def runs(self) -> bool:
        """Whether the person may run inspections."""
        return self.session.may(Right.RUN_ASSESSMENT)

    def make_empty(self) -> QFrame:
        """What an inspection needs to begin."""
        frame, column = panel()
        told = (
            "从在岗人员里按街道随机抽取，检查人员随机分组并回避本单位；每人每年至少查一次。\n"
            "先封存名册、公布校验码，再当场定种子抽取，谁都可以复验。"
        )
        actions: list[Button] = []
        if self.runs:
            self.first = PrimaryButton("新建检查", glyph="plus", does=self.open_new)
            self.session.off_unless_today(self.first)
            actions.append(self.first)
            actions.append(Button("看覆盖情况", does=self.show_coverage))
        title = "还没有双随机检查"
        column.addWidget(EmptyState("clipboard-text", title, told, actions))
        return frame

    # --- reading ------------------------------------------------------------------------------

    def is_running(self, row: PlanRow) -> bool:
        """Neither closed nor given up."""
        return row.state not in _ENDED

    def refresh(self) -> None:
        """Read the list of the year, its coverage, and the board where one is open."""
        year = self.session.year
        self._read = _plans_of(year)
        super().refresh()
        self.session.tasks.read(_coverage_of(year), self._show_covered)

    def _show_covered(self, year: CoverageYear) -> None:
        if year.year != self.session.year:
            return
        self.meter.show_share(year.whole.seen, year.whole.on_duty)
        self.told.setText(coverage_told(year))
        self.coverage.show_year(year)

    def show_rows(self, rows: Sequence[PlanRow]) -> None:
        """Those that run first, the newest on top."""
        running = [row for row in rows if self.is_running(row)]
        super().show_rows([*running, *(row for row in rows if not self.is_running(row))])

    def choose(self, matter_id: int) -> None:
        """Show one; of another year too."""
        self._first = False
        self.show_board(matter_id)

    def show_part(self, path: str) -> None:
        """`ID`, `ID/visits/VISIT` or `ID/findings`: an inspection, and what to do in it."""
        plan, _, rest = path.partition("/")
        what, _, which = rest.partition("/")
        self.choose(int(plan))
        self.board.want(what, int(which) if which.isdecimal() else None)

    # --- list, board, coverage ----------------------------------------------------------------

    def show_list(self) -> None:
        """All of the year."""
        self.turn_to(self.list if self.rows else self.empty)
        self.say_where(f"{self.session.year} 年双随机检查")

    def show_coverage(self) -> None:
        """Who was inspected this year, and who not yet."""
        self.turn_to(self.coverage)
        self.say_where(f"{self.session.year} 年双随机覆盖情况")
        self.coverage.main_control().setFocus()

    def _take(self, rows: list[PlanRow]) -> None:
        if self.coverage.isHidden():
            super()._take(rows)
            return
        self.rows, self._first = rows, False
        self.show_rows(rows)

    def show_tools(self, shown: QWidget) -> None:
        """What belongs to the list."""
        self.back.setVisible(shown is self.coverage)
        self.covered.setVisible(shown is self.list)
        self.new.setVisible(shown in {self.list, self.coverage} and self.runs)
        self.session.off_unless_today(self.new)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the sentence has all the room."""
        super().arrange(narrow=narrow)
        self.meter.setVisible(not narrow)
        self.coverage.arrange(narrow=narrow)

    def main_control(self) -> QWidget:
        """The board, the coverage, the list, or the first button where there is none."""
        if not self.coverage.isHidden():
            return self.coverage.main_control()
        if self.board.isHidden() and not self.rows and self.runs:
            return self.first
        return super().main_control()

    # --- deeds --------------------------------------------------------------------------------

    def _new_by_key(self) -> None:
        if self.board.isHidden():
            self.open_new()
        else:
            self.board.add_by_key()

    def open_new(self) -> None:
        """A new inspection, as the last one was."""
        from hrgrid.ui.inspections.plan_form import NewPlan, read_ground

        if not (self.session.is_today() and self.runs):
            return

        def show(ground: NewPlan) -> None:
            from hrgrid.ui.inspections.plan_form import NewPlanDialog

            if not ground.areas:
                self.session.say("还没有街道。先导入网格和人员，再新建检查。")
                return
            box = NewPlanDialog(self.session, ground, self.window())
            if box.exec() and box.made is not None:
                self.choose(box.made)

        self.session.tasks.read(read_ground, show)
