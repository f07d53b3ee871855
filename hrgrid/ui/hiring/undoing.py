"""What hiring can take back by 撤销: each step knows the one that undoes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from hrgrid.hiring.service.announcing import set_apply_to
from hrgrid.hiring.service.plans import LineChange, change_line
from hrgrid.hiring.service.quotas import QuotaChange, correct_quota
from hrgrid.hiring.service.seats import add_seats, drop_seats
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.undoing import offer_undo
from hrgrid.ui.session import Session

# What a row of a kind was and what it became by steps of this session: kind, id, version.
_Row = tuple[str, int, int]
_own: WeakKeyDictionary[Session, dict[_Row, int]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Done:
    """A step that was done: what takes it back, and which version of its row is which now."""

    inverse: Step
    row: _Row | None = None
    version: int = 0


Step = Callable[[UnitOfWork], Done]


def line_step(session: Session, change: LineChange) -> Step:
    """Heads and reserves of a street."""

    def step(work: UnitOfWork) -> Done:
        row = _latest(session, "line", change.line_id, change.version)
        came = change_line(work, replace(change, version=row[2]))
        return Done(line_step(session, came), row, came.version)

    return step


def quota_step(session: Session, change: QuotaChange) -> Step:
    """Heads and document of a grant."""

    def step(work: UnitOfWork) -> Done:
        row = _latest(session, "quota", change.quota_id, change.version)
        came = correct_quota(work, replace(change, version=row[2]))
        return Done(quota_step(session, came), row, came.version)

    return step


def apply_to_step(batch_id: int, day: dt.date) -> Step:
    """The last day of applications."""
    return lambda work: Done(apply_to_step(batch_id, set_apply_to(work, batch_id, day)))


def drop_step(batch_id: int, area_ids: Sequence[int]) -> Step:
    """Grids off a batch."""
    return lambda work: Done(_add_step(batch_id, drop_seats(work, batch_id, area_ids)))


def _add_step(batch_id: int, dropped: Mapping[int, Sequence[int]]) -> Step:
    def step(work: UnitOfWork) -> Done:
        for position_id, area_ids in dropped.items():
            add_seats(work, position_id, area_ids)
        return Done(drop_step(batch_id, [one for ids in dropped.values() for one in ids]))

    return step


def offer(session: Session, text: str, done: Done) -> None:
    """A step was done: 撤销 in the bar takes it back."""

    def came(done: Done) -> Step:
        _note(session, done)
        return done.inverse

    offer_undo(session, text, came(done), topic=TOPIC, came=came)


def _note(session: Session, done: Done) -> None:
    if done.row is not None:
        _own.setdefault(session, {})[done.row] = done.version


def _latest(session: Session, kind: str, row_id: int, version: int) -> _Row:
    """The version that own steps have made of one: a change of anybody else stays in the way."""
    known = _own.get(session, {})
    while (kind, row_id, version) in known:
        version = known[kind, row_id, version]
    return kind, row_id, version
