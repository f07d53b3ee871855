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
VETOES = "vetoes"
"""How many findings of the veto list are in force; who has one is out whatever the rules say."""

VETO = "veto"
"""The key under which a veto stands where a failed rule does; no rule may take it."""

_YES_NO = {1: "是", 0: "否"}
_WORDS = {"year_grade": {0: "不合格", 1: "基本合格", 2: "合格", 3: "优秀"}}
"""Facts whose numbers stand for words."""


def waiver(key: str, tier: Tier) -> str:
    """The fact that a rule was set aside for somebody in one tier."""
    return f"waived_{key}_{tier.value}"


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

    `per_tier`: the fact is looked up for the tier in question. `by_tier` holds thresholds that
    differ from `threshold`, by the code of a tier. `or_fact`: who has that fact for the tier
    stands the rule without it.
    """

    key: str
    label: str
    fact: str
    operator: Operator
    threshold: int
    unit: str = ""
    missing_passes: bool = False
    per_tier: bool = False
    by_tier: tuple[tuple[str, int], ...] = ()
    or_fact: str = ""

    def fact_for(self, tier: Tier) -> str:
        """The name of the fact that the rule reads."""
        return f"{self.fact}_{tier.value}" if self.per_tier else self.fact

    def threshold_for(self, tier: Tier) -> int:
        """What the fact is compared with."""
        return dict(self.by_tier).get(tier.value, self.threshold)

    def passes(self, tier: Tier, facts: Facts) -> bool:
        """Whether somebody with these facts stands it, by himself or because it was set aside."""
        if facts.get(waiver(self.key, tier)):
            return True
        if self.or_fact and facts.get(f"{self.or_fact}_{tier.value}"):
            return True
        seen = facts.get(self.fact_for(tier))
        if seen is None:
            return self.missing_passes
        return self.operator.holds(seen, self.threshold_for(tier))

    @property
    def shown(self) -> str:
        """The condition in words, with its usual threshold."""
        return self._worded(self.threshold)

    def shown_for(self, tier: Tier) -> str:
        """The condition in words, as it holds in a tier."""
        return self._worded(self.threshold_for(tier))

    def seen_text(self, seen: int | None) -> str:
        """The fact in words, for the bracket behind the condition."""
        if seen is None:
            return "没有记录"
        if self.fact in _WORDS:
            return _WORDS[self.fact].get(seen, str(seen))
        return f"{seen} {self.unit}" if self.unit else _YES_NO.get(seen, str(seen))

    @property
    def words(self) -> Mapping[int, str]:
        """What the numbers of the fact stand for, empty where they are numbers."""
        return _WORDS.get(self.fact, {})

    def _worded(self, threshold: int) -> str:
        return self.label.format(threshold=self.words.get(threshold, threshold))


def veto_rule() -> Rule:
    """The veto as a failed rule is told: without saying what was found."""
    return Rule(VETO, "没有一票否决情形", VETOES, Operator.EQUALS, 0, "项", missing_passes=True)


@dataclass(frozen=True)
class Check:
    """What one rule saw of one person."""

    rule: Rule
    seen: int | None
    passed: bool


def checks(rules: Sequence[Rule], tier: Tier, facts: Facts) -> list[Check]:
    """Every rule with the value that it saw, a veto before them where there is one."""
    vetoes = facts.get(VETOES)
    first = [Check(veto_rule(), vetoes, passed=False)] if vetoes else []
    return first + [
        Check(rule, facts.get(rule.fact_for(tier)), rule.passes(tier, facts)) for rule in rules
    ]


def first_failed(rules: Sequence[Rule], tier: Tier, facts: Facts) -> Rule | None:
    """The first rule that somebody does not stand; a veto comes before all of them."""
    if facts.get(VETOES):
        return veto_rule()
    for rule in rules:
        if not rule.passes(tier, facts):
            return rule
    return None


def code_of(rule: Rule, facts: Facts) -> OutcomeCode:
    """The outcome code of a failed rule."""
    if facts.get(DECEASED):
        return OutcomeCode.DECEASED
    return OutcomeCode.HONOURED_RECENTLY if rule.fact == SINCE else OutcomeCode.FAILED_RULE
