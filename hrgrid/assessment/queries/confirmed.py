"""Confirmed results as other rooms read them: which periods, who stands low in them.

Asks no right: whoever reads results for a purpose of his own asks for his own right. What is not
settled is never given away. Of forty thousand people only those are read who stand low.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import Assessee, AssessmentLine, AssessmentPeriod, AssessmentRun
from hrgrid.assessment.queries.periods import scheme_titles
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.words import SETTLED, LeftOut, PeriodKind, RunState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.persons import kept_ids

_BLOCK = 500


@dataclass(frozen=True)
class ConfirmedPeriod:
    """A settled period with the computation that counts; `worst` is its lowest grade.

    `assessor` put the result forward, or computed it where nobody is known to have done so;
    `output_hash` tells one result from another.
    """

    id: int
    scheme: str
    scheme_title: str
    span: Span
    area_path: str
    title: str
    revision: int
    run_id: int
    output_hash: str
    assessor_id: int | None
    assessor: str
    worst: str
    labels: Mapping[str, str] = field(hash=False)


class LowLine(NamedTuple):
    """Somebody's result in a period; `person_id` is whom entries keep after a merge."""

    period_id: int
    person_id: int
    area_id: int
    unit_id: int
    total_milli: int | None
    grade: str
    rank: int | None
    vetoed: bool


class TooFewDays(NamedTuple):
    """Somebody who was left out of a period for too few days in post."""

    person_id: int
    area_id: int
    unit_id: int
    served_days: int


def confirmed_periods(
    work: UnitOfWork, kind: PeriodKind | None = None, scheme: str | None = None
) -> list[ConfirmedPeriod]:
    """Every settled period, the newest first; of one kind or scheme where that is asked."""
    query = (
        select(AssessmentPeriod, AssessmentRun, Operator.name)
        .join(
            AssessmentRun,
            and_(
                AssessmentRun.period_id == AssessmentPeriod.id,
                AssessmentRun.revision == AssessmentPeriod.revision,
                AssessmentRun.state == RunState.APPLIED,
            ),
        )
        .outerjoin(Operator, Operator.id == AssessmentPeriod.proposer_id)
        .where(AssessmentPeriod.state.in_(SETTLED))
    )
    if kind is not None:
        query = query.where(AssessmentPeriod.kind == kind)
    if scheme is not None:
        query = query.where(AssessmentPeriod.scheme == scheme)
    titles = scheme_titles(work)
    rows = []
    for period, run, proposer in work.session.execute(query).tuples():
        grades = scheme_of_period(work, period).grades
        rows.append(
            ConfirmedPeriod(
                period.id,
                period.scheme,
                titles.get(period.scheme, period.scheme),
                Span(period.kind, period.year, period.number),
                period.area_path,
                period.title,
                period.revision,
                run.id,
                run.output_hash,
                period.proposer_id,
                proposer or run.made_by,
                grades[-1].code,
                {grade.code: grade.label for grade in grades},
            )
        )
    return sorted(rows, key=lambda row: (row.span.last_day, row.id), reverse=True)


def low_lines(
    work: UnitOfWork, periods: Sequence[ConfirmedPeriod], below_milli: int
) -> list[LowLine]:
    """Whoever has less than so many points, a veto or the lowest grade; one statement a period."""
    kept, line, found = kept_ids(work), AssessmentLine, []
    for period in periods:
        query = (
            select(
                Assessee.person_id,
                Assessee.area_id,
                Assessee.unit_id,
                line.total_milli,
                line.grade,
                line.rank,
                line.vetoed,
            )
            .join(Assessee, Assessee.id == line.assessee_id)
            .where(line.run_id == period.run_id, Assessee.left_out.is_(None))
            .where(or_(line.total_milli < below_milli, line.vetoed, line.grade == period.worst))
            .order_by(Assessee.person_id)
        )
        found += [
            LowLine(period.id, kept.get(row.person_id, row.person_id), *row[1:])
            for row in work.session.execute(query)
        ]
        work.progress.step()
    return found


def grades_in(work: UnitOfWork, period: ConfirmedPeriod) -> list[tuple[int, str]]:
    """Everybody's grade in a settled period, by whom entries keep after a merge."""
    kept, line = kept_ids(work), AssessmentLine
    query = (
        select(Assessee.person_id, line.grade)
        .join(Assessee, Assessee.id == line.assessee_id)
        .where(line.run_id == period.run_id, Assessee.left_out.is_(None), line.grade != "")
        .order_by(Assessee.person_id)
    )
    return [
        (kept.get(row.person_id, row.person_id), row.grade) for row in work.session.execute(query)
    ]


def unit_sizes(work: UnitOfWork, periods: Sequence[ConfirmedPeriod]) -> dict[tuple[int, int], int]:
    """How many of each scoring unit have a rank in each period."""
    line, found = AssessmentLine, dict[tuple[int, int], int]()
    for period in periods:
        query = (
            select(Assessee.unit_id, func.count(line.rank))
            .join(Assessee, Assessee.id == line.assessee_id)
            .where(line.run_id == period.run_id, Assessee.left_out.is_(None))
            .group_by(Assessee.unit_id)
        )
        for unit, people in work.session.execute(query).tuples():
            found[period.id, unit] = people
    return found


def months_counted(
    work: UnitOfWork, periods: Sequence[ConfirmedPeriod], person_ids: Collection[int]
) -> dict[int, set[Span]]:
    """Of which of the periods somebody has a total; through merges."""
    spans = {period.run_id: period.span for period in periods}
    kept, wanted = kept_ids(work), set(person_ids)
    ids = sorted(wanted | {old for old, one in kept.items() if one in wanted})
    line, found = AssessmentLine, dict[int, set[Span]]()
    for begin in range(0, len(ids), _BLOCK):
        query = (
            select(Assessee.person_id, line.run_id)
            .join(Assessee, Assessee.id == line.assessee_id)
            .where(
                Assessee.person_id.in_(ids[begin : begin + _BLOCK]),
                Assessee.left_out.is_(None),
                line.run_id.in_(spans),
                line.total_milli.is_not(None),
            )
        )
        for person, run_id in work.session.execute(query).tuples():
            found.setdefault(kept.get(person, person), set()).add(spans[run_id])
    return found


def left_out_for_days(work: UnitOfWork, periods: Sequence[ConfirmedPeriod]) -> list[TooFewDays]:
    """Whoever has no result since he was in post for too few days."""
    kept = kept_ids(work)
    query = (
        select(Assessee.person_id, Assessee.area_id, Assessee.unit_id, Assessee.served_days)
        .where(
            Assessee.period_id.in_([period.id for period in periods]),
            Assessee.left_out == LeftOut.TOO_FEW_DAYS,
        )
        .order_by(Assessee.person_id)
    )
    rows = work.session.execute(query)
    return [TooFewDays(kept.get(row.person_id, row.person_id), *row[1:]) for row in rows]
