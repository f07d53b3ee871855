"""The dashboard's figures: how grids are staffed, how many people there are, who does what.

The figures are those of `workforce.queries.coverage`, but only for the areas that a dashboard
compares: every level of a city costs five times as much, and the program's start waits for them.
Who may look at a part of the tree only gets the figures of that part.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid, Person, Post
from hrgrid.workforce.queries import roles
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.queries.coverage import general_grids
from hrgrid.workforce.queries.parts import below, narrowed, posts_within
from hrgrid.workforce.queries.scope import seen_paths
from hrgrid.workforce.rules import Employment, GridKind, Level, PersonState, PostState

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
    """How many people hold a post on a day, how many a full-time one, how many have a photo."""

    people: int
    full_time: int
    with_photo: int

    @property
    def part_time(self) -> int:
        """People whose posts are all part-time."""
        return self.people - self.full_time

    @property
    def without_photo(self) -> int:
        """People whose photo is missing."""
        return self.people - self.with_photo


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
    query = select(func.count(person.distinct()), func.count(full_time.distinct()))
    # Not those without one: an office that begins has few photos, and only theirs are looked up.
    held = select(Post.id).where(person == Person.id, in_post(on))
    pictured = select(func.count(Person.id)).where(
        Person.state != PersonState.MERGED, Person.photo_sha256.is_not(None)
    )
    seen = narrowed(work, (), on)
    if seen is not None:
        query, held = query.where(posts_within(seen, on)), held.where(posts_within(seen, on))
    with_photo = work.session.scalar(pictured.where(held.exists())) or 0
    people, full_time_people = work.session.execute(query.where(in_post(on))).one()
    return HeadcountRow(people, full_time_people, with_photo)


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
        .where(Grid.kind == GridKind.GENERAL, holds_on(Area, on), holds_on(Grid, on))
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


@dataclass(frozen=True)
class AreaLink:
    """An area by which lists are narrowed."""

    area_id: int
    name: str


def compared_areas(work: UnitOfWork, on: dt.date) -> list[AreaLink]:
    """The highest areas of which there are several, as far as seen, in the office's order."""
    return [AreaLink(area_id, name) for area_id, name, _ in _compared(work, on)]


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
    paths = seen_paths(work, on)
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
