"""为什么是这个分: every item with its points and formula in words, and how the grade came."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.result_rows import ResultCard, ResultRow, WayItem
from hrgrid.core.tabulation import mark_text
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import (
    outcome_chip,
    outcome_words,
    points,
    problem_words,
    signed,
)
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card, Chip
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.honours.why import ThinBar
from hrgrid.ui.matters.parts import figure_line, rule, tick_line
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import Elided


class WhyView(QWidget):
    """What the panel and the dialog of narrow windows hold."""

    def __init__(self) -> None:
        super().__init__()
        self.card: ResultCard | None = None
        self._scroll = Scroll(inside=True)
        self._scroll.column.setSpacing(8)
        self._scroll.column.setContentsMargins(0, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def say(self, sentence: str) -> None:
        """A sentence instead of a result."""
        self.card = None
        self._begin()
        self._add(label(sentence, "body2", wraps=True))
        self._scroll.column.addStretch()

    def show_card(self, card: ResultCard) -> None:
        """Show why."""
        self.card = card
        row = card.row
        self._begin()
        self._name(row)
        for item in card.items:
            self._add(item_line(item))
        self._add(rule())
        for sentence in card.steps:
            self._add(label(_sentence(sentence), "label", wraps=True))
        if card.moderation is not None:
            told = f"{card.moderation.state.label}：{card.moderation.reason}"
            self._add(figure_line("调整", signed(card.moderation.delta_milli)))
            self._add(label(_sentence(told), "caption", wraps=True))
        if row.total_milli is not None:
            self._add(_total(row, card))
        for sentence in card.share:
            self._add(label(_sentence(sentence), "label", wraps=True))
        if card.choice is not None:
            told = f"裁定：{card.choice.reason}（{card.choice.decided_by}）"
            self._add(label(_sentence(told), "label", wraps=True))
        if row.blocked or row.left_out is not None:
            self._add(tick_line(_sentence(problem_words(row)), passed=False))
        for sentence in card.disagreements:
            self._add(label(_sentence(sentence), "problem", wraps=True))
        self._scroll.column.addStretch()

    def _begin(self) -> None:
        clear(self._scroll.column)
        self._scroll.verticalScrollBar().setValue(0)

    def _add(self, part: QWidget) -> None:
        self._scroll.column.addWidget(part)

    def _name(self, row: ResultRow) -> None:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(label(row.name, "section"))
        where = " · ".join(filter(None, (row.unit, row.area)))
        inside.addWidget(Elided(where, role="crumb", px=theme.LABEL), 1)
        inside.addWidget(Chip(outcome_words(row), outcome_chip(row)))
        self._add(line)


def heading(row: ResultRow | None) -> str:
    """What the panel is called."""
    if row is None or row.total_milli is None:
        return "为什么" if row is None else "为什么没有结果"
    return f"为什么是 {points(row.total_milli)} 分"


def _sentence(told: str) -> str:
    return f"{told.rstrip('。')}。" if told else ""


def item_line(item: WayItem) -> QWidget:
    """Name, points of the full ones with their bar, and the formula in words."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(Elided(item.label, role="", px=theme.BODY), 1)
    shown = points(item.points_milli) or item.state.label
    row.addWidget(label(shown, "strong" if item.points_milli is not None else "captionWarn"))
    full = mark_text(item.full_milli)
    if item.full_milli:
        row.addWidget(label(f"/ {full}", "caption"))
    column.addLayout(row)
    if item.full_milli and not item.beside:
        column.addWidget(ThinBar(item.points_milli or 0, item.full_milli))
    told = "；".join(filter(None, (item.beside, item.how, item.note)))
    if told:
        column.addWidget(label(told, "caption", wraps=True))
    part.setAccessibleName(f"{item.label}：{shown}，满分 {full}。{told}")
    part.setToolTip(item.rule)
    return part


def _total(row: ResultRow, card: ResultCard) -> QWidget:
    place = (
        f"第 {row.rank} 名{'并列' if row.tied else ''}，共 {card.of_unit} 人" if row.rank else ""
    )
    part = QWidget()
    line = QHBoxLayout(part)
    line.setContentsMargins(0, 2, 0, 2)
    line.addWidget(label("总分"))
    line.addWidget(label(place, "caption"), 1)
    line.addWidget(label(points(row.total_milli), "section"))
    part.setAccessibleName(f"总分 {points(row.total_milli)}，{place}")
    return part


class WhyCard(Card):
    """The panel at the right of the list."""

    def __init__(self, adjust: Button) -> None:
        super().__init__("为什么")
        self.view = WhyView()
        self.all = LinkButton("看全部依据")
        self.column.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch()
        foot.addWidget(adjust)
        self.column.addLayout(foot)
        self._adjust = adjust
        self.name(None)

    def name(self, row: ResultRow | None) -> None:
        """Say whom it is about."""
        self.title.setText(heading(row))
        self.setAccessibleName(self.title.text())
        self.all.setVisible(row is not None)
        self._adjust.setVisible(row is not None)


class WhyDialog(Dialog):
    """The same where there is no room for a panel."""

    def __init__(
        self, card: ResultCard, look: Callable[[], object], adjust: Button | None, parent: QWidget
    ) -> None:
        super().__init__(heading(card.row), parent)
        self.view = WhyView()
        self.view.show_card(card)
        self.view.setMinimumHeight(min(theme.length(420), self.highest() - theme.length(140)))
        self.body.addWidget(self.view, 1)
        foot = QHBoxLayout()
        self.all = LinkButton("看全部依据", does=look)
        foot.addWidget(self.all)
        foot.addStretch()
        if adjust is not None:
            foot.addWidget(adjust)
        self.away = Button("关闭", does=self.reject)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()
