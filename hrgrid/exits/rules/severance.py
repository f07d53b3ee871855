"""Severance, exact and with its way, in fen (rules.md 6; articles 46, 47 and 87 as hints).

A month's average pay for each full year of service; a rest of six months or more counts one, a
shorter one a half. Where the average is above three times the local one, that is taken instead and
no more than twelve years count. Everything is exact until the one rounding at the end, half up to
a fen, so that the printed line can be reckoned again by hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.money import LARGEST, format_money
from hrgrid.core.periods import Months, months_between
from hrgrid.core.tabulation import round_half_up

_DAY = dt.timedelta(days=1)
_MOST_HALVES = 24
"""Twelve years, where the pay is cut."""
_MULTIPLE = 3
HINT = "以上按劳动合同法第四十六条、第四十七条推算，仅作提示，以当地规定和双方约定为准。"


@dataclass(frozen=True)
class Severance:
    """`halves` is N in half months, `base_fen` the month that counts, exact.

    `lines` are the derivation as it is printed, `words` one sentence, `facts` JSON of it;
    `unlawful_fen` is told as a hint alone.
    """

    fen: int
    halves: int
    base_fen: Fraction
    capped: bool
    lines: tuple[str, ...]
    words: str
    facts: dict[str, Any]
    unlawful_fen: int
    hint: str


@dataclass(frozen=True)
class InLieu:
    """A month's pay that stands for the thirty days' notice."""

    fen: int
    words: str


def length_of(since: dt.date, until: dt.date) -> Months:
    """Months and days of service, the last day counted; UserError where it is no service."""
    if until < since:
        raise UserError(
            f"最后在岗日 {until:%Y-%m-%d} 早于入职日 {since:%Y-%m-%d}。请核对两个日期是否填反"
        )
    return months_between(since, until + _DAY)


def service_halves(since: dt.date, until: dt.date) -> int:
    """N in half months: 7 years 7 months give 16, 3 years 4 months 7, 5 months 1."""
    length = length_of(since, until)
    rest = length.months_beyond
    if rest == 0 and length.days == 0:
        return 2 * length.years
    return 2 * length.years + (2 if rest >= 6 else 1)


def halves_text(halves: int) -> str:
    """As people write it: 7 halves are 3.5."""
    return f"{halves // 2}{'.5' if halves % 2 else ''}"


def reckon(
    since: dt.date,
    until: dt.date,
    monthly_fen: int | None,
    local_average_fen: int | None = None,
    *,
    minimum_fen: int | None = None,
    months: Sequence[int] = (),
) -> Severance:
    """Severance from the first to the last day in the post, both counted.

    `months` is the pay of up to twelve months before the end, fewer where he served fewer;
    `monthly_fen` is their average where only that is known. Without the local average nothing is
    cut, and the lines say so. Raises UserError for pay that is none.
    """
    length = length_of(since, until)
    halves = service_halves(since, until)
    total, over = _pay(monthly_fen, months, length)
    average = Fraction(total, over)
    lines = [_service_line(since, until, length, halves), _pay_line(total, over)]
    base, of, cut = average, _sum_text(total, over), False
    if minimum_fen is not None and average < minimum_fen:
        base, of = Fraction(minimum_fen), f"{format_money(minimum_fen)} 元"
        lines.append(f"低于当地最低工资 {of}，按最低工资计算。")
    if local_average_fen is None:
        lines.append("没有登记当地上年度职工月平均工资，没有核对三倍封顶。")
    else:
        most = _MULTIPLE * _positive(local_average_fen, "当地职工月平均工资")
        cut = base > most
        words = f"当地上年度职工月平均工资 {format_money(local_average_fen)} 元，三倍为"
        if cut:
            base, of = Fraction(most), f"{format_money(most)} 元"
            lines.append(f"{words} {of}；月平均工资高于三倍，按三倍计算，年限最多十二年。")
            if halves > _MOST_HALVES:
                lines.append(f"年限 {halves_text(halves)} 个月按 12 个月计算。")
                halves = _MOST_HALVES
        else:
            lines.append(f"{words} {format_money(most)} 元；月平均工资不高于三倍，不封顶。")
    fen = round_half_up(base * halves / 2, 0)
    lines.append(
        f"经济补偿：{of} × {halves_text(halves)} ＝ {format_money(fen)} 元（四舍五入到分）。"
    )
    facts = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "months": length.months,
        "days": length.days,
        "halves": halves,
        "total_fen": total,
        "over": over,
        "local_average_fen": local_average_fen,
        "minimum_fen": minimum_fen,
        "capped": cut,
        "fen": fen,
        "lines": list(lines),
    }
    return Severance(
        fen,
        halves,
        base,
        cut,
        tuple(lines),
        f"经济补偿 {halves_text(halves)} 个月，{format_money(fen)} 元",
        facts,
        2 * fen,
        f"{HINT}违法解除或者终止的，赔偿金为经济补偿的二倍，即 {format_money(2 * fen)} 元"
        "（劳动合同法第八十七条，仅作提示）。",
    )


def in_lieu(last_month_fen: int) -> InLieu:
    """The pay of the month before, in place of thirty days' notice; UserError for none."""
    fen = _positive(last_month_fen, "上一个月工资")
    return InLieu(
        fen,
        f"代通知金：上一个月工资 {format_money(fen)} 元（劳动合同法第四十条，仅作提示）。",
    )


def _pay(monthly_fen: int | None, months: Sequence[int], length: Months) -> tuple[int, int]:
    """The sum of pay and over how many months it goes."""
    if months:
        served = max(1, min(12, length.months + (length.days > 0)))
        if len(months) > served:
            raise UserError(
                f"填了 {len(months)} 个月的工资，在岗只有 {served} 个月。"
                f"请只填离岗前的 {served} 个月"
            )
        for fen in months:
            if not 0 <= fen <= LARGEST:
                raise UserError("每个月的工资不能小于零，也不能大得不合理。请核对")
        total = sum(months)
        _positive(total, "离岗前的工资合计")
        return total, len(months)
    if monthly_fen is None:
        raise UserError("没有填写月平均工资。请填写离岗前十二个月的工资，或者它的平均数")
    return _positive(monthly_fen, "月平均工资"), 1


def _positive(fen: int, what: str) -> int:
    if not 0 < fen <= LARGEST:
        raise UserError(f"{what}要大于零，也不能大得不合理。请核对单位是不是元")
    return fen


def _service_line(since: dt.date, until: dt.date, length: Months, halves: int) -> str:
    parts = [
        f"{count} {unit}"
        for count, unit in (
            (length.years, "年"),
            (length.months_beyond, "个月"),
            (length.days, "天"),
        )
        if count
    ]
    return (
        f"工作年限：{since:%Y-%m-%d} 至 {until:%Y-%m-%d}，{' '.join(parts)}，"
        f"计 {halves_text(halves)} 个月（满六个月按一年，不满六个月按半年）。"
    )


def _pay_line(total: int, over: int) -> str:
    if over == 1:
        return f"离岗前月平均工资：{format_money(total)} 元。"
    average = round_half_up(Fraction(total, over), 0)
    return (
        f"离岗前 {over} 个月工资合计 {format_money(total)} 元，月平均 {format_money(average)} 元。"
    )


def _sum_text(total: int, over: int) -> str:
    return f"{format_money(total)} 元" + (f" ÷ {over}" if over > 1 else "")
