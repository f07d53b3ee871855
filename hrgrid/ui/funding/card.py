"""The card of a unit's budget or of a paper: what it has, whose it is, what happened."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.funding.rules.budget_rows import ActCard, BudgetCard, MoveRow
from hrgrid.funding.rules.words import ActState
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.forms import clear, label
from hrgrid.ui.funding.meters import MoneyMeter
from hrgrid.ui.funding.words import ACT_CHIPS, signed, yuan
from hrgrid.ui.matters.parts import entry, facts_grid, figure_line
from hrgrid.ui.matters.words import day, full_day
from hrgrid.ui.page import Scroll


class FundingCard(Scroll):
    """Beside the tables; `void` is asked for on the card of a paper."""

    void = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}

    def show_budget(self, card: BudgetCard) -> None:
        """Headings with what is spent, sources, and every change with its paper."""
        clear(self.column)
        self.buttons = {}
        row = card.row
        made = Card(row.area, f"{row.year} 年")
        for name, fen in (
            ("经费总额", row.total_fen),
            ("分给下级", row.given_fen),
            ("安排到科目", row.allotted_fen),
            ("未分配", row.free_fen),
        ):
            made.column.addWidget(figure_line(name, yuan(fen)))
        for source, fen in card.sources:
            made.column.addWidget(figure_line("其中", yuan(fen), source.label))
        self.column.addWidget(made)
        heads = Card("科目", "已支出 / 已安排，元")
        for one in card.headings:
            heads.column.addWidget(MoneyMeter(one.heading.label, one.spent_fen, one.fen))
        if not card.headings:
            told = "还没有安排到科目，不能记支出。"
            heads.column.addWidget(label(told, "caption", wraps=True))
        self.column.addWidget(heads)
        history = Card("经费变动", f"{len(card.moves):,} 笔")
        for move in card.moves:
            history.column.addWidget(_move_line(move))
        self.column.addWidget(history)
        self.column.addStretch()

    def show_act(self, card: ActCard, *, runs: bool) -> None:
        """A paper with its lines."""
        clear(self.column)
        self.buttons = {}
        row = card.row
        made = Card(row.title)
        head = QHBoxLayout()
        head.addWidget(Chip(row.state.label, ACT_CHIPS[row.state]))
        head.addWidget(label(f"{row.kind.label}　{yuan(row.fen)}", "strong"), 1)
        made.column.addLayout(head)
        facts = (
            ("文号", row.document_no),
            ("日期", full_day(row.day)),
            ("事由", row.why),
            ("经办", row.made_by),
            ("审批", row.approval_words),
            ("审批日期", full_day(row.decided_on)),
            ("作废原因", row.void_reason),
        )
        made.column.addLayout(facts_grid(facts, "审批日期"))
        if row.state is ActState.DRAFT and runs:
            button = Button("作废…", does=self.void.emit)
            self.buttons["作废…"] = button
            foot = QHBoxLayout()
            foot.addWidget(button)
            foot.addStretch()
            made.column.addLayout(foot)
        self.column.addWidget(made)
        lines = Card("金额", f"{row.lines:,} 笔，元")
        for move in card.moves:
            lines.column.addWidget(figure_line(move.area, signed(move.fen), _of(move)))
        self.column.addWidget(lines)
        self.column.addStretch()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        clear(self.column)
        self.buttons = {}


def _of(move: MoveRow) -> str:
    """Whose money, what for, or the unit on the other side."""
    if move.heading is not None:
        return move.heading.label
    if move.payer is not None:
        return move.payer.label
    return f"{'来自' if move.fen > 0 else '转到'}{move.other}"


def _move_line(move: MoveRow) -> QWidget:
    """A change with its paper; what is not approved says so."""
    state = "" if move.state is ActState.APPROVED else f"（{move.state.label}，不计入）"
    below = "　".join(filter(None, (day(move.day), move.document_no, move.title)))
    return entry(f"{move.kind.label} {signed(move.fen)} 元　{_of(move)}{state}", below, move.note)
