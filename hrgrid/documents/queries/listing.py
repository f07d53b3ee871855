"""Lists of certificates: a page at a time, with how far the printing of each is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from hrgrid.core.rights import Right
from hrgrid.documents.model import Certificate, CertificateHandover, NumberSeries, PrintSheet
from hrgrid.documents.rules import (
    CertificateState,
    Picked,
    PrintReason,
    SheetState,
    Standing,
    shown_number,
    standing,
)
from hrgrid.storage.work import UnitOfWork

Key = tuple[int, int, int]
"""Where a certificate stands in its batch: series, serial, copy."""


@dataclass(frozen=True)
class BatchRow:
    """Certificates that were issued together, the number of them."""

    batch: str
    count: int
    made_at: dt.datetime


@dataclass(frozen=True)
class SeriesRow:
    """A series of a batch: its code (XF), what it honours, how many, the last serial."""

    code: str
    honour: str
    count: int
    last: int


@dataclass(frozen=True)
class Sought:
    """Which certificates of a batch are listed: of a code, with a text, standing so."""

    batch: str
    code: str = ""
    text: str = ""
    standing: Standing | None = None


@dataclass(frozen=True)
class ListedRow:
    """A certificate as the list shows it."""

    id: int
    key: Key
    code: str
    number: str
    copy_no: int
    name: str
    unit: str
    honour: str
    standing: Standing

    @property
    def shown(self) -> str:
        """The number as it is printed."""
        return shown_number(self.number, self.copy_no)


@dataclass(frozen=True)
class Candidate:
    """A certificate in force that could be printed; `turns` sheets of it were sent before.

    `live` is one that still counts, `spoiled` why the last one does not.
    """

    id: int
    code: str
    serial: int
    turns: int
    live: SheetState | None
    spoiled: PrintReason | None


def batches(work: UnitOfWork) -> list[BatchRow]:
    """What was issued, the newest first."""
    work.require_somewhere(Right.PRINT_PAPERS)
    newest = func.max(Certificate.made_at)
    query = (
        select(Certificate.batch, func.count(), newest)
        .group_by(Certificate.batch)
        .order_by(newest.desc(), Certificate.batch.desc())
    )
    return [BatchRow(*row) for row in work.session.execute(query).tuples()]


def series_of(work: UnitOfWork, batch: str) -> list[SeriesRow]:
    """The series of a batch in the order of its rosters."""
    query = (
        select(
            NumberSeries.code,
            func.min(Certificate.honour),
            func.count(),
            func.max(Certificate.serial),
        )
        .join(NumberSeries, NumberSeries.id == Certificate.series_id)
        .where(Certificate.batch == batch)
        .group_by(Certificate.series_id, NumberSeries.code)
        .order_by(Certificate.series_id)
    )
    return [SeriesRow(*row) for row in work.session.execute(query).tuples()]


# --- a list --------------------------------------------------------------------------------------

_live = aliased(PrintSheet)
_earlier = aliased(PrintSheet)
_KEY = (Certificate.series_id, Certificate.serial, Certificate.copy_no)
_SPOILED = exists().where(
    _earlier.certificate_id == Certificate.id, _earlier.state == SheetState.VOID
)
_TAKEN = exists().where(CertificateHandover.certificate_id == Certificate.id)


def listed(
    work: UnitOfWork, sought: Sought, after: Key | None = None, limit: int = 100
) -> list[ListedRow]:
    """The next certificates after a place, in the order of their numbers."""
    work.require_somewhere(Right.PRINT_PAPERS)
    query = _matching(
        select(
            Certificate.id,
            *_KEY,
            NumberSeries.code,
            Certificate.number,
            Certificate.person_name,
            Certificate.unit,
            Certificate.honour,
            Certificate.state,
            _live.state,
            _SPOILED,
            _TAKEN,
        ),
        sought,
    )
    if after is not None:
        query = query.where(tuple_(*_KEY) > after)
    found = work.session.execute(query.order_by(*_KEY).limit(limit)).tuples()
    return [_listed(row) for row in found]


def count_listed(work: UnitOfWork, sought: Sought) -> int:
    """How many there are of them."""
    return work.session.scalar(_matching(select(func.count(Certificate.id)), sought)) or 0


def tally(work: UnitOfWork, batch: str) -> dict[Standing, int]:
    """How many certificates of a batch stand how."""
    wanted = select(
        Certificate.state.label("own"),
        _live.state.label("live"),
        _SPOILED.label("spoiled"),
        _TAKEN.label("taken"),
    )
    each = _matching(wanted, Sought(batch)).subquery()
    ways = (each.c.own, each.c.live, each.c.spoiled, each.c.taken)
    query = select(*ways, func.count()).group_by(*ways)
    counts: dict[Standing, int] = dict.fromkeys(Standing, 0)
    for state, live, spoiled, taken, count in work.session.execute(query).tuples():
        counts[standing(state, live, spoiled=bool(spoiled), taken=bool(taken))] += count
    return counts


def _matching(query: Select[Any], sought: Sought) -> Select[Any]:
    query = (
        query.join_from(Certificate, NumberSeries, NumberSeries.id == Certificate.series_id)
        .outerjoin(
            _live, and_(_live.certificate_id == Certificate.id, _live.state != SheetState.VOID)
        )
        .where(Certificate.batch == sought.batch)
    )
    if sought.code:
        query = query.where(NumberSeries.code == sought.code)
    if sought.standing is not None:
        query = query.where(*_standing_so(sought.standing))
    text = sought.text.strip()
    if text.isdecimal() and len(text) < 10:
        query = query.where(or_(Certificate.serial == int(text), _holds(text)))
    elif text:
        named = Certificate.person_name.contains(text, autoescape=True)
        query = query.where(or_(named, _holds(text.upper())))
    return query


def _holds(text: str) -> Any:
    return Certificate.number.contains(text, autoescape=True)


def _standing_so(wanted: Standing) -> tuple[Any, ...]:
    gone = {
        Standing.REVOKED: CertificateState.REVOKED,
        Standing.REPLACED: CertificateState.REPLACED,
    }
    if wanted in gone:
        return (Certificate.state == gone[wanted],)
    issued = Certificate.state == CertificateState.ISSUED
    if wanted is Standing.SENT:
        return issued, _live.state == SheetState.SENT
    if wanted in {Standing.CONFIRMED, Standing.TAKEN}:
        took = _TAKEN if wanted is Standing.TAKEN else ~_TAKEN
        return issued, _live.state == SheetState.CONFIRMED, took
    return issued, _live.id.is_(None), _SPOILED if wanted is Standing.AGAIN else ~_SPOILED


def _listed(row: Any) -> ListedRow:
    one, series, serial, copy_no, code, number, name, unit, honour, *stands = row
    state, live, spoiled, taken = stands
    return ListedRow(
        one,
        (series, serial, copy_no),
        code,
        number,
        copy_no,
        name,
        unit,
        honour,
        standing(state, live, spoiled=bool(spoiled), taken=bool(taken)),
    )


# --- what can be printed ----------------------------------------------------------------------


def candidates(
    work: UnitOfWork, batch: str, picked: Sequence[Picked] = (), code: str = ""
) -> list[Candidate]:
    """Certificates in force in the order of their numbers: the picked ones, or all that wait.

    Without a pick those of `code` (all if empty) of which no sheet counts.
    """
    work.require_somewhere(Right.PRINT_PAPERS)
    turns = func.coalesce(func.max(_earlier.turn), 0)
    live = func.max(_live.state)
    query = (
        select(Certificate.id, NumberSeries.code, Certificate.serial, turns, live)
        .join(NumberSeries, NumberSeries.id == Certificate.series_id)
        .outerjoin(_earlier, _earlier.certificate_id == Certificate.id)
        .outerjoin(
            _live, and_(_live.certificate_id == Certificate.id, _live.state != SheetState.VOID)
        )
        .where(Certificate.batch == batch, Certificate.state == CertificateState.ISSUED)
        .group_by(Certificate.id, NumberSeries.code, Certificate.serial, *_KEY)
        .order_by(*_KEY)
    )
    if picked:
        query = query.where(
            or_(
                *(
                    and_(
                        NumberSeries.code == one.code,
                        Certificate.serial.between(one.first, one.last),
                    )
                    for one in picked
                )
            )
        )
    else:
        query = query.where(_live.id.is_(None))
        if code:
            query = query.where(NumberSeries.code == code)
    rows = work.session.execute(query).tuples().all()
    again = [row[0] for row in rows if row[3] and row[4] is None]
    reasons = void_reasons(work, again)
    return [
        Candidate(one, series, serial, count, sheet, reasons.get(one))
        for one, series, serial, count, sheet in rows
    ]


def void_reasons(work: UnitOfWork, ids: Sequence[int]) -> dict[int, PrintReason]:
    """Why the last sheet of each of these certificates is void, where it is."""
    found: dict[int, PrintReason] = {}
    for begin in range(0, len(ids), _BLOCK):
        query = (
            select(PrintSheet.certificate_id, PrintSheet.void_reason)
            .where(PrintSheet.certificate_id.in_(ids[begin : begin + _BLOCK]))
            .order_by(PrintSheet.certificate_id, PrintSheet.turn)
        )
        rows = work.session.execute(query).tuples()
        found |= {one: reason for one, reason in rows if reason is not None}
    return found


# As many as one statement may name.
_BLOCK = 900
