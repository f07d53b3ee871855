"""Results unit by unit: how many have which grade, means, medians, and how totals are spread."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy import and_, select

from hrgrid.assessment.model import Assessee, AssessmentLine, AssessmentPeriod
from hrgrid.assessment.queries.result_decisions import shares_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.result_rows import GradeCount, Histogram, UnitTable
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.shares import Unit, pools
from hrgrid.storage.work import UnitOfWork

ALL_UNITS = "全部单位"
_STEP = 5_000
_STEPS = 20
"""Of five points each; what lies above a hundred stands in the last."""


@dataclass
class _Held:
    """The people of one unit, counted."""

    people: int = 0
    blocked: int = 0
    left_out: int = 0
    at_line: int = 0
    totals: list[int] = field(default_factory=list)
    grades: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Held) -> None:
        """The people of another unit too."""
        self.people += other.people
        self.blocked += other.blocked
        self.left_out += other.left_out
        self.at_line += other.at_line
        self.totals += other.totals
        self.grades += other.grades


def unit_tables(work: UnitOfWork, period_id: int) -> list[UnitTable]:
    """All units together first, then each in the office's order; five statements or so."""
    period = seen_period(work, period_id)
    scheme = scheme_of_period(work, period)
    held = _held(work, period)
    units = scoring_units(work, held)
    pooled = _pooled(scheme, units, held)
    places = _places(work, period)
    whole = _whole(held.values())
    found = [_table(scheme, None, ALL_UNITS, whole, {}, pooled=False)]
    for unit_id, unit in units.items():
        # Of a pool the places belong to all its units together.
        own = {} if unit.code in pooled else places.get(unit.code, {})
        found.append(
            _table(scheme, unit_id, unit.name, held[unit_id], own, pooled=unit.code in pooled)
        )
    return found


def distributions(work: UnitOfWork, period_id: int) -> list[Histogram]:
    """How many totals lie in each five points, all units together first."""
    held = _held(work, seen_period(work, period_id))
    units = scoring_units(work, held)
    return [
        Histogram(None, ALL_UNITS, _spread(_whole(held.values()).totals)),
        *(
            Histogram(unit_id, unit.name, _spread(held[unit_id].totals))
            for unit_id, unit in units.items()
        ),
    ]


def _held(work: UnitOfWork, period: AssessmentPeriod) -> dict[int, _Held]:
    run = run_of_period(work, period.id, period.revision)
    line = AssessmentLine
    query = (
        select(
            Assessee.unit_id,
            Assessee.left_out,
            line.total_milli,
            line.grade,
            line.blocked,
            line.at_line,
        )
        .outerjoin(
            line,
            and_(line.assessee_id == Assessee.id, line.run_id == (0 if run is None else run.id)),
        )
        .where(Assessee.period_id == period.id)
    )
    found: dict[int, _Held] = {}
    for unit_id, left_out, total, grade, blocked, at_line in work.session.execute(query):
        one = found.setdefault(unit_id, _Held())
        if left_out is not None:
            one.left_out += 1
            continue
        one.people += 1
        one.at_line += bool(at_line)
        if total is not None:
            one.totals.append(total)
            one.grades[grade] += 1
        elif blocked:
            one.blocked += 1
    return found


def _whole(held: Iterable[_Held]) -> _Held:
    found = _Held()
    for one in held:
        found.add(one)
    return found


def _pooled(scheme: Scheme, units: dict[int, Unit], held: dict[int, _Held]) -> set[str]:
    """The codes of units whose shares are counted together with others."""
    counted = [
        Unit(unit.code, unit.name, unit.upper, unit.upper_name, len(held[unit_id].totals))
        for unit_id, unit in units.items()
    ]
    return {
        unit.code
        for pool in pools(counted, scheme.pooled_under)
        if len(pool.units) > 1
        for unit in pool.units
    }


def _places(work: UnitOfWork, period: AssessmentPeriod) -> dict[str, dict[str, int]]:
    """By the code of a unit: the most people of each grade with a share."""
    run = run_of_period(work, period.id, period.revision)
    found: dict[str, dict[str, int]] = {}
    for step in [] if run is None else shares_of(run):
        for code in step["units"]:
            found.setdefault(code, {})[step["grade"]] = step["places"]
    return found


def _table(
    scheme: Scheme,
    unit_id: int | None,
    name: str,
    held: _Held,
    places: dict[str, int],
    *,
    pooled: bool,
) -> UnitTable:
    totals = held.totals
    return UnitTable(
        unit_id,
        name,
        held.people,
        len(totals),
        held.blocked,
        held.left_out,
        Fraction(sum(totals), len(totals)) if totals else None,
        statistics.median(map(Fraction, totals)) if totals else None,
        max(totals, default=None),
        min(totals, default=None),
        tuple(
            GradeCount(grade.code, grade.label, held.grades[grade.code], places.get(grade.code))
            for grade in scheme.grades
        ),
        pooled,
        held.at_line,
    )


def _spread(totals: Sequence[int]) -> tuple[int, ...]:
    counts = Counter(min(total // _STEP, _STEPS - 1) for total in totals)
    return tuple(counts[at] for at in range(_STEPS))
