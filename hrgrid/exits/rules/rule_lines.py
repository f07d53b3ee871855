"""The rules of exits line by line, as screens and papers show them, and what a version changes."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.core.money import format_money
from hrgrid.exits.rules.exit_limits import LIMITS, number_text
from hrgrid.exits.rules.exit_rules import ExitRules, LocalWage
from hrgrid.exits.rules.grounds import SHORT
from hrgrid.workforce.rules import Engagement

KINDS = {"month": "月", "quarter": "季度", "half_year": "半年", "year": "年度"}
"""The periods whose lowest grade may start a warning, in words."""
LEVELS = "审批层级"


@dataclass(frozen=True)
class RuleLine:
    """One number or choice of the rules in words; `code` is its field."""

    group: str
    code: str
    label: str
    value: str
    hint: str = ""


def rule_lines(rules: ExitRules) -> tuple[RuleLine, ...]:
    """All of them, group by group."""
    lines = [
        RuleLine(
            limit.group, name, limit.label, number_text(name, getattr(rules, name)), limit.hint
        )
        for name, limit in LIMITS.items()
    ]
    kinds = "、".join(KINDS[kind] for kind in KINDS if kind in rules.grade_kinds)
    lines.append(RuleLine("预警条件", "grade_kinds", "定为不合格即预警", kinds or "不按等次预警"))
    lines += [
        RuleLine(
            LEVELS,
            f"consent_levels.{engagement.value}",
            engagement.label,
            _levels(rules, engagement),
        )
        for engagement in Engagement
    ]
    wages = sorted(rules.wages, key=lambda wage: wage.since)
    lines += [
        RuleLine(
            "本地工资", f"wages.{wage.since}", f"{wage.since:%Y-%m-%d} 起", _wage(wage), wage.source
        )
        for wage in wages
    ]
    if not wages:
        hint = "没有登记的，经济补偿不核对三倍封顶。"
        lines.append(RuleLine("本地工资", "wages", "职工月平均工资", "未登记", hint))
    order = dict.fromkeys(line.group for line in lines)
    return tuple(line for group in order for line in lines if line.group == group)


def _levels(rules: ExitRules, engagement: Engagement) -> str:
    """Part-timers and volunteers are proposed and approved: nobody between speaks."""
    if engagement in SHORT:
        return "提出、批准两步，不逐级征求意见"
    return " → ".join(level.label.removesuffix("意见") for level in rules.levels_of(engagement))


def _wage(wage: LocalWage) -> str:
    text = f"月平均 {format_money(wage.average_fen)} 元"
    if wage.minimum_fen is not None:
        text += f"，最低 {format_money(wage.minimum_fen)} 元"
    return text


def changes(before: ExitRules, after: ExitRules) -> tuple[str, ...]:
    """What a version changes against the one before it, in sentences."""
    was = {line.code: line for line in rule_lines(before)}
    now = {line.code: line for line in rule_lines(after)}
    found = []
    for code in dict.fromkeys([*was, *now]):
        if code == "wages":
            continue
        old, new = was.get(code), now.get(code)
        if old is None and new is not None:
            found.append(f"{new.group}：增加“{new.label}”{new.value}")
        elif new is None and old is not None:
            found.append(f"{old.group}：去掉“{old.label}”{old.value}")
        elif old is not None and new is not None and old.value != new.value:
            found.append(f"{new.label}：{old.value} 改为 {new.value}")
    return tuple(found)
