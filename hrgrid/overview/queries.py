"""What spans the rooms: the dashboard's figures, and where vacant grids and found areas lie.

The figures are those of `workforce.queries.coverage`, but only for the areas that a dashboard
compares: every level of a city costs five times as much, and the program's start waits for them.
Who may look at a part of the tree only gets the figures of that part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select, table

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid, Post
from hrgrid.workforce.queries import AreaRow, areas_on, roles
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.coverage import general_grids
from hrgrid.workforce.queries.parts import below, narrowed, posts_within
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import Employment, GridKind, Level, PostState

LOW_BP = 9_700
"""Below this share of filled grids (in 1/10000) the dashboard marks an area (look.md, 一格一员)."""


@dataclass(frozen=True)
class PartRow:
    """One of the areas that are compared; `path` is codes from the top."""

    area_id: int
    name: str
    path: str
    grids: int
    filled: int

    @property
    def vacant(self) -> int:
        """General grids without their full-time worker."""
        return self.grids - self.filled

    @property
    def rate_bp(self) -> int:
        """Rounded down: 100 % is said only where no grid is vacant."""
        return self.filled * 10_000 // self.grids if self.grids else 10_000

    @property
    def low(self) -> bool:
        """Whether the rate is to be marked."""
        return self.rate_bp < LOW_BP


@dataclass(frozen=True)
class StaffingRow:
    """一格一员 on a day: general grids, those with their worker, and the areas compared.

    `parts` hold the most vacant first; grids that hang above all of them are in the total only.
    """

    grids: int
    filled: int
    parts: tuple[PartRow, ...]

    @property
    def vacant(self) -> int:
        """General grids without their full-time worker."""
        return self.grids - self.filled


@dataclass(frozen=True)
class HeadcountRow:
    """How many people hold a post on a day, and how many of them a full-time one."""

    people: int
    full_time: int

    @property
    def part_time(self) -> int:
        """People whose posts are all part-time."""
        return self.people - self.full_time


@dataclass(frozen=True)
class RoleCountRow:
    """How many people hold a role."""

    code: str
    label: str
    people: int


def staffing(work: UnitOfWork, on: dt.date) -> StaffingRow:
    """How the general grids are staffed as of a day."""
    parts = _parts(work, on)
    return StaffingRow(*_total(work, on, parts), tuple(parts))


def headcount(work: UnitOfWork, on: dt.date) -> HeadcountRow:
    """How many people there are as of a day, whatever their posts."""
    person = Post.person_id
    full_time = case((Post.employment == Employment.FULL, person))
    query = select(func.count(person.distinct()), func.count(full_time.distinct())).where(
        Post.state != PostState.VOIDED, holds_on(Post, on)
    )
    seen = narrowed(work, (), on)
    if seen is not None:
        query = query.where(posts_within(seen, on))
    return HeadcountRow(*work.session.execute(query).one())


def has_campaign(work: UnitOfWork) -> bool:
    """Whether there is any selection of honours.

    Asked without the mapped tables of that room: loading them takes longer than the question, and
    the start of an office that has none should not pay for them.
    """
    return bool(work.session.scalar(select(exists().select_from(table("campaign")))))


def people_by_role(work: UnitOfWork, on: dt.date) -> list[RoleCountRow]:
    """How many people hold each role as of a day, the most first; roles of nobody are left out."""
    people = func.count(Post.person_id.distinct())
    query = (
        select(Post.role, people)
        .where(Post.state != PostState.VOIDED, holds_on(Post, on))
        .group_by(Post.role)
    )
    seen = narrowed(work, (), on)
    if seen is not None:
        query = query.where(posts_within(seen, on))
    counts = {row[0]: row[1] for row in work.session.execute(query)}
    rows = [RoleCountRow(role.code, role.label, counts.get(role.code, 0)) for role in roles(work)]
    return sorted((row for row in rows if row.people), key=lambda row: -row.people)


def _total(work: UnitOfWork, on: dt.date, parts: list[PartRow]) -> tuple[int, int]:
    """General grids and how many are filled; counted out only where some lie outside `parts`."""
    query = (
        select(func.count())
        .select_from(Grid)
        .join(Area, Area.id == Grid.area_id)
        .where(Grid.kind == GridKind.GENERAL, holds_on(Area, on))
    )
    each = general_grids(on)
    seen = narrowed(work, (), on)
    if seen is not None:
        inside = Grid.area_id.in_(below(seen, on))
        query, each = query.where(inside), each.where(inside)
    grids = work.session.scalar(query) or 0
    if grids == sum(part.grids for part in parts):
        return grids, sum(part.filled for part in parts)
    filled = select(func.sum(each.subquery().c.filled))
    return grids, int(work.session.scalar(filled) or 0)


def _parts(work: UnitOfWork, on: dt.date) -> list[PartRow]:
    compared = _compared(work, on)
    grids = general_grids(on).subquery()
    closure = AreaClosure.__table__
    query = (
        select(closure.c.ancestor_id, func.count(), func.sum(grids.c.filled))
        .join(grids, grids.c.area_id == closure.c.descendant_id)
        .where(closure.c.ancestor_id.in_(row[0] for row in compared), holds_on(closure, on))
        .group_by(closure.c.ancestor_id)
    )
    counts = {row[0]: (row[1], int(row[2])) for row in work.session.execute(query)}
    parts = [PartRow(*row, *counts[row[0]]) for row in compared if row[0] in counts]
    return sorted(parts, key=lambda part: -part.vacant)


_Compared = tuple[int, str, str]


def _compared(work: UnitOfWork, on: dt.date) -> list[_Compared]:
    """Id, name and path of the highest areas of which there are several, else of the lowest."""
    found: list[_Compared] = []
    rows = _tops(work, on)
    while rows:
        found = rows
        if len(rows) > 1:
            break
        rows = _standing(work, AreaStand.parent_id == rows[0][0], on)
    return found


def _tops(work: UnitOfWork, on: dt.date) -> list[_Compared]:
    paths = seen_paths(work)
    top = AreaStand.parent_id.is_(None) if paths is None else AreaStand.path.in_(paths)
    return _standing(work, top, on)


def _standing(work: UnitOfWork, where: ColumnElement[bool], on: dt.date) -> list[_Compared]:
    query = (
        select(Area.id, AreaStand.name, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(
            where,
            Area.level.not_in((Level.GRID, Level.MICRO)),
            holds_on(Area, on),
            holds_on(AreaStand, on),
        )
        .order_by(Area.sort, Area.id)
    )
    return [(row.id, row.name, row.path) for row in work.session.execute(query)]


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
    paths = seen_paths(work)
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
    paths = seen_paths(work)
    chains: dict[int, list[LinkRow]] = {}
    seen = set()
    for row in work.session.execute(query):
        chains.setdefault(row.descendant_id, []).append(LinkRow(row.id, row.name, row.level))
        if row.id == row.descendant_id and is_seen(row.path, paths):
            seen.add(row.id)
    return {area_id: chain for area_id, chain in chains.items() if area_id in seen}
