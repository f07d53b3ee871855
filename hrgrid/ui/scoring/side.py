"""Beside the grid: the first ten as they stand now, and what still has to be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.ranking import Order
from hrgrid.panels.rules.checks import BlockerKind, BlockerRow, SuspectRow
from hrgrid.panels.rules.rows import Cell
from hrgrid.panels.rules.totals import StandingRow
from hrgrid.ui import theme
from hrgrid.ui.buttons import LinkButton
from hrgrid.ui.cards import Card, Glyph
from hrgrid.ui.forms import label
from hrgrid.ui.page import Scroll
from hrgrid.ui.scoring.model import Headings
from hrgrid.ui.tables import Column, RowsModel, Table

_FIRST = 10
_MOST = 12


class RankTable(Table):
    """The live ranking; it takes no focus, the cursor stays in the grid."""

    def __init__(self, headings: Headings) -> None:
        columns: tuple[Column[StandingRow], ...] = (
            Column("名次", lambda row: str(row.rank), 44, strong=True),
            Column(headings.name, lambda row: row.entrant.name, 62),
            Column(headings.unit, lambda row: row.entrant.unit, 50, grows=True, quiet=True),
            Column("得分", lambda row: row.published or "", 62, right=True),
        )
        self.ranked: RowsModel[StandingRow] = RowsModel(columns)
        super().__init__(self.ranked, "实时排名")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(self.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Rows of the compact height."""
        super().fit()
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(theme.font()).height() + 9)

    def show_rows(self, rows: Sequence[StandingRow]) -> None:
        """Show the first of these, unless they stand there already."""
        ranked = [row for row in rows if row.rank is not None]
        first = tuple(sorted(ranked, key=lambda row: row.rank or 0)[:_FIRST])
        shown = [(row.entrant, row.rank, row.published) for row in self.ranked.rows]
        if shown != [(row.entrant, row.rank, row.published) for row in first]:
            self.ranked.show_rows(first)


@dataclass(frozen=True)
class Todo:
    """One thing to do: what it is, and where the cursor goes for it."""

    glyph: str
    colour: str
    sentence: str
    act: str
    cell: Cell


class _Line(QWidget):
    """One line of the list; made once, since a new one costs more than a mark."""

    def __init__(self, go: Callable[[Cell], None]) -> None:
        super().__init__()
        self._cell: Cell | None = None
        self._go = go
        self._glyph = Glyph("info-fill", "accent", 16)
        self._text = label("", "label", wraps=True)
        self.link = LinkButton("", does=self._follow)
        self.link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)

    def show_todo(self, todo: Todo) -> None:
        """Show this one."""
        self._cell = todo.cell
        self._glyph.show_icon(todo.glyph, todo.colour)
        self._text.setText(todo.sentence)
        self.link.setText(todo.act)
        self.link.setAccessibleName(f"{todo.act}：{todo.sentence}")

    def _follow(self) -> None:
        if self._cell is not None:
            self._go(self._cell)


class TodoCard(Card):
    """What blocks, what looks wrong, what is under way; each with a way to it."""

    go = Signal(object)

    def __init__(self) -> None:
        super().__init__("需要处理")
        self._shown: tuple[list[Todo], str] | None = None
        self._lines: list[_Line] = []
        self._rest = label("", "body2", wraps=True)
        self._scroll = Scroll(inside=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._scroll.column.addLayout(self._rows)
        self._scroll.column.addWidget(self._rest)
        self._scroll.column.addStretch()
        self.column.addWidget(self._scroll, 1)

    @property
    def links(self) -> list[LinkButton]:
        """The links on show, the first thing to do first."""
        return [line.link for line in self._lines if not line.isHidden()]

    def show_todos(self, todos: Sequence[Todo], rest: str) -> None:
        """Show these, unless they stand there already; `rest` stands where there is nothing."""
        if (list(todos), rest) == self._shown:
            return
        self._shown = (list(todos), rest)
        first = todos[:_MOST]
        while len(self._lines) < len(first):
            self._lines.append(_Line(self.go.emit))
            self._rows.addWidget(self._lines[-1])
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(first))
            if at < len(first):
                line.show_todo(first[at])
        more = len(todos) - len(first)
        self._rest.setText(f"还有 {more} 处" if more else "" if todos else rest)
        self._rest.setVisible(bool(more) or not todos)


def todos_of(
    blockers: Sequence[BlockerRow], suspects: Sequence[SuspectRow], current: int | None
) -> list[Todo]:
    """What to do, the doubtful and the missing first; who has not begun stands in one line."""
    found, waiting = [], []
    for each in blockers:
        if each.cell is None or each.entrant is None:
            continue
        if each.kind is BlockerKind.NOT_BEGUN:
            waiting.append(each)
        elif each.kind is BlockerKind.MISSING and each.entrant.id == current:
            sentence = f"{_short(each)}正在录入，还差 {each.count} 个分"
            found.append(Todo("pencil-simple", "accent", sentence, "继续", each.cell))
        elif each.kind is BlockerKind.DIFFERENT:
            found.append(Todo("warning-circle-fill", "bad", each.sentence, "去核对", each.cell))
        elif each.kind is BlockerKind.UNCHECKED:
            found.append(Todo("shield-check", "accent", each.sentence, "去核对", each.cell))
        else:
            found.append(Todo("warning-fill", "warn", each.sentence, "去补录", each.cell))
    found += [
        Todo("warning-circle-fill", "bad", each.sentence, "去核对", each.cell) for each in suspects
    ]
    if waiting and waiting[0].cell is not None:
        sentence = f"还有 {len(waiting)} 名选手没有录分"
        found.append(Todo("info-fill", "accent", sentence, "去录分", waiting[0].cell))
    return found


def _short(each: BlockerRow) -> str:
    assert each.entrant is not None  # noqa: S101 - asked before
    number = each.entrant.draw_no
    return each.entrant.shown if number is None else f"{number:02d} 号"


class Side(QWidget):
    """Both cards, one above the other."""

    def __init__(self, headings: Headings) -> None:
        super().__init__()
        self.ranking = RankTable(headings)
        self.card = Card("实时排名", " ")
        self.card.column.setContentsMargins(12, 12, 12, 8)
        self.card.column.addWidget(self.ranking, 1)
        self.todo = TodoCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card, 13)
        column.addWidget(self.todo, 9)
        self.setFixedWidth(theme.length(264))

    def show_rows(self, rows: Sequence[StandingRow], order: Order, *, closed: bool) -> None:
        """Show how everybody stands; `order` says which end wins."""
        valid = sum(row.rank is not None for row in rows)
        low = "，低者在前" if order is Order.LOW else ""
        self.card.title.setText("名次" if closed else "实时排名")
        self.card.beside.setText(f"有效 {valid} / {len(rows)}{low}")
        self.ranking.show_rows(rows)
