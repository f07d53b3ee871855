"""The way to a result in sentences: from the points of the items to the total and the grade."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

from hrgrid.assessment.rules.formulas import Figure, Formula
from hrgrid.assessment.rules.grades import Grade, grade_of
from hrgrid.assessment.rules.parts import PERIOD_INDICATORS, count_of
from hrgrid.assessment.rules.result_rows import ModerationRow
from hrgrid.assessment.rules.scheme import (
    Scheme,
    SchemeItem,
    Score,
    in_hundred,
    indicators_of,
    score_item,
)
from hrgrid.assessment.rules.scheme_words import standard_words
from hrgrid.assessment.rules.words import FormulaKind, ModerationState
from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up

_RATED = (FormulaKind.DEDUCT, FormulaKind.COUNT, FormulaKind.BONUS)


def two_decimals(milli: int | Fraction) -> str:
    """Thousandths of a point with two decimals, half up."""
    return fixed_text(round_half_up(Fraction(milli) / 1_000, 2), 2)


def rule_words(formula: Formula, labels: Mapping[str, str]) -> str:
    """The formula of an item in a sentence; `labels` of the indicators by code."""
    told = [formula.kind.label]
    if formula.kind in _RATED:
        told += [
            f"{labels.get(each.indicator, each.indicator)}每件 {mark_text(each.rate_milli)} 分"
            for each in formula.inputs
        ]
    standard = standard_words(formula)
    return "，".join([*told, standard] if standard else told)


def beside_words(scheme: Scheme, item: SchemeItem) -> str:
    """How the points of an item stand beside the hundred; "" where they are part of it."""
    if in_hundred(scheme, item):
        return ""
    if item.formula.kind is FormulaKind.VETO:
        return "一票否决"
    return "从总分里扣" if item.code in scheme.deducted else "加在总分上"


def steps_of(
    scheme: Scheme,
    figures: Mapping[str, Figure],
    score: Score,
    moderation: ModerationRow | None,
) -> tuple[str, ...]:
    """How the points of the items became the total, one step a sentence."""
    if score.too_few:
        return (_too_few(scheme, figures),)
    if score.blocked_by:
        waiting = "、".join(item.label for item in scheme.items if item.code in score.blocked_by)
        return (f"还缺数据：{waiting}。补齐以前不出结果",)
    if score.total_milli is None:
        return ("各项都不适用，没有可算的得分",)
    found = [(item, score_item(scheme, item, figures)) for item in scheme.items]
    reached = sum(one.worth_milli for item, one in found if in_hundred(scheme, item))
    left_out = sum(one.left_out_milli for _, one in found)
    steps = [f"各项得分合计 {two_decimals(reached)} 分"]
    exact = Fraction(reached)
    if left_out:
        rest = scheme.full_milli - left_out
        exact = Fraction(reached * scheme.full_milli, rest)
        steps.append(
            f"不适用的项目满分 {mark_text(left_out)} 分不计，其余按比例放大："
            f"{two_decimals(reached)} × {mark_text(scheme.full_milli)} ÷ {mark_text(rest)}"
            f" = {two_decimals(exact)} 分"
        )
    for item, one in found:
        if not in_hundred(scheme, item) and one.worth_milli:
            verb = "加" if one.worth_milli > 0 else "减"
            steps.append(f"{item.label}：{verb} {two_decimals(abs(one.worth_milli))} 分")
            exact += one.worth_milli
    floor = "，不足 0 分按 0 分" if exact < 0 else ""
    steps.append(f"得分四舍五入到两位小数：{two_decimals(score.total_milli)} 分{floor}")
    if moderation is not None and moderation.state is ModerationState.APPROVED:
        total = max(0, score.total_milli + moderation.delta_milli)
        sign = "加" if moderation.delta_milli > 0 else "减"
        steps.append(
            f"经批准{sign} {two_decimals(abs(moderation.delta_milli))} 分（{moderation.reason}）："
            f"{two_decimals(total)} 分，原得分 {two_decimals(score.total_milli)} 分保留"
        )
    return tuple(steps)


def _too_few(scheme: Scheme, figures: Mapping[str, Figure]) -> str:
    read = [code for code in indicators_of(scheme.items) if code in PERIOD_INDICATORS]
    code = min(read, key=lambda each: count_of(figures.get(each)))
    kind = PERIOD_INDICATORS[code].label
    return (
        f"有结果的{kind}考核 {count_of(figures.get(code))} 期，"
        f"少于要求的 {scheme.min_parts} 期，不出结果"
    )


def grade_words(grades: tuple[Grade, ...], total_milli: int, *, vetoed: bool) -> str:
    """Which grade a total gives, and between which lines it lies."""
    if vetoed:
        return f"有一票否决的情形，定为“{grades[-1].label}”"
    grade = grade_of(total_milli, grades)
    above = next((up for up, own in itertools.pairwise(grades) if own is grade), None)
    line = f"{mark_text(grade.floor_milli)} 分及以上"
    if above is not None:
        line = f"{mark_text(grade.floor_milli)} 分到不满 {mark_text(above.floor_milli)} 分"
    return f"{two_decimals(total_milli)} 分属于“{grade.label}”（{line}）"
