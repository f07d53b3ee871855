"""What a round of stars is reckoned from: confirmed results, bad months, stars in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    StarAward,
    StarRound,
)
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.shares import Unit
from hrgrid.assessment.rules.stars import Candidate
from hrgrid.assessment.rules.words import SETTLED, PeriodKind, RunState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.rules import PostState


@dataclass(frozen=True)
class Read:
    """Everybody with where he stood; `sources` say which computations were read."""

    people: tuple[Candidate, ...]
    areas: tuple[int, ...]
    unit_ids: tuple[int, ...]
    units: dict[int, Unit]
    numbers: dict[int, str]
    sources: tuple[tuple[int, int, str], ...]


def periods_of_round(work: UnitOfWork, found: StarRound) -> list[AssessmentPeriod]:
    """The settled periods over which a round is held, in the order of their areas."""
    query = select(AssessmentPeriod).where(
        AssessmentPeriod.scheme == found.scheme,
        AssessmentPeriod.kind == found.kind,
        AssessmentPeriod.year == found.year,
        AssessmentPeriod.number == found.number,
        AssessmentPeriod.area_path.startswith(found.area_path, autoescape=True),
        AssessmentPeriod.state.in_(SETTLED),
    )
    return list(work.session.scalars(query.order_by(AssessmentPeriod.area_path)))


def read_people(work: UnitOfWork, found: StarRound) -> Read:
    """The people of a round, each once, by their ids; a constant number of statements."""
    periods = periods_of_round(work, found)
    ids = [one.id for one in periods]
    run, line = AssessmentRun, AssessmentLine
    query = (
        select(
            Assessee.person_id,
            Person.number,
            Assessee.area_id,
            Assessee.unit_id,
            Assessee.left_out,
            line.total_milli,
            line.vetoed,
        )
        .join(Person, Person.id == Assessee.person_id)
        .join(AssessmentPeriod, AssessmentPeriod.id == Assessee.period_id)
        .outerjoin(
            run,
            and_(
                run.period_id == AssessmentPeriod.id,
                run.revision == AssessmentPeriod.revision,
                run.state == RunState.APPLIED,
            ),
        )
        .outerjoin(line, and_(line.run_id == run.id, line.assessee_id == Assessee.id))
        .where(Assessee.period_id.in_(ids))
        .order_by(Assessee.person_id, line.total_milli.is_(None), Assessee.id)
    )
    span = Span(found.kind, found.year, found.number)
    bad = bad_months(work, span, found.area_path)
    since = first_days(work)
    held, rated = stars_before(work, found)
    people: dict[int, Candidate] = {}
    areas, unit_ids, numbers = [], [], {}
    rows = work.session.execute(query).all()
    units = scoring_units(work, {row.unit_id for row in rows})
    for row in rows:
        if row.person_id in people:
            continue
        people[row.person_id] = Candidate(
            row.person_id,
            units[row.unit_id].code,
            None if row.left_out is not None else row.total_milli,
            held.get(row.person_id, 0),
            row.person_id in rated,
            bool(row.vetoed),
            bad.get(row.person_id, 0),
            months_served(since.get(row.person_id), span.behind),
        )
        areas.append(row.area_id)
        unit_ids.append(row.unit_id)
        numbers[row.person_id] = row.number
    return Read(
        tuple(people.values()), tuple(areas), tuple(unit_ids), units, numbers,
        sources_of(work, periods),
    )  # fmt: skip


def sources_of(
    work: UnitOfWork, periods: Iterable[AssessmentPeriod]
) -> tuple[tuple[int, int, str], ...]:
    """Each period with its revision and the hash of its computation."""
    found = {one.id: one.revision for one in periods}
    query = select(
        AssessmentRun.period_id, AssessmentRun.revision, AssessmentRun.output_hash
    ).where(AssessmentRun.period_id.in_(found), AssessmentRun.state == RunState.APPLIED)
    rows = [row for row in work.session.execute(query).tuples() if row[1] == found[row[0]]]
    return tuple(sorted(rows))


def bad_months(work: UnitOfWork, span: Span, area_path: str) -> dict[int, int]:
    """In how many months of a span each person had the lowest grade, a veto's among them."""
    numbers = [month % 100 for month in span.months]
    query = select(AssessmentPeriod).where(
        AssessmentPeriod.kind == PeriodKind.MONTH,
        AssessmentPeriod.year == span.year,
        AssessmentPeriod.number.in_(numbers),
        AssessmentPeriod.area_path.startswith(area_path, autoescape=True),
        AssessmentPeriod.state.in_(SETTLED),
    )
    worst = {
        one.id: scheme_of_period(work, one).grades[-1].code for one in work.session.scalars(query)
    }
    if not worst:
        return {}
    run, line = AssessmentRun, AssessmentLine
    lowest = [
        and_(
            AssessmentPeriod.id.in_([key for key, code in worst.items() if code == grade]),
            line.grade == grade,
        )
        for grade in sorted(set(worst.values()))
    ]
    counted = (
        select(Assessee.person_id, func.count(func.distinct(AssessmentPeriod.number)))
        .join_from(AssessmentPeriod, run, run.period_id == AssessmentPeriod.id)
        .join(line, line.run_id == run.id)
        .join(Assessee, Assessee.id == line.assessee_id)
        .where(
            run.revision == AssessmentPeriod.revision,
            run.state == RunState.APPLIED,
            Assessee.left_out.is_(None),
            or_(*lowest),
        )
        .group_by(Assessee.person_id)
    )
    return dict(work.session.execute(counted).tuples().all())


def first_days(work: UnitOfWork) -> dict[int, dt.date]:
    """The first day of everybody's first post."""
    query = (
        select(Post.person_id, func.min(Post.valid_from))
        .where(Post.state != PostState.VOIDED)
        .group_by(Post.person_id)
    )
    return dict(work.session.execute(query).tuples().all())


def months_served(since: dt.date | None, behind: dt.date) -> int:
    """Full months from a first day up to the day behind a span."""
    if since is None or since >= behind:
        return 0
    months = (behind.year - since.year) * 12 + behind.month - since.month
    return months - (since.day > behind.day)


def stars_before(work: UnitOfWork, found: StarRound) -> tuple[dict[int, int], set[int]]:
    """The star of everybody on the day before the round's, and who ever had one by then."""
    query = select(
        StarAward.person_id, StarAward.level, StarAward.valid_from, StarAward.lasts_to,
        StarAward.valid_to, StarAward.ended_by_id,
    ).where(
        StarAward.person_id.is_not(None),
        StarAward.void_reason == "",
        StarAward.valid_from < found.valid_from,
    )  # fmt: skip
    held: dict[int, int] = {}
    rated: set[int] = set()
    for person_id, level, _, lasts_to, valid_to, ended_by in work.session.execute(query):
        rated.add(person_id)
        # What this very round ended held until the day before it.
        end = lasts_to if ended_by == found.id else valid_to
        if end >= found.valid_from:
            held[person_id] = level
    return held, rated
