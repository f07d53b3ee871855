"""Somebody's month beside the sheet: every line with how it came about."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.core.money import format_money
from hrgrid.funding.rules.pay import month_words
from hrgrid.funding.rules.pay_rows import PayCard, PayLineRow
from hrgrid.funding.rules.words import PayItem, PayKind
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.parts import figure_line, rule
from hrgrid.ui.page import Scroll


class PersonCard(Card):
    """Lines, the sum, what no line says, what was entered by hand."""

    def __init__(self) -> None:
        super().__init__("个人月薪")
        self.shown: PayCard | None = None
        self._scroll = Scroll(inside=True)
        self.column.addWidget(self._scroll, 1)

    def show_card(self, card: PayCard | None) -> None:
        """Show somebody, or nobody."""
        self.shown = card
        column = self._scroll.column
        clear(column)
        if card is None:
            column.addWidget(label("选一个人，看每一项是怎么算出来的。", "caption", wraps=True))
            column.addStretch()
            return
        row = card.row
        column.addWidget(label(f"{row.name}　{row.number}", "strong"))
        place = "　".join(filter(None, (row.area, row.grid)))
        column.addWidget(label(f"{place}　在岗 {row.days} 天", "caption", wraps=True))
        for line in card.lines:
            column.addWidget(_line(line))
        column.addWidget(rule())
        column.addWidget(figure_line("实发", format_money(row.net_fen)))
        for remark in card.remarks:
            column.addWidget(label(remark, "caption", wraps=True))
        account = f"{card.bank}　{card.account}" if card.account else "没有登记工资卡"
        column.addWidget(label(f"工资卡：{account}", "caption", wraps=True))
        if row.held_back:
            column.addWidget(label(f"暂缓发放：{row.held_back}", "warning", wraps=True))
        _put_entries(column, card)
        column.addStretch()


def _line(line: PayLineRow) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 2, 0, 2)
    column.setSpacing(0)
    beside = "（单位负担，不计入实发）" if line.item is PayItem.EMPLOYER_SHARE else ""
    if line.kind is not PayKind.PAY:
        beside = f"（{line.kind.label} {month_words(line.for_month)}）"
    column.addWidget(figure_line(line.item.label, format_money(line.fen), beside))
    if line.words:
        column.addWidget(label(line.words, "caption", wraps=True))
    return box


def _put_entries(column: QVBoxLayout, card: PayCard) -> None:
    if not card.entries:
        return
    column.addWidget(rule())
    column.addWidget(label("手工增减", "label"))
    for entry in card.entries:
        told = f"{entry.item.label} {format_money(entry.fen)} 元　{entry.reason}　{entry.made_by}"
        if entry.withdrawn_why:
            told += f"（已撤回：{entry.withdrawn_why}）"
        column.addWidget(label(told, "caption", wraps=True))
