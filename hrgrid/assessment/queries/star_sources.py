"""Which results a round of stars rests on, and whether they changed since it was computed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, literal, or_, select

from hrgrid.assessment.model import AssessmentPeriod, AssessmentRun, StarAward, StarRound, StarRun
from hrgrid.assessment.queries.grid_scores import themes_mark
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_words import StarSubject
from hrgrid.assessment.rules.words import SETTLED, PeriodKind, RunState
from hrgrid.core.periods import add_months
from hrgrid.storage.work import UnitOfWork

_P = AssessmentPeriod
_SAID = {
    "rules": "星级办法换了版本",
    "results": "考核结果有变动",
    "months": "当期各月的考核结果有变动",
    "stars": "以前的星级有变动",
    "themes": "三无三零主题评定有变动",
}


def span_of_round(found: StarRound) -> Span:
    """The days whose results a round reads."""
    return Span(found.kind, found.year, found.number)


def periods_of_round(work: UnitOfWork, found: StarRound) -> list[AssessmentPeriod]:
    """The periods over which a round is held, settled or not, in the order of their areas.

    While writing, nobody opens one of them again meanwhile.
    """
    query = (
        select(_P)
        .where(_P.scheme == found.scheme, _P.kind == found.kind, _P.year == found.year)
        .where(_P.number == found.number)
        .where(_P.area_path.startswith(found.area_path, autoescape=True))
        .order_by(_P.area_path)
    )
    if work.writes:
        query = query.with_for_update(read=True)
    return list(work.session.scalars(query))


def waiting_of(periods: Iterable[AssessmentPeriod]) -> list[str]:
    """Those that are not confirmed, with how far they have come."""
    return [f"{one.title}（{one.state.label}）" for one in periods if one.state not in SETTLED]


def months_of_round(work: UnitOfWork, found: StarRound, role: str) -> list[AssessmentPeriod]:
    """The settled months of the round's span, of the same role, in its area or one around it."""
    span = span_of_round(found)
    query = (
        select(_P)
        .where(_P.kind == PeriodKind.MONTH, _P.year == span.year, _P.state.in_(SETTLED))
        .where(_P.number.in_([month % 100 for month in span.months]))
        .where(
            or_(
                _P.area_path.startswith(found.area_path, autoescape=True),
                # An area around it: its path is the beginning of ours.
                literal(found.area_path).startswith(_P.area_path),
            )
        )
        .order_by(_P.number, _P.area_path, _P.id)
    )
    return [one for one in work.session.scalars(query) if scheme_of_period(work, one).role == role]


def marks_of_round(
    work: UnitOfWork,
    found: StarRound,
    periods: Sequence[AssessmentPeriod],
    months: Sequence[AssessmentPeriod],
) -> dict[str, Any]:
    """What is read, in a few numbers by which a change is noticed."""
    return {
        "rules": found.rule_sha256,
        "results": _runs(work, periods),
        "months": _runs(work, months),
        "stars": _stars(work, found),
        "themes": themes_mark(work, found.area_path, span_of_round(found).months)
        if found.subject is StarSubject.GRID
        else [],
    }


def _runs(work: UnitOfWork, periods: Sequence[AssessmentPeriod]) -> list[list[Any]]:
    """Each period with its revision and the hash of the computation that counts."""
    revisions = {one.id: one.revision for one in periods}
    run = AssessmentRun
    query = select(run.period_id, run.revision, run.output_hash).where(
        run.period_id.in_(revisions), run.state == RunState.APPLIED
    )
    found = {
        period: output
        for period, revision, output in work.session.execute(query).tuples()
        if revision == revisions[period]
    }
    settled = {one.id: one.state in SETTLED for one in periods}
    return [[one, revisions[one], found.get(one, ""), settled[one]] for one in revisions]


def _stars(work: UnitOfWork, found: StarRound) -> list[Any]:
    """How many stars of other rounds began before this one, and what they add up to."""
    held = StarAward.person_id if found.subject is StarSubject.PERSON else StarAward.grid_id
    query = select(func.count(), func.max(StarAward.id), func.sum(StarAward.level)).where(
        held.is_not(None),
        StarAward.void_reason == "",
        StarAward.valid_from < found.valid_from,
        or_(StarAward.round_id.is_(None), StarAward.round_id != found.id),
    )
    count, last, levels = work.session.execute(query).one()
    return [count, last or 0, int(levels or 0)]


def stale_words(work: UnitOfWork, found: StarRound, run: StarRun) -> tuple[str, ...]:
    """What changed since a computation, in words; () where it would come out the same."""
    periods = periods_of_round(work, found)
    if run.rule_sha256 != found.rule_sha256 or not periods:
        return (_SAID["rules" if periods else "results"],)
    months = months_of_round(work, found, scheme_of_period(work, periods[0]).role)
    # As it was kept: what JSON makes of it.
    now = json.loads(json.dumps(marks_of_round(work, found, periods, months)))
    then = json.loads(run.inputs)
    return tuple(said for name, said in _SAID.items() if then.get(name) != now[name])


def star_run_of(work: UnitOfWork, found: StarRound) -> StarRun | None:
    """The computation that counts in the round's revision; None before the first."""
    query = select(StarRun).where(
        StarRun.round_id == found.id,
        StarRun.revision == found.revision,
        StarRun.state == RunState.APPLIED,
    )
    return work.session.scalar(query)


def lapsed_since(valid_from: dt.date, valid_months: int) -> dt.date:
    """A star that ran out by itself on or before this day counts no more as the one before."""
    return add_months(valid_from, -valid_months)
