"""The points of a grid: the results of its workers and the themes it met, by their shares."""

from __future__ import annotations

from collections.abc import Sequence

from hrgrid.assessment.rules.formulas import WHOLE_BP

_FULL = 100_000


def grid_points(mean_milli: int, met: int, asked: int, results_bp: int) -> int:
    """Thousandths on two decimals; half a hundredth goes up.

    `results_bp` of them come from the mean of the workers' results, the rest from `met` of
    `asked` themes, a full hundred where all are met. Where none was asked, of results alone.
    """
    if not asked:
        return mean_milli
    whole = mean_milli * results_bp * asked + _FULL * met * (WHOLE_BP - results_bp)
    unit = 10 * WHOLE_BP * asked
    return (2 * whole + unit) // (2 * unit) * 10


def mean_points(totals: Sequence[int]) -> int:
    """The mean of some results in thousandths, rounded as every total is."""
    return (2 * sum(totals) + 10 * len(totals)) // (20 * len(totals)) * 10
