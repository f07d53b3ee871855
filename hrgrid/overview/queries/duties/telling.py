"""What the duties of rooms that no start loads share: tables by name, rights by path."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, TableClause, column, false, or_, table, true

from hrgrid.core.rights import Right
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.base import Day, UtcTime
from hrgrid.storage.work import UnitOfWork

_DAYS = {
    *("apply_to", "retain_until", "last_day", "due_on", "replied_on"),
    *("first_day", "published_on", "ended_on", "appeals_until", "answer_due"),
    *("effective_on", "watch_until", "state_since", "until", "valid_from", "valid_to"),
}
_TIMES = {"posted_at"}


@dataclass(frozen=True)
class Told:
    """One duty, as `gathering.Due` takes it; `path` is where the right to it is asked."""

    kind: DutyKind
    subject: str
    on: dt.date
    told: str
    page: str
    part: str
    path: str


def held_on(work: UnitOfWork, *rights: Right) -> tuple[str, ...] | None:
    """Where one of the rights is held; None is everywhere, nothing nowhere."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right in rights}
    return None if "" in paths else tuple(sorted(f"{path.rstrip('/')}/" for path in paths))


def within(path: Any, paths: tuple[str, ...] | None) -> ColumnElement[bool]:
    """Rows whose area path lies where a right is held, see `held_on`."""
    if paths is None:
        return true()
    return or_(false(), *(path.startswith(one, autoescape=True) for one in paths))


def named(name: str, *columns: str) -> TableClause:
    """A table by its name and those of its columns, dates and times as they are stored."""
    return table(name, *(column(one, _type(one)) for one in columns))


def _type(name: str) -> Day | UtcTime | None:
    if name in _DAYS:
        return Day()
    return UtcTime() if name in _TIMES else None
