"""A round of stars as its papers tell it: its head, and everybody in the order of the office."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, func, literal, select

from hrgrid.assessment.model import StarAward, StarLine, StarRound, StarRun
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.scope import require_look, require_look_somewhere
from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.star_paper_rows import StarHead, StarHolder
from hrgrid.assessment.rules.star_words import HeldBack, StarSubject
from hrgrid.assessment.rules.words import RunState
from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person
from hrgrid.workforce.queries.areas import names_of_paths

_LAST = 10**9
"""Behind every rank: whoever has none."""
_L, _A = StarLine, StarAward


def star_head(work: UnitOfWork, round_id: int) -> StarHead:
    """One round for somebody who may look at it; UserError where it is not there."""
    require_look_somewhere(work)
    found = work.session.get(StarRound, round_id)
    if found is None:
        raise UserError(f"没有第 {round_id} 号星级评定。请刷新列表后再选")
    require_look(work, found.area_path)
    names = names_of_paths(work, {found.area_path}, work.day)
    return StarHead(
        found.id,
        found.subject,
        found.title,
        Span(found.kind, found.year, found.number),
        found.area_path,
        names.get(found.area_path, ""),
        found.state,
        found.revision,
        found.valid_from,
        found.valid_to,
        found.approval_words,
        found.document_no,
        found.confirmed_on,
    )


def star_holders(
    work: UnitOfWork, head: StarHead, *, unit_id: int | None = None
) -> list[StarHolder]:
    """Everybody of the computation in force: by unit, the highest stars first, then by rank.

    Nobody before the first computation. The number of statements does not grow with the people.
    """
    query = _persons(head) if head.subject is StarSubject.PERSON else _grids(head)
    if unit_id is not None:
        query = query.where(_L.unit_id == unit_id)
    found = work.session.execute(query).all()
    grids = {row.subject_id for row in found} if head.subject is StarSubject.GRID else set()
    chains = chains_of(
        work, {row.unit_id for row in found} | {row.area_id for row in found} | grids
    )
    return [_holder(row, head, chains) for row in found]


def _holder(row: Any, head: StarHead, chains: dict[int, Any]) -> StarHolder:
    unit = chains[row.unit_id].own
    person = head.subject is StarSubject.PERSON
    return StarHolder(
        row.award_id,
        row.subject_id,
        row.name if person else chains[row.subject_id].own,
        row.number if person else "",
        row.unit_id,
        unit,
        chains[row.area_id].within(unit),
        row.total_milli,
        row.rank,
        bool(row.tied),
        row.line_level,
        row.level,
        row.before_level,
        tuple(HeldBack(code) for code in row.held.split(",") if code),
        bool(row.at_line),
        row.left_out,
    )


_COLUMNS = (
    _A.id.label("award_id"),
    _L.unit_id,
    _L.area_id,
    _L.total_milli,
    _L.rank,
    _L.tied,
    _L.line_level,
    _L.level,
    _L.before_level,
    _L.held,
    _L.at_line,
    _L.left_out,
)


def _persons(head: StarHead) -> Select[Any]:
    query = select(*_COLUMNS, _L.person_id.label("subject_id"), Person.name, Person.number)
    query = _from(query, head, _L.person_id, _A.person_id)
    return query.join(Person, Person.id == _L.person_id).order_by(
        *_by_unit(), Person.stroke_key, Person.id
    )


def _grids(head: StarHead) -> Select[Any]:
    query = select(*_COLUMNS, _L.grid_id.label("subject_id"), literal("").label("number"))
    return _from(query, head, _L.grid_id, _A.grid_id).order_by(*_by_unit(), _L.grid_id)


def _by_unit() -> tuple[Any, ...]:
    return (
        Area.sort,
        _L.unit_id,
        _L.left_out.is_not(None),
        -_L.level,
        func.coalesce(_L.rank, _LAST),
    )


def _from(query: Select[Any], head: StarHead, line: Any, award: Any) -> Select[Any]:
    return (
        query.select_from(_L)
        .join(StarRun, StarRun.id == _L.run_id)
        .join(Area, Area.id == _L.unit_id)
        .outerjoin(_A, and_(_A.round_id == head.id, award == line, _A.void_reason == ""))
        .where(StarRun.round_id == head.id, StarRun.state == RunState.APPLIED)
        .where(line.is_not(None))
    )
