"""一格一员: which general grids have their full-time worker on a day, counted at every level.

Source: rules.md 1. A district's total hides gaps, so every level is counted by itself; nothing
here is stored. 代管 (the worker is away, somebody looks after the grid) is part of 有人: leave
keeps the post. A stand-in on a grid without a worker fills no quota and stays 空缺.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid, Post, StandIn
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import Employment, GridKind, Level, PostState


@dataclass(frozen=True)
class CoverageRow:
    """One area: `covered` is part of `filled`; `rate_bp` is filled / general grids in 1/10000."""

    path: str
    level: Level
    general_grids: int
    filled: int
    covered: int

    @property
    def vacant(self) -> int:
        """Grids without their worker."""
        return self.general_grids - self.filled

    @property
    def rate_bp(self) -> int:
        """Rounded half up, but 100 % only where no grid is vacant."""
        grids = self.general_grids
        rounded = (2 * 10_000 * self.filled + grids) // (2 * grids) if grids else 10_000
        return min(rounded, 9_999) if self.vacant else rounded


def general_grids(on: dt.date) -> Select[tuple[int, int, int]]:
    """General grids of a day with 1 or 0 for filled and covered."""
    in_post = and_(
        Post.area_id == Grid.area_id,
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state != PostState.VOIDED,
        holds_on(Post, on),
    )
    looked_after = and_(StandIn.area_id == Grid.area_id, holds_on(StandIn, on))
    filled = case((Post.id.is_not(None), 1), else_=0)
    covered = case((and_(Post.id.is_not(None), StandIn.id.is_not(None)), 1), else_=0)
    # No grid has two full-time workers or two stand-ins on one day: the joins double nothing. Its
    # own rows cover the time of its area.
    return (
        select(Grid.area_id, filled.label("filled"), covered.label("covered"))
        .outerjoin(Post, in_post)
        .outerjoin(StandIn, looked_after)
        .where(Grid.kind == GridKind.GENERAL, holds_on(Grid, on))
    )


def coverage(work: UnitOfWork, on: dt.date, under: str = "") -> list[CoverageRow]:
    """Every area above the grids as of a day, from the top; `under` a path of codes narrows.

    Areas without a general grid are left out, and those that the actor may not look at. Without
    an actor, from the command line, all are counted: that names nobody.
    """
    seen = seen_paths(work, on) if work.circumstances.actor else None
    grids = general_grids(on).subquery()
    closure = AreaClosure.__table__
    counted = (
        select(
            closure.c.ancestor_id,
            func.count().label("grids"),
            func.sum(grids.c.filled).label("filled"),
            func.sum(grids.c.covered).label("covered"),
        )
        .join(grids, grids.c.area_id == closure.c.descendant_id)
        .where(closure.c.depth > 0, holds_on(closure, on))
        .group_by(closure.c.ancestor_id)
    ).subquery()
    query = (
        select(
            Area.id,
            AreaStand.parent_id,
            AreaStand.name,
            Area.level,
            counted.c.grids,
            counted.c.filled,
            counted.c.covered,
            AreaStand.path,
        )
        .join(counted, counted.c.ancestor_id == Area.id)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .order_by(Area.sort, Area.id)
    )
    rows = sorted(work.session.execute(query), key=lambda row: row.level.depth)
    names: dict[int, str] = {}
    found = []
    for row in rows:
        above = names.get(row.parent_id)
        names[row.id] = f"{above}/{row.name}" if above else row.name
        if row.path.startswith(under) and is_seen(row.path, seen):
            counts = (int(row.grids), int(row.filled), int(row.covered))
            found.append(CoverageRow(names[row.id], row.level, *counts))
    return found


def coverage_of(work: UnitOfWork, area_id: int, on: dt.date) -> CoverageRow | None:
    """One area by itself as of a day; None where it has no general grid then."""
    grids = general_grids(on).subquery()
    closure = AreaClosure.__table__
    counted = (
        select(func.count(), func.sum(grids.c.filled), func.sum(grids.c.covered))
        .select_from(closure)
        .join(grids, grids.c.area_id == closure.c.descendant_id)
        .where(closure.c.ancestor_id == area_id, holds_on(closure, on))
    )
    count, filled, covered = work.session.execute(counted).one()
    if not count:
        return None
    name = select(AreaStand.name).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    level = work.session.get_one(Area, area_id).level
    return CoverageRow(work.session.scalar(name) or "", level, count, int(filled), int(covered))


def vacant_grids(work: UnitOfWork, on: dt.date, under: str = "") -> list[tuple[str, str]]:
    """Code and name of each general grid without its worker on a day, by path."""
    grids = general_grids(on).subquery()
    query = (
        select(Area.code, AreaStand.name)
        .join(grids, grids.c.area_id == Area.id)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .where(grids.c.filled == 0, AreaStand.path.startswith(under, autoescape=True))
        .order_by(AreaStand.path)
    )
    return [(row.code, row.name) for row in work.session.execute(query)]
