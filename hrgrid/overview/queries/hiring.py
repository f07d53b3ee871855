"""How far the batch of hiring that is under way has come.

By the names of the tables, as queries/selection.py says: the dashboard waits for it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, TableClause, column, false, func, or_, select, table, true

from hrgrid.core.rights import Right
from hrgrid.hiring.rules.words import ENDED, AllotmentState, BatchState, CandidateState
from hrgrid.storage.base import Day
from hrgrid.storage.work import UnitOfWork

HIRES = (Right.RUN_HIRING, Right.DECIDE_HIRING)
_DAYS = {"apply_from", "apply_to", "exam_on", "interview_on", "last_day"}
_C = CandidateState
OUT = (_C.REJECTED, _C.EXAM_ABSENT, _C.VETTING_FAILED, _C.DECLINED, _C.WITHDRAWN, _C.DISQUALIFIED)
"""Who is in one of these has no more to do with the batch."""


@dataclass(frozen=True)
class HiringProgress:
    """The batch under way: grids on offer, candidates by state, who is to have a grid.

    `others` are the other batches under way; `last_day` is that of the notice that hangs out.
    """

    batch_id: int
    number: str
    title: str
    state: BatchState
    written: bool | None
    seats: int
    proposed: int
    people: Counter[CandidateState]
    apply_from: dt.date | None
    apply_to: dt.date | None
    exam_on: dt.date | None
    interview_on: dt.date | None
    last_day: dt.date | None
    others: int

    @property
    def applied(self) -> int:
        """Everybody who applied, whatever became of it."""
        return sum(self.people.values())

    @property
    def left(self) -> int:
        """Those who may still be hired."""
        return self.applied - sum(self.people[state] for state in OUT)


def hiring_progress(work: UnitOfWork) -> HiringProgress | None:
    """The newest batch under way among those that the actor may see; None where there is none."""
    batch = _table(
        *("hiring_batch", "id", "number", "title", "state", "written", "area_path"),
        *("apply_from", "apply_to", "exam_on", "interview_on"),
    )
    running = batch.c.state.not_in([state.value for state in ENDED])
    query = select(batch).where(running, within_rights(work, batch.c.area_path))
    found = work.session.execute(query.order_by(batch.c.id.desc())).all()
    if not found:
        return None
    row = found[0]
    candidate = _table("candidate", "batch_id", "state")
    counted = (
        select(candidate.c.state, func.count())
        .where(candidate.c.batch_id == row.id)
        .group_by(candidate.c.state)
    )
    people = {CandidateState(code): count for code, count in work.session.execute(counted)}
    seats, proposed = _seats(work, row.id)
    return HiringProgress(
        row.id,
        row.number,
        row.title,
        BatchState(row.state),
        None if row.written is None else bool(row.written),
        seats,
        proposed,
        Counter(people),
        row.apply_from,
        row.apply_to,
        row.exam_on,
        row.interview_on,
        _last_day(work, row.id) if row.state == BatchState.PUBLICISING.value else None,
        len(found) - 1,
    )


def within_rights(work: UnitOfWork, path: ColumnElement[str]) -> ColumnElement[bool]:
    """Batches of the parts of the tree on which the actor hires."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in HIRES}
    if "" in paths:
        return true()
    held = sorted(f"{one.rstrip('/')}/" for one in paths)
    return or_(false(), *(path.startswith(one, autoescape=True) for one in held))


def _seats(work: UnitOfWork, batch_id: int) -> tuple[int, int]:
    """Grids on offer, and how many of them somebody is to have."""
    seat = _table("hiring_seat", "id", "batch_id", "open")
    held = _table("hiring_allotment", "seat_id", "state")
    ours = (seat.c.batch_id == batch_id) & (seat.c.open == true())
    seats = work.session.scalar(select(func.count()).select_from(seat).where(ours)) or 0
    taken = (
        select(func.count())
        .select_from(held)
        .join(seat, seat.c.id == held.c.seat_id)
        .where(ours, held.c.state != AllotmentState.RELEASED.value)
    )
    return seats, work.session.scalar(taken) or 0


def _last_day(work: UnitOfWork, batch_id: int) -> dt.date | None:
    notice = _table("notice", "subject", "round", "last_day")
    query = (
        select(notice.c.last_day)
        .where(notice.c.subject == f"hiring:{batch_id}")
        .order_by(notice.c.round.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _table(name: str, *columns: str) -> TableClause:
    return table(name, *(column(one, Day() if one in _DAYS else None) for one in columns))
