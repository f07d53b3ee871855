"""Whether an assessor gives more or less than the others on the same people; for the chief only."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sqlalchemy import select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import (
    Assessee,
    AssessmentFact,
    AssessmentPeriod,
    AssessmentReview,
    FactSource,
    Indicator,
)
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.rules.parts import months_of
from hrgrid.assessment.rules.result_rows import LeniencyRow
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import round_half_up
from hrgrid.storage.work import UnitOfWork

FEWEST = 5
"""With fewer marks a mean says more about the people than about the assessor."""
_HUNDRED = 100_000

Mark = tuple[str, int, int, Fraction]
"""What was judged, the assessor, the person, the value in thousandths."""


def leniency(work: UnitOfWork, period_id: int, least: int = FEWEST) -> list[LeniencyRow]:
    """Each assessor with at least `least` marks beside the others on the same people and thing.

    By what was judged, the most lenient first. Marks are those of reviews and the figures that an
    assessor judged; a figure with a base counts as its share of a hundred. Needs APPROVE.
    """
    period = seen_period(work, period_id)
    work.require(Right.APPROVE, period.area_path)
    marks = [*_reviews(work, period), *_figures(work, period)]
    given: dict[tuple[str, int], dict[int, Fraction]] = defaultdict(dict)
    judged: dict[tuple[str, int], list[tuple[int, Fraction]]] = defaultdict(list)
    for what, assessor, person, value in marks:
        given[what, assessor][person] = value
        judged[what, person].append((assessor, value))
    names = _names(work, {assessor for _, assessor in given})
    found = []
    for (what, assessor), mine in given.items():
        if len(mine) < least:
            continue
        others = {
            person: [value for who, value in judged[what, person] if who != assessor]
            for person in mine
        }
        found.append(_row((assessor, names[assessor]), what, mine, others))
    return sorted(found, key=_lenient_first)


def _lenient_first(row: LeniencyRow) -> tuple[str, bool, Fraction, int]:
    known = row.difference_milli
    return row.what, known is None, -(known or Fraction(0)), row.assessor_id


def _row(
    who: tuple[int, str],
    what: str,
    mine: dict[int, Fraction],
    others: dict[int, list[Fraction]],
) -> LeniencyRow:
    both = [person for person in mine if others[person]]
    theirs = None
    difference = None
    if both:
        # The mean of the others of each person, so that nobody counts more for more assessors.
        theirs = _mean([_mean(others[person]) for person in both])
        difference = _mean([mine[person] for person in both]) - theirs
    values = list(mine.values())
    return LeniencyRow(
        *who,
        what,
        len(mine),
        len(both),
        sum(len(others[person]) for person in both),
        _mean(values),
        theirs,
        difference,
        _spread(values),
    )


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _spread(values: Sequence[Fraction]) -> int:
    """The standard deviation in whole thousandths, half up: the root of an exact variance."""
    mean = _mean(values)
    variance = _mean([(value - mean) ** 2 for value in values])
    # In hundredths of a thousandth, so that the half is seen.
    root = math.isqrt(variance.numerator * 10_000 // variance.denominator)
    return round_half_up(Fraction(root, 100), 0)


def _reviews(work: UnitOfWork, period: AssessmentPeriod) -> Iterator[Mark]:
    review = AssessmentReview
    query = select(review.part, review.assessor_id, review.assessee_id, review.value_milli).where(
        review.period_id == period.id
    )
    for part, assessor, person, value in work.session.execute(query):
        yield part.label, assessor, person, Fraction(value)


def _figures(work: UnitOfWork, period: AssessmentPeriod) -> Iterator[Mark]:
    """Figures of one indicator that several assessors gave; each one's last of a person counts."""
    months = months_of(period.kind, period.year, period.number)
    fact = AssessmentFact
    query = (
        select(
            Indicator.label, FactSource.assessor_id, Assessee.id, fact.amount_milli, fact.base_milli
        )
        .join(FactSource, FactSource.id == fact.source_id)
        .join(Indicator, Indicator.id == fact.indicator_id)
        .join(Assessee, Assessee.person_id == fact.person_id)
        .where(
            Assessee.period_id == period.id,
            FactSource.assessor_id.is_not(None),
            fact.month.in_(list(months)),
            fact.amount_milli.is_not(None),
        )
        .order_by(fact.seq)
    )
    for what, assessor, person, amount, base in work.session.execute(query):
        if base == 0 or assessor is None or amount is None:
            continue
        yield (
            what,
            assessor,
            person,
            Fraction(amount) if base is None else Fraction(amount * _HUNDRED, base),
        )


def _names(work: UnitOfWork, ids: set[int]) -> dict[int, str]:
    query = select(Operator.id, Operator.name).where(Operator.id.in_(sorted(ids)))
    return dict(work.session.execute(query).tuples().all())
