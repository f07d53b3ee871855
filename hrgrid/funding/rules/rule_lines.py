"""The rules of funding checked, kept, told line by line, and what a version changes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.funding.rules.funding_rules import FundingRules

_SHARES = {
    "performance_bp": "绩效占月薪的比例",
    "own_share_bp": "个人社保公积金比例",
    "employer_share_bp": "单位社保公积金比例",
    "leave_bp": "请假扣减比例",
    "deduction_cap_bp": "扣减上限",
}
_MONEY = {
    "monthly_fen": "月薪标准",
    "seniority_fen": "工龄每年每月",
    "transport_fen": "通讯补贴每月",
}
_LARGEST_MONEY = 10**9
_LARGEST_COEFFICIENT = 3_000


@dataclass(frozen=True)
class FundingRuleLine:
    """One number or choice of the rules in words; `code` is its field."""

    group: str
    code: str
    label: str
    value: str
    hint: str = ""


def parameters(rules: FundingRules) -> dict[str, Any]:
    """As a rule set keeps them; plain values."""
    kept: dict[str, Any] = {one.name: getattr(rules, one.name) for one in fields(rules)}
    return kept | {
        "per_grid": {kind.value: fen for kind, fen in rules.per_grid.items()},
        "grades": dict(rules.grades),
        "proration": rules.proration.value,
        "carry": rules.carry.value,
        "warn_bp": list(rules.warn_bp),
        "minimum_wages": [
            {
                "since": one.since.isoformat(),
                "fen": one.fen,
                "area_path": one.area_path,
                "source": one.source,
            }
            for one in rules.minimum_wages
        ],
    }


def rule_lines(rules: FundingRules) -> tuple[FundingRuleLine, ...]:
    """All of them, group by group."""

    def yuan(fen: int) -> str:
        return f"{format_money(fen)} 元"

    own = "单位自定，没有统一规定。"
    lines = [
        FundingRuleLine("按格经费", f"per_grid.{kind.value}", f"{kind.label}每格每年", yuan(fen))
        for kind, fen in rules.per_grid.items()
    ]
    lines += [
        FundingRuleLine(
            "按格经费", "proration", "计算办法", rules.proration.label, rules.proration.explanation
        ),
        FundingRuleLine(
            "按格经费", "only_if_staffed", "只算有专职网格员在岗的网格", _yes(rules.only_if_staffed)
        ),
        FundingRuleLine(
            "按格经费", "key_day", "基准日", f"{rules.key_month} 月 {rules.key_day} 日"
        ),
    ]
    lines += [
        FundingRuleLine("薪酬", code, label, yuan(getattr(rules, code)), own)
        for code, label in _MONEY.items()
    ]
    lines.append(
        FundingRuleLine("薪酬", "seniority_years", "工龄最多计", f"{rules.seniority_years} 年", own)
    )
    lines += [
        FundingRuleLine("薪酬", code, label, share_text(getattr(rules, code)))
        for code, label in _SHARES.items()
    ]
    lines += [
        FundingRuleLine("薪酬", f"grades.{grade}", f"{grade}的绩效系数", _thousandths(value), own)
        for grade, value in rules.grades.items()
    ]
    lines += [
        FundingRuleLine(
            "薪酬", "no_grade", "没有等次的绩效系数", _thousandths(rules.no_grade), own
        ),
        FundingRuleLine("薪酬", "star_money", "按星级发星级奖励", _yes(rules.star_money)),
        FundingRuleLine(
            "薪酬", "workdays_milli", "每月计薪天数", f"{_thousandths(rules.workdays_milli)} 天"
        ),
    ]
    lines += [
        FundingRuleLine(
            "最低工资",
            f"minimum_wages.{one.since}.{one.area_path}",
            f"{one.since:%Y-%m-%d} 起",
            yuan(one.fen),
            one.source,
        )
        for one in sorted(rules.minimum_wages)
    ]
    if not rules.minimum_wages:
        hint = "没有登记的，发薪时不按最低工资补足。"
        lines.append(FundingRuleLine("最低工资", "minimum_wages", "当地最低工资", "未登记", hint))
    shares = "、".join(share_text(share) for share in rules.warn_bp)
    lines += [
        FundingRuleLine("预警和年末", "warn_bp", "支出达到时提醒", shares or "不提醒"),
        FundingRuleLine("预警和年末", "carry", "年末结余", rules.carry.label),
    ]
    return tuple(lines)


def changes(before: FundingRules, after: FundingRules) -> tuple[str, ...]:
    """What a version changes against the one before it, in sentences."""
    was = {line.code: line for line in rule_lines(before)}
    now = {line.code: line for line in rule_lines(after)}
    found = []
    for code in dict.fromkeys([*was, *now]):
        old, new = was.get(code), now.get(code)
        if old is None and new is not None:
            found.append(f"增加“{new.label}”{new.value}")
        elif new is None and old is not None:
            found.append(f"去掉“{old.label}”{old.value}")
        elif old is not None and new is not None and old.value != new.value:
            found.append(f"{new.label}：{old.value} 改为 {new.value}")
    return tuple(found)


def problems(rules: FundingRules) -> tuple[str, ...]:
    """Everything that does not hold, in sentences; () where the rules may be used."""
    found = [
        f"“{kind.label}每格每年”是 {format_money(fen)} 元，要在 0 到 {_most()} 元之间。请改正"
        for kind, fen in rules.per_grid.items()
        if not 0 <= fen <= _LARGEST_MONEY
    ]
    found += [
        f"“{label}”是 {format_money(getattr(rules, code))} 元，要在 0 到 {_most()} 元之间。请改正"
        for code, label in _MONEY.items()
        if not 0 <= getattr(rules, code) <= _LARGEST_MONEY
    ]
    found += [
        f"“{label}”是 {share_text(getattr(rules, code))}，要在 0% 到 100% 之间。请改正"
        for code, label in _SHARES.items()
        if not 0 <= getattr(rules, code) <= 10_000
    ]
    coefficients = {f"{grade}的绩效系数": value for grade, value in rules.grades.items()}
    found += [
        f"“{label}”是 {_thousandths(value)}，要在 0 到 3 之间。请改正"
        for label, value in (coefficients | {"没有等次的绩效系数": rules.no_grade}).items()
        if not 0 <= value <= _LARGEST_COEFFICIENT
    ]
    if not _is_day(rules.key_month, rules.key_day):
        found.append(
            f"没有 {rules.key_month} 月 {rules.key_day} 日这一天，基准日每年都要有。请改正"
        )
    if not 0 <= rules.seniority_years <= 60:
        found.append("“工龄最多计”要在 0 到 60 年之间。请改正")
    if not 1_000 <= rules.workdays_milli <= 31_000:
        found.append("“每月计薪天数”要在 1 到 31 天之间。请改正")
    if any(not 0 < share <= 10_000 for share in rules.warn_bp):
        found.append("提醒的比例要在 0% 到 100% 之间。请改正")
    if list(rules.warn_bp) != sorted(set(rules.warn_bp)):
        found.append("提醒的比例要从小到大，不能重复。请改正")
    found += [
        f"{one.since:%Y-%m-%d} 起的最低工资要大于零。请改正"
        for one in rules.minimum_wages
        if one.fen <= 0
    ]
    keys = [(one.since, one.area_path) for one in rules.minimum_wages]
    found += [
        f"{since:%Y-%m-%d} 起的最低工资写了两次。请去掉一行"
        for since, _ in sorted({key for key in keys if keys.count(key) > 1})
    ]
    return tuple(found)


def check(rules: FundingRules) -> None:
    """Raise UserError with the first thing that does not hold."""
    found = problems(rules)
    if found:
        raise UserError(found[0])


def share_text(basis_points: int) -> str:
    """30%, 12.5%, 8.25%."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def _thousandths(value: int) -> str:
    whole, rest = divmod(value, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _most() -> str:
    return format_money(_LARGEST_MONEY)


def _is_day(month: int, day: int) -> bool:
    """Whether every year has it."""
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= lengths[month - 1]
