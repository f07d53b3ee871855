"""Candidates of a batch as a list: filtered and sorted in SQL, paged by key, numbers masked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_

from hrgrid.core.identity import Sex
from hrgrid.core.labelled import Labelled
from hrgrid.core.names import match_key
from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.hiring.model import (
    Candidate,
    CandidateCheck,
    CandidatePaper,
    HiringBatch,
    HiringPosition,
)
from hrgrid.hiring.queries.scope import require_look
from hrgrid.hiring.rules.words import CandidateState, RejectCode
from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import ID_NUMBER, begins

_TABLE = table_of(Candidate)
_ID = 18


class CandidateOrder(Labelled):
    """What the list may be sorted by."""

    STROKES = "strokes", "按姓氏笔画"
    NUMBER = "number", "按报名号"


_SORT_COLUMNS = {CandidateOrder.STROKES: "stroke_key", CandidateOrder.NUMBER: "number"}


@dataclass(frozen=True)
class CandidateFilter:
    """Which candidates of a batch; empty fields do not narrow. `text`: number, name, ID number."""

    batch_id: int
    states: tuple[CandidateState, ...] = ()
    position_id: int | None = None
    text: str = ""
    failed: bool = False


@dataclass(frozen=True)
class CandidateRow:
    """One candidate as a list shows him; checks are those recorded so far."""

    id: int
    number: str
    name: str
    sex: Sex | None
    birth_date: dt.date | None
    id_masked: str
    phone_masked: str
    education: str
    party: str
    position_id: int
    position: str
    wish: str
    state: CandidateState
    state_reason: str
    reject_code: RejectCode | None
    checked: int
    failed: int
    papers: int
    has_photo: bool
    applied_on: dt.date
    admission_no: str | None
    purged: bool
    version: int
    key: str = ""


def candidates(
    work: UnitOfWork,
    wanted: CandidateFilter,
    order: CandidateOrder = CandidateOrder.STROKES,
    after: Mark | None = None,
    limit: int = 100,
) -> list[CandidateRow]:
    """At most `limit` candidates behind the row (`key`, `id`) last seen."""
    column = _TABLE.c[_SORT_COLUMNS[order]]
    query = _matching(work, wanted, select(_TABLE)).order_by(column, _TABLE.c.id).limit(limit)
    if after is not None:
        key, last = after
        query = query.where(tuple_(column, _TABLE.c.id) > tuple_(literal(key), literal(last)))
    found = work.session.execute(query).all()
    check_rows(_TABLE, found)
    return _rows(work, found, column.name)


def count_candidates(work: UnitOfWork, wanted: CandidateFilter) -> int:
    """How many match."""
    return work.session.scalar(_matching(work, wanted, select(func.count(Candidate.id)))) or 0


def anchors_of_candidates(
    work: UnitOfWork, wanted: CandidateFilter, order: CandidateOrder, step: int
) -> Anchors:
    """How many match, and the last one of every `step` in this order: one walk."""
    column = _TABLE.c[_SORT_COLUMNS[order]]
    by = (column, _TABLE.c.id)
    number = func.row_number().over(order_by=by).label("number")
    following = func.lead(_TABLE.c.id).over(order_by=by).label("following")
    marks = select(column.label("key"), _TABLE.c.id, number, following)
    found = _matching(work, wanted, marks).subquery()
    query = (
        select(found.c.key, found.c.id, found.c.number)
        .where(or_(found.c.number % step == 0, found.c.following.is_(None)))
        .order_by(found.c.number)
    )
    return anchors(work.session.execute(query).all(), step)


def _matching(work: UnitOfWork, wanted: CandidateFilter, query: Select[Any]) -> Select[Any]:
    path = select(HiringBatch.area_path).where(HiringBatch.id == wanted.batch_id)
    require_look(work, work.session.scalar(path) or "")
    query = query.where(Candidate.batch_id == wanted.batch_id)
    if wanted.states:
        query = query.where(Candidate.state.in_(wanted.states))
    if wanted.position_id is not None:
        query = query.where(Candidate.position_id == wanted.position_id)
    if wanted.failed:
        failed = select(CandidateCheck.candidate_id).where(
            CandidateCheck.candidate_id == Candidate.id, ~CandidateCheck.passed
        )
        query = query.where(failed.exists())
    return query.where(_found_by(work, wanted.text)) if wanted.text.strip() else query


def _found_by(work: UnitOfWork, text: str) -> ColumnElement[bool]:
    """A typed text is a number, an admission number, an ID number, or the start of a name."""
    typed = match_key(text.strip())
    plain = typed.upper()
    ways: list[ColumnElement[bool]] = [
        Candidate.number == plain,
        Candidate.admission_no == plain,
        begins(Candidate.match_key, typed),
    ]
    if plain.isascii() and plain.isdigit():
        ways.append(Candidate.number == plain.zfill(4))
    if len(plain) == _ID:
        ways.append(Candidate.id_mac == work.keyring.mac(ID_NUMBER, plain))
    return or_(*ways)


def _rows(work: UnitOfWork, found: Any, key: str) -> list[CandidateRow]:
    ids = [row.id for row in found]
    positions = dict(
        work.session.execute(
            select(HiringPosition.id, HiringPosition.title).where(
                HiringPosition.id.in_({row.position_id for row in found})
            )
        )
        .tuples()
        .all()
    )
    wishes = dict(
        work.session.execute(
            select(AreaStand.area_id, AreaStand.name).where(
                AreaStand.area_id.in_({row.wish_area_id for row in found} - {None}),
                holds_on(AreaStand, work.day),
            )
        )
        .tuples()
        .all()
    )
    checks = _checks(work, ids)
    papers = dict(
        work.session.execute(
            select(CandidatePaper.candidate_id, func.count())
            .where(CandidatePaper.candidate_id.in_(ids))
            .group_by(CandidatePaper.candidate_id)
        )
        .tuples()
        .all()
    )
    return [
        CandidateRow(
            row.id,
            row.number,
            row.name,
            row.sex,
            row.birth_date,
            row.id_masked,
            row.phone_masked,
            row.education,
            row.party,
            row.position_id,
            positions.get(row.position_id, ""),
            wishes.get(row.wish_area_id, ""),
            row.state,
            row.state_reason,
            row.reject_code,
            *checks.get(row.id, (0, 0)),
            papers.get(row.id, 0),
            row.photo_sha256 is not None,
            row.applied_on,
            row.admission_no,
            row.purged_on is not None,
            row.version,
            getattr(row, key),
        )
        for row in found
    ]


def _checks(work: UnitOfWork, ids: list[int]) -> dict[int, tuple[int, int]]:
    """By candidate: checks recorded, of these failed."""
    failed = func.count().filter(and_(~CandidateCheck.passed))
    query = (
        select(CandidateCheck.candidate_id, func.count(), failed)
        .where(CandidateCheck.candidate_id.in_(ids))
        .group_by(CandidateCheck.candidate_id)
    )
    return {row[0]: (row[1], row[2]) for row in work.session.execute(query)}
