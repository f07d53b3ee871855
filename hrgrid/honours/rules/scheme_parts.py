"""Rules and categories of a scheme as plain values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrgrid.honours.rules.categories import Category
from hrgrid.honours.rules.eligibility import Operator, Rule
from hrgrid.honours.rules.words import Tier


def plain_rule(rule: Rule) -> dict[str, Any]:
    """A rule as plain values; what earlier rules did not have is said only where it is there."""
    plain: dict[str, Any] = {
        "key": rule.key,
        "label": rule.label,
        "fact": rule.fact,
        "operator": rule.operator.value,
        "threshold": rule.threshold,
        "unit": rule.unit,
        "missing_passes": rule.missing_passes,
        "per_tier": rule.per_tier,
    }
    if rule.by_tier:
        plain["by_tier"] = dict(rule.by_tier)
    if rule.or_fact:
        plain["or_fact"] = rule.or_fact
    return plain


def rule_of(plain: Mapping[str, Any]) -> Rule:
    """The rule that plain values hold."""
    by_tier = tuple((Tier(code).value, limit) for code, limit in plain.get("by_tier", {}).items())
    return Rule(**{**plain, "operator": Operator(plain["operator"]), "by_tier": by_tier})


def plain_category(one: Category) -> dict[str, Any]:
    """A category as plain values."""
    return {
        "key": one.key,
        "label": one.label,
        "share_bp": one.share_bp,
        "roles": list(one.roles),
        "units": list(one.units),
    }


def category_of_plain(plain: Mapping[str, Any]) -> Category:
    """The category that plain values hold."""
    return Category(
        plain["key"],
        plain["label"],
        plain["share_bp"],
        tuple(plain["roles"]),
        tuple(plain["units"]),
    )
