"""Vacancies as of a day, derived anew each time, at every level above the grids.

The whole city is read in a handful of statements, however many streets it has; the sums are made
along the paths of codes.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.core.errors import UserError
from hrgrid.hiring.model import HiringBatch, HiringPosition, HiringSeat
from hrgrid.hiring.queries.grid_counts import grid_counts, holders
from hrgrid.hiring.queries.quotas import grants_of_grids
from hrgrid.hiring.rules.quotas import Count, Granted, quota_warnings
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import seen_on
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules import Employment, Level, PostState

_ABOVE = tuple(level for level in Level if level.depth < Level.GRID.depth)


@dataclass(frozen=True)
class VacancyRow:
    """One area above the grids; `path` is codes, `names` the names from the top.

    `granted` is the grant of the area itself for full-time grid workers, None without one;
    `warnings` say where it and the grids differ. Nothing is blocked by them.
    """

    area_id: int
    code: str
    name: str
    names: str
    level: Level
    path: str
    count: Count
    granted: Granted | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class SeatRow:
    """One grid that requires a full-time worker.

    `above` are the names of the areas that it lies in; `since` is the day from which it stands
    empty, None where nobody held it; `batch_id` is the running batch that has it on offer.
    """

    area_id: int
    code: str
    name: str
    above: dict[Level, str]
    path: str
    count: Count
    since: dt.date | None
    batch_id: int | None
    batch: str

    @property
    def full_name(self) -> str:
        """The names from the top."""
        return "/".join([*self.above.values(), self.name])

    @property
    def message(self) -> str:
        """The name with its arithmetic."""
        return f"{self.name}：{self.count.arithmetic}"


def vacancies(work: UnitOfWork, on: dt.date, under: str = "") -> list[VacancyRow]:
    """Every area above the grids with seats on a day, in the order of the tree; `under` narrows.

    Only what the actor may look at.
    """
    counts = _by_area(work, on)
    areas = _areas(work, on)
    granted = grants_of_grids(work, on)
    paths = seen_on(work, on)
    found = []
    for area in areas.values():
        count = counts.get(area.path, Count())
        own = granted.get(area.path)
        if not (count.seats or own) or not area.path.startswith(under):
            continue
        if is_seen(area.path, paths):
            warnings = _warnings(area.name, own, count)
            names = "/".join(_names(areas, area.path))
            about = (area.id, area.code, area.name, names, area.level, area.path)
            found.append(VacancyRow(*about, count, own, warnings))
    order = _order(areas)
    return sorted(found, key=lambda row: order(row.path))


def _warnings(name: str, own: Granted | None, count: Count) -> tuple[str, ...]:
    told = [] if own is None else quota_warnings(name, own, count, fills_grid=True)
    if count.doubled:
        told.append(f"{name}有 {count.doubled} 个网格已经有人在岗，又有人拟录用，请核对")
    return tuple(told)


def seats(
    work: UnitOfWork, on: dt.date, under: str = "", *, only_vacant: bool = True
) -> list[SeatRow]:
    """The grids that require a full-time worker on a day, in the order of the tree.

    By default the vacant ones.
    """
    areas = _areas(work, on)
    paths = seen_on(work, on)
    offered = _offered(work)
    since = _empty_since(work, on)
    found = []
    for grid in grid_counts(work, on, under):
        if (only_vacant and not grid.count.vacant) or not is_seen(grid.path, paths):
            continue
        batch_id, batch = offered.get(grid.area_id, (None, ""))
        codes = grid.path.rstrip("/").split("/")
        above = {
            area.level: area.name
            for depth in range(1, len(codes))
            if (area := areas.get("/".join(codes[:depth]) + "/")) is not None
        }
        empty = None if grid.count.in_post else since.get(grid.area_id)
        about = (grid.area_id, codes[-1], grid.name, above, grid.path, grid.count)
        found.append(SeatRow(*about, empty, batch_id, batch))
    order = _order(areas)
    # The grids of one community stand in the office's order already.
    return sorted(found, key=lambda row: order(row.path[: row.path.rfind("/", 0, -1) + 1]))


def seat_message(work: UnitOfWork, area_id: int, on: dt.date) -> str:
    """Why a grid is, or is not, vacant on a day, with the arithmetic and who holds it."""
    path = work.session.scalar(
        select(AreaStand.path).where(AreaStand.area_id == area_id, holds_on(AreaStand, on))
    )
    if path is None:
        raise UserError(f"这个网格在 {on:%Y-%m-%d} 不在用。请核对日期")
    found = next((one for one in grid_counts(work, on, path) if one.area_id == area_id), None)
    if found is None:
        return "这个网格不要求配专职网格员，没有编制。要配专职请在网格的档案里变更"
    told = f"{found.name}：{found.count.arithmetic}"
    holder = work.session.execute(holders(on, Post.area_id == area_id)).first()
    if holder is not None:
        told += f"（{holder.name}自 {holder.valid_from:%Y-%m-%d} 起在岗）"
    return told


def _by_area(work: UnitOfWork, on: dt.date) -> Mapping[str, Count]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for grid in grid_counts(work, on):
        count = grid.count
        own = (count.seats, count.in_post, count.proposed, count.doubled)
        at = grid.path.rfind("/", 0, -1)
        while at > 0:
            held = sums[grid.path[: at + 1]]
            for place, more in enumerate(own):
                held[place] += more
            at = grid.path.rfind("/", 0, at)
    return {path: Count(*held) for path, held in sums.items()}


def _areas(work: UnitOfWork, on: dt.date) -> dict[str, Any]:
    """The areas above the grids by path, from the top, siblings in the office's order."""
    query = (
        select(Area.id, Area.code, Area.level, AreaStand.name, AreaStand.path)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .where(holds_on(Area, on), Area.level.in_(_ABOVE))
        .order_by(Area.sort, Area.id)
    )
    rows = sorted(work.session.execute(query), key=lambda row: row.level.depth)
    return {row.path: row for row in rows}


def _order(areas: Mapping[str, Any]) -> Callable[[str], tuple[int, ...]]:
    """The key that puts paths in the order of the tree, an area before what lies in it."""
    places = {path: at for at, path in enumerate(areas)}

    def key(path: str) -> tuple[int, ...]:
        found, at = [], path.find("/")
        while at >= 0:
            found.append(places.get(path[: at + 1], -1))
            at = path.find("/", at + 1)
        return tuple(found)

    return key


def _names(areas: Mapping[str, Any], path: str) -> list[str]:
    codes = path.rstrip("/").split("/")
    above = ("/".join(codes[: at + 1]) + "/" for at in range(len(codes)))
    return [areas[one].name for one in above if one in areas]


def _offered(work: UnitOfWork) -> dict[int, tuple[int, str]]:
    """The running batch that has a grid on offer, by grid."""
    query = (
        select(HiringSeat.area_id, HiringBatch.id, HiringBatch.number, HiringPosition.title)
        .join(HiringBatch, HiringBatch.id == HiringSeat.batch_id)
        .join(HiringPosition, HiringPosition.id == HiringSeat.position_id)
        .where(HiringSeat.open)
    )
    return {row.area_id: (row.id, row.number) for row in work.session.execute(query)}


def _empty_since(work: UnitOfWork, on: dt.date) -> dict[int, dt.date]:
    query = (
        select(Post.area_id, func.max(Post.valid_to))
        .where(
            Post.fills_grid,
            Post.employment == Employment.FULL,
            Post.state != PostState.VOIDED,
            Post.area_id.is_not(None),
            Post.valid_to <= on,
        )
        .group_by(Post.area_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}
