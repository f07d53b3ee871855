"""A made-up unit and a made-up person beside the rule: what it would give them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QWidget

from hrgrid.assessment.rules.shares import Unit, places_of
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, star_label
from hrgrid.assessment.rules.stars import Candidate, reckon_stars
from hrgrid.ui.cards import Card
from hrgrid.ui.forms import Choice, Tick, label
from hrgrid.ui.matters.parts import rule
from hrgrid.ui.star_marks import StarMarks
from hrgrid.ui.stars.spin import Counter, Turned

_UNIT = Unit("示例", "示例街道", "", "", 42)


class ExampleCard(Card):
    """Follows the rule while it is typed; nothing of it is ever stored."""

    def __init__(self) -> None:
        super().__init__("示例", "虚构的街道和人，数字可以改")
        self._rules = StarRules()
        self.people = Counter("示例街道的人数", 1, 999, _UNIT.people)
        self.places = label("", "body2", wraps=True)
        self.total = Turned("示例的得分", 96_000, scale=1_000, most=200_000, step=500)
        levels = [(None, "没评过"), *((at, star_label(at)) for at in range(HIGHEST + 1))]
        self.before = Choice("示例的原星级", levels)
        self.before.choose(3)
        self.newcomer = Tick("新进人员")
        self.bad = Tick("有不合格的月份")
        self.veto = Tick("被一票否决")
        self.marks = StarMarks()
        self.star = label("", "card")
        self.told = label("", "body2", wraps=True)
        self._lay_out()
        self.people.valueChanged.connect(lambda _: self.reckon())
        self.total.valueChanged.connect(lambda _: self.reckon())
        self.before.currentIndexChanged.connect(lambda _: self.reckon())
        for tick in (self.newcomer, self.bad, self.veto):
            tick.toggled.connect(lambda _: self.reckon())

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [("一个街道有", self.people)]
        for at, (name, field) in enumerate(rows):
            grid.addWidget(label(name, "label"), at, 0)
            grid.addWidget(field, at, 1)
        grid.addWidget(self.places, 1, 0, 1, 2)
        grid.addWidget(rule(), 2, 0, 1, 2)
        grid.addWidget(label("一个人得分", "label"), 3, 0)
        grid.addWidget(self.total, 3, 1)
        grid.addWidget(label("原星级", "label"), 4, 0)
        grid.addWidget(self.before, 4, 1)
        for at, tick in enumerate((self.newcomer, self.bad, self.veto), start=5):
            grid.addWidget(tick, at, 0, 1, 2)
        self.column.addLayout(grid)
        self.column.addWidget(self.marks)
        self.column.addWidget(self.star)
        self.column.addWidget(self.told)
        self.column.addStretch()

    def show_rules(self, rules: StarRules) -> None:
        """Reckon by this rule."""
        self._rules = rules
        self.reckon()

    def reckon(self) -> None:
        """The places of the unit, and the star of the person where places are left."""
        rules, people = self._rules, self.people.value()
        told = []
        for one in rules.levels:
            if one.share_bp is not None:
                above = "" if one.level == HIGHEST else "及以上"
                told.append(f"{one.label}{above}最多 {places_of(people, one.share_bp)} 人")
        self.places.setText("，".join(told) + "。" if told else "各星都不限名额。")
        before = self.before.currentData()
        served = max(rules.least_months, 0) if self.newcomer.isChecked() else 600
        person = Candidate(
            1, _UNIT.code, self.total.whole, before or 0, before is not None,
            self.veto.isChecked(), int(self.bad.isChecked()), served,
        )  # fmt: skip
        # Alone he stands in line for a place that is always there.
        alone = replace(rules, levels=tuple(replace(one, share_bp=None) for one in rules.levels))
        star = reckon_stars(alone, [_UNIT], [person], {}).stars[0]
        self.marks.show_level(star.level)
        self.marks.setVisible(bool(star.level))
        self.star.setText(star_label(star.level))
        why = "、".join(one.label for one in star.held)
        line = f"分数线给{star_label(star.line_level)}"
        self.told.setText(f"{line}，{why}。" if why else f"{line}，名额够就是它。")
