"""奖项: how many of each, consciously typed; who would hold them, and who does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.training.rules.competing import AwardState
from hrgrid.training.rules.competition_rows import AwardRow, PrizePlan, PrizeRow
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.competitions.words import award_chip
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.grouped import GroupedModel, GroupedTable, Heading
from hrgrid.ui.tables import Column


def held_told(row: AwardRow) -> str:
    """The chip of a prize that is held, proposed or was taken back."""
    return "拟获奖" if row.id == 0 else row.state.label


def award_note(row: AwardRow) -> str:
    """Members of a team, the reason of a prize that was given or taken back."""
    if row.withdraw_reason:
        return row.withdraw_reason
    return "、".join(row.team_members) or row.reason


COLUMNS: tuple[Column[AwardRow], ...] = (
    Column("号", lambda row: "" if row.number is None else str(row.number), 50, right=True),
    Column("获奖者", lambda row: row.name, 120, strong=True),
    Column("单位", lambda row: row.unit, 150, grows=True),
    Column("名次", lambda row: "" if row.rank is None else str(row.rank), 60, right=True),
    Column(
        "状态",
        held_told,
        90,
        chip=lambda row: award_chip(row.state) if row.id else "info",
    ),
    Column("说明", award_note, 160, grows=True, quiet=True, drops=True),
)


def proposed(plan: PrizePlan, prizes: Sequence[PrizeRow]) -> list[AwardRow]:
    """Who would hold what, as rows of the same list; their id is 0."""
    order = {prize.id: at for at, prize in enumerate(prizes)}
    rows = [
        AwardRow(
            0, one.prize_id, one.label, one.ranking, one.competitor_id, one.number, None,
            one.name, one.unit, (), one.rank, AwardState.HELD, "", "",
        )
        for one in plan.holders
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (order.get(row.prize_id, 99), row.rank or 0))


class PrizesPart(QFrame):
    """Prizes as headings, holders below them; before the awarding those who would get them."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._prizes: dict[int, PrizeRow] = {}
        self.told = label("", "label", wraps=True)
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.model: GroupedModel[AwardRow] = GroupedModel(COLUMNS, self._heading, self)
        self.table = GroupedTable(self.model, "奖项")
        self.table.key_rows_by(lambda row: (row.prize_id, row.competitor_id, row.area_id))
        self.ties = QVBoxLayout()
        self._none = QVBoxLayout()
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.told, 1)
        head.addLayout(self.deeds)
        ties = QWidget()
        ties.setLayout(self.ties)
        self.ties.setContentsMargins(10, 0, 10, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(ties)
        column.addWidget(self.table, 1)
        column.addLayout(self._none, 1)
        self.table.opened.connect(self.opened)

    def show_prizes(
        self,
        prizes: Sequence[PrizeRow],
        plan: PrizePlan,
        awards: Sequence[AwardRow],
        *,
        settled: bool,
        actions: Sequence[Button] = (),
    ) -> None:
        """Show these; `settled` says that somebody confirmed the numbers."""
        self._prizes = {prize.id: prize for prize in prizes}
        order = {prize.id: at for at, prize in enumerate(prizes)}
        rows = sorted(awards, key=lambda row: (order.get(row.prize_id, 99), row.rank or 0))
        self.table.keep()
        self.model.show_people(rows or proposed(plan, prizes))
        # What goes is hidden before the rest comes: both together make a low window grow.
        clear(self._none)
        self.table.setVisible(bool(prizes))
        if not prizes:
            told = "名额由主办单位定，程序只给几种常用的数目作参考，不会自己定。"
            self._none.addWidget(EmptyState("medal", "还没有设奖项", told, actions))
        self.told.setText(self._said(prizes, settled=settled, given=bool(awards)))

    def _said(self, prizes: Sequence[PrizeRow], *, settled: bool, given: bool) -> str:
        if not prizes:
            return ""
        told = "、".join(f"{one.label} {one.places} 名" for one in prizes)
        if given:
            return told
        return f"{told}。{'名额已确认' if settled else '名额还没有确认'}"

    def _heading(self, row: AwardRow) -> Heading:
        prize = self._prizes.get(row.prize_id)
        if prize is None:
            return Heading(f"prize {row.prize_id}", row.label)
        where = f"{prize.ranking_title}　" if prize.ranking_title else ""
        return Heading(f"prize {prize.id}", f"{where}{prize.label}（{prize.places} 名）")
