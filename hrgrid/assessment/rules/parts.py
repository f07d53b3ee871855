"""What a quarter, a half-year or a year is made of: results of shorter periods, and reviews.

A scheme reads them as indicators with the codes below. A figure of results is the sum of the
totals over as many hundreds, one of reviews the sum of what was given over as many hundreds, so
that a ratio of it is the exact mean. Source: rules.md 4 (periods).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.assessment.rules.formulas import HUNDRED_MILLI, Figure
from hrgrid.assessment.rules.words import PARTS_OF, PeriodKind, ReviewPart
from hrgrid.core.tabulation import round_half_up

PERIOD_INDICATORS = {
    "months": PeriodKind.MONTH,
    "quarters": PeriodKind.QUARTER,
    "half_years": PeriodKind.HALF_YEAR,
}
"""Indicators of source PERIODS, and of which shorter periods each is the mean."""

REVIEW_INDICATORS = {
    "review_office": ReviewPart.OFFICE,
    "review_community": ReviewPart.COMMUNITY,
    "review_served": ReviewPart.SERVED,
}
"""Indicators of source REVIEW, and who is asked for each."""

MEANS = frozenset({*PERIOD_INDICATORS, *REVIEW_INDICATORS})
"""Indicators whose base is a hundred for each result or review."""

_MONTHS = 12


@dataclass(frozen=True)
class PartTotal:
    """The published total of somebody in one shorter period, and what its scheme gives at most."""

    total_milli: int
    full_milli: int = HUNDRED_MILLI


def figure_of_parts(parts: Iterable[PartTotal]) -> Figure | None:
    """Sum and base of the periods that count; None where there is none."""
    totals = [
        part.total_milli
        if part.full_milli == HUNDRED_MILLI
        else round_half_up(Fraction(part.total_milli * HUNDRED_MILLI, part.full_milli), 0)
        for part in parts
    ]
    return _mean(totals)


def figure_of_reviews(values_milli: Iterable[int]) -> Figure | None:
    """Sum and base of what assessors gave (thousandths of a hundred); None where nobody did."""
    return _mean(list(values_milli))


def _mean(values: list[int]) -> Figure | None:
    return Figure(sum(values), len(values) * HUNDRED_MILLI) if values else None


def count_of(figure: Figure | None) -> int:
    """How many results or reviews a figure is the mean of."""
    return (figure.base_milli or 0) // HUNDRED_MILLI if figure else 0


def months_of(kind: PeriodKind, year: int, number: int) -> range:
    """The months of a period as numbers, 202610 to 202612 for the fourth quarter of 2026."""
    each = _MONTHS // PARTS_OF[kind]
    last = year * 100 + number * each
    return range(last - each + 1, last + 1)


def parts_within(kind: PeriodKind, number: int, part: PeriodKind) -> range:
    """Which numbers the shorter periods have that make up a period: 10 to 12, or 4."""
    each = PARTS_OF[part] // PARTS_OF[kind]
    return range((number - 1) * each + 1, number * each + 1)


def is_shorter(part: PeriodKind, kind: PeriodKind) -> bool:
    """Whether periods of `part` make up one of `kind`."""
    return PARTS_OF[part] > PARTS_OF[kind] and PARTS_OF[part] % PARTS_OF[kind] == 0
