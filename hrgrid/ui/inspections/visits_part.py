"""检查记录: everybody who was drawn, under the team that goes there, with what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.assessment.rules.inspection_rows import TeamRow, VisitRow
from hrgrid.assessment.rules.words import VisitResult
from hrgrid.ui import theme
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.forms import Choice, TextField
from hrgrid.ui.inspections.words import result_chip, taken_off
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.matters.words import day
from hrgrid.ui.meters import Meter
from hrgrid.ui.tables import Column

PENDING, FAILED, NOT_HELD, UNSIGNED = "pending", "failed", "not_held", "unsigned"


def result_told(row: VisitRow) -> str:
    """The result in a word; 待查 where nobody was there."""
    return row.result.label if row.result is not None else "待查"


def signed_told(row: VisitRow) -> str:
    """Whether the sheet was signed, and whether its scan is kept."""
    if row.scan_sha256:
        return "已签，有扫描件"
    return "已签" if row.signed_on is not None else ""


COLUMNS: tuple[Column[VisitRow], ...] = (
    Column("序号", lambda row: f"{row.draw_order}", 56, right=True),
    Column("被查的人、单位", lambda row: row.name, 130, grows=True, strong=True),
    Column("所在", lambda row: row.place, 140, grows=True, quiet=True),
    Column("街道", lambda row: row.street, 110, drops=True),
    Column("结果", result_told, 88, chip=lambda row: result_chip(row.result)),
    Column("检查日期", lambda row: day(row.visited_on), 100),
    Column("扣分", lambda row: taken_off(row.deducted_milli), 56, right=True),
    Column("问题", lambda row: f"{row.findings}" if row.findings else "", 56, right=True),
    Column("照片", lambda row: f"{row.photos}" if row.photos else "", 56, right=True, drops=True),
    Column("签字", signed_told, 110, quiet=True, drops=True),
)


class TeamHeading(Heading):
    """A team, its people, and how many it has to see."""

    @property
    def told(self) -> str:
        """第 1 组　王兰、李强　33 个."""
        return self.label


def fits(row: VisitRow, which: object, text: str) -> bool:
    """Whether a visit is among those wanted."""
    wanted = {
        PENDING: row.result is None,
        FAILED: row.result is VisitResult.FAILED,
        NOT_HELD: row.result is VisitResult.NOT_HELD,
        UNSIGNED: row.result in {VisitResult.PASSED, VisitResult.FAILED} and row.signed_on is None,
    }
    words = (row.name, row.place, row.street, row.key, row.person_number, str(row.draw_order))
    return wanted.get(str(which), True) and (not text or any(text in word for word in words))


class VisitsPart(QFrame):
    """The list with its filters; Enter records a visit."""

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.rows: list[VisitRow] = []
        self._teams: dict[int, TeamRow] = {}
        self.search = TextField("找被查的人", hint="姓名、街道、网格、序号")
        self.search.setClearButtonEnabled(True)
        self.team = Choice("检查组")
        self.which = Choice("看哪些")
        self.meter = Meter("已录", full="ok")
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: GroupedModel[VisitRow] = GroupedModel(COLUMNS, self._heading, self)
        self.table = GroupedTable(self.model, "检查记录")
        self.table.key_rows_by(lambda row: row.id)
        self.none = EmptyState(
            "users-three", "还没有抽取", "抽取以后，每个组要查谁都列在这里，按回车就录结果。"
        )
        self.found_none = EmptyState("users-three", "没有这样的检查记录", "换个条件，或看全部。")
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._show())
        self.team.currentIndexChanged.connect(lambda _: self._show())
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(self.opened)
        self.table.left.connect(self.search.setFocus)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_menu)

    def _lay_out(self) -> None:
        self._bar = QFrame()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.team)
        bar.addWidget(self.which)
        bar.addWidget(self.meter)
        bar.addLayout(self.deeds)
        self.meter.setFixedWidth(theme.length(150))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.none, 1)
        column.addWidget(self.found_none, 1)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the meter gives way."""
        self.meter.setVisible(not narrow)

    @property
    def current(self) -> VisitRow | None:
        """The visit under the cursor."""
        row = self.table.current
        return row if isinstance(row, VisitRow) else None

    @property
    def order(self) -> list[VisitRow]:
        """The visits as they stand below each other now."""
        return self.model.people

    def show_visits(self, rows: Sequence[VisitRow], teams: Sequence[TeamRow]) -> None:
        """Show these; conditions and cursor stay."""
        self.rows = sorted(rows, key=lambda row: (row.team_no, row.draw_order))
        self._teams = {team.number: team for team in teams}
        self.team.fill(
            [(None, "全部组"), *((team.number, f"第 {team.number} 组") for team in teams)]
        )
        counts = {
            key: sum(fits(row, key, "") for row in self.rows)
            for key in (PENDING, FAILED, NOT_HELD, UNSIGNED)
        }
        self.which.fill(
            [
                (None, f"全部 {len(self.rows):,}"),
                (PENDING, f"待查 {counts[PENDING]:,}"),
                (FAILED, f"发现问题 {counts[FAILED]:,}"),
                (NOT_HELD, f"未查成 {counts[NOT_HELD]:,}"),
                (UNSIGNED, f"没签字 {counts[UNSIGNED]:,}"),
            ]
        )
        self.meter.show_share(len(self.rows) - counts[PENDING], len(self.rows))
        self._show()

    def narrow_to(self, which: str) -> None:
        """Only those, whatever was chosen before."""
        self.search.clear()
        self.team.setCurrentIndex(0)
        self.which.choose(which)
        self._show()

    def want(self, visit_id: int) -> None:
        """Put the cursor on a visit, whatever was narrowed to."""
        if not any(row.id == visit_id for row in self.order):
            self.search.clear()
            self.team.setCurrentIndex(0)
            self.which.setCurrentIndex(0)
            self._show()
        self.table.want(visit_id)

    def _show(self) -> None:
        team, which = self.team.currentData(), self.which.currentData()
        text = self.search.text().strip()
        shown = [row for row in self.rows if team in {None, row.team_no} and fits(row, which, text)]
        self.table.keep()
        self.model.show_people(shown)
        # What goes is hidden before the rest comes: both together make a low window grow.
        parts = {self.table: bool(shown), self.none: not self.rows}
        parts[self.found_none] = bool(self.rows) and not shown
        for part, on in parts.items():
            if not on:
                part.hide()
        for part, on in parts.items():
            if on:
                part.show()
        self._bar.setVisible(bool(self.rows))

    def _heading(self, row: VisitRow) -> Heading:
        team = self._teams.get(row.team_no)
        people = f"　{'、'.join(team.inspectors)}" if team is not None else ""
        count = f"　已录 {team.held:,} / {team.visits:,}" if team is not None else ""
        return TeamHeading(str(row.team_no), f"第 {row.team_no} 组{people}{count}")

    def _ask_menu(self, at: QPoint) -> None:
        if self.current is not None:
            self.menu_wanted.emit(self.current, self.table.viewport().mapToGlobal(at))
