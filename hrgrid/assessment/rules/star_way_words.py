"""The way to a star in sentences: the line, what holds back, the share; what the next one asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrgrid.assessment.rules.star_rows import StarLineRow
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, HeldBack, NoStar, StarSubject, star_label
from hrgrid.core.tabulation import mark_text

Facts = Mapping[str, Any]
Steps = Mapping[int, Mapping[str, Any]]
"""How the places of each level's share went in the pool of somebody's unit."""


def line_words(
    rules: StarRules,
    row: StarLineRow,
    facts: Facts,
    shares: Steps,
    subject: StarSubject = StarSubject.PERSON,
) -> tuple[str, ...]:
    """Why this star, in the order of the reckoning."""
    if row.left_out is not None:
        return (_left_out(rules, row, facts),)
    told = [_score(facts)] if "results_milli" in facts else []
    total = mark_text(row.total_milli or 0)
    line = _line(rules, row.line_level)
    if row.line_level:
        told.append(f"得分 {total} 分，够{star_label(row.line_level)}的分数线 {line} 分")
    else:
        told.append(f"得分 {total} 分，不到一星的分数线 {_line(rules, 1)} 分")
    told += [_held(rules, row, facts, kind) for kind in row.held if kind is not HeldBack.SHARE]
    if HeldBack.SHARE in row.held:
        told += _share(row, shares, subject.counted)
    if row.at_line:
        told.append("在名额线上并列，等待裁定。裁定以前按低一档计")
    told.append(f"评为{star_label(row.level)}" if row.level else "不评星")
    return tuple(told)


def missing_words(
    rules: StarRules,
    row: StarLineRow,
    facts: Facts,
    shares: Steps,
    subject: StarSubject = StarSubject.PERSON,
) -> tuple[str, ...]:
    """What was missing for the next star; () of who has five."""
    if row.left_out is not None or row.level == HIGHEST:
        return ()
    level = row.level + 1
    label, told = star_label(level), []
    total = row.total_milli or 0
    line = next(one.line_milli for one in rules.levels if one.level == level)
    if total < line:
        told.append(f"{label}要 {mark_text(line)} 分，还差 {mark_text(line - total)} 分")
    told += [
        _wanted(rules, kind, label)
        for kind in row.held
        if kind is not HeldBack.SHARE and _ceiling(rules, row, facts, kind) < level
    ]
    step = shares.get(level)
    if step is not None and not told and row.level < level:
        at = step["line_milli"]
        if at is not None:
            told.append(f"{label}的名额取到 {mark_text(at)} 分，要高于或等于它")
        else:
            people = f"{step['people']} {subject.counted}"
            told.append(f"这个单位没有{label}的名额（{people}里取整 {step['places']}）")
    return tuple(told)


def _left_out(rules: StarRules, row: StarLineRow, facts: Facts) -> str:
    if row.left_out is NoStar.TOO_FEW_MONTHS:
        return f"任职 {facts.get('served', 0)} 个月，不满 {rules.least_months} 个月，不参加评定"
    note = facts.get("note", "")
    return f"没有考核结果，不参加评定{f'（{note}）' if note else ''}"


def _score(facts: Facts) -> str:
    mean = mark_text(facts["results_milli"])
    if not facts.get("asked"):
        return f"网格员考核结果平均 {mean} 分，没有三无三零主题评定，得分按考核结果计"
    return (
        f"网格员考核结果平均 {mean} 分，三无三零主题评定 {facts['asked']} 项次，"
        f"达标 {facts['met']} 项次，按比重合计"
    )


def _line(rules: StarRules, level: int) -> str:
    return next((mark_text(one.line_milli) for one in rules.levels if one.level == level), "")


def _ceiling(rules: StarRules, row: StarLineRow, facts: Facts, kind: HeldBack) -> int:
    if kind is HeldBack.VETO:
        return rules.veto_ceiling
    if kind is HeldBack.BAD_MONTH:
        return rules.bad_month_ceiling
    if kind is HeldBack.NEWCOMER:
        return rules.newcomer_ceiling
    if kind is HeldBack.THEME:
        return int(facts.get("theme_ceiling", rules.theme_ceiling))
    if facts.get("rated"):
        return min(HIGHEST, row.before_level + rules.most_up)
    return rules.first_ceiling


def _held(rules: StarRules, row: StarLineRow, facts: Facts, kind: HeldBack) -> str:
    ceiling = _ceiling(rules, row, facts, kind)
    most = f"最高{star_label(ceiling)}" if ceiling else "不评星"
    if kind is HeldBack.VETO:
        return f"考核结果一票否决，{most}"
    if kind is HeldBack.BAD_MONTH:
        months = "、".join(f"{at // 100} 年 {at % 100} 月" for at in facts.get("bad", ()))
        return f"{months}考核不合格，{most}"
    if kind is HeldBack.NEWCOMER:
        return f"任职 {facts.get('served', 0)} 个月，不满 {rules.newcomer_months} 个月，{most}"
    if kind is HeldBack.THEME:
        return f"三无三零一票否决主题未达标（{'、'.join(facts.get('broken', ()))}），{most}"
    if facts.get("rated"):
        held = star_label(row.before_level) if row.before_level else "没有星级"
        return f"原来{held}，一次最多升 {rules.most_up} 星，{most}"
    return f"第一次评定，{most}"


def _share(row: StarLineRow, shares: Steps, counted: str) -> list[str]:
    """The shares that were full, from the best star he could have had down to his own."""
    told = []
    for level in sorted((one for one in shares if row.level < one <= row.line_level), reverse=True):
        step = shares[level]
        told.append(
            f"{step['pool']}参加评定的 {step['people']} {counted}，{star_label(level)}及以上 "
            f"{step['places']} 个名额，{_taken(step)}"
        )
    return told


def _taken(step: Mapping[str, Any]) -> str:
    at = step["line_milli"]
    return "没有名额" if at is None else f"取到 {mark_text(at)} 分"


def _wanted(rules: StarRules, kind: HeldBack, label: str) -> str:
    if kind is HeldBack.VETO:
        return f"没有一票否决，才能评{label}"
    if kind is HeldBack.BAD_MONTH:
        return f"没有不合格的月份，才能评{label}"
    if kind is HeldBack.NEWCOMER:
        return f"任职满 {rules.newcomer_months} 个月，才能评{label}"
    if kind is HeldBack.THEME:
        return f"一票否决主题都达标，才能评{label}"
    return f"这次到此为止，{label}要等下一次评定"
