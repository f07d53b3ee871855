"""Where vacant grids and found areas lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Post
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.coverage import general_grids
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import Employment, Level, PostState


@dataclass(frozen=True)
class VacantRow:
    """A general grid without its full-time worker.

    `above` are the names of the areas that it lies in; `since` is the day from which it stands
    empty, None where no full-time worker is on file.
    """

    area_id: int
    code: str
    name: str
    above: dict[Level, str]
    since: dt.date | None


def vacancies(work: UnitOfWork, on: dt.date, under: str = "") -> list[VacantRow]:
    """The vacant general grids of a day by path; `under`, a path of codes, narrows."""
    areas = {row.code: row for row in areas_on(work, on, Level.COMMUNITY)}
    last = _last_days(work, on)
    grids = general_grids(on).subquery()
    query = (
        select(Area.id, Area.code, AreaStand.name, AreaStand.path)
        .join(grids, grids.c.area_id == Area.id)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .where(grids.c.filled == 0, AreaStand.path.startswith(under, autoescape=True))
        .order_by(AreaStand.path)
    )
    paths = seen_paths(work, on)
    return [
        VacantRow(row.id, row.code, row.name, _above(areas, row.path), last.get(row.id))
        for row in work.session.execute(query)
        if is_seen(row.path, paths)
    ]


def _above(areas: dict[str, AreaRow], path: str) -> dict[Level, str]:
    codes = path.rstrip("/").split("/")[:-1]
    found = (areas[code] for code in codes if code in areas)
    return {row.level: row.name for row in found}


def _last_days(work: UnitOfWork, on: dt.date) -> dict[int | None, dt.date | None]:
    """For each grid the day on which its last full-time worker was no longer there."""
    query = (
        select(Post.area_id, func.max(Post.valid_to))
        .where(
            Post.fills_grid,
            Post.employment == Employment.FULL,
            Post.state != PostState.VOIDED,
            Post.valid_to <= on,
        )
        .group_by(Post.area_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


@dataclass(frozen=True)
class LinkRow:
    """One area of the chain from the top down to an area."""

    area_id: int
    name: str
    level: Level


def area_chain(work: UnitOfWork, area_id: int, on: dt.date) -> list[LinkRow]:
    """The areas from the top down to `area_id` as of a day.

    Empty where it does not stand, or where the actor may not look at it.
    """
    return area_chains(work, [area_id], on).get(area_id, [])


def area_chains(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> dict[int, list[LinkRow]]:
    """The chains of several areas, read at once."""
    query = (
        select(AreaClosure.descendant_id, Area.id, AreaStand.name, Area.level, AreaStand.path)
        .join(AreaClosure, AreaClosure.ancestor_id == Area.id)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(
            AreaClosure.descendant_id.in_(area_ids),
            holds_on(AreaClosure, on),
            holds_on(AreaStand, on),
        )
        .order_by(AreaClosure.depth.desc())
    )
    paths = seen_paths(work, on)
    chains: dict[int, list[LinkRow]] = {}
    seen = set()
    for row in work.session.execute(query):
        chains.setdefault(row.descendant_id, []).append(LinkRow(row.id, row.name, row.level))
        if row.id == row.descendant_id and is_seen(row.path, paths):
            seen.add(row.id)
    return {area_id: chain for area_id, chain in chains.items() if area_id in seen}
