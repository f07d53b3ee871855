"""Who is away on a day, until when; of what kind a leave is only for who may know (rules.md 9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Absence, AreaStand, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import AbsenceKind, AbsencePay, Employment, LeaveKind, PostState

LEAVE_KIND = "absence.leave_kind"


@dataclass(frozen=True)
class AbsenceRow:
    """Somebody's absence; `called` is what anybody may read, `leave` None without the right to it.

    `planned_to` is the first day back as planned; one taken back has a `void_reason`.
    """

    id: int
    called: str
    kind: AbsenceKind | None
    leave: LeaveKind | None
    host: str
    document_no: str
    pay_during: AbsencePay
    valid_from: dt.date
    planned_to: dt.date | None
    valid_to: dt.date | None
    void_reason: str

    @property
    def is_open(self) -> bool:
        """Whether nobody said yet when it ended."""
        return self.valid_to is None


def away_on(work: UnitOfWork, person_ids: Sequence[int], on: dt.date) -> dict[int, str]:
    """What lists say of those who are away on a day, by person: 请假, never the reason."""
    query = select(Absence.person_id, Absence.kind).where(
        Absence.person_id.in_(list(person_ids)), holds_on(Absence, on)
    )
    return {row.person_id: row.kind.listed for row in work.session.execute(query)}


def absences_of(work: UnitOfWork, person_id: int) -> list[AbsenceRow]:
    """Somebody's absences, the newest first."""
    query = (
        select(Absence).where(Absence.person_id == person_id).order_by(Absence.valid_from.desc())
    )
    knows = work.actor.may_somewhere(Right.VIEW_LEAVE)
    return [_row(work, row, knows=knows) for row in work.session.scalars(query)]


def _row(work: UnitOfWork, row: Absence, *, knows: bool) -> AbsenceRow:
    leave = None
    if knows and row.leave_kind is not None:
        leave = LeaveKind(work.keyring.open(LEAVE_KIND, row.leave_kind))
    return AbsenceRow(
        row.id,
        row.kind.label if knows else row.kind.listed,
        row.kind if knows else None,
        leave,
        row.host,
        row.document_no,
        row.pay_during,
        row.valid_from,
        row.planned_to,
        row.valid_to,
        row.void_reason,
    )


@dataclass(frozen=True)
class WatchedGrid:
    """A grid whose full-time worker somebody is: it wants a stand-in while he is away."""

    area_id: int
    name: str


def grids_of_worker(work: UnitOfWork, person_id: int, on: dt.date) -> list[WatchedGrid]:
    """The grids that somebody fills on a day; one at most, but for what came of old lists."""
    query = (
        select(Post.area_id, AreaStand.name)
        .join(AreaStand, and_(AreaStand.area_id == Post.area_id, holds_on(AreaStand, on)))
        .where(Post.person_id == person_id, Post.fills_grid, Post.employment == Employment.FULL)
        .where(Post.state != PostState.VOIDED, holds_on(Post, on))
        .order_by(Post.valid_from, Post.id)
    )
    return [WatchedGrid(row.area_id or 0, row.name) for row in work.session.execute(query)]
