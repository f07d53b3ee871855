"""Forms of the rules: a new version of the numbers, and of the local wages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.exits.rules.exit_limits import LIMITS, number_text
from hrgrid.exits.rules.exit_rules import ExitRules, LocalWage, problems
from hrgrid.exits.rules.grounds import SHORT
from hrgrid.exits.rules.rule_lines import KINDS, LEVELS
from hrgrid.exits.rules.words import ConsentLevel
from hrgrid.ui.exits.forms.base import MoneyField
from hrgrid.ui.exits.words import TOPIC
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import (
    MatterForm,
    Ticks,
    beside,
    day_of,
    filled,
    named,
    today_field,
    two_columns,
)
from hrgrid.ui.matters.typed import plain_digits
from hrgrid.ui.session import Session
from hrgrid.workforce.rules import Engagement


def read_number(name: str, typed: str) -> int:
    """A number of the rules from the unit in which it is typed. Raises UserError naming it."""
    limit = LIMITS[name]
    text = plain_digits(typed.strip()).removesuffix(limit.unit).strip()
    try:
        value = Fraction(text) * limit.each
    except (ValueError, ZeroDivisionError):
        value = Fraction(1, 7)
    if value.denominator != 1 or "/" in text:
        shown = f"“{typed.strip()}”" if typed.strip() else "没有填"
        raise UserError(
            f"{limit.label}{shown}，要填 {limit.least} 到 {limit.most} 的数，"
            f"单位是{limit.unit}。请改正"
        )
    return int(value)


class _Version(MatterForm):
    """What every new version asks: from when on, by which document, why."""

    TOPIC = TOPIC
    WIDTH = 560

    def __init__(self, session: Session, parent: QWidget, words: str, rules: ExitRules) -> None:
        super().__init__(session, words, words, parent)
        self.rules = rules
        self.since = today_field("施行日期")
        self.document = TextField("文号", hint="没有可以不填")
        self.reason = TextField("事由", hint="例如：按新办法调整期限")

    def add_ending(self) -> None:
        """The fields that all versions have."""
        self.form.addLayout(beside(named(self.since), named(self.document)))
        self.form.addWidget(named(self.reason))

    def keep(self, rules: ExitRules) -> None:
        """Save a version, or say what does not hold."""
        from hrgrid.exits.service.rules import save_exit_rules

        wrong = problems(rules)
        if wrong:
            self.refuse(wrong[0])
            return
        given = self.checked(lambda: (day_of(self.since), filled(self.reason)))
        if given is None:
            return
        day, reason = given
        document = self.document.text().strip()
        self.send(
            lambda work: save_exit_rules(work, rules, day, document),
            lambda number: f"已保存规则第 {number} 版",
            reason=reason,
        )


class RulesDialog(_Version):
    """Every number in the unit in which people tell it."""

    def __init__(self, session: Session, parent: QWidget, rules: ExitRules) -> None:
        super().__init__(session, parent, "保存新一版规则", rules)
        self.fields: dict[str, TextField] = {}
        told = "已经立案的事项仍按立案时的规则办理。"
        self.form.addWidget(label(told, "body2", wraps=True))
        for group, names in groupby(LIMITS, lambda name: LIMITS[name].group):
            self.form.addWidget(label(group, "strong"))
            boxes = []
            for name in names:
                limit = LIMITS[name]
                text = number_text(name, getattr(rules, name)).removesuffix(limit.unit).strip()
                field = TextField(f"{limit.label}（{limit.unit}）", text=text)
                self.fields[name] = field
                boxes.append(named(field))
            self.form.addLayout(two_columns(*boxes))
        self._add_choices(rules)
        self.add_ending()
        self.on_act(self._go)
        self.fields["pass_milli"].setFocus()

    def _add_choices(self, rules: ExitRules) -> None:
        """Which lowest grades warn, and through which hands an exit goes."""
        self.grades = Ticks(tuple(KINDS.items()), rules.grade_kinds)
        self.form.addWidget(label("这些考核期定为不合格即预警", "strong"))
        self.form.addLayout(self.grades)
        self.levels: dict[Engagement, Ticks] = {}
        entries = [(level.value, level.label.removesuffix("意见")) for level in ConsentLevel]
        for engagement in (one for one in Engagement if one not in SHORT):
            ticked = [level.value for level in rules.levels_of(engagement)]
            self.levels[engagement] = Ticks(entries, ticked)
            self.form.addWidget(label(f"{engagement.label}的{LEVELS}", "strong"))
            self.form.addLayout(self.levels[engagement])
        for engagement, ticks in self.levels.items():
            for box in ticks.boxes.values():
                box.setAccessibleName(f"{engagement.label}：{box.text()}")
        told = "兼职和志愿者只有提出、批准两步，不逐级征求意见。"
        self.form.addWidget(label(told, "caption", wraps=True))

    def _chosen(self) -> dict[Engagement, tuple[ConsentLevel, ...]]:
        levels = dict(self.rules.consent_levels)
        for engagement, ticks in self.levels.items():
            levels[engagement] = tuple(ConsentLevel(value) for value in ticks.values)
        return levels

    def _go(self) -> None:
        read = self.checked(
            lambda: {name: read_number(name, box.text()) for name, box in self.fields.items()}
        )
        if read is not None:
            # Not `ExitRules.read`: what does not hold is told on the form, all of it typed still.
            numbers = replace(self.rules, **read)  # type: ignore[arg-type]
            kinds, levels = self.grades.values, self._chosen()
            self.keep(replace(numbers, grade_kinds=kinds, consent_levels=levels))


class WageDialog(_Version):
    """职工月平均工资 of the area, as it was announced: what caps a severance."""

    def __init__(self, session: Session, parent: QWidget, rules: ExitRules) -> None:
        super().__init__(session, parent, "登记本地工资", rules)
        self.average = MoneyField("职工月平均工资（元）")
        self.minimum = MoneyField("最低工资（元）", hint="没有可以不填")
        self.source = TextField("来源", hint="例如：市统计局 2025 年公报")
        told = "用来核对经济补偿的三倍封顶；法律条文只作提示。"
        self.form.addWidget(label(told, "body2", wraps=True))
        self.form.addLayout(beside(named(self.average), named(self.minimum)))
        self.form.addWidget(named(self.source))
        self.add_ending()
        self.on_act(self._go)
        self.average.setFocus()

    def _go(self) -> None:
        wage = self.checked(
            lambda: LocalWage(
                day_of(self.since),
                self.average.value,
                self.minimum.value_or_none,
                filled(self.source),
            )
        )
        if wage is not None:
            others = tuple(one for one in self.rules.wages if one.since != wage.since)
            self.keep(replace(self.rules, wages=tuple(sorted((*others, wage)))))
