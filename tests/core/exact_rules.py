"""The rules of ranking, tabulation, apportionment and draws once more, by other ways.

Written from the rules (rules.md 0, 3, 4, 7 and model.md 9) with the standard library alone; it
imports nothing of hrgrid, so that a mistake there cannot be repeated here by a shared function.
Marks are decimals as typed, totals are compared by exact integer division of decimals, quotas
come from the one rate that fills the places, divisor methods from one sorted list of all
quotients, and `by_definition` looks at every possible distribution.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

Bounds = Sequence[tuple[int, int]]


class Tie(NamedTuple):
    """Units (by position) that share fewer places than they are."""

    units: frozenset[int]
    places: int


class Total(NamedTuple):
    """Published text with the kept and the dropped marks in ascending order."""

    published: str
    kept: list[Decimal]
    dropped: list[Decimal]


def total(
    marks: Sequence[str | None], high: int, low: int, decimals: int, combine: str = "trimmed"
) -> Total | None:
    """One entrant's total from marks as typed; None with fewer marks than drops + 1."""
    ordered = sorted(Decimal(mark) for mark in marks if mark is not None)
    if len(ordered) < high + low + 1:
        return None
    kept = ordered[low:]
    dropped = ordered[:low]
    for _ in range(high):
        dropped.append(kept.pop())
    if combine == "median":
        # Both middles of an even count, the middle twice of an odd one.
        parts = [kept[(len(kept) - 1) // 2], kept[len(kept) // 2]]
        return Total(_published(parts, 2, decimals), kept, dropped)
    count = 1 if combine == "sum" else len(kept)
    return Total(_published(kept, count, decimals), kept, dropped)


def _published(parts: Sequence[Decimal], count: int, decimals: int) -> str:
    with localcontext(Context(prec=60)):
        whole = sum(parts, Decimal(0))
        twice = abs(whole) * 2 * 10**decimals
        units = (twice + count) // (2 * count)
        return format(units.copy_sign(whole if units else units).scaleb(-decimals), "f")


def places_by_counting(values: Sequence[Decimal | None], *, high: bool = True) -> list[int | None]:
    """Competition ranks: one more than the number of those who are better."""

    def better(other: Decimal | None, own: Decimal) -> bool:
        return other is not None and (other > own if high else other < own)

    return [
        None if own is None else 1 + sum(better(other, own) for other in values) for own in values
    ]


def apportioned(weights: Sequence[int], bounds: Bounds, seats: int, method: str) -> object:
    """Seats by unit as a list, a Tie, or None where no distribution is allowed."""
    if method == "equal":
        weights = [1] * len(weights)
    if not _possible(weights, bounds, seats):
        return None
    if method in {"equal", "largest-remainder"}:
        wanted = quotas(weights, bounds, seats)
        start = [math.floor(quota) for quota in wanted]
        claims = [(quota - math.floor(quota), unit) for unit, quota in enumerate(wanted)]
    else:
        start = [floor for floor, _ in bounds]
        stride = {"sainte-lague": 2, "dhondt": 1}[method]
        claims = [
            (Fraction(weight, stride * held + 1), unit)
            for unit, (weight, (floor, cap)) in enumerate(zip(weights, bounds, strict=True))
            for held in range(floor, min(cap, floor + seats))
            if weight
        ]
    return _largest(start, sorted(claims, reverse=True), seats - sum(start))


def quotas(weights: Sequence[int], bounds: Bounds, seats: int) -> list[Fraction]:
    """weight × rate within the bounds, at the one rate at which they add up to the seats.

    Their sum grows with the rate and bends only where a unit meets a bound.
    """

    def given(rate: Fraction) -> list[Fraction]:
        return [
            min(max(weight * rate, Fraction(floor)), Fraction(cap))
            for weight, (floor, cap) in zip(weights, bounds, strict=True)
        ]

    bends = {
        Fraction(bound, weight)
        for weight, pair in zip(weights, bounds, strict=True)
        for bound in pair
        if weight
    }
    rate = max(bend for bend in bends | {Fraction(0)} if sum(given(bend)) <= seats)
    growing = sum(
        weight
        for weight, (floor, cap) in zip(weights, bounds, strict=True)
        if floor <= weight * rate < cap
    )
    lacking = seats - sum(given(rate))
    return given(rate + Fraction(lacking, growing)) if lacking else given(rate)


def _possible(weights: Sequence[int], bounds: Bounds, seats: int) -> bool:
    usable = sum(
        cap if weight else floor for weight, (floor, cap) in zip(weights, bounds, strict=True)
    )
    return any(weights) and sum(floor for floor, _ in bounds) <= seats <= usable


def _largest(start: list[int], claims: Sequence[tuple[Fraction, int]], left: int) -> object:
    if 0 < left < len(claims) and claims[left - 1][0] == claims[left][0]:
        line = claims[left][0]
        tied = frozenset(unit for value, unit in claims if value == line)
        return Tie(tied, left - sum(value > line for value, _ in claims))
    for _, unit in claims[:left]:
        start[unit] += 1
    return start


def by_definition(weights: Sequence[int], bounds: Bounds, seats: int, method: str) -> object:
    """What `apportioned` says, found by trying every distribution (few units and seats only).

    Largest remainder is the nearest to the quotas, equal the flattest; Sainte-Laguë makes the
    sum of seats²/weight least, D'Hondt that of seats·(seats + 1)/weight.
    """
    if method == "equal":
        weights = [1] * len(weights)
    if not _possible(weights, bounds, seats):
        return None
    cost = _cost(weights, bounds, seats, method)
    allowed = (
        range(floor, (min(cap, seats) if weight else floor) + 1)
        for weight, (floor, cap) in zip(weights, bounds, strict=True)
    )
    costs = {held: cost(held) for held in itertools.product(*allowed) if sum(held) == seats}
    least = min(costs.values())
    best = [held for held, value in costs.items() if value == least]
    if len(best) == 1:
        return list(best[0])
    sure = [min(held) for held in zip(*best, strict=True)]
    moved = frozenset(unit for unit, low in enumerate(sure) if any(h[unit] > low for h in best))
    return Tie(moved, seats - sum(sure))


def _cost(
    weights: Sequence[int], bounds: Bounds, seats: int, method: str
) -> Callable[[Sequence[int]], int]:
    if method == "equal":
        return lambda held: sum(n * n for n in held)
    if method == "largest-remainder":
        wanted = quotas(weights, bounds, seats)
        scale = math.lcm(*(quota.denominator for quota in wanted))
        goals = [int(quota * scale) for quota in wanted]
        return lambda held: sum((n * scale - q) ** 2 for n, q in zip(held, goals, strict=True))
    scale = math.lcm(*(weight for weight in weights if weight))
    prices = [scale // weight if weight else 0 for weight in weights]
    extra = 1 if method == "dhondt" else 0
    return lambda held: sum(n * (n + extra) * p for n, p in zip(held, prices, strict=True))


def drawn(pool: Sequence[tuple[str, str]], count: int, seed: str) -> tuple[str, list[str]]:
    """Hash of the pool and the drawn keys, from (key, stratum) pairs as the text describes it."""
    listed = json.dumps(
        [list(pair) for pair in sorted(pool)], ensure_ascii=False, separators=(",", ":")
    )
    strata = sorted({stratum for _, stratum in pool})
    sizes = [sum(own == stratum for _, own in pool) for stratum in strata]
    shares = [Fraction(count * size, len(pool)) for size in sizes]
    counts = [math.floor(share) for share in shares]
    order = sorted(
        range(len(strata)),
        key=lambda at: (math.floor(shares[at]) - shares[at], _sha256(f"{seed}|{strata[at]}|")),
    )
    for at in order[: count - sum(counts)]:
        counts[at] += 1
    keys: list[str] = []
    for stratum, number in zip(strata, counts, strict=True):
        own = [key for key, place in pool if place == stratum]
        own.sort(key=lambda key: _sha256(f"{seed}|{stratum}|{key}"))
        keys += own[:number]
    return _sha256(listed), keys


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
