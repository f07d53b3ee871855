"""Totals of a panel once more, from rules.md 3 with the standard library alone.

It imports nothing of hrgrid: marks are decimals as a judge wrote them, a mark that is not there
is None, and nothing is shared with what it checks.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from fractions import Fraction


def judge_total(marks: Sequence[str | None], weights: Sequence[int]) -> Fraction | None:
    """One judge's marks out of 100 by their weights (per cent); None where one is missing."""
    if any(mark is None for mark in marks):
        return None
    return sum((Fraction(m) * w for m, w in zip(marks, weights, strict=True)), Fraction(0)) / 100


def put_together(figures: Sequence[Fraction | None], how: str, trim: int, at: int, least: int):
    """Several judges' figures as one: `trim` highest and lowest go from `at` figures on.

    None below `least` figures.
    """
    there = sorted(figure for figure in figures if figure is not None)
    if len(there) < least:
        return None
    if how == "median":
        return statistics.median(there)
    if len(there) >= at:
        there = there[trim : len(there) - trim]
    return sum(there) / len(there)


def published(value: Fraction, places: int) -> str:
    """Rounded half up, away from zero, with all its decimals."""
    scaled = abs(value) * 10**places
    whole = int(scaled)
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    digits = f"{whole:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 and whole else text


def places_of(totals: Sequence[str | None]) -> list[int | None]:
    """1-2-2-4 by the published number, the highest first; None has no place."""
    there = [Fraction(total) for total in totals if total is not None]
    return [
        None if total is None else 1 + sum(other > Fraction(total) for other in there)
        for total in totals
    ]
