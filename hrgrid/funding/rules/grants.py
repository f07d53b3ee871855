"""What one grid brings its unit in a year, from dated kinds, posts and rates (rules.md 5).

Pure. Rates stand for a whole year; one that changes inside a year counts by months, a month by the
rate of its first day. What is cut is rounded once, half up, to the fen, so a whole year at one rate
is exactly that rate; twelve monthly parts sum to the year, the last taking the remainder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.money import format_money, split
from hrgrid.funding.rules.words import Proration
from hrgrid.workforce.rules import GridKind

Span = tuple[dt.date, dt.date]
"""From a day on, up to and without another; `dt.date.max` where no end is known."""


@dataclass(frozen=True)
class Terms:
    """By what a year is reckoned: `rates` are fen a year by kind for each of the twelve months.

    `day` is the last day up to which posts count, `key_day` the one on which grids are counted
    where whole years are granted.
    """

    year: int
    day: dt.date
    key_day: dt.date
    proration: Proration
    rates: tuple[Mapping[GridKind, int], ...]
    only_if_staffed: bool = False


@dataclass(frozen=True)
class GridYear:
    """A grid's kinds in order of time, and when a full-time worker was in post on it."""

    kinds: tuple[tuple[dt.date, dt.date, GridKind], ...]
    staffed: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Granted:
    """What came of it: the grid's rate of the whole year, staffed months and days, fen."""

    kind: GridKind
    rate_fen: int
    months: int
    days: int
    fen: int


def granted(terms: Terms, grid: GridYear) -> Granted | None:
    """What a grid brings; None where it does not belong to the year at all.

    Months and days are always those with a worker in post up to `terms.day`, so that a grid which
    is granted the whole year still tells how long it was staffed.
    """
    first, last = dt.date(terms.year, 1, 1), terms.day
    held = [one for one in grid.kinds if one[0] <= last and one[1] > first]
    if terms.proration is Proration.YEAR:
        held = [one for one in held if one[0] <= terms.key_day < one[1]]
    if not held:
        return None
    spans = _within(grid.staffed, grid.kinds, first, last + dt.timedelta(days=1))
    days_of = _days_by_month(spans)
    months, days = sum(map(bool, days_of)), sum(days_of)
    kind = held[-1][2]
    if terms.proration is Proration.YEAR:
        rates = [terms.rates[at].get(kind, 0) for at in range(12)]
        staffed = any(since <= terms.key_day < until for since, until in spans)
        whole = _rounded(sum(rates), 12)
        counts = staffed or not terms.only_if_staffed
        return Granted(kind, whole, months, days, whole if counts else 0)
    rates = [terms.rates[at].get(_kind_in(held, terms.year, at + 1), 0) for at in range(12)]
    if terms.proration is Proration.MONTH:
        whole = _rounded(sum(rates), 12)
        fen = _rounded(sum(rate for rate, some in zip(rates, days_of, strict=True) if some), 12)
        return Granted(kind, whole, months, days, fen)
    lengths = [_length(terms.year, month) for month in range(1, 13)]
    whole = _rounded(_weighed(rates, lengths), sum(lengths))
    return Granted(kind, whole, months, days, _rounded(_weighed(rates, days_of), sum(lengths)))


def by_month(fen: int) -> tuple[int, ...]:
    """A year's grant in twelve parts that sum to it; 30,000.00 is 2,500.00 twelve times."""
    return split(fen, 12)


def grant_words(proration: Proration, year: int, one: Granted) -> str:
    """How a grid came to its money, as a screen or paper tells it."""
    rate, fen = f"{format_money(one.rate_fen)} 元", f"{format_money(one.fen)} 元"
    if proration is Proration.YEAR:
        return f"全年 {rate}" if one.fen else f"基准日没有专职网格员在岗，不计（标准 {rate}）"
    if proration is Proration.MONTH:
        return f"{rate} × {one.months} 个月 ÷ 12 = {fen}"
    return f"{rate} × {one.days} 天 ÷ {days_of_year(year)} = {fen}"


def difference_words(before: Granted | None, after: Granted | None) -> str:
    """Why two computations tell a grid differently; "" where they agree."""
    if before is None or after is None:
        return "" if before is after else ("这次新增" if before is None else "这次没有")
    found = []
    if before.kind is not after.kind:
        found.append(f"{before.kind.label}改为{after.kind.label}")
    if before.rate_fen != after.rate_fen:
        found.append(
            f"年标准 {format_money(before.rate_fen)} 元改为 {format_money(after.rate_fen)} 元"
        )
    if before.months != after.months:
        found.append(f"在岗 {before.months} 个月改为 {after.months} 个月")
    elif before.days != after.days:
        found.append(f"在岗 {before.days} 天改为 {after.days} 天")
    if not found and before.fen != after.fen:
        found.append("计算办法不同")
    return "，".join(found)


def days_of_year(year: int) -> int:
    """365 or 366."""
    return (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days


def _within(
    staffed: Sequence[Span], kinds: Sequence[tuple[dt.date, dt.date, GridKind]],
    first: dt.date, after: dt.date,
) -> list[Span]:  # fmt: skip
    """The staffed spans inside [first, after) while the grid was one, joined where they touch."""
    cut = sorted(
        (max(since, begun, first), min(until, ended, after))
        for since, until in staffed
        for begun, ended, _ in kinds
    )
    found: list[Span] = []
    for since, until in cut:
        if since >= until:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((since, until))
    return found


def _days_by_month(spans: Sequence[Span]) -> list[int]:
    found = [0] * 12
    for since, until in spans:
        at = since
        while at < until:
            end = min(until, _next_month(at))
            found[at.month - 1] += (end - at).days
            at = end
    return found


def _kind_in(held: Sequence[tuple[dt.date, dt.date, GridKind]], year: int, month: int) -> GridKind:
    """The last kind of the month; before the grid's first and after its last the nearest one."""
    after = _next_month(dt.date(year, month, 1))
    begun = [kind for since, _, kind in held if since < after]
    return begun[-1] if begun else held[0][2]


def _next_month(day: dt.date) -> dt.date:
    year, month = divmod(day.year * 12 + day.month, 12)
    return dt.date(year, month + 1, 1)


def _length(year: int, month: int) -> int:
    first = dt.date(year, month, 1)
    return (_next_month(first) - first).days


def _weighed(rates: Sequence[int], weights: Sequence[int]) -> int:
    return sum(rate * weight for rate, weight in zip(rates, weights, strict=True))


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
