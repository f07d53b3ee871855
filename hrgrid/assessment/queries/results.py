"""Results of a period as a list: filtered and sorted in SQL, paged by key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_

from hrgrid.assessment.model import Assessee, AssessmentLine, AssessmentPeriod, Moderation
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.running import run_of_period
from hrgrid.assessment.queries.runs import applied_run, is_stale, runs
from hrgrid.assessment.queries.scope import seen_period
from hrgrid.assessment.queries.summary import blocked_labels, blocked_people
from hrgrid.assessment.queries.using import scheme_of_period
from hrgrid.assessment.rules.result_rows import (
    Problem,
    ResultFilter,
    ResultOrder,
    ResultRow,
    ResultState,
)
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.core.names import match_key
from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person
from hrgrid.workforce.queries.listing import begins

__all__ = [
    "anchors_of_results",
    "applied_run",
    "blocked_people",
    "count_results",
    "grade_heads",
    "is_stale",
    "item_heads",
    "place_of_result",
    "results",
    "results_of",
    "runs",
]

_LAST = 10**12
"""Behind every rank and every total: whoever has none."""
_LIVE = (ModerationState.PROPOSED, ModerationState.APPROVED)

_A, _L, _M, _P = Assessee, AssessmentLine, Moderation, Person
_KEYS: dict[ResultOrder, tuple[Any, ...]] = {
    ResultOrder.RANK: (
        Area.sort,
        _A.unit_id,
        func.coalesce(_L.rank, _LAST),
        func.coalesce(-_L.total_milli, _LAST),
        _P.stroke_key,
    ),
    ResultOrder.TOTAL: (func.coalesce(-_L.total_milli, _LAST), _P.stroke_key),
    ResultOrder.NAME: (_P.stroke_key,),
}
_COLUMNS = (
    _A.id,
    _A.person_id,
    _P.number,
    _P.name,
    _A.unit_id,
    _A.area_id,
    _A.served_days,
    _A.left_out,
    _A.left_out_note,
    _L.run_id,
    _L.reckoned_milli,
    _L.total_milli,
    _L.score_grade,
    _L.grade,
    _L.rank,
    _L.tied,
    _L.at_line,
    _L.vetoed,
    _L.blocked,
    _L.points,
    _M.state,
    _M.delta_milli,
)


def results(
    work: UnitOfWork,
    wanted: ResultFilter,
    order: ResultOrder = ResultOrder.RANK,
    after: Mark | None = None,
    limit: int = 100,
) -> list[ResultRow]:
    """At most `limit` people behind the row (`key`, assessee id) last seen."""
    period = seen_period(work, wanted.period_id)
    keys = _KEYS[order]
    query = _matching(work, period, wanted, select(*_COLUMNS, *keys))
    query = query.order_by(*keys, _A.id).limit(limit)
    if after is not None:
        key, last = after
        values = [literal(value) for value in (*key, last)]
        query = query.where(tuple_(*keys, _A.id) > tuple_(*values))
    return _rows(work, period, work.session.execute(query).all())


def results_of(
    work: UnitOfWork, assessee_ids: Sequence[int], wanted: ResultFilter
) -> list[ResultRow]:
    """These people of the period, whatever else the filter says, by unit and rank."""
    period = seen_period(work, wanted.period_id)
    keys = _KEYS[ResultOrder.RANK]
    plain = ResultFilter(wanted.period_id)
    query = _matching(work, period, plain, select(*_COLUMNS, *keys))
    query = query.where(_A.id.in_(assessee_ids)).order_by(*keys, _A.id)
    return _rows(work, period, work.session.execute(query).all())


def count_results(work: UnitOfWork, wanted: ResultFilter) -> int:
    """How many match."""
    period = seen_period(work, wanted.period_id)
    return work.session.scalar(_matching(work, period, wanted, select(func.count(_A.id)))) or 0


def place_of_result(work: UnitOfWork, wanted: ResultFilter, order: ResultOrder, mark: Mark) -> int:
    """How many stand before a mark."""
    period = seen_period(work, wanted.period_id)
    key, last = mark
    values = [literal(value) for value in (*key, last)]
    query = _matching(work, period, wanted, select(func.count(_A.id)))
    return work.session.scalar(query.where(tuple_(*_KEYS[order], _A.id) < tuple_(*values))) or 0


def anchors_of_results(
    work: UnitOfWork, wanted: ResultFilter, order: ResultOrder, step: int
) -> Anchors:
    """How many match, and the last one of every `step` in this order: one walk."""
    period = seen_period(work, wanted.period_id)
    keys = [key.label(f"key_{at}") for at, key in enumerate(_KEYS[order])]
    by = (*_KEYS[order], _A.id)
    number = func.row_number().over(order_by=by).label("number")
    following = func.lead(_A.id).over(order_by=by).label("following")
    marks = select(_A.id, number, following, *keys)
    found = _matching(work, period, wanted, marks).subquery()
    query = (
        select(found)
        .where(or_(found.c.number % step == 0, found.c.following.is_(None)))
        .order_by(found.c.number)
    )
    rows = [(tuple(row[3:]), row.id, row.number) for row in work.session.execute(query)]
    return anchors(rows, step)


def item_heads(work: UnitOfWork, period_id: int) -> list[tuple[str, str, int]]:
    """Code, label and full points of each item of the period's scheme, in its order."""
    scheme = scheme_of_period(work, seen_period(work, period_id))
    return [(item.code, item.label, item.formula.full_milli) for item in scheme.items]


def grade_heads(work: UnitOfWork, period_id: int) -> list[tuple[str, str]]:
    """Code and label of each grade of the period's scheme, from the highest."""
    scheme = scheme_of_period(work, seen_period(work, period_id))
    return [(grade.code, grade.label) for grade in scheme.grades]


def rows_of_run(
    work: UnitOfWork, period: AssessmentPeriod, assessee_ids: Sequence[int], run_id: int | None
) -> dict[int, ResultRow]:
    """These people by id, with what one computation gave them; asks no right of its own."""
    keys = _KEYS[ResultOrder.RANK]
    query = _matching(work, period, ResultFilter(period.id), select(*_COLUMNS, *keys), run_id or 0)
    found = work.session.execute(query.where(_A.id.in_(assessee_ids))).all()
    return {row.assessee_id: row for row in _rows(work, period, found)}


# --- which ------------------------------------------------------------------------------------


def _matching(
    work: UnitOfWork,
    period: AssessmentPeriod,
    wanted: ResultFilter,
    query: Select[Any],
    run_id: int | None = None,
) -> Select[Any]:
    if run_id is None:
        run = run_of_period(work, period.id, period.revision)
        run_id = 0 if run is None else run.id
    query = (
        query.select_from(_A)
        .join(_P, _P.id == _A.person_id)
        .join(Area, Area.id == _A.unit_id)
        .outerjoin(_L, and_(_L.assessee_id == _A.id, _L.run_id == run_id))
        .outerjoin(_M, and_(_M.assessee_id == _A.id, _M.state.in_(_LIVE)))
        .where(_A.period_id == period.id)
    )
    if wanted.unit_ids:
        query = query.where(_A.unit_id.in_(wanted.unit_ids))
    if wanted.grades:
        query = query.where(_L.grade.in_(wanted.grades), _A.left_out.is_(None))
    if wanted.states:
        query = query.where(or_(*(_is(state) for state in wanted.states)))
    if wanted.problem is not None or wanted.problems_only:
        kinds = list(Problem) if wanted.problem is None else [wanted.problem]
        query = query.where(or_(*(_has(kind) for kind in kinds)))
    return query.where(_found_by(wanted.text)) if wanted.text.strip() else query


def _is(state: ResultState) -> ColumnElement[bool]:
    there = and_(_A.left_out.is_(None), _L.run_id.is_not(None))
    return {
        ResultState.SCORED: and_(there, _L.total_milli.is_not(None)),
        ResultState.BLOCKED: and_(there, _L.total_milli.is_(None), _L.blocked != ""),
        ResultState.UNSCORED: and_(there, _L.total_milli.is_(None), _L.blocked == ""),
        ResultState.LEFT_OUT: _A.left_out.is_not(None),
        ResultState.WAITING: and_(_A.left_out.is_(None), _L.run_id.is_(None)),
    }[state]


def _has(problem: Problem) -> ColumnElement[bool]:
    in_ = _A.left_out.is_(None)
    return {
        Problem.BLOCKED: _is(ResultState.BLOCKED),
        Problem.AT_LINE: and_(in_, _L.at_line),
        Problem.VETOED: and_(in_, _L.vetoed),
        Problem.PROPOSED: and_(in_, _M.state == ModerationState.PROPOSED),
        # Came after the computation, or was left out since.
        Problem.STALE: or_(
            and_(in_, _L.run_id.is_(None)), and_(_A.left_out.is_not(None), _L.run_id.is_not(None))
        ),
    }[problem]


def _found_by(text: str) -> ColumnElement[bool]:
    """A typed text is a number, the start of a name, of its pinyin or its initials."""
    typed = match_key(text.strip())
    return or_(
        _P.number == text.strip().upper(),
        begins(_P.match_key, typed),
        begins(_P.pinyin, typed.lower()),
        begins(_P.initials, typed.lower()),
    )


# --- rows -------------------------------------------------------------------------------------


def _rows(work: UnitOfWork, period: AssessmentPeriod, found: Sequence[Any]) -> list[ResultRow]:
    scheme = scheme_of_period(work, period)
    labels = {grade.code: grade.label for grade in scheme.grades}
    chains = chains_of(work, {row.unit_id for row in found} | {row.area_id for row in found})
    width = len(_COLUMNS)
    return [
        ResultRow(
            row.id,
            row.person_id,
            row.number,
            row.name,
            row.unit_id,
            (unit := chains[row.unit_id].own),
            chains[row.area_id].within(unit),
            row.served_days,
            _state_of(row),
            row.left_out,
            row.left_out_note,
            row.reckoned_milli,
            row.total_milli,
            row.score_grade or "",
            row.grade or "",
            labels.get(row.grade or "", ""),
            row.rank,
            bool(row.tied),
            bool(row.at_line),
            bool(row.vetoed),
            blocked_labels(scheme, row.blocked or ""),
            tuple(json.loads(row.points)) if row.points else (),
            row.state,
            row.delta_milli,
            tuple(row[width:]),
        )
        for row in found
    ]


def _state_of(row: Any) -> ResultState:
    if row.left_out is not None:
        return ResultState.LEFT_OUT
    if row.run_id is None:
        return ResultState.WAITING
    if row.total_milli is not None:
        return ResultState.SCORED
    return ResultState.BLOCKED if row.blocked else ResultState.UNSCORED
