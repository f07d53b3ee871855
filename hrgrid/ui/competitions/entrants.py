"""Who competes: under the headings of their teams or units, found by a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from hrgrid.panels.rules.words import EntrantStatus
from hrgrid.training.rules.competing import EntrantState, MemberRole, Side
from hrgrid.training.rules.competition_rows import CompetitorRow
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.competitions.words import entrant_chip
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.tables import Column


def kind_told(row: CompetitorRow) -> str:
    """Person or team, regular or not, guest."""
    if row.side is Side.TEAM:
        told = f"代表队（{row.members} 人）"
    elif row.role is MemberRole.SUBSTITUTE:
        told = row.role.label
    else:
        told = "队员" if row.team_id is not None else "个人"
    return f"{told}，表演" if row.guest else told


def draws_told(row: CompetitorRow) -> str:
    """The numbers drawn, one an event."""
    numbers = [str(one.draw_no) for one in row.events if one.draw_no is not None]
    return "、".join(numbers)


def columns(status: Callable[[CompetitorRow], str]) -> tuple[Column[CompetitorRow], ...]:
    """The columns of the list; `status` tells what is to know beside the state."""
    return (
        Column("参赛号", lambda row: str(row.number), 70),
        Column("姓名", lambda row: row.name, 110, strong=True),
        Column("单位", lambda row: row.unit, 150, grows=True),
        Column("类别", kind_told, 120),
        Column("状态", lambda row: row.state.label, 90, chip=lambda row: entrant_chip(row.state)),
        Column("出场号", draws_told, 80, drops=True),
        Column("说明", status, 150, grows=True, quiet=True, drops=True),
    )


class EntrantsPart(QFrame):
    """The list with a line to search in; Enter or the menu key says what can be done."""

    opened = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.rows: Sequence[CompetitorRow] = ()
        # Titles of the events by their codes; the board knows them.
        self.titles: Mapping[str, str] = {}
        self._teams: dict[int, CompetitorRow] = {}
        self.search = TextField("找参赛者", hint="姓名、单位、参赛号")
        self.search.setClearButtonEnabled(True)
        self.count = label("", "label")
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: GroupedModel[CompetitorRow] = GroupedModel(
            columns(self._status), self._heading, self
        )
        self.table = GroupedTable(self.model, "参赛者")
        self.table.key_rows_by(lambda row: row.id)
        self._none = QVBoxLayout()
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        head.addLayout(self.deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(self._none, 1)
        self.search.textChanged.connect(lambda _: self._show())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(self.opened)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the one under the cursor."""
        row = self.table.current
        if isinstance(row, CompetitorRow):
            self.menu_wanted.emit(row, event.globalPos())

    def say_empty(self, actions: Sequence[Button]) -> None:
        """What stands in place of the list."""
        clear(self._none)
        told = "从 Excel 复制姓名和单位，在这里按 Ctrl+V；也可以从人员名单里挑。"
        self._none.addWidget(EmptyState("users-three", "还没有参赛者", told, actions))

    def show_rows(self, rows: Sequence[CompetitorRow]) -> None:
        """Show these; the one under the cursor stays under it."""
        self.rows = rows
        self._teams = {row.id: row for row in rows if row.side is Side.TEAM}
        self._show()

    @property
    def current(self) -> CompetitorRow | None:
        """The one under the cursor."""
        row = self.table.current
        return row if isinstance(row, CompetitorRow) else None

    def _show(self) -> None:
        word = self.search.text().strip()
        found = [
            row
            for row in self.rows
            if not word or word in row.name or word in row.unit or word == str(row.number)
        ]
        found.sort(key=self._order)
        self.table.keep()
        self.model.show_people(found)
        clear_needed = bool(self.rows)
        self.table.setVisible(clear_needed)
        if clear_needed:
            clear(self._none)
        persons = sum(row.side is Side.PERSON for row in found)
        teams = len(found) - persons
        told = f"共 {persons:,} 人"
        self.count.setText(f"{told}、{teams} 支队" if teams else told)

    def _status(self, row: CompetitorRow) -> str:
        """Why somebody is out, or where he is missing in single events."""
        if row.state is not EntrantState.ENTERED:
            return row.state_reason
        missing = [one for one in row.events if one.status is not EntrantStatus.ENTERED]
        told = "、".join(
            f"{self.titles.get(one.code, one.code)}{one.status.label}" for one in missing
        )
        came = f"由{row.came_from}晋级" if row.came_from else ""
        return "，".join(filter(None, (told, came)))

    def _order(self, row: CompetitorRow) -> tuple[int, int, int]:
        team = row.id if row.side is Side.TEAM else row.team_id
        own = self._teams.get(team) if team is not None else None
        place = own.number if own is not None else 1_000_000
        return place, 0 if row.side is Side.TEAM else 1, row.number

    def _heading(self, row: CompetitorRow) -> Heading:
        team = row.id if row.side is Side.TEAM else row.team_id
        if team is None:
            several = "个人参赛" if self._teams else "参赛者"
            alone = sum(one.team_id is None and one.side is Side.PERSON for one in self.rows)
            return Heading("alone", several, None if self.search.text().strip() else alone)
        name = self._teams[team].name if team in self._teams else row.team_name
        return Heading(f"team {team}", name)
