"""What a round of stars is reckoned from: confirmed results, bad months, stars in force.

Read in a few columns and put together in memory; a constant number of statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    StarRound,
)
from hrgrid.assessment.queries.grid_scores import GridScore, grid_scores
from hrgrid.assessment.queries.star_before import months_served, stars_before
from hrgrid.assessment.queries.star_kept import Read, facts_of, facts_of_grid
from hrgrid.assessment.queries.star_sources import (
    marks_of_round,
    months_of_round,
    periods_of_round,
    span_of_round,
    waiting_of,
)
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.grid_points import mean_points
from hrgrid.assessment.rules.shares import Unit
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, StarSubject
from hrgrid.assessment.rules.stars import Candidate
from hrgrid.assessment.rules.words import RunState
from hrgrid.core.errors import UserError
from hrgrid.storage.base import table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import kept_ids


class _Result(NamedTuple):
    """One result of somebody, with where he stood."""

    person_id: int
    number: str
    area_id: int
    unit_id: int
    total_milli: int | None
    vetoed: bool
    served_days: int
    note: str


def read_round(work: UnitOfWork, found: StarRound, rules: StarRules) -> Read:
    """Everything a round is reckoned from, as it is now.

    Raises UserError where a period is not confirmed, or there is none.
    """
    periods = periods_of_round(work, found)
    if not periods:
        raise UserError(f"“{found.title}”要用的考核期已经没有了。请取消这次评定，另建一次")
    if waiting := waiting_of(periods):
        named = "、".join(waiting[:3])
        raise UserError(
            f"还有 {len(waiting)} 个考核期没有确认：{named}{'等' if len(waiting) > 3 else ''}。"
            "请先确认考核结果，再评星级"
        )
    role = scheme_of_period(work, periods[0]).role
    months = months_of_round(work, found, role)
    marks = marks_of_round(work, found, periods, months)
    results = _results(work, periods)
    if found.subject is StarSubject.GRID:
        read = _grids(work, found, rules, results)
    else:
        read = _persons(work, found, rules, results, _Service(_bad_months(work, months), role))
    return replace(read, marks=marks)


@dataclass(frozen=True)
class _Service:
    """The bad months of everybody, and the role whose posts count as service."""

    bad: Mapping[int, list[int]]
    role: str


# --- persons ------------------------------------------------------------------------------------


def _results(work: UnitOfWork, periods: Sequence[AssessmentPeriod]) -> list[_Result]:
    """Everybody's result, each person once: of two the one with a total, then of more days."""
    run, line = AssessmentRun, AssessmentLine
    # Columns of tables: what the mapper does for each row is more than the row's own work.
    own, lines = table_of(Assessee).c, table_of(line).c
    query = (
        select(
            own.person_id,
            table_of(Person).c.number,
            own.area_id,
            own.unit_id,
            own.left_out,
            own.left_out_note,
            own.served_days,
            lines.total_milli,
            lines.vetoed,
        )
        .select_from(Assessee)
        .join(Person, Person.id == Assessee.person_id)
        .join(AssessmentPeriod, AssessmentPeriod.id == Assessee.period_id)
        .outerjoin(run, _counts(run))
        .outerjoin(line, and_(line.run_id == run.id, line.assessee_id == Assessee.id))
        .where(Assessee.period_id.in_([one.id for one in periods]))
        .order_by(Assessee.id)
    )
    kept = kept_ids(work)
    numbers = _numbers(work, kept)
    found: dict[int, _Result] = {}
    for row in work.session.execute(query).all():
        person_id, number, area_id, unit_id, out, note, days, total, vetoed = row
        if person_id in kept:
            person_id = kept[person_id]
            number = numbers[person_id]
        if out is None:
            one = _Result(person_id, number, area_id, unit_id, total, bool(vetoed), days, "")
        else:
            told = note or out.label
            one = _Result(person_id, number, area_id, unit_id, None, bool(vetoed), days, told)
        other = found.get(person_id)
        if other is None or _better(one) > _better(other):
            found[person_id] = one
    return sorted(found.values(), key=attrgetter("number"))


def _numbers(work: UnitOfWork, kept: Mapping[int, int]) -> dict[int, str]:
    """The numbers of those into whom others were merged."""
    if not kept:
        return {}
    query = select(Person.id, Person.number).where(Person.id.in_(set(kept.values())))
    return dict(work.session.execute(query).tuples().all())


def _counts(run: type[AssessmentRun]) -> Any:
    return and_(
        run.period_id == AssessmentPeriod.id,
        run.revision == AssessmentPeriod.revision,
        run.state == RunState.APPLIED,
    )


def _better(one: _Result) -> tuple[bool, int]:
    return one.total_milli is not None, one.served_days


def _persons(
    work: UnitOfWork,
    found: StarRound,
    rules: StarRules,
    results: Sequence[_Result],
    service: _Service,
) -> Read:
    units = scoring_units(work, {one.unit_id for one in results})
    served = months_served(work, service.role, span_of_round(found).behind)
    held, rated = stars_before(work, found, rules)
    people, facts = [], []
    for one in results:
        key = one.person_id
        months = service.bad.get(key, [])
        candidate = Candidate(
            key,
            units[one.unit_id].code,
            one.total_milli,
            held.get(key, 0),
            key in rated,
            one.vetoed,
            len(months),
            served.get(key, 0),
        )
        people.append(candidate)
        facts.append(facts_of(candidate, bad=months, note=one.note))
    return Read(
        tuple(people),
        tuple(one.area_id for one in results),
        tuple(one.unit_id for one in results),
        units,
        {one.person_id: one.number for one in results},
        tuple(facts),
        {},
    )


def _bad_months(work: UnitOfWork, months: Sequence[AssessmentPeriod]) -> dict[int, list[int]]:
    """The months in which each person had the lowest grade or a veto; 202611 is November."""
    worst: dict[str, list[int]] = defaultdict(list)
    for one in months:
        worst[scheme_of_period(work, one).grades[-1].code].append(one.id)
    if not worst:
        return {}
    run, line = AssessmentRun, AssessmentLine
    query = (
        select(Assessee.person_id, AssessmentPeriod.year, AssessmentPeriod.number)
        .join_from(AssessmentPeriod, run, _counts(run))
        .join(line, line.run_id == run.id)
        .join(Assessee, Assessee.id == line.assessee_id)
        .where(
            AssessmentPeriod.id.in_([one.id for one in months]),
            Assessee.left_out.is_(None),
            or_(
                line.vetoed,
                *(
                    and_(AssessmentPeriod.id.in_(ids), line.grade == code)
                    for code, ids in worst.items()
                ),
            ),
        )
    )
    kept, found = kept_ids(work), defaultdict[int, set[int]](set)
    for person_id, year, number in work.session.execute(query).tuples():
        found[kept.get(person_id, person_id)].add(year * 100 + number)
    return {person_id: sorted(own) for person_id, own in found.items()}


# --- grids --------------------------------------------------------------------------------------


def _grids(
    work: UnitOfWork,
    found: StarRound,
    rules: StarRules,
    results: Sequence[_Result],
) -> Read:
    totals: dict[int, list[int]] = defaultdict(list)
    for one in results:
        if one.total_milli is not None:
            totals[one.area_id].append(one.total_milli)
    means = {grid: mean_points(own) for grid, own in totals.items()}
    span = span_of_round(found)
    scores = grid_scores(work, found.area_path, span, means, rules)
    units = scoring_units(work, {one.unit_id for one in scores})
    held, rated = stars_before(work, found, rules)
    people = [_of_grid(one, units, held, rated) for one in scores]
    return Read(
        tuple(people),
        tuple(one.area_id for one in scores),
        tuple(one.unit_id for one in scores),
        units,
        {one.grid_id: one.code for one in scores},
        tuple(facts_of_grid(one, score) for one, score in zip(people, scores, strict=True)),
        {},
    )


def _of_grid(
    one: GridScore, units: Mapping[int, Unit], held: Mapping[int, int], rated: set[int]
) -> Candidate:
    ceiling = HIGHEST if one.ceiling is None else one.ceiling
    return Candidate(
        one.grid_id,
        units[one.unit_id].code,
        one.total_milli,
        held.get(one.grid_id, 0),
        one.grid_id in rated,
        theme_ceiling=ceiling,
    )
