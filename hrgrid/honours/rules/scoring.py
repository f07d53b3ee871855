"""The score of a nominee: exact, published, and what equals are compared by (rules.md 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from hrgrid.core.ranking import Number, Order, TieBreak
from hrgrid.core.tabulation import round_half_up
from hrgrid.honours.rules.rows import Inputs, Nominee
from hrgrid.honours.rules.scheme import TIE_BREAKS, WHOLE, Scheme
from hrgrid.honours.rules.words import Basis

MILLI = 1_000


def exact_score(scheme: Scheme, nominee: Nominee) -> Fraction | None:
    """The score before rounding, in thousandths; None where a part of it is missing."""
    if scheme.basis is Basis.UNIT_RANK:
        return None if nominee.unit_rank is None else Fraction(nominee.unit_rank * MILLI)
    if scheme.basis is Basis.TOTAL:
        return None if nominee.total is None else Fraction(nominee.total)
    if nominee.merit is None or nominee.review is None:
        return None
    points = scheme.merit_bp * nominee.merit + scheme.review_bp * nominee.review
    if scheme.public_bp:
        if nominee.public is None:
            return None
        points += scheme.public_bp * nominee.public
    return Fraction(points, WHOLE)


def published(scheme: Scheme, exact: Fraction) -> int:
    """The published score in thousandths: rounded half up once, to the scheme's decimals."""
    if scheme.basis is Basis.UNIT_RANK:
        return int(exact)
    unit: int = 10 ** (3 - scheme.decimals)
    return unit * round_half_up(exact / MILLI, scheme.decimals)


def tie_chain(
    inputs: Inputs, nominees: Sequence[Nominee], exact: Mapping[str, Fraction | None]
) -> Iterator[TieBreak]:
    """The scheme's comparisons over these nominees."""
    by_number = {nominee.number: nominee for nominee in nominees}
    values: dict[str, Callable[[str], Number | None]] = {
        "unrounded": exact.get,
        "merit": lambda number: by_number[number].merit,
        "review": lambda number: by_number[number].review,
        "public": lambda number: by_number[number].public,
        "unit_rank": lambda number: by_number[number].unit_rank,
        "service_months": lambda number: inputs.entrants[number].facts.get("service_months"),
    }
    for name in inputs.scheme.tie_breaks:
        # Under 单位推荐次序 the exact score is a place: the lower one wins.
        low = name == "unit_rank" or (
            name == "unrounded" and inputs.scheme.basis is Basis.UNIT_RANK
        )
        yield TieBreak(TIE_BREAKS[name], values[name], Order.LOW if low else Order.HIGH)
