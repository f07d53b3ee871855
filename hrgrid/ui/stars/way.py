"""为什么是这颗星: the way to it in sentences, and what was missing for the next one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.assessment.rules.star_rows import StarLineRow, StarWay
from hrgrid.assessment.rules.star_words import HIGHEST, star_label
from hrgrid.ui import theme
from hrgrid.ui.assessment.words import points
from hrgrid.ui.buttons import Button
from hrgrid.ui.cards import Card
from hrgrid.ui.dialogs import Dialog
from hrgrid.ui.forms import clear, label
from hrgrid.ui.matters.parts import figure_line, rule, tick_line
from hrgrid.ui.page import Scroll
from hrgrid.ui.star_marks import StarMarks
from hrgrid.ui.stars.words import rank_words
from hrgrid.ui.status import Elided


def heading(row: StarLineRow | None) -> str:
    """What the panel is called."""
    if row is None:
        return "为什么"
    return "为什么不参加" if row.left_out is not None else f"为什么是{star_label(row.level)}"


class WayView(QWidget):
    """What the panel and the dialog of narrow windows hold."""

    def __init__(self) -> None:
        super().__init__()
        self.way: StarWay | None = None
        self._scroll = Scroll(inside=True)
        self._scroll.column.setSpacing(8)
        self._scroll.column.setContentsMargins(0, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def say(self, sentence: str) -> None:
        """A sentence instead of a star."""
        self.way = None
        self._begin()
        self._add(label(sentence, "body2", wraps=True))
        self._scroll.column.addStretch()

    def show_way(self, way: StarWay) -> None:
        """Show why."""
        self.way = way
        row = way.row
        self._begin()
        self._name(row)
        if row.total_milli is not None:
            place = f"第 {rank_words(row)} 名" if row.rank is not None else ""
            self._add(figure_line("得分", points(row.total_milli), place))
        self._add(figure_line("原星级", star_label(row.before_level)))
        self._add(rule())
        for sentence in way.steps:
            self._add(label(_sentence(sentence), "label", wraps=True))
        if way.choice:
            self._add(label(_sentence(f"裁定：{way.choice}"), "label", wraps=True))
        if way.missing:
            following = star_label(min(HIGHEST, row.level + 1))
            told = "参加评定还差" if row.left_out is not None else f"离{following}还差"
            self._add(label(told, "strong"))
            for sentence in way.missing:
                self._add(tick_line(_sentence(sentence), passed=False))
        self._scroll.column.addStretch()

    def _begin(self) -> None:
        clear(self._scroll.column)
        self._scroll.verticalScrollBar().setValue(0)

    def _add(self, part: QWidget) -> None:
        self._scroll.column.addWidget(part)

    def _name(self, row: StarLineRow) -> None:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(label(row.name, "section"))
        where = " · ".join(filter(None, (row.unit, row.place)))
        inside.addWidget(Elided(where, role="crumb", px=theme.LABEL), 1)
        if row.level:
            inside.addWidget(StarMarks(row.level))
        self._add(line)


class WayCard(Card):
    """The panel at the right of the list."""

    def __init__(self) -> None:
        super().__init__("为什么")
        self.view = WayView()
        self.column.addWidget(self.view, 1)
        self.name(None)

    def name(self, row: StarLineRow | None) -> None:
        """Say whom it is about."""
        self.title.setText(heading(row))
        self.setAccessibleName(self.title.text())


class WayDialog(Dialog):
    """The same where there is no room for a panel."""

    def __init__(self, way: StarWay, parent: QWidget) -> None:
        super().__init__(heading(way.row), parent)
        self.view = WayView()
        self.view.show_way(way)
        self.view.setMinimumHeight(min(theme.length(360), self.highest() - theme.length(140)))
        self.body.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        self.away = Button("关闭", does=self.reject)
        foot.addWidget(self.away)
        self.body.addLayout(foot)
        self.away.setFocus()


def _sentence(told: str) -> str:
    return f"{told.rstrip('。')}。" if told else ""
