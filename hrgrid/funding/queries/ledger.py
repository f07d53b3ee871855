"""Postings: filtered in SQL, the newest first, paged by key; one with its rows; the months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from hrgrid.core.errors import UserError
from hrgrid.core.paging import Mark
from hrgrid.funding.model import FundItem, LedgerEntry, LedgerMonth, LedgerSum, Posting
from hrgrid.funding.queries.scope import require_view, within
from hrgrid.funding.rules.ledger_rows import (
    EntryRow,
    LedgerFilter,
    MonthRow,
    PostingCard,
    PostingRow,
)
from hrgrid.funding.rules.words import PostingState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Person
from hrgrid.workforce.queries.areas import holds_on

_ON_CARD = 200
_UNNUMBERED = 10**9
"""Drafts stand above every number."""
_P = Posting
_NUMBER = func.coalesce(_P.posting_no, _UNNUMBERED)


def postings(
    work: UnitOfWork, wanted: LedgerFilter, after: Mark | None = None, limit: int = 100
) -> list[PostingRow]:
    """At most `limit` postings behind (number, id) last seen: drafts first, then the newest."""
    require_view(work)
    query = _rows_query(work).where(*_matching(work, wanted))
    if after is not None:
        number, last = after
        query = query.where(tuple_(_NUMBER, _P.id) < tuple_(literal(number), literal(last)))
    query = query.order_by(_NUMBER.desc(), _P.id.desc()).limit(limit)
    return _rows(work.session.execute(query).all())


def mark_of(row: PostingRow) -> Mark:
    """The place of a row in the list."""
    return row.number or _UNNUMBERED, row.id


def count_postings(work: UnitOfWork, wanted: LedgerFilter) -> tuple[int, int]:
    """How many match, and the sum of their debits in fen."""
    require_view(work)
    query = select(func.count(), func.coalesce(func.sum(_P.debit_fen), 0)).where(
        *_matching(work, wanted)
    )
    count, debit = work.session.execute(query).one()
    return count, int(debit)


def posting_card(work: UnitOfWork, posting_id: int) -> PostingCard:
    """One posting with its first rows. Raises UserError where it is not there."""
    require_view(work)
    found = work.session.get(Posting, posting_id)
    if found is None:
        raise UserError("没有这张凭证。请刷新后再选")
    require_view(work, found.area_path)
    (row,) = _rows(work.session.execute(_rows_query(work).where(_P.id == posting_id)).all())
    entries = entry_rows(work, posting_id, limit=_ON_CARD)
    return PostingCard(
        row,
        tuple(entries),
        row.entries - len(entries),
        found.award_document,
        found.scan_sha256,
        found.void_reason,
        found.made_at,
        found.posted_at,
        found.entries_sha256,
    )


def entry_rows(
    work: UnitOfWork, posting_id: int, after: int = 0, limit: int | None = None
) -> list[EntryRow]:
    """The rows of a posting behind a `seq`, with the names of what they are about."""
    unit, grid = aliased(AreaStand), aliased(AreaStand)
    query = (
        select(
            LedgerEntry.seq,
            LedgerEntry.account,
            func.coalesce(unit.name, ""),
            func.coalesce(FundItem.label, ""),
            func.coalesce(grid.name, ""),
            func.coalesce(Person.name, ""),
            LedgerEntry.payer,
            LedgerEntry.fen,
        )
        .outerjoin(unit, and_(unit.area_id == LedgerEntry.area_id, holds_on(unit, work.day)))
        .outerjoin(grid, and_(grid.area_id == LedgerEntry.grid_id, holds_on(grid, work.day)))
        .outerjoin(FundItem, FundItem.id == LedgerEntry.item_id)
        .outerjoin(Person, Person.id == LedgerEntry.person_id)
        .where(LedgerEntry.posting_id == posting_id, LedgerEntry.seq > after)
        .order_by(LedgerEntry.seq)
        .limit(limit)
    )
    return [EntryRow(*row) for row in work.session.execute(query)]


def months(work: UnitOfWork, year: int) -> list[MonthRow]:
    """The months of a year in which something was posted or laid in."""
    require_view(work)
    posted = func.sum(_is(PostingState.POSTED))
    waiting = func.sum(_is(PostingState.DRAFT))
    moved = func.sum(_is(PostingState.POSTED) * _P.debit_fen)
    query = (
        select(LedgerMonth, posted, waiting, moved)
        .outerjoin(Posting, _P.month == LedgerMonth.month)
        .where(LedgerMonth.month.between(year * 100 + 1, year * 100 + 12))
        .group_by(LedgerMonth.month)
        .order_by(LedgerMonth.month)
    )
    return [
        MonthRow(
            row.month,
            row.state,
            int(done or 0),
            int(left or 0),
            int(fen or 0),
            row.locked_on,
            row.locked_by,
        )
        for row, done, left, fen in work.session.execute(query)
    ]


def _is(state: PostingState) -> ColumnElement[int]:
    return case((_P.state == state, 1), else_=0)


def _rows_query(work: UnitOfWork) -> Select[Any]:
    unit, first, back = aliased(AreaStand), aliased(Posting), aliased(Posting)
    return (
        select(
            _P.id,
            _P.year,
            _P.posting_no,
            _P.month,
            _P.day,
            _P.kind,
            _P.state,
            func.coalesce(unit.name, ""),
            _P.memo,
            _P.document_no,
            _P.debit_fen,
            _P.entries,
            _P.made_by,
            _P.posted_by,
            first.posting_no,
            back.posting_no,
            _P.version,
        )
        .outerjoin(unit, and_(unit.area_id == _P.area_id, holds_on(unit, work.day)))
        .outerjoin(first, first.id == _P.reverses_id)
        .outerjoin(back, back.reverses_id == _P.id)
    )


def _rows(found: Sequence[Any]) -> list[PostingRow]:
    return [PostingRow(*row) for row in found]


def _matching(work: UnitOfWork, wanted: LedgerFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_P.year == wanted.year, within(work, _P.area_path)]
    if wanted.month is not None:
        conditions.append(_P.month == wanted.month)
    if wanted.kind is not None:
        conditions.append(_P.kind == wanted.kind)
    if wanted.state is not None:
        conditions.append(_P.state == wanted.state)
    if wanted.area_path:
        conditions.append(_P.area_path.startswith(wanted.area_path, autoescape=True))
    if wanted.item_id is not None:
        of_item = LedgerSum.posting_id == _P.id, LedgerSum.item_id == wanted.item_id
        conditions.append(exists().where(*of_item))
    if text := wanted.text.strip():
        conditions.append(
            or_(
                _P.memo.contains(text, autoescape=True),
                _P.document_no.contains(text, autoescape=True),
            )
        )
    return conditions
