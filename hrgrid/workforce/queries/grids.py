"""Grids of a part of the tree, and one grid with everything about it: 一格一档."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, func, or_, select

from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid, Person, Post, StandIn
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.changes import HistoryRow, area_history
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import Cover, Employment, GridKind, Level, PayEffect, PostState

CHAIN = ("local_leader", "linked_cadre", "grid_leader", "grid_worker")
"""包联: who stands behind a grid, from the leader down to its worker."""


@dataclass(frozen=True)
class GridRow:
    """A grid of a day; `worker` is its full-time worker, "" where there is none.

    `cover` is None where no worker is asked for (a dedicated grid).
    """

    id: int
    parent_id: int | None
    code: str
    name: str
    kind: GridKind
    households: int | None
    worker: str
    stand_in: str
    cover: Cover | None


@dataclass(frozen=True)
class HolderRow:
    """Somebody in a post; `place` is "" at the grid itself, else the area above."""

    post_id: int
    area_id: int
    person_id: int
    name: str
    role_code: str
    role: str
    employment: Employment
    fills_grid: bool
    valid_from: dt.date
    valid_to: dt.date | None
    place: str = ""

    @property
    def is_the_worker(self) -> bool:
        """Whether this is a full-time worker of a grid."""
        return self.fills_grid and self.employment is Employment.FULL


@dataclass(frozen=True)
class CoverRow:
    """Somebody who looks after the grid, now or before; the allowance is fen a month."""

    id: int
    name: str
    reason: str
    valid_from: dt.date
    valid_to: dt.date | None
    pay_effect: PayEffect | None
    allowance_fen: int | None


@dataclass(frozen=True)
class GridCard:
    """A grid with who works there; `vacant_since` only where it has no full-time worker.

    A chain's link is None where nobody holds the role at the grid or above it.
    """

    row: GridRow
    above: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    vacant_since: dt.date | None
    holders: tuple[HolderRow, ...]
    chain: tuple[tuple[str, tuple[HolderRow, ...]], ...]
    stand_ins: tuple[CoverRow, ...]
    history: HistoryRow


def grids_of(work: UnitOfWork, area_id: int, on: dt.date) -> list[GridRow]:
    """The grids at or below an area on a day, as far as they are seen, in the office's order."""
    return _grids(work, [area_id], on)


def holders(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> list[HolderRow]:
    """Who holds a post at these areas on a day or will later, in the order of the roles."""
    labels = {row.code: (at, row.label) for at, row in enumerate(roles(work))}
    query = (
        select(Post, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(Post.area_id.in_(list(area_ids)), Post.state != PostState.VOIDED)
        .where(or_(Post.valid_to.is_(None), Post.valid_to > on))
        .order_by(Post.valid_from, Post.id)
    )
    rows = [
        HolderRow(
            post.id,
            post.area_id or 0,
            post.person_id,
            name,
            post.role,
            labels.get(post.role, (0, post.role))[1],
            post.employment,
            post.fills_grid,
            post.valid_from,
            post.valid_to,
        )
        for post, name in work.session.execute(query)
    ]
    return sorted(rows, key=lambda row: labels.get(row.role_code, (len(labels), ""))[0])


def grid_card(work: UnitOfWork, area_id: int, on: dt.date) -> GridCard:
    """The card of one grid as of a day; one that is no more shows its last day.

    Raises UserError for what is no grid, Refused for one that the actor may not look at.
    """
    area, grid = work.session.get(Area, area_id), work.session.get(Grid, area_id)
    if area is None or grid is None:
        raise UserError("没有这个网格，可能刚被撤回。请刷新后再看")
    history = area_history(work, area_id)
    day = on if area.valid_to is None or on < area.valid_to else area.valid_to - _DAY
    day = max(day, area.valid_from)
    found = _grids(work, [area_id], day)
    if not found:
        raise Refused("这个网格不在你能看的区域里，档案打不开。请换有权限的人登录")
    chain = _above(work, area_id, day)
    there = [row for row in holders(work, [area_id], day) if row.valid_from <= day]
    return GridCard(
        row=found[0],
        above=tuple(name for _, name in chain),
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        vacant_since=None if found[0].worker else _vacant_since(work, area, day),
        holders=tuple(there),
        chain=tuple(_chain(work, there, chain, day)),
        stand_ins=tuple(_stand_ins(work, area_id)),
        history=history,
    )


_DAY = dt.timedelta(days=1)


def _grids(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> list[GridRow]:
    below = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id.in_(area_ids), holds_on(AreaClosure, on)
    )
    query = (
        select(Area.id, Area.code, AreaStand, Grid.kind, Grid.households)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .join(Grid, Grid.area_id == Area.id)
        .where(Area.id.in_(below), Area.level == Level.GRID)
        .where(holds_on(Area, on), holds_on(AreaStand, on))
        .order_by(Area.sort, Area.id)
    )
    paths = seen_paths(work, on)
    rows = [row for row in work.session.execute(query) if is_seen(row.AreaStand.path, paths)]
    ids = [row.id for row in rows]
    workers, looking = _workers(work, ids, on), _looking(work, ids, on)
    return [
        GridRow(
            row.id,
            row.AreaStand.parent_id,
            row.code,
            row.AreaStand.name,
            row.kind,
            row.households,
            workers.get(row.id, ""),
            looking.get(row.id, ""),
            _cover(row.kind, workers.get(row.id), looking.get(row.id)),
        )
        for row in rows
    ]


def _cover(kind: GridKind, worker: str | None, stand_in: str | None) -> Cover | None:
    """As coverage counts it: leave keeps the post, and a stand-in alone fills no quota."""
    if kind is not GridKind.GENERAL:
        return None
    if worker is None:
        return Cover.VACANT
    return Cover.COVERED if stand_in else Cover.FILLED


def _workers(work: UnitOfWork, ids: Sequence[int], on: dt.date) -> dict[int | None, str]:
    query = (
        select(Post.area_id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(Post.area_id.in_(ids), Post.fills_grid, Post.employment == Employment.FULL)
        .where(Post.state != PostState.VOIDED, holds_on(Post, on))
    )
    return {row.area_id: row.name for row in work.session.execute(query)}


def _looking(work: UnitOfWork, ids: Sequence[int], on: dt.date) -> dict[int, str]:
    query = (
        select(StandIn.area_id, Person.name)
        .join(Person, Person.id == StandIn.person_id)
        .where(StandIn.area_id.in_(ids), holds_on(StandIn, on))
    )
    return {row.area_id: row.name for row in work.session.execute(query)}


def _above(work: UnitOfWork, area_id: int, on: dt.date) -> list[tuple[int, str]]:
    """The areas above, from the top."""
    query = (
        select(AreaClosure.ancestor_id, AreaStand.name)
        .join(
            AreaStand,
            and_(AreaStand.area_id == AreaClosure.ancestor_id, holds_on(AreaStand, on)),
        )
        .where(AreaClosure.descendant_id == area_id, AreaClosure.depth > 0)
        .where(holds_on(AreaClosure, on))
        .order_by(AreaClosure.depth.desc())
    )
    return [(row.ancestor_id, row.name) for row in work.session.execute(query)]


def _chain(
    work: UnitOfWork, there: Sequence[HolderRow], above: Sequence[tuple[int, str]], on: dt.date
) -> list[tuple[str, tuple[HolderRow, ...]]]:
    """By role, the holders at the grid, else those at the nearest area above it."""
    labels = {row.code: row.label for row in roles(work)}
    higher = [row for row in holders(work, [one for one, _ in above], on) if row.valid_from <= on]
    found = []
    for code in CHAIN:
        if code not in labels:
            continue
        named = [row for row in there if row.role_code == code]
        for area_id, place in reversed(above):
            if named:
                break
            named = [
                replace(row, place=place)
                for row in higher
                if row.role_code == code and row.area_id == area_id
            ]
        found.append((labels[code], tuple(named)))
    return found


def _vacant_since(work: UnitOfWork, area: Area, on: dt.date) -> dt.date:
    """The day after its last full-time worker's last day, else the day from which it stands."""
    query = select(func.max(Post.valid_to)).where(
        Post.area_id == area.id,
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state != PostState.VOIDED,
        Post.valid_to <= on,
    )
    return work.session.scalar(query) or area.valid_from


def _stand_ins(work: UnitOfWork, area_id: int) -> list[CoverRow]:
    query = (
        select(
            StandIn.id,
            Person.name,
            StandIn.reason,
            StandIn.valid_from,
            StandIn.valid_to,
            StandIn.pay_effect,
            StandIn.allowance_fen,
        )
        .join(StandIn, StandIn.person_id == Person.id)
        .where(StandIn.area_id == area_id)
        .order_by(StandIn.valid_from.desc())
    )
    return [CoverRow(*row) for row in work.session.execute(query)]
