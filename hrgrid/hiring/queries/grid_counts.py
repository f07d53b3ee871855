"""The grids that require a full-time worker on a day: who holds each, who is promised it.

拟录用 of a past day are only those who had been hired by then and began afterwards: who was merely
proposed on that day is not kept by date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from hrgrid.hiring.model import HiringAllotment, HiringSeat
from hrgrid.hiring.rules.quotas import Count, of_grid, total
from hrgrid.hiring.rules.words import AllotmentState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Grid, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Employment, PostState


@dataclass(frozen=True)
class GridCount:
    """One grid with its count."""

    area_id: int
    name: str
    path: str
    count: Count


def grid_counts(work: UnitOfWork, on: dt.date, under: str = "") -> list[GridCount]:
    """Every grid that requires a full-time worker on a day in the office's order, whoever asks."""
    in_post = func.count(Post.id).label("in_post")
    query = (
        select(Grid.area_id, AreaStand.name, AreaStand.path, in_post)
        .join(Area, Area.id == Grid.area_id)
        .join(AreaStand, and_(AreaStand.area_id == Grid.area_id, holds_on(AreaStand, on)))
        .outerjoin(Post, and_(Post.area_id == Grid.area_id, _fills(on)))
        .where(Grid.requires_full_time, holds_on(Grid, on))
        .where(AreaStand.path.startswith(under, autoescape=True))
        .group_by(Grid.area_id, AreaStand.name, AreaStand.path, Area.sort)
        .order_by(Area.sort, Grid.area_id)
    )
    due = proposed_by_grid(work, on)
    return [
        GridCount(
            row.area_id,
            row.name,
            row.path,
            of_grid(requires=True, in_post=row.in_post, proposed=due.get(row.area_id, 0)),
        )
        for row in work.session.execute(query)
    ]


def _fills(on: dt.date) -> ColumnElement[bool]:
    return and_(
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state != PostState.VOIDED,
        holds_on(Post, on),
    )


def holders(on: dt.date, where: ColumnElement[bool]) -> Any:
    """Area, name and first day of the full-time workers of grids on a day, for a statement."""
    return (
        select(Post.area_id, Person.name, Post.valid_from)
        .join(Person, Person.id == Post.person_id)
        .where(where, _fills(on))
    )


def counts_under(work: UnitOfWork, on: dt.date, path: str) -> Count:
    """All seats at or below a path on a day: what a plan reckons with."""
    return total(grid.count for grid in grid_counts(work, on, path))


def holders_of(work: UnitOfWork, area_ids: list[int], on: dt.date) -> dict[int, str]:
    """Who is the full-time worker of each of these grids on a day."""
    query = holders(on, Post.area_id.in_(area_ids))
    return {row.area_id: row.name for row in work.session.execute(query)}


def promised(work: UnitOfWork, on: dt.date) -> ColumnElement[bool]:
    """Allotments that promise a grid on a day: proposed, or hired and not begun yet."""
    begins = and_(
        HiringAllotment.state == AllotmentState.HIRED,
        HiringAllotment.hired_on <= on,
        Post.valid_from > on,
        Post.state != PostState.VOIDED,
    )
    if on < work.today:
        return begins
    return or_(HiringAllotment.state == AllotmentState.PROPOSED, begins)


def proposed_by_grid(work: UnitOfWork, on: dt.date) -> dict[int, int]:
    """How many people are promised each grid on a day."""
    query = (
        select(HiringSeat.area_id, func.count())
        .join(HiringAllotment, HiringAllotment.seat_id == HiringSeat.id)
        .outerjoin(Post, Post.id == HiringAllotment.post_id)
        .where(promised(work, on))
        .group_by(HiringSeat.area_id)
    )
    return dict(work.session.execute(query).tuples().all())
