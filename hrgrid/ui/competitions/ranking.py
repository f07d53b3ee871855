"""The rankings of a competition: who is where, from what, and why before the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.tabulation import fixed_text, round_half_up
from hrgrid.training.rules.competing import PERSON_RANKING
from hrgrid.training.rules.competition import percent
from hrgrid.training.rules.competition_rows import RankingRow, StandingsRow
from hrgrid.training.rules.standing_rows import PartLine
from hrgrid.ui import theme
from hrgrid.ui.cards import Card, EmptyState
from hrgrid.ui.forms import Choice, clear, label
from hrgrid.ui.matters.parts import figure_line
from hrgrid.ui.matters.second_screen import HallRow, HallTable
from hrgrid.ui.page import Scroll
from hrgrid.ui.tables import Column, RowsModel, Table

_SIDE = 280


def unit_told(row: RankingRow) -> str:
    """From where, and in which team."""
    parts = [row.unit]
    if row.team_name and row.team_name != row.unit:
        parts.append(row.team_name)
    return "　".join(filter(None, parts))


def note_told(row: RankingRow) -> str:
    """What is to know beside the total."""
    told = []
    if row.guest:
        told.append("表演，不计名次")
    if row.tied:
        told.append("并列")
    if row.partial:
        told.append("还没录齐")
    if row.note and row.rank is not None:
        told.append(row.note)
    return "，".join(told)


COLUMNS: tuple[Column[RankingRow], ...] = (
    Column("名次", lambda row: row.rank_words, 90, strong=True),
    Column("号", lambda row: str(row.number), 50, right=True),
    Column("姓名", lambda row: row.name, 100, strong=True),
    Column("单位", unit_told, 140, grows=True, quiet=True),
    Column("总分", lambda row: row.published, 90, right=True, strong=True),
    Column("奖项", lambda row: row.prize, 90, drops=True),
    Column("说明", note_told, 120, grows=True, quiet=True, drops=True),
)


def why_told(row: RankingRow) -> list[str]:
    """Why somebody stands where he does, in sentences."""
    told = []
    if row.dropped:
        struck = "、".join(f"评委 {one.seat_no} 的 {one.mark}" for one in row.dropped)
        told.append(f"去掉{struck}。")
    told += [
        f"与 {step.other} 号总分相同，比较{step.step}：{step.own}，对方 {step.others}。"
        for step in row.compared
    ]
    if row.note:
        told.append(f"{row.note.rstrip('。')}。")
    return told


def part_told(part: PartLine) -> tuple[str, str, str]:
    """An event of a total: its name, what was weighed, and what it gave."""
    given = "" if part.points is None else fixed_text(round_half_up(part.points, 2), 2)
    if not part.weight_bp or not part.shown:
        return part.label, part.note, given or part.shown or "—"
    return part.label, f"{part.shown} × {percent(part.weight_bp)}", given


def hall_tables(title: str, standings: StandingsRow, foot: str) -> list[HallTable]:
    """What the hall may see of rankings: place, name, unit, published total; nothing else."""
    made = []
    for one in standings.titles:
        rows = tuple(
            HallRow(
                str(line.rank) if line.rank is not None else "表演",
                line.name,
                line.unit,
                line.published,
            )
            for line in standings.of(one.ranking)
            if line.published and (line.rank is not None or line.guest)
        )
        if rows:
            made.append(HallTable(title, one.title, rows, foot))
    return made


class WhyCard(Card):
    """One line of a ranking taken apart: events with weights, what parted equals."""

    def __init__(self) -> None:
        super().__init__("为什么是这个名次")
        self._scroll = Scroll(inside=True)
        self.column.addWidget(self._scroll, 1)
        self.setFixedWidth(theme.length(_SIDE))

    def show_row(self, row: RankingRow | None) -> None:
        """Show this line."""
        clear(self._scroll.column)
        self.title.setText("为什么是这个名次" if row is None else self._heading(row))
        if row is not None:
            column = self._scroll.column
            column.setSpacing(6)
            for part in row.parts:
                name, quiet, figure = part_told(part)
                column.addWidget(figure_line(name, figure, quiet))
                if part.deducted:
                    taken = fixed_text(part.deducted, 3).rstrip("0").rstrip(".")
                    column.addWidget(label(f"已扣 {taken} 分", "captionWarn"))
            if row.published:
                column.addWidget(figure_line("总分", row.published))
            for sentence in why_told(row):
                column.addWidget(label(sentence, "label", wraps=True))
        self._scroll.column.addStretch()

    def _heading(self, row: RankingRow) -> str:
        if row.rank is None:
            return f"{row.name}：{row.rank_words or '没有名次'}"
        return f"{row.name}：{'并列' if row.tied else ''}第 {row.rank} 名"


class RankingPart(QWidget):
    """One ranking at a time; the line under the cursor is explained beside the table."""

    loaded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.standings: StandingsRow | None = None
        self.which = Choice("排名")
        self.told = label("", "label", wraps=True)
        self.model: RowsModel[RankingRow] = RowsModel(COLUMNS, self)
        self.table = Table(self.model, "排名")
        self.why = WhyCard()
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(8)
        self.none = EmptyState(
            "medal", "还没有成绩", "录入评分后，名次在这里随时更新；评分截止后才成为正式排名。"
        )
        self._lay_out()
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.table.chosen.connect(self.why.show_row)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.which)
        head.addWidget(self.told, 1)
        head.addLayout(self.deeds)
        self.which.setMinimumWidth(theme.length(140))
        self._panel = QFrame()
        self._panel.setProperty("role", "panel")
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.none, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._panel, 1)
        row.addWidget(self.why)

    def arrange(self, *, narrow: bool) -> None:
        """In a narrow window the table has all the room."""
        self.why.setVisible(not narrow)

    def show_standings(self, standings: StandingsRow) -> None:
        """Show these; the ranking on show stays on show, and the line under the cursor."""
        at, first = self.table.current, self.which.count() == 0
        self.standings = standings
        self.which.fill([(one.ranking, one.title) for one in standings.titles])
        if first:
            # The total of persons is what everybody asks for.
            self.which.choose(PERSON_RANKING)
        self._show()
        if at is not None:
            ids = [row.competitor_id for row in self.model.rows]
            if at.competitor_id in ids:
                self.table.selectRow(ids.index(at.competitor_id))
        self.loaded.emit()

    def _show(self) -> None:
        standings = self.standings
        rows: Sequence[RankingRow] = ()
        if standings is not None and self.which.currentData() is not None:
            rows = standings.of(str(self.which.currentData()))
        there = any(row.published for row in rows)
        self.model.show_rows(rows if there else [])
        # What goes is hidden before the rest comes: both together make a low window grow.
        (self.none if there else self.table).hide()
        (self.table if there else self.none).show()
        self.told.setText(self._said())

    def _said(self) -> str:
        standings = self.standings
        if standings is None:
            return ""
        if standings.run is None:
            told = "实时名次，评分截止后才算数"
        else:
            told = f"第 {standings.run.number} 次排名"
        ties = [one for one in standings.ties if one.ranking == self.which.currentData()]
        if ties:
            told += f"，有 {len(ties)} 处并列没有分开"
        return told
