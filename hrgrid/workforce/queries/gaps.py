"""缺员清单: the general grids without their full-time worker, each with all that is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Grid, Person, Post, StandIn
from hrgrid.workforce.queries.areas import AreaRow, areas_on, holds_on
from hrgrid.workforce.queries.conditions import grid_of, seen_on
from hrgrid.workforce.queries.coverage import general_grids
from hrgrid.workforce.queries.register import in_tree_order
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules import DAWN, Employment, GridKind, Level, PostState


@dataclass(frozen=True)
class GapRow:
    """A general grid without its full-time worker.

    `above` are the names of the areas that it lies in. `since` is the day from which it stands
    empty: after its last worker's last day, or, where it `never` had one, from its own first
    day; None where nobody knows that. `last_worker` is for use inside the office only.
    """

    area_id: int
    code: str
    name: str
    kind: GridKind
    households: int | None
    above: dict[Level, str]
    since: dt.date | None
    never: bool
    last_worker: str
    stand_in: str

    @property
    def path(self) -> str:
        """The names from the top, the grid's own last."""
        return "/".join([*self.above.values(), self.name])

    def days(self, on: dt.date) -> int | None:
        """For how many days it stands empty, the first one counted."""
        return None if self.since is None else (on - self.since).days + 1


def gaps(work: UnitOfWork, on: dt.date, under: str = "") -> list[GapRow]:
    """The vacant general grids of a day in the order of the tree; `under`, a path, narrows."""
    listed = areas_on(work, on)
    areas = {row.code: row for row in listed}
    order = {one: at for at, one in enumerate(in_tree_order(listed))}
    grids = general_grids(on).subquery()
    query = (
        select(
            Area.id,
            Area.code,
            Area.valid_from,
            AreaStand.name,
            AreaStand.path,
            Grid.kind,
            Grid.households,
        )
        .join(grids, grids.c.area_id == Area.id)
        .join(Grid, grid_of(Area.id, on))
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .where(grids.c.filled == 0, AreaStand.path.startswith(under, autoescape=True))
    )
    paths = seen_on(work, on)
    rows = [row for row in work.session.execute(query) if is_seen(row.path, paths)]
    last = _last_workers(work, on)
    looking = _stand_ins(work, on)
    rows.sort(key=lambda row: order[row.id])
    return [_row(row, areas, last, looking) for row in rows]


def _row(
    row: Any,
    areas: Mapping[str, AreaRow],
    last: Mapping[int, tuple[dt.date, str]],
    looking: Mapping[int, str],
) -> GapRow:
    since, name = last.get(row.id, (row.valid_from, ""))
    since = max(since, row.valid_from)
    return GapRow(
        row.id,
        row.code,
        row.name,
        row.kind,
        row.households,
        _above(areas, row.path),
        None if since == DAWN else since,
        row.id not in last,
        name,
        looking.get(row.id, ""),
    )


def _above(areas: Mapping[str, AreaRow], path: str) -> dict[Level, str]:
    codes: Sequence[str] = path.rstrip("/").split("/")[:-1]
    found = (areas[code] for code in codes if code in areas)
    return {row.level: row.name for row in found}


def _last_workers(work: UnitOfWork, on: dt.date) -> dict[int, tuple[dt.date, str]]:
    """By grid: the day on which its last full-time worker was gone, and his name."""
    query = (
        select(Post.area_id, Post.valid_to, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(
            Post.fills_grid,
            Post.employment == Employment.FULL,
            Post.state != PostState.VOIDED,
            Post.area_id.is_not(None),
            Post.valid_to <= on,
        )
        .order_by(Post.valid_to, Post.id)
    )
    return {row.area_id: (row.valid_to, row.name) for row in work.session.execute(query)}


def _stand_ins(work: UnitOfWork, on: dt.date) -> dict[int, str]:
    query = (
        select(StandIn.area_id, Person.name)
        .join(Person, Person.id == StandIn.person_id)
        .where(holds_on(StandIn, on))
    )
    return {row.area_id: row.name for row in work.session.execute(query)}
