"""为什么是第 n 名: items, ties, conditions and the distance to the line of one nominee."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hrgrid.honours.queries import CandidateRow, CheckRow, Explanation, ItemRow
from hrgrid.honours.rules.words import Outcome
from hrgrid.ui import theme
from hrgrid.ui.buttons import Button, LinkButton
from hrgrid.ui.cards import Card, Glyph
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.honours import words
from hrgrid.ui.page import Scroll
from hrgrid.ui.status import Elided


class ThinBar(QWidget):
    """Points of their maximum, from zero."""

    def __init__(self, points: int, maximum: int) -> None:
        super().__init__()
        self.share = min(1.0, points / maximum) if maximum else 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Six px high."""
        return QSize(theme.length(120), 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track, then the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, width in (("track", float(self.width())), ("bar", self.width() * self.share)):
            painter.setBrush(theme.colour(name))
            painter.drawRoundedRect(QRectF(0, 0, width, self.height()), 3, 3)
        painter.end()


class WhyView(QWidget):
    """What the panel and the dialog of narrow windows hold."""

    def __init__(self) -> None:
        super().__init__()
        self.explanation: Explanation | None = None
        self._scroll = Scroll(inside=True)
        self._scroll.column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def say(self, sentence: str) -> None:
        """A sentence instead of an explanation."""
        self.explanation = None
        self._begin()
        self._add(label(sentence, "body2", wraps=True))
        self._scroll.column.addStretch()

    def show_nominee(self, row: CandidateRow, sentence: str) -> None:
        """What is known of somebody before there is a rank."""
        self.explanation = None
        self._begin()
        self._name(row.name, row)
        marks = (
            ("业绩分", row.merit_milli),
            ("评审分", row.review_milli),
            ("得分", row.score_milli),
        )
        for name, milli in marks:
            if milli is not None:
                self._add(_line(label(name), label(words.points(milli), "strong")))
        if row.unit_rank is not None:
            self._add(_line(label("推荐次序"), label(f"第 {row.unit_rank} 位", "strong")))
        self._add(label(sentence, "caption", wraps=True))
        self._scroll.column.addStretch()

    def show_explanation(self, told: Explanation, row: CandidateRow) -> None:
        """Show why."""
        self.explanation = told
        self._begin()
        self._name(told.name, row)
        for item in told.items:
            self._add(_item(item))
        if told.score:
            name = "总分" if told.items else "推荐次序"
            self._add(_line(label(name), label(told.score, "card")))
        if told.distance:
            self._add(label(_distance(told), "label", wraps=True))
        elif told.outcome is not Outcome.SELECTED:
            self._add(label(f"{told.sentence}。", "label", wraps=True))
        if told.ties:
            self._add(_rule())
        for tie in told.ties:
            self._add(label(f"{tie}。", "label", wraps=True))
        self._add(_rule())
        for check in told.checks:
            self._add(_check(check))
        self._scroll.column.addStretch()

    def _begin(self) -> None:
        clear(self._scroll.column)
        self._scroll.verticalScrollBar().setValue(0)

    def _add(self, part: QWidget) -> None:
        self._scroll.column.addWidget(part)

    def _name(self, name: str, row: CandidateRow) -> None:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(label(name, "section"))
        inside.addWidget(Elided(words.who(row), role="crumb", px=theme.LABEL), 1)
        self._add(line)


def heading(row: CandidateRow | None) -> str:
    """What the panel is called."""
    if row is None or row.outcome is None:
        return "推荐情况" if row is not None else "为什么"
    return f"为什么是第 {row.rank} 名" if row.rank else f"为什么{words.outcome_text(row)}"


def _item(item: ItemRow) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(label(item.label))
    row.addWidget(label(words.percent(item.weight_bp), "caption"), 1)
    row.addWidget(label(words.points(item.points_milli), "strong"))
    row.addWidget(label(f"/ {words.points(item.maximum_milli).removesuffix('.00')}", "caption"))
    column.addLayout(row)
    column.addWidget(ThinBar(item.points_milli, item.maximum_milli))
    shown = f"{words.points(item.points_milli)}，满分 {words.points(item.maximum_milli)}"
    part.setAccessibleName(f"{item.label}{shown}")
    return part


def _line(left: QWidget, right: QWidget) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(left, 1)
    row.addWidget(right)
    return part


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    return rule


def _check(check: CheckRow) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    glyph, colour = ("check-circle-fill", "ok") if check.passed else ("x", "bad")
    # In the middle of the first line, however many follow.
    seat = QVBoxLayout()
    seat.setContentsMargins(0, theme.length(2), 0, 0)
    seat.addWidget(Glyph(glyph, colour, 16))
    row.addLayout(seat)
    row.setAlignment(seat, Qt.AlignmentFlag.AlignTop)
    aside = "，经批准破例" if check.waived else ""
    told = f"{check.label}（{check.fact}{aside}）"
    row.addWidget(label(told, "label", wraps=True), 1)
    if check.source:
        part.setToolTip(f"来自{check.source}")
    part.setAccessibleName(f"{'符合' if check.passed else '不符合'}：{told}")
    return part


def _distance(told: Explanation) -> str:
    """How far from the line, in words; where units named an order, the line is a place in it."""
    if not told.items:
        return f"推荐次序第 {told.score} 位，入选到第 {told.cut_score} 位。"
    if told.distance.strip("-0.") == "":
        return f"入选线 {told.cut_score}，正好在线上。"
    if told.distance.startswith("-"):
        return f"入选线 {told.cut_score}，差 {told.distance.removeprefix('-')}。"
    return f"入选线 {told.cut_score}，高出 {told.distance}。"


class WhyCard(Card):
    """The panel at the right of the nominees."""

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

    def name(self, row: CandidateRow | None) -> None:
        """Say whom it is about."""
        self.title.setText(heading(row))
        self.setAccessibleName(self.title.text())
        self.all.setVisible(row is not None and row.outcome is not None)


class WhyDialog(Dialog):
    """The same where there is no room for a panel."""

    def __init__(
        self, told: Explanation, row: CandidateRow, look: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(heading(row), parent)
        self.view = WhyView()
        self.view.show_explanation(told, row)
        self.view.setMinimumHeight(min(theme.length(380), self.highest() - theme.length(140)))
        self.body.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.addWidget(LinkButton("看全部依据", does=look))
        foot.addStretch()
        self.away = Button("关闭", does=self.reject)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()
