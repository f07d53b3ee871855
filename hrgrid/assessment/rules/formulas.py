"""How what was counted becomes points, exactly, with the sentence that says how.

Amounts and bases are thousandths of their unit, points thousandths of a point, ratios basis
points. Every formula is computed in fractions and rounded once, half up, to two decimals of a
point; an item never gives less than nothing, and no more than its full points but for means of
totals, which a bonus may have lifted above them. Source: rules.md 4.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hrgrid.assessment.rules.words import RATIOS, FormulaKind, ItemState
from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import fixed_text, mark_text, round_half_up

WHOLE_BP = 10_000
HUNDRED_MILLI = 100_000
"""A hundred points: what every result or review of which a mean is taken is out of."""
_CENT = 10
"""Thousandths in the smallest step of points that is shown."""


@dataclass(frozen=True)
class Input:
    """One indicator that a formula reads; `rate_milli` points for each of it."""

    indicator: str
    rate_milli: int = 0


@dataclass(frozen=True)
class Band:
    """From `from_bp` (with it) to the band above: `share_bp` of the full points."""

    from_bp: int
    share_bp: int


@dataclass(frozen=True)
class Formula:
    """How the inputs of an item become at most `full_milli` points.

    BANDS needs `bands`; LINEAR gives nothing at `low_bp` and everything at `high_bp`; MEAN gives
    the ratio of the full points, and more than these where bonuses lifted the mean above them;
    PASS needs an amount of `pass_milli`. A ratio reads one indicator, amount over base.
    """

    kind: FormulaKind
    full_milli: int
    inputs: tuple[Input, ...]
    bands: tuple[Band, ...] = ()
    low_bp: int = 0
    high_bp: int = WHOLE_BP
    pass_milli: int = 0


@dataclass(frozen=True)
class Figure:
    """What is known of one indicator of one person in one period."""

    amount_milli: int
    base_milli: int | None = None


@dataclass(frozen=True)
class Points:
    """What an item gives, in thousandths on two decimals, and how; None where nothing is known."""

    state: ItemState
    milli: int | None
    how: str
    vetoed: bool = False


def points_of(formula: Formula, figures: Mapping[str, Figure]) -> Points:
    """The points of one item from the figures that there are; see `ItemState` for the others.

    Of a ratio with a base of nothing there is nothing to measure: it does not apply; one of which
    only the amount is known is missing. Where some of several inputs are missing, those that are
    there say nothing by themselves: missing.
    """
    given = [figures.get(each.indicator) for each in formula.inputs]
    if formula.kind in {FormulaKind.BONUS, FormulaKind.VETO}:
        # A list of what happened: no entry means that nothing happened.
        return _listed(formula, [each or Figure(0) for each in given])
    if None in given:
        return Points(ItemState.MISSING, None, "没有数据")
    found = [each for each in given if each is not None]
    if formula.kind in RATIOS:
        return _of_ratio(formula, found[0])
    return _of_counts(formula, found)


def _listed(formula: Formula, found: Sequence[Figure]) -> Points:
    if formula.kind is FormulaKind.VETO:
        count = sum(each.amount_milli for each in found)
        how = f"一票否决 {mark_text(count)} 条" if count else "没有一票否决的情形"
        return Points(ItemState.VALUE, 0, how, vetoed=count > 0)
    return _within(formula, _sum(formula, found), _sum_words(formula, found, "加"))


def _of_counts(formula: Formula, found: Sequence[Figure]) -> Points:
    if formula.kind is FormulaKind.PASS:
        amount = found[0].amount_milli
        reached = amount >= formula.pass_milli
        how = f"{mark_text(amount)}，要求 {mark_text(formula.pass_milli)}，"
        how += "达标" if reached else "未达标"
        return _within(formula, Fraction(formula.full_milli if reached else 0), how)
    counted = _sum(formula, found)
    if formula.kind is FormulaKind.COUNT:
        return _within(formula, counted, _sum_words(formula, found, "得"))
    return _within(formula, formula.full_milli - counted, _sum_words(formula, found, "扣"))


def _of_ratio(formula: Formula, found: Figure) -> Points:
    if found.base_milli is None:
        return Points(ItemState.MISSING, None, "只有件数，没有总数")
    if found.base_milli == 0:
        return Points(ItemState.NOT_APPLICABLE, None, "总数是 0，不适用")
    ratio = Fraction(found.amount_milli, found.base_milli)
    told = (
        f"{mark_text(found.amount_milli)} ÷ {mark_text(found.base_milli)} = {percent_words(ratio)}"
    )
    if formula.kind is FormulaKind.MEAN:
        return _at_least_nothing(ratio * formula.full_milli, _mean_words(found, ratio))
    if formula.kind is FormulaKind.LINEAR:
        reach = (ratio * WHOLE_BP - formula.low_bp) / (formula.high_bp - formula.low_bp)
        reach = min(max(reach, Fraction(0)), Fraction(1))
        low, high = percent_words(bp(formula.low_bp)), percent_words(bp(formula.high_bp))
        return _within(formula, reach * formula.full_milli, f"{told}，{low} 得零分，{high} 得满分")
    share = next((band.share_bp for band in formula.bands if ratio >= bp(band.from_bp)), 0)
    worth = Fraction(formula.full_milli * share, WHOLE_BP)
    return _within(formula, worth, f"{told}，得满分的 {percent_words(bp(share))}")


def _sum(formula: Formula, found: Sequence[Figure]) -> Fraction:
    return sum(
        (
            Fraction(each.amount_milli * one.rate_milli, 1_000)
            for each, one in zip(found, formula.inputs, strict=True)
        ),
        Fraction(0),
    )


def _sum_words(formula: Formula, found: Sequence[Figure], verb: str) -> str:
    parts = [
        f"{mark_text(each.amount_milli)} × {mark_text(one.rate_milli)}"
        for each, one in zip(found, formula.inputs, strict=True)
        if each.amount_milli
    ]
    if not parts:
        return f"没有要{verb}的"
    whole = round_half_up(_sum(formula, found) / 1_000, 2)
    return f"{verb} {' + '.join(parts)} = {fixed_text(whole, 2)}"


def _mean_words(found: Figure, ratio: Fraction) -> str:
    count, rest = divmod(found.base_milli or 0, HUNDRED_MILLI)
    mean = fixed_text(round_half_up(ratio * 100, 2), 2)
    told = "" if rest else f"{count} 个得分"
    return f"{told}合计 {mark_text(found.amount_milli)}，平均 {mean}"


def _within(formula: Formula, exact: Fraction, how: str) -> Points:
    return _at_least_nothing(min(exact, Fraction(formula.full_milli)), how)


def _at_least_nothing(exact: Fraction, how: str) -> Points:
    kept = max(exact, Fraction(0))
    return Points(ItemState.VALUE, round_half_up(kept / _CENT, 0) * _CENT, how)


def bp(basis_points: int) -> Fraction:
    """Basis points as a share of one."""
    return Fraction(basis_points, WHOLE_BP)


def percent_words(share: Fraction) -> str:
    """A share for people, half up to hundredths of a percent, without zeros at the end."""
    hundredths = round_half_up(share * 100, 2)
    text = fixed_text(hundredths, 2).rstrip("0").rstrip(".")
    return f"{text}%"


def check_formula(label: str, formula: Formula) -> None:
    """Raise UserError, naming the item, for a formula that leaves something undefined."""
    if formula.full_milli <= 0 and formula.kind is not FormulaKind.VETO:
        raise UserError(f"“{label}”的满分是 {mark_text(formula.full_milli)}，请填大于 0 的数")
    if not formula.inputs:
        raise UserError(f"“{label}”没有选指标。请选计分用的指标")
    if formula.kind in RATIOS and len(formula.inputs) > 1:
        raise UserError(f"“{label}”按比率计分，只能用一个指标，现在选了 {len(formula.inputs)} 个")
    rated = formula.kind in {FormulaKind.DEDUCT, FormulaKind.COUNT, FormulaKind.BONUS}
    for each in formula.inputs:
        if rated and each.rate_milli <= 0:
            raise UserError(f"“{label}”里有一个指标没有填每件几分。请填大于 0 的数")
    if formula.kind is FormulaKind.LINEAR and not 0 <= formula.low_bp < formula.high_bp:
        raise UserError(f"“{label}”的零分线要低于满分线。请改正")
    if formula.kind is FormulaKind.BANDS:
        _check_bands(label, formula.bands)


def _check_bands(label: str, bands: Sequence[Band]) -> None:
    if not bands:
        raise UserError(f"“{label}”没有分档。请至少填一档")
    for above, below in itertools.pairwise(bands):
        if below.from_bp >= above.from_bp:
            raise UserError(
                f"“{label}”的分档要从高到低排，{percent_words(bp(below.from_bp))} 排在了 "
                f"{percent_words(bp(above.from_bp))} 后面。请改正"
            )
        if below.share_bp > above.share_bp:
            raise UserError(
                f"“{label}”里比率低的一档（{percent_words(bp(below.from_bp))} 起）得分更高。请核对"
            )
    if not all(0 <= band.share_bp <= WHOLE_BP for band in bands):
        raise UserError(f"“{label}”有一档的得分不在 0 到 100% 之间。请改正")
