"""What a round of stars is reckoned from: confirmed results, bad months, stars in force.

Read in a few columns and put together in memory; a constant number of statements.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select

from hrgrid.assessment.model import (
    Assessee,
    AssessmentLine,
    AssessmentPeriod,
    AssessmentRun,
    StarAward,
    StarLine,
    StarRound,
    StarRun,
)
from hrgrid.assessment.queries.grid_scores import GridScore, grid_scores
from hrgrid.assessment.queries.standings import joined
from hrgrid.assessment.queries.star_seen import own_key
from hrgrid.assessment.queries.star_sources import (
    lapsed_since,
    marks_of_round,
    months_of_round,
    periods_of_round,
    span_of_round,
    waiting_of,
)
from hrgrid.assessment.queries.units import scoring_units
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.shares import Unit
from hrgrid.assessment.rules.star_rules import StarRules
from hrgrid.assessment.rules.star_words import HIGHEST, StarSubject
from hrgrid.assessment.rules.stars import Candidate
from hrgrid.assessment.rules.words import RunState
from hrgrid.core.errors import UserError
from hrgrid.core.periods import months_between
from hrgrid.storage.base import table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person, Post
from hrgrid.workforce.queries.persons import kept_ids
from hrgrid.workforce.rules import PostState

_DAYS_OF_MONTH = 30
_Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Read:
    """Everybody by number, with where he stood; `facts` are JSON of what else was read.

    `marks` say what was read, by which a change since is noticed. Keys are ids of persons or
    grids, `numbers` their business keys.
    """

    people: tuple[Candidate, ...]
    areas: tuple[int, ...]
    unit_ids: tuple[int, ...]
    units: Mapping[int, Unit]
    numbers: Mapping[int, str]
    facts: tuple[str, ...]
    marks: Mapping[str, Any]


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
    served = _months_served(work, service.role, span_of_round(found).behind)
    held, rated = _stars_before(work, found, rules)
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
        facts.append(_facts(candidate, bad=months, note=one.note))
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


def _months_served(work: UnitOfWork, role: str, behind: dt.date) -> dict[int, int]:
    """Full months of everybody in posts of a role before a day; gaps are not counted."""
    post = table_of(Post).c
    query = select(post.person_id, post.valid_from, post.valid_to).where(
        post.role == role, post.state != PostState.VOIDED, post.valid_from < behind
    )
    kept, spans = kept_ids(work), dict[int, list[_Span]]()
    for person_id, since, until in work.session.execute(query).all():
        span = (since, behind if until is None or until > behind else until)
        spans.setdefault(kept.get(person_id, person_id), []).append(span)
    # Many have been in post since the same day.
    known = dict[_Span, tuple[int, int]]()
    found = {}
    for person_id, own in spans.items():
        months = days = 0
        for span in joined(own) if len(own) > 1 else own:
            if (length := known.get(span)) is None:
                between = months_between(*span)
                length = known[span] = between.months, between.days
            months, days = months + length[0], days + length[1]
        found[person_id] = months + days // _DAYS_OF_MONTH
    return found


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
    # On two decimals, as every total; half a hundredth goes up.
    means = {grid: (2 * sum(own) + 10 * len(own)) // (20 * len(own)) * 10
             for grid, own in totals.items()}  # fmt: skip
    span = span_of_round(found)
    scores = grid_scores(work, found.area_path, span, means, rules)
    units = scoring_units(work, {one.unit_id for one in scores})
    held, rated = _stars_before(work, found, rules)
    people = [_of_grid(one, units, held, rated) for one in scores]
    return Read(
        tuple(people),
        tuple(one.area_id for one in scores),
        tuple(one.unit_id for one in scores),
        units,
        {one.grid_id: one.code for one in scores},
        tuple(_facts_of_grid(one, score) for one, score in zip(people, scores, strict=True)),
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


# --- stars before -------------------------------------------------------------------------------


def _stars_before(
    work: UnitOfWork, found: StarRound, rules: StarRules
) -> tuple[dict[int, int], set[int]]:
    """The star from which a step is counted, and who ever had one.

    In force on the day before the round's, or run out by itself not longer ago than a star lasts:
    a round that comes some weeks late takes no star away.
    """
    award = table_of(StarAward).c
    column = award.person_id if found.subject is StarSubject.PERSON else award.grid_id
    query = select(column, award.level, award.valid_to, award.lasts_to).where(
        column.is_not(None),
        award.void_reason == "",
        award.valid_from < found.valid_from,
        award.valid_to > award.valid_from,
        or_(award.round_id.is_(None), award.round_id != found.id),
    )
    kept = kept_ids(work) if found.subject is StarSubject.PERSON else {}
    since = lapsed_since(found.valid_from, rules.valid_months)
    newest: dict[int, tuple[dt.date, int, bool]] = {}
    for key, level, until, lasts in work.session.execute(query).all():
        star = until, level, until >= found.valid_from or (until == lasts and until > since)
        holder = kept.get(key, key)
        other = newest.get(holder)
        if other is None or star > other:
            newest[holder] = star
    return {key: level for key, (_, level, counts) in newest.items() if counts}, set(newest)


# --- what a run keeps ---------------------------------------------------------------------------


def _facts(one: Candidate, *, bad: Sequence[int] = (), note: str = "") -> str:
    """All that a line's columns do not say, so that it can be reckoned again."""
    return _told(one.served_months, one.rated, one.vetoed, tuple(bad), note)


@lru_cache(maxsize=10_000)
def _told(served: int, rated: bool, vetoed: bool, bad: tuple[int, ...], note: str) -> str:
    """Among many people few are told differently from all others."""
    told: dict[str, Any] = {"served": served}
    if rated:
        told["rated"] = True
    if vetoed:
        told["vetoed"] = True
    if bad:
        told["bad"] = list(bad)
    if note:
        told["note"] = note
    return json.dumps(told, ensure_ascii=False)


def _facts_of_grid(one: Candidate, score: GridScore) -> str:
    """The same of a grid, with the themes that it broke and what its score is made of."""
    told: dict[str, Any] = {"served": one.served_months}
    if one.rated:
        told["rated"] = True
    if one.theme_ceiling < HIGHEST:
        told["theme_ceiling"] = one.theme_ceiling
    told |= {"broken": list(score.broken), **score.facts}
    return json.dumps(told, ensure_ascii=False)


def kept_of(work: UnitOfWork, found: StarRound, run: StarRun) -> Read:
    """What a computation was reckoned from, as it is kept with its lines."""
    line = StarLine
    person = found.subject is StarSubject.PERSON
    query = select(
        own_key(line, found.subject),
        Person.number if person else Area.code,
        line.area_id,
        line.unit_id,
        line.total_milli,
        line.before_level,
        line.facts,
    ).where(line.run_id == run.id)
    if person:
        query = query.join(Person, Person.id == line.person_id)
    else:
        query = query.join(Area, Area.id == line.grid_id)
    rows = sorted(work.session.execute(query).tuples(), key=lambda row: row[1])
    units = scoring_units(work, {row[3] for row in rows})
    people = []
    for key, _, _, unit_id, total, before, facts in rows:
        told = json.loads(facts)
        people.append(
            Candidate(
                key,
                units[unit_id].code,
                total,
                before,
                told.get("rated", False),
                told.get("vetoed", False),
                len(told.get("bad", ())),
                told["served"],
                told.get("theme_ceiling", HIGHEST),
            )
        )
    return Read(
        tuple(people),
        tuple(row[2] for row in rows),
        tuple(row[3] for row in rows),
        units,
        {row[0]: row[1] for row in rows},
        tuple(row[6] for row in rows),
        json.loads(run.inputs),
    )
