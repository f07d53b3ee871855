"""The lines of a round of stars: filtered and sorted in SQL, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_

from hrgrid.assessment.model import StarLine, StarRound
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.queries.star_seen import seen_round
from hrgrid.assessment.queries.star_sources import star_run_of
from hrgrid.assessment.rules.star_rows import Change, StarLineFilter, StarLineRow, StarOrder
from hrgrid.assessment.rules.star_words import HeldBack, StarSubject
from hrgrid.core.names import match_key
from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Person
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import begins

_LAST = 10**12
"""Behind every rank and every total: whoever has none."""
_L, _P = StarLine, Person
_TOTAL = func.coalesce(-_L.total_milli, _LAST)


def star_lines(
    work: UnitOfWork,
    wanted: StarLineFilter,
    order: StarOrder = StarOrder.RANK,
    after: Mark | None = None,
    limit: int = 100,
) -> list[StarLineRow]:
    """At most `limit` lines behind the row (`key`, id) last seen."""
    found = seen_round(work, wanted.round_id)
    keys = _keys(found, order)
    query = _matching(work, found, wanted, select(*_columns(found), *keys))
    query = query.order_by(*keys, _L.seq).limit(limit)
    if after is not None:
        key, last = after
        values = [literal(value) for value in (*key, last)]
        query = query.where(tuple_(*keys, _L.seq) > tuple_(*values))
    return _rows(work, work.session.execute(query).all())


def star_lines_of(
    work: UnitOfWork, ids: Sequence[int], wanted: StarLineFilter
) -> list[StarLineRow]:
    """These lines of the round, whatever else the filter says, by unit and rank."""
    found = seen_round(work, wanted.round_id)
    return lines_of(work, found, ids)


def line_at(work: UnitOfWork, round_id: int, seq: int) -> StarLineRow | None:
    """One line of the computation in force; None where there is none."""
    return next(iter(lines_of(work, seen_round(work, round_id), [seq])), None)


def lines_of(
    work: UnitOfWork, found: StarRound, ids: Sequence[int] | None = None, *, at_line: bool = False
) -> list[StarLineRow]:
    """Lines of a round in hand by unit and rank; asks no right of its own."""
    keys = _keys(found, StarOrder.RANK)
    wanted = StarLineFilter(found.id, at_line=at_line)
    query = _matching(work, found, wanted, select(*_columns(found), *keys))
    if ids is not None:
        query = query.where(_L.seq.in_(ids))
    return _rows(work, work.session.execute(query.order_by(*keys, _L.seq)).all())


def count_star_lines(work: UnitOfWork, wanted: StarLineFilter) -> int:
    """How many match."""
    found = seen_round(work, wanted.round_id)
    query = _matching(work, found, wanted, select(func.count(_L.seq)))
    return work.session.scalar(query) or 0


def place_of_star_line(
    work: UnitOfWork, wanted: StarLineFilter, order: StarOrder, mark: Mark
) -> int:
    """How many stand before a mark."""
    found = seen_round(work, wanted.round_id)
    key, last = mark
    values = [literal(value) for value in (*key, last)]
    query = _matching(work, found, wanted, select(func.count(_L.seq)))
    before = tuple_(*_keys(found, order), _L.seq) < tuple_(*values)
    return work.session.scalar(query.where(before)) or 0


def anchors_of_star_lines(
    work: UnitOfWork, wanted: StarLineFilter, order: StarOrder, step: int
) -> Anchors:
    """How many match, and the last one of every `step` in this order: one walk."""
    found = seen_round(work, wanted.round_id)
    plain = _keys(found, order)
    keys = [key.label(f"key_{at}") for at, key in enumerate(plain)]
    by = (*plain, _L.seq)
    number = func.row_number().over(order_by=by).label("number")
    following = func.lead(_L.seq).over(order_by=by).label("following")
    marks = _matching(work, found, wanted, select(_L.seq, number, following, *keys)).subquery()
    query = (
        select(marks)
        .where(or_(marks.c.number % step == 0, marks.c.following.is_(None)))
        .order_by(marks.c.number)
    )
    rows = [(tuple(row[3:]), row.seq, row.number) for row in work.session.execute(query)]
    return anchors(rows, step)


def star_units(work: UnitOfWork, round_id: int) -> list[tuple[int, str]]:
    """The units of a round by id and name, in the order of the office."""
    found = seen_round(work, round_id)
    run = star_run_of(work, found)
    query = (
        select(_L.unit_id, Area.sort)
        .join(Area, Area.id == _L.unit_id)
        .where(_L.run_id == (0 if run is None else run.id))
        .distinct()
        .order_by(Area.sort, _L.unit_id)
    )
    ids = [row.unit_id for row in work.session.execute(query)]
    chains = chains_of(work, ids)
    return [(unit_id, chains[unit_id].own) for unit_id in ids]


# --- which --------------------------------------------------------------------------------------


def _person(found: StarRound) -> bool:
    return found.subject is StarSubject.PERSON


def _keys(found: StarRound, order: StarOrder) -> tuple[Any, ...]:
    name = _P.stroke_key if _person(found) else func.coalesce(AreaStand.name, "")
    return {
        StarOrder.RANK: (Area.sort, _L.unit_id, func.coalesce(_L.rank, _LAST), name),
        StarOrder.LEVEL: (
            func.coalesce(-_L.level, 0),
            Area.sort,
            _L.unit_id,
            func.coalesce(_L.rank, _LAST),
            name,
        ),
        StarOrder.TOTAL: (_TOTAL, name),
        StarOrder.NAME: (name,),
    }[order]


_LINE = (
    _L.seq,
    _L.unit_id,
    _L.area_id,
    _L.total_milli,
    _L.rank,
    _L.tied,
    _L.line_level,
    _L.share_level,
    _L.level,
    _L.before_level,
    _L.at_line,
    _L.held,
    _L.left_out,
    Area.code.label("unit_code"),
)


def _columns(found: StarRound) -> tuple[Any, ...]:
    if _person(found):
        own = (_L.person_id.label("subject_id"), _P.name.label("name"), _P.number.label("number"))
    else:
        own = (
            _L.grid_id.label("subject_id"),
            func.coalesce(AreaStand.name, "").label("name"),
            _GRID.c.code.label("number"),
        )
    return (*_LINE, *own)


_GRID = Area.__table__.alias("grid")


def _matching(
    work: UnitOfWork, found: StarRound, wanted: StarLineFilter, query: Select[Any]
) -> Select[Any]:
    run = star_run_of(work, found)
    query = query.select_from(_L).join(Area, Area.id == _L.unit_id)
    if _person(found):
        query = query.join(_P, _P.id == _L.person_id)
    else:
        query = query.join(_GRID, _GRID.c.id == _L.grid_id).outerjoin(
            AreaStand, and_(AreaStand.area_id == _L.grid_id, holds_on(AreaStand, work.day))
        )
    query = query.where(_L.run_id == (0 if run is None else run.id))
    if wanted.unit_ids:
        query = query.where(_L.unit_id.in_(wanted.unit_ids))
    if wanted.levels:
        query = query.where(_L.level.in_(wanted.levels), _L.left_out.is_(None))
    if wanted.change is not None:
        query = query.where(_changed(wanted.change), _L.left_out.is_(None))
    if wanted.held is not None:
        # Codes stand between commas.
        query = query.where(
            (literal(",") + _L.held + literal(",")).contains(f",{wanted.held.value},")
        )
    if wanted.at_line:
        query = query.where(_L.at_line)
    if wanted.left_out:
        query = query.where(_L.left_out.is_not(None))
    return query.where(_found_by(found, wanted.text)) if wanted.text.strip() else query


def _changed(change: Change) -> ColumnElement[bool]:
    return {
        Change.UP: _L.level > _L.before_level,
        Change.DOWN: _L.level < _L.before_level,
        Change.SAME: _L.level == _L.before_level,
    }[change]


def _found_by(found: StarRound, text: str) -> ColumnElement[bool]:
    """A typed text is a number, the start of a name, of its pinyin or its initials."""
    typed = match_key(text.strip())
    if not _person(found):
        return or_(
            _GRID.c.code == text.strip(), AreaStand.name.contains(text.strip(), autoescape=True)
        )
    return or_(
        _P.number == text.strip().upper(),
        begins(_P.match_key, typed),
        begins(_P.pinyin, typed.lower()),
        begins(_P.initials, typed.lower()),
    )


# --- rows ---------------------------------------------------------------------------------------


def _rows(work: UnitOfWork, rows: Sequence[Any]) -> list[StarLineRow]:
    chains = chains_of(work, {row.unit_id for row in rows} | {row.area_id for row in rows})
    width = len(_LINE) + 3
    return [
        StarLineRow(
            row.seq,
            row.subject_id,
            row.name,
            row.number,
            row.unit_id,
            (unit := chains[row.unit_id].own),
            chains[row.area_id].within(unit),
            row.total_milli,
            row.rank,
            row.tied,
            row.line_level,
            row.share_level,
            row.level,
            row.before_level,
            row.at_line,
            tuple(HeldBack(code) for code in row.held.split(",") if code),
            row.left_out,
            tuple(row[width:]),
            unit_code=row.unit_code,
        )
        for row in rows
    ]
