"""How the numbers of a scheme read on papers."""

from __future__ import annotations

from hrgrid.core.numerals import chinese_number
from hrgrid.core.tabulation import fixed_text, mark_text
from hrgrid.hiring.rules.conditions import asked_conditions, rule_text
from hrgrid.hiring.rules.scheme import Condition, Scheme
from hrgrid.hiring.rules.words import BatchKind


def in_force(scheme: Scheme, kind: BatchKind, *, bars: bool = False) -> list[Condition]:
    """The conditions in force; `bars` gives those under which nobody may apply."""
    return [one for one in asked_conditions(scheme, kind) if one.bars is bars]


def condition_texts(scheme: Scheme, kind: BatchKind) -> list[str]:
    """What candidates must be, in the order of the scheme."""
    return [rule_text(one) for one in in_force(scheme, kind)]


def ratio(value: int) -> str:
    """3:1 as official papers write it."""
    return f"{value}:1"


def share(basis_points: int) -> str:
    """40%, without decimals where there are none."""
    text = fixed_text(basis_points, 2)
    return f"{text.rstrip('0').removesuffix('.')}%"


def score_words(scheme: Scheme, *, written: bool) -> str:
    """How a total comes about."""
    places = scheme.decimals
    ending = f"总成绩保留{chinese_number(places)}位小数" if places else "总成绩取整数"
    if not written:
        return f"不组织笔试，面试成绩即为总成绩，{ending}"
    extra = "" if not any(one.on for one in scheme.extra) else "（含加分）"
    at_paper = extra if not scheme.extra_in_total else ""
    at_total = "，另计加分" if extra and scheme.extra_in_total else ""
    return (
        f"总成绩＝笔试成绩{at_paper}×{share(scheme.exam_bp)}＋面试成绩×{share(scheme.interview_bp)}"
        f"{at_total}，{ending}"
    )


def extra_words(scheme: Scheme) -> str:
    """Which extra points there are and how many at most; "" where none."""
    on = [one for one in scheme.extra if one.on]
    if not on:
        return ""
    said = "、".join(f"{rule_text(one)}加{mark_text(one.milli)}分" for one in on)
    grouped = "，学历加分只计最高一项" if any(one.group for one in on) else ""
    return f"{said}{grouped}，加分合计最多{mark_text(scheme.extra_cap_milli)}分"


def tie_words(scheme: Scheme) -> str:
    """How equals are told apart."""
    chain = "、".join(step.label for step in scheme.ties)
    if not chain:
        return "总成绩相同的，当众抽签确定名次"
    return f"总成绩相同的，按{chain}的顺序确定名次，仍相同的当众抽签"
