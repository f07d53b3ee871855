"""Quotas (编制): what was granted to whom by which document, used and left on a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.core.rights import Right
from hrgrid.hiring.model import HiringAllotment, HiringPosition, HiringQuota, HiringSeat
from hrgrid.hiring.queries.grid_counts import promised
from hrgrid.hiring.rules.quotas import Granted
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Post, PostRole
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import seen_on
from hrgrid.workforce.queries.listing import in_post
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules import Employment, Level

# Role and employment.
_Kind = tuple[str, Employment]


@dataclass(frozen=True)
class QuotaRow:
    """One grant with what became of it; `version` is given back when it is changed."""

    id: int
    area_id: int
    area: str
    level: Level
    path: str
    role: str
    role_label: str
    employment: Employment
    granted: Granted
    document_no: str
    granted_by: str
    valid_from: dt.date
    valid_to: dt.date | None
    version: int


def quotas(work: UnitOfWork, on: dt.date, under: str = "") -> list[QuotaRow]:
    """The grants that hold on a day, by path and role, as far as the actor may look."""
    paths = seen_on(work, on)
    rows = [row for row in _rows(work, on) if row.path.startswith(under)]
    counted = _counted(work, on, rows)
    return [
        QuotaRow(
            row.HiringQuota.id,
            row.HiringQuota.area_id,
            row.name,
            row.level,
            row.path,
            row.HiringQuota.role,
            row.label,
            row.HiringQuota.employment,
            counted[row.HiringQuota.id],
            row.HiringQuota.document_no,
            row.HiringQuota.granted_by,
            row.HiringQuota.valid_from,
            row.HiringQuota.valid_to,
            row.HiringQuota.version,
        )
        for row in rows
        if is_seen(row.path, paths)
    ]


def quota_history(work: UnitOfWork, area_id: int) -> list[tuple[dt.date, dt.date | None, int, str]]:
    """Every grant of an area: from, to, heads, document; the newest first."""
    work.require_somewhere(Right.VIEW_WORKFORCE)
    query = (
        select(
            HiringQuota.valid_from, HiringQuota.valid_to, HiringQuota.heads, HiringQuota.document_no
        )
        .where(HiringQuota.area_id == area_id)
        .order_by(HiringQuota.valid_from.desc(), HiringQuota.id.desc())
    )
    return list(work.session.execute(query).tuples())


def grants_of_grids(work: UnitOfWork, on: dt.date) -> dict[str, Granted]:
    """By path, what is granted for full-time workers of grids; several roles are added up."""
    rows = [
        row
        for row in _rows(work, on)
        if row.fills_grid and row.HiringQuota.employment is Employment.FULL
    ]
    counted = _counted(work, on, rows)
    found: dict[str, Granted] = {}
    for row in rows:
        own = counted[row.HiringQuota.id]
        other = found.get(row.path)
        found[row.path] = own if other is None else _added(own, other)
    return found


def _added(one: Granted, other: Granted) -> Granted:
    below = [each for each in (one.below, other.below) if each is not None]
    return Granted(
        one.heads + other.heads,
        one.used + other.used,
        one.proposed + other.proposed,
        sum(below) if below else None,
    )


def _rows(work: UnitOfWork, on: dt.date) -> Sequence[Any]:
    query = (
        select(
            HiringQuota,
            Area.level,
            AreaStand.name,
            AreaStand.path,
            PostRole.label,
            PostRole.fills_grid,
        )
        .join(Area, Area.id == HiringQuota.area_id)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .join(PostRole, PostRole.code == HiringQuota.role)
        .where(holds_on(HiringQuota, on))
        .order_by(AreaStand.path, PostRole.sort, HiringQuota.id)
    )
    return work.session.execute(query).all()


def _counted(work: UnitOfWork, on: dt.date, rows: Sequence[Any]) -> dict[int, Granted]:
    """What became of each grant, by its id, in two statements for all of them."""
    if not rows:
        return {}
    held = {
        (row.path, row.HiringQuota.role, row.HiringQuota.employment): row.HiringQuota
        for row in rows
    }
    found = {row.HiringQuota.id: Granted(row.HiringQuota.heads, 0, 0) for row in rows}
    for place, heads in _summed(held, _posts(work, on, held)).items():
        found[place] = replace(found[place], used=heads)
    for place, heads in _summed(held, _promised(work, on)).items():
        found[place] = replace(found[place], proposed=heads)
    for (path, role, employment), quota in held.items():
        above = _nearest(held, path, (role, employment))
        if above is not None:
            below = found[above].below or 0
            found[above] = replace(found[above], below=below + quota.heads)
    return found


_Held = Mapping[tuple[str, str, Employment], HiringQuota]


def _nearest(held: _Held, path: str, kind: _Kind) -> int | None:
    """The grant that a path lies in, the lowest of them."""
    at = path.rfind("/", 0, -1)
    while at > 0:
        found = held.get((path[: at + 1], *kind))
        if found is not None:
            return found.id
        at = path.rfind("/", 0, at)
    return None


def _summed(held: _Held, counts: Mapping[tuple[str, _Kind], int]) -> Counter[int]:
    """Heads at or below each grant: somebody in a street counts for its district as well."""
    sums: Counter[int] = Counter()
    for (path, kind), heads in counts.items():
        at = len(path) - 1
        while at > 0:
            found = held.get((path[: at + 1], *kind))
            if found is not None:
                sums[found.id] += heads
            at = path.rfind("/", 0, at)
    return sums


def _posts(work: UnitOfWork, on: dt.date, held: _Held) -> dict[tuple[str, _Kind], int]:
    query = (
        select(AreaStand.path, Post.role, Post.employment, func.count())
        .select_from(Post)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .join(AreaStand, AreaStand.area_id == func.coalesce(Post.area_id, Bureau.area_id))
        .where(in_post(on), holds_on(AreaStand, on))
        .where(Post.role.in_({role for _, role, _ in held}))
        .group_by(AreaStand.path, Post.role, Post.employment)
    )
    return {(row[0], (row[1], row[2])): row[3] for row in work.session.execute(query)}


def _promised(work: UnitOfWork, on: dt.date) -> dict[tuple[str, _Kind], int]:
    query = (
        select(AreaStand.path, HiringPosition.role, func.count())
        .select_from(HiringAllotment)
        .join(HiringSeat, HiringSeat.id == HiringAllotment.seat_id)
        .join(HiringPosition, HiringPosition.id == HiringSeat.position_id)
        .join(AreaStand, AreaStand.area_id == HiringSeat.area_id)
        .outerjoin(Post, Post.id == HiringAllotment.post_id)
        .where(promised(work, on), holds_on(AreaStand, on))
        .group_by(AreaStand.path, HiringPosition.role)
    )
    # Whoever is hired for a grid works full-time.
    return {(row[0], (row[1], Employment.FULL)): row[2] for row in work.session.execute(query)}
