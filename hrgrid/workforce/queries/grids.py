"""Grids of a part of the tree, and who holds posts there; one with everything is a dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid, Person, Post, StandIn
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import Cover, Employment, GridKind, Level, PayEffect, PostState


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


def _grids(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> list[GridRow]:
    below = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id.in_(area_ids), holds_on(AreaClosure, on)
    )
    query = (
        select(Area.id, Area.code, AreaStand, Grid.kind, Grid.households)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .join(Grid, and_(Grid.area_id == Area.id, holds_on(Grid, on)))
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
