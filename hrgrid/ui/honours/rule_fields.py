"""The conditions of a scheme to switch and to set, and whom each would leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.honours.rules.conditions import catalogue, has_number, with_threshold
from hrgrid.honours.rules.eligibility import Rule
from hrgrid.honours.rules.words import Tier
from hrgrid.ui import theme
from hrgrid.ui.forms import Choice, TextField, Tick, label

_SHORT = {Tier.PIONEER: "先锋", Tier.EXCELLENT: "优秀", Tier.SKILLED: "能手"}


class RuleLine(QWidget):
    """One condition: on or off, its number or its numbers by tier, whom it leaves out."""

    changed = Signal()

    def __init__(self, rule: Rule, tiers: Sequence[Tier], *, on: bool) -> None:
        super().__init__()
        self.rule = rule
        self.tick = Tick(rule.label.replace("{threshold}", "…"))
        self.tick.setChecked(on)
        self.tick.setAccessibleName(rule.shown)
        self.numbers: dict[Tier | None, TextField | Choice] = {}
        self.effect: QLabel = label("", "caption")
        self._lay_out(tiers)
        self.tick.toggled.connect(self._follow)
        self._follow()

    def _lay_out(self, tiers: Sequence[Tier]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.tick)
        column.addLayout(first)
        row = first
        if has_number(self.rule):
            row = QHBoxLayout()
            row.setContentsMargins(theme.length(26), 0, 0, 0)
            row.setSpacing(6)
            column.addLayout(row)
            for tier in tiers if self.rule.by_tier else [None]:
                if tier is not None:
                    row.addWidget(label(_SHORT[tier], "caption"))
                control = self._control(tier)
                self.numbers[tier] = control
                row.addWidget(control)
        row.addWidget(self.effect)
        row.addStretch()

    def _control(self, tier: Tier | None) -> TextField | Choice:
        name = f"{self.rule.shown}{f'（{_SHORT[tier]}）' if tier else ''}"
        limit = self.rule.threshold if tier is None else self.rule.threshold_for(tier)
        if self.rule.words:
            choice = Choice(name, sorted(self.rule.words.items(), reverse=True))
            choice.choose(limit)
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())
            return choice
        field = TextField(name, text=str(limit))
        field.setFixedWidth(theme.length(52))
        field.textEdited.connect(lambda _: self.changed.emit())
        return field

    def _follow(self) -> None:
        for control in self.numbers.values():
            control.setEnabled(self.tick.isChecked())
        self.changed.emit()

    def read(self) -> Rule:
        """The rule as it is set. Raises UserError where a number is none."""
        rule = self.rule
        for tier, control in self.numbers.items():
            if isinstance(control, Choice):
                rule = with_threshold(rule, tier, control.currentData())
                continue
            text = control.text().strip()
            if not text.isdecimal():
                raise UserError(f"“{rule.shown}”里的“{text}”不是整数。请填零或正整数")
            rule = with_threshold(rule, tier, int(text))
        return rule


class RuleFields(QWidget):
    """Every condition that may be switched on, those of the scheme first."""

    changed = Signal()

    def __init__(self, rules: Sequence[Rule], tiers: Sequence[Tier]) -> None:
        super().__init__()
        keys = {rule.key for rule in rules}
        self.lines = {
            rule.key: RuleLine(rule, tiers, on=rule.key in keys) for rule in catalogue(rules)
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for line in self.lines.values():
            column.addWidget(line)
            line.changed.connect(self.changed)

    def read(self) -> tuple[Rule, ...]:
        """The rules that are switched on. Raises UserError where a number is none."""
        return tuple(line.read() for line in self.lines.values() if line.tick.isChecked())

    def read_all(self) -> tuple[Rule, ...]:
        """All of them, for what each would do; as it was where its number is none."""
        found = []
        for line in self.lines.values():
            try:
                found.append(line.read())
            except UserError:
                found.append(line.rule)
        return tuple(found)

    def show_effects(self, effects: Mapping[str, tuple[int, int]]) -> None:
        """Whom each leaves out: of the nominees, and of everybody in post."""
        for key, (nominees, people) in effects.items():
            told = f"不符合：推荐对象 {nominees:,} 人，在岗 {people:,} 人"
            self.lines[key].effect.setText(told)
