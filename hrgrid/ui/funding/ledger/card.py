"""The card of a posting: what it is, its rows left and right, and what may be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hrgrid.funding.rules.ledger_rows import EntryRow, PostingCard
from hrgrid.funding.rules.words import PostingKind, PostingState
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.forms import clear, label
from hrgrid.ui.funding.words import yuan
from hrgrid.ui.matters.parts import entry, facts_grid
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.page import Scroll

CHIPS = {PostingState.DRAFT: "warn", PostingState.POSTED: "ok", PostingState.VOID: "mute"}
POST, VOID, REVERSE = "复核记账", "作废…", "红字冲正…"


class PostingCardView(Scroll):
    """Beside the list; `asked` says which of its buttons was pressed."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        clear(self.column)
        self.buttons = {}

    def show_posting(self, card: PostingCard, *, runs: bool) -> None:
        """A posting with its rows."""
        self.show_nothing()
        row = card.row
        made = Card(row.memo, row.shown)
        head = QHBoxLayout()
        head.addWidget(Chip(row.state.label, CHIPS[row.state]))
        head.addWidget(label(yuan(row.debit_fen), "strong", wraps=True), 1)
        made.column.addLayout(head)
        facts = (
            ("种类", row.kind.label),
            ("日期", full_day(row.day)),
            ("单位", row.area),
            ("文号", row.document_no),
            ("表彰文号", card.award_document),
            ("填制", row.made_by),
            ("复核记账", row.posted_by),
            ("冲正了", _number(row.year, row.reverses_no)),
            ("被冲正", _number(row.year, row.reversed_no)),
            ("作废原因", card.void_reason),
        )
        made.column.addLayout(facts_grid([one for one in facts if one[1]], "复核记账"))
        made.column.addLayout(self._deeds(card, runs=runs))
        self.column.addWidget(made)
        lines = Card("分录", f"{row.entries:,} 行，元")
        for one in card.entries:
            lines.column.addWidget(_line(one))
        if card.more:
            told = f"还有 {card.more:,} 行没有列出，全部分录在导出的台账里。"
            lines.column.addWidget(label(told, "caption", wraps=True))
        self.column.addWidget(lines)
        self.column.addStretch()

    def _deeds(self, card: PostingCard, *, runs: bool) -> QHBoxLayout:
        row, foot = card.row, QHBoxLayout()
        draft, posted = row.state is PostingState.DRAFT, row.state is PostingState.POSTED
        back = posted and row.kind is not PostingKind.REVERSAL and row.reversed_no is None
        for words, fits in ((POST, draft), (VOID, draft), (REVERSE, back)):
            if runs and fits:
                button = Button(words, does=partial(self.asked.emit, words))
                self.buttons[words] = button
                foot.addWidget(button)
        foot.addStretch()
        return foot


def _number(year: int, number: int | None) -> str:
    return f"{year}-{number:06d}" if number else ""


def _line(one: EntryRow) -> QWidget:
    side = f"借 {yuan(one.debit_fen)}" if one.fen > 0 else f"贷 {yuan(one.credit_fen)}"
    about = (one.item, one.area, one.grid, one.person, one.payer.label if one.payer else "")
    return entry(f"{one.account.label}　{side}", "　".join(part for part in about if part))
