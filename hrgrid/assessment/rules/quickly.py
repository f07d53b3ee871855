"""The points of one item in whole numbers and without words, for computing everybody at once.

What `formulas.points_of` and the policies of `scheme.score_item` give, told only in numbers: a
property over random schemes and figures holds the two together (tests/assessment/test_engine.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from hrgrid.assessment.rules.formulas import WHOLE_BP, Formula
from hrgrid.assessment.rules.scheme import Scheme, SchemeItem, in_hundred
from hrgrid.assessment.rules.words import RATIOS, FormulaKind, Missing, NotApplicable

Cell = tuple[int, int | None] | None
"""Amount and base in thousandths, or nothing known."""

_THOUSAND = 1_000
_MISSING, _NOT_APPLICABLE = -1, -2
"""In the place of points, which are never below nothing."""


class Outcome:
    """One item of one person: points for people, their worth in the total, what is out of order.

    `worth` is below nothing where it takes off; `left_out` are points of the hundred that are not
    there to be had.
    """

    __slots__ = ("blocks", "left_out", "milli", "vetoed", "worth")

    def __init__(self, milli: int | None, worth: int = 0, left_out: int = 0) -> None:
        self.milli = milli
        self.worth = worth
        self.left_out = left_out
        self.blocks = False
        self.vetoed = False

    @property
    def odd(self) -> bool:
        """Whether the plain sum of all worths is not all there is to say."""
        return self.blocks or self.vetoed or self.left_out > 0


def outcome_of(scheme: Scheme, item: SchemeItem, cells: Sequence[Cell]) -> Outcome:
    """The outcome of an item from the figures of its inputs, in their order."""
    formula = item.formula
    points = _points(formula, cells)
    if points == _MISSING:
        if item.missing is Missing.ZERO:
            return Outcome(0)
        if item.missing is Missing.BLOCK:
            blocked = Outcome(None)
            blocked.blocks = True
            return blocked
        points = _NOT_APPLICABLE
    sign = -1 if item.code in scheme.deducted else 1
    if points == _NOT_APPLICABLE:
        if item.not_applicable is NotApplicable.FULL:
            return Outcome(None, sign * formula.full_milli)
        if item.not_applicable is NotApplicable.ZERO:
            return Outcome(None)
        return Outcome(None, 0, formula.full_milli if in_hundred(scheme, item) else 0)
    found = Outcome(points, sign * points)
    if formula.kind is FormulaKind.VETO:
        found.vetoed = any(cell for cell in cells) and sum(cell[0] for cell in cells if cell) > 0
    return found


def _points(formula: Formula, cells: Sequence[Cell]) -> int:
    kind = formula.kind
    if kind is FormulaKind.VETO:
        return 0
    if kind is FormulaKind.BONUS:
        return half_up(min(_sum(formula, cells), formula.full_milli * _THOUSAND), _THOUSAND)
    first = cells[0]
    if first is None or None in cells:
        return _MISSING
    if kind in RATIOS:
        return _of_ratio(formula, *first)
    if kind is FormulaKind.PASS:
        return half_up(formula.full_milli, 1) if first[0] >= formula.pass_milli else 0
    counted, whole = _sum(formula, cells), formula.full_milli * _THOUSAND
    if kind is FormulaKind.DEDUCT:
        counted = whole - counted
    return half_up(min(counted, whole), _THOUSAND)


def _of_ratio(formula: Formula, amount: int, base: int | None) -> int:
    if base is None:
        return _MISSING
    if base == 0:
        return _NOT_APPLICABLE
    full = formula.full_milli
    if formula.kind is FormulaKind.MEAN:
        return half_up(amount * full, base)
    scaled = amount * WHOLE_BP
    if formula.kind is FormulaKind.LINEAR:
        span = (formula.high_bp - formula.low_bp) * base
        return half_up(min(scaled - formula.low_bp * base, span) * full, span)
    for band in formula.bands:
        if scaled >= band.from_bp * base:
            return half_up(full * band.share_bp, WHOLE_BP)
    return 0


def _sum(formula: Formula, cells: Sequence[Cell]) -> int:
    """Amounts times their rates, in millionths of a point."""
    return sum(
        cell[0] * one.rate_milli
        for cell, one in zip(cells, formula.inputs, strict=True)
        if cell is not None
    )


def half_up(numerator: int, denominator: int) -> int:
    """Thousandths on two decimals of a point, half up; nothing for what is below nothing."""
    if numerator <= 0:
        return 0
    return (2 * numerator + 10 * denominator) // (20 * denominator) * 10


def total_of(scheme: Scheme, reached: int, beside: int, left_out: int) -> int | None:
    """The published total: what was reached, enlarged, and what stands beside the hundred."""
    rest = scheme.full_milli - left_out
    if not rest:
        return None
    return half_up(reached * scheme.full_milli + beside * rest, rest)
