"""What a computation came to: how many results, who has none and why, what differs from before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    Moderation,
)
from hrgrid.assessment.queries.people import chains_of, names_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.result_rows import BlockedRow, ComputeSummary
from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person

NAMED = 200
"""How many people without a result a summary names; `blocked_people` gives them all."""


def summary_of(
    work: UnitOfWork,
    run: AssessmentRun,
    before: AssessmentRun | None,
    stale_numbers: Sequence[str] = (),
) -> ComputeSummary:
    """The counts of a run; `before` is the one that it took the place of."""
    line = AssessmentLine
    none = line.total_milli.is_(None)
    counts = select(
        func.count(),
        func.count(line.total_milli),
        func.sum(case((and_(none, line.blocked != ""), 1), else_=0)),
        func.sum(case((line.vetoed, 1), else_=0)),
        func.sum(case((line.at_line, 1), else_=0)),
    ).where(line.run_id == run.id)
    people, results, blocked, vetoed, at_line = (
        int(count or 0) for count in work.session.execute(counts).one()
    )
    return ComputeSummary(
        run.id,
        run.number,
        run.revision,
        people,
        results,
        blocked,
        people - results - blocked,
        _left_out(work, run.period_id),
        vetoed,
        at_line,
        _moderated(work, run.period_id),
        None if before is None else _changed(work, run.id, before.id),
        _units_at_line(work, run.id),
        blocked_of(work, run, NAMED) if blocked else (),
        _stale_names(work, stale_numbers),
    )


def _left_out(work: UnitOfWork, period_id: int) -> int:
    query = select(func.count()).where(
        Assessee.period_id == period_id, Assessee.left_out.is_not(None)
    )
    return work.session.scalar(query) or 0


def _moderated(work: UnitOfWork, period_id: int) -> int:
    query = select(func.count()).where(
        Moderation.period_id == period_id, Moderation.state == ModerationState.APPROVED
    )
    return work.session.scalar(query) or 0


def _changed(work: UnitOfWork, run_id: int, before_id: int) -> int:
    """How many have another total or grade, or are new or gone."""
    now, then = aliased(AssessmentLine), aliased(AssessmentLine)
    same = (
        select(func.count())
        .select_from(now)
        .join(then, and_(then.assessee_id == now.assessee_id, then.run_id == before_id))
    )
    differs = or_(
        func.coalesce(now.total_milli, -1) != func.coalesce(then.total_milli, -1),
        now.grade != then.grade,
    )
    both = work.session.scalar(same.where(now.run_id == run_id)) or 0
    other = work.session.scalar(same.where(now.run_id == run_id, differs)) or 0
    sizes = select(AssessmentLine.run_id, func.count()).where(
        AssessmentLine.run_id.in_((run_id, before_id))
    )
    each = dict(work.session.execute(sizes.group_by(AssessmentLine.run_id)).tuples().all())
    return other + each.get(run_id, 0) + each.get(before_id, 0) - 2 * both


def _units_at_line(work: UnitOfWork, run_id: int) -> tuple[str, ...]:
    query = (
        select(Assessee.unit_id)
        .join(AssessmentLine, AssessmentLine.assessee_id == Assessee.id)
        .where(AssessmentLine.run_id == run_id, AssessmentLine.at_line)
        .distinct()
    )
    chains = chains_of(work, set(work.session.scalars(query)))
    return tuple(sorted(chain.own for chain in chains.values()))


def _stale_names(work: UnitOfWork, numbers: Sequence[str]) -> tuple[str, ...]:
    if not numbers:
        return ()
    query = select(Person.name).where(Person.number.in_(numbers)).order_by(Person.stroke_key)
    return tuple(work.session.scalars(query))


def blocked_people(work: UnitOfWork, period_id: int) -> list[BlockedRow]:
    """Everybody of a period who waits for figures, and for which; by unit and strokes."""
    period = seen_period(work, period_id)
    run = run_of_period(work, period_id, period.revision)
    return [] if run is None else list(blocked_of(work, run, None))


def blocked_of(work: UnitOfWork, run: AssessmentRun, limit: int | None) -> tuple[BlockedRow, ...]:
    """The same of one run, at most `limit` of them."""
    scheme = scheme_of_period(work, work.session.get_one(AssessmentPeriod, run.period_id))
    query = (
        select(
            Assessee.id, Assessee.person_id, Person.number, Assessee.unit_id, AssessmentLine.blocked
        )
        .join(AssessmentLine, AssessmentLine.assessee_id == Assessee.id)
        .join(Person, Person.id == Assessee.person_id)
        .where(AssessmentLine.run_id == run.id, AssessmentLine.blocked != "")
        .order_by(Assessee.unit_id, Person.stroke_key, Person.id)
        .limit(limit)
    )
    rows = work.session.execute(query).all()
    names = names_of(work, {row.person_id for row in rows})
    units = chains_of(work, {row.unit_id for row in rows})
    return tuple(
        BlockedRow(
            row.id,
            row.number,
            names[row.person_id],
            units[row.unit_id].own,
            f"没有数据：{'、'.join(blocked_labels(scheme, row.blocked))}",
        )
        for row in rows
    )


def blocked_labels(scheme: Scheme, codes: str) -> tuple[str, ...]:
    """The labels of the items that wait, from their codes with commas."""
    waiting = set(codes.split(",")) if codes else set()
    return tuple(item.label for item in scheme.items if item.code in waiting)
