"""Eligibility as data: a rule compares one fact of a person with a threshold (rules.md 7).

Facts are whole numbers by name; yes is 1 and no is 0. A fact that nobody knows is absent, and
each rule says whether that passes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.labelled import Labelled
from hrgrid.honours.rules.words import OutcomeCode, Tier

Facts = Mapping[str, int]

SINCE = "years_since"
"""Years between the last honour in a tier and the campaign; facts carry it for each tier."""

DECEASED = "deceased"
_YES_NO = {1: "是", 0: "否"}


class Operator(Labelled):
    """How a fact is compared with the threshold."""

    AT_LEAST = "ge", "不少于"
    AT_MOST = "le", "不超过"
    MORE_THAN = "gt", "多于"
    EQUALS = "eq", "等于"

    def holds(self, seen: int, threshold: int) -> bool:
        """Whether `seen` stands the comparison."""
        if self is Operator.AT_LEAST:
            return seen >= threshold
        if self is Operator.AT_MOST:
            return seen <= threshold
        return seen > threshold if self is Operator.MORE_THAN else seen == threshold


@dataclass(frozen=True)
class Rule:
    """One condition; `label` may hold {threshold}, `unit` "" marks a yes-or-no fact.

    `per_tier`: the fact is looked up for the tier in question.
    """

    key: str
    label: str
    fact: str
    operator: Operator
    threshold: int
    unit: str = ""
    missing_passes: bool = False
    per_tier: bool = False

    def fact_for(self, tier: Tier) -> str:
        """The name of the fact that the rule reads."""
        return f"{self.fact}_{tier.value}" if self.per_tier else self.fact

    def passes(self, tier: Tier, facts: Facts) -> bool:
        """Whether somebody with these facts stands it."""
        seen = facts.get(self.fact_for(tier))
        return self.missing_passes if seen is None else self.operator.holds(seen, self.threshold)

    @property
    def shown(self) -> str:
        """The condition in words."""
        return self.label.format(threshold=self.threshold)

    def seen_text(self, seen: int | None) -> str:
        """The fact in words, for the bracket behind the condition."""
        if seen is None:
            return "没有记录"
        return f"{seen} {self.unit}" if self.unit else _YES_NO.get(seen, str(seen))


@dataclass(frozen=True)
class Check:
    """What one rule saw of one person."""

    rule: Rule
    seen: int | None
    passed: bool


def checks(rules: Sequence[Rule], tier: Tier, facts: Facts) -> list[Check]:
    """Every rule with the value that it saw."""
    return [Check(rule, facts.get(rule.fact_for(tier)), rule.passes(tier, facts)) for rule in rules]


def first_failed(rules: Sequence[Rule], tier: Tier, facts: Facts) -> Rule | None:
    """The first rule that somebody does not stand."""
    for rule in rules:
        if not rule.passes(tier, facts):
            return rule
    return None


def code_of(rule: Rule, facts: Facts) -> OutcomeCode:
    """The outcome code of a failed rule."""
    if facts.get(DECEASED):
        return OutcomeCode.DECEASED
    return OutcomeCode.HONOURED_RECENTLY if rule.fact == SINCE else OutcomeCode.FAILED_RULE
