"""The conditions that an office may switch on: those that ship in force, and further ones.

Further ones are not part of the scheme that ships, since their data may be lacking: the honoured
of a year are not grid workers alone. A rule is switched off by not being in the scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hrgrid.core.errors import UserError
from hrgrid.honours.rules.eligibility import VETO, Operator, Rule
from hrgrid.honours.rules.scheme import SHIPPED_RULES
from hrgrid.honours.rules.words import Tier

YEAR_GRADE = "year_grade"
STAR = "star"
TRAINING = "training_done"
ANY_HONOUR = "years_since_any"
HONOURED_BELOW = "honoured_below"
WARNED = "open_warning"
AWAY = "away"
CONTRACT = "contract"
COMPLAINTS = "complaints"

_STARS = ((Tier.PIONEER.value, 5), (Tier.EXCELLENT.value, 4))

FURTHER = (
    Rule("year_grade", "年度考核不低于“{threshold}”", YEAR_GRADE, Operator.AT_LEAST, 2),
    Rule("star", "星级不低于 {threshold} 星", STAR, Operator.AT_LEAST, 3, "星", by_tier=_STARS),
    Rule(
        "star_or_honoured",
        "星级不低于 {threshold} 星（先锋：或曾获优秀网格员）",
        STAR,
        Operator.AT_LEAST,
        3,
        "星",
        by_tier=_STARS,
        or_fact=HONOURED_BELOW,
    ),
    Rule("training", "当年培训学时达标", TRAINING, Operator.EQUALS, 1),
    Rule(
        "no_honour",
        "近 {threshold} 年没有获任何一级称号",
        ANY_HONOUR,
        Operator.MORE_THAN,
        2,
        "年前获过",
        missing_passes=True,
    ),
    Rule("no_warning", "没有未解除的预警", WARNED, Operator.EQUALS, 0, missing_passes=True),
    Rule("on_duty", "截止日没有离岗", AWAY, Operator.EQUALS, 0, missing_passes=True),
    Rule("contract", "截止日聘用关系有效", CONTRACT, Operator.EQUALS, 1),
    Rule(
        "complaints",
        "当年查实的群众投诉不多于 {threshold} 件",
        COMPLAINTS,
        Operator.AT_MOST,
        1,
        "件",
        missing_passes=True,
    ),
)

DISCREET = frozenset({VETO, "no_warning"})
"""Rules whose outcome tells more than others may know; a paper says of them only that much."""

WITHHELD = "资格审查"
"""What a paper says in place of a discreet rule."""


def catalogue(rules: Sequence[Rule]) -> list[Rule]:
    """Everything that may be switched on: the rules of a scheme in its order, then the others."""
    keys = {rule.key for rule in rules}
    return [*rules, *(one for one in (*SHIPPED_RULES, *FURTHER) if one.key not in keys)]


def with_threshold(rule: Rule, tier: Tier | None, threshold: int) -> Rule:
    """The rule with another threshold, for one tier or for all that have none of their own.

    Raises UserError for one that makes no sense.
    """
    if not rule.words and not 0 <= threshold <= 1_000:
        raise UserError(f"“{rule.shown}”里的数是 {threshold}，要在 0 到 1000 之间。请改正")
    if rule.words and threshold not in rule.words:
        raise UserError(f"“{rule.shown}”没有这一档。请从{'、'.join(rule.words.values())}中选")
    if tier is None:
        return replace(rule, threshold=threshold)
    own = dict(rule.by_tier) | {tier.value: threshold}
    kept = tuple((one.value, own[one.value]) for one in Tier if one.value in own)
    return replace(rule, by_tier=tuple(pair for pair in kept if pair[1] != rule.threshold))


def has_number(rule: Rule) -> bool:
    """Whether there is something to set beside switching it on."""
    return "{threshold}" in rule.label


def facts_read(rules: Iterable[Rule]) -> frozenset[str]:
    """The facts that rules read, without the tier; no other is taken from other rooms."""
    found: set[str] = set()
    for rule in rules:
        found.add(rule.fact)
        if rule.or_fact:
            found.add(rule.or_fact)
    return frozenset(found)
