"""Competitions once more, from rules.md 3 with the standard library alone.

It imports nothing of hrgrid. Marks are decimals as a judge wrote them; a mark that is not there
is None, and nothing is shared with what it checks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up, away from zero."""
    scaled = abs(value) * 10**places
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


def panel_figure(marks: Sequence[str | None], *, drop: int, at: int, least: int):
    """One entrant's exact result of one event; None below `least` marks."""
    there = sorted(Fraction(mark) for mark in marks if mark is not None)
    if len(there) < least:
        return None
    if len(there) >= at:
        there = there[drop : len(there) - drop]
    return sum(there) / len(there)


def overtime(seconds: Fraction, limit: int) -> Fraction:
    """0.5 a started 30 s over the limit, at most 5."""
    if seconds <= limit:
        return Fraction(0)
    started = math.ceil((seconds - limit) / 30)
    return min(Fraction(started, 2), Fraction(5))


def total(figures: Sequence[Fraction | None], weights: Sequence[int]) -> Fraction | None:
    """By weights in per cent; None where one that counts is missing."""
    whole = Fraction(0)
    for figure, weight in zip(figures, weights, strict=True):
        if weight and figure is None:
            return None
        whole += (figure or 0) * weight / 100
    return whole


def places(keys: Mapping[int, Sequence[Fraction] | None], guests: set[int]) -> dict[int, int]:
    """1-2-2-4 by keys of which each number is better the higher; guests and None left out."""
    there = {who: tuple(key) for who, key in keys.items() if key is not None and who not in guests}
    return {who: 1 + sum(other > key for other in there.values()) for who, key in there.items()}


def beside(keys: Mapping[int, Sequence[Fraction] | None], guests: set[int]) -> dict[int, int]:
    """The place that each guest would have."""
    there = [tuple(key) for who, key in keys.items() if key is not None and who not in guests]
    return {
        who: 1 + sum(other > tuple(key) for other in there)
        for who, key in keys.items()
        if key is not None and who in guests
    }


def prizes(ranks: Mapping[int, int], numbers: Sequence[int]) -> list[set[int]] | None:
    """Who gets the first, second … prize; None where equals stand across a line."""
    waiting = sorted(ranks.items(), key=lambda one: one[1])
    found, given = [], 0
    for count in numbers:
        own = {who for who, rank in waiting if given < rank <= given + count}
        if len(own) > count:
            return None
        found.append(own)
        given += len(own)
    return found
