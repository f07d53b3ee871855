"""What people decide about results: changes of totals, and who of those equal at a line goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    GradeChoice,
    Moderation,
)
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.results import results_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.grades import Grade
from hrgrid.assessment.rules.result_rows import (
    ChoiceRow,
    LineGroup,
    ModerationRow,
    ResultFilter,
    ResultRow,
)
from hrgrid.assessment.rules.shares import ShareStep
from hrgrid.core.hashing import canonical_hash
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

_BLOCK = 500


def moderation_key(row: Moderation) -> str:
    """Under which an approval of a change stands: other points are approved anew."""
    what = canonical_hash([row.delta_milli, row.reason])[:16]
    return f"assessment-moderation:{row.id}:{what}"


def moderations_of(
    work: UnitOfWork, period_id: int, assessee_id: int | None = None
) -> list[ModerationRow]:
    """Every change that was proposed in a period, those to decide first, then the newest."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period_id, period.revision)
    query = (
        select(Moderation, Assessee.unit_id, Person.name, AssessmentLine.total_milli)
        .join(Assessee, Assessee.id == Moderation.assessee_id)
        .join(Person, Person.id == Assessee.person_id)
        .outerjoin(
            AssessmentLine,
            and_(
                AssessmentLine.assessee_id == Moderation.assessee_id,
                AssessmentLine.run_id == (0 if run is None else run.id),
            ),
        )
        .where(Moderation.period_id == period_id)
        .order_by(Moderation.approval_words != "", Moderation.id.desc())
    )
    if assessee_id is not None:
        query = query.where(Moderation.assessee_id == assessee_id)
    found = work.session.execute(query).all()
    units = chains_of(work, {row.unit_id for row in found})
    return [
        ModerationRow(
            one.id,
            one.assessee_id,
            name,
            units[unit].own,
            one.delta_milli,
            one.reason,
            one.state,
            one.approval_words,
            one.proposer_id,
            one.made_at,
            one.made_by,
            total,
            one.version,
        )
        for one, unit, name, total in found
    ]


def choices_of(work: UnitOfWork, period_id: int, assessee_id: int | None = None) -> list[ChoiceRow]:
    """Every decision at a line of a period, those that count first, then the newest."""
    period = seen_period(work, period_id)
    labels = {grade.code: grade.label for grade in scheme_of_period(work, period).grades}
    query = (
        select(GradeChoice, Assessee.unit_id, Person.name)
        .join(Assessee, Assessee.id == GradeChoice.assessee_id)
        .join(Person, Person.id == Assessee.person_id)
        .where(GradeChoice.period_id == period_id)
        .order_by(GradeChoice.void_reason != "", GradeChoice.id.desc())
    )
    if assessee_id is not None:
        query = query.where(GradeChoice.assessee_id == assessee_id)
    found = work.session.execute(query).all()
    units = chains_of(work, {row.unit_id for row in found})
    return [
        ChoiceRow(
            one.id,
            one.assessee_id,
            name,
            units[unit].own,
            one.grade,
            labels.get(one.grade, one.grade),
            one.reason,
            one.decided_by,
            one.decided_on,
            one.made_by,
            one.void_reason,
        )
        for one, unit, name in found
    ]


def lines_to_decide(work: UnitOfWork, period_id: int) -> list[LineGroup]:
    """The groups of people equal at the line of a share, in the order of the units."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period_id, period.revision)
    return [] if run is None else groups_of(work, period, run)


def groups_of(work: UnitOfWork, period: AssessmentPeriod, run: AssessmentRun) -> list[LineGroup]:
    """The same of one run; asks no right of its own."""
    waiting = [step for step in shares_of(run) if step["tied"]]
    if not waiting:
        return []
    numbers = [number for step in waiting for number in step["tied"]]
    rows = {row.number: row for row in _people(work, period.id, numbers)}
    return [
        LineGroup(
            step["pool"],
            step["grade"],
            step["label"],
            step["tied_places"],
            step["tied_milli"],
            tuple(rows[number] for number in step["tied"] if number in rows),
            "；".join(share_step(step).words()),
        )
        for step in waiting
    ]


def _people(work: UnitOfWork, period_id: int, numbers: Sequence[str]) -> list[ResultRow]:
    ids: list[int] = []
    for begin in range(0, len(numbers), _BLOCK):
        query = (
            select(Assessee.id)
            .join(Person, Person.id == Assessee.person_id)
            .where(
                Assessee.period_id == period_id,
                Person.number.in_(numbers[begin : begin + _BLOCK]),
            )
        )
        ids += work.session.scalars(query)
    return results_of(work, ids, ResultFilter(period_id))


def shares_of(run: AssessmentRun) -> list[dict[str, Any]]:
    """How the places of every share came about, as the run keeps it."""
    found: list[dict[str, Any]] = json.loads(run.shares)
    return found


def share_step(kept: dict[str, Any]) -> ShareStep:
    """A kept step; of the people only how many there are, since it names them by number."""
    counted = {name: tuple(range(len(kept[name]))) for name in ("tied", "chosen")}
    return ShareStep(**{**kept, "units": tuple(kept["units"]), **counted})


def grade_below(grades: Sequence[Grade], code: str) -> Grade:
    """The next lower grade; a grade with a share is never the lowest."""
    at = next(at for at, grade in enumerate(grades) if grade.code == code)
    return grades[at + 1]
