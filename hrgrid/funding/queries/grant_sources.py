"""What a computation of grants rests on: the grids of a year, their units, kinds and posts.

A handful of statements whatever the number of grids. Posts are read as 一格一员 reads them
(workforce.queries.coverage): full-time posts that fill a grid, none that was voided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from hrgrid.funding.queries.rules import RulesInForce, funding_rules
from hrgrid.funding.rules.grants import GridYear, Span, Terms
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Grid, Post
from hrgrid.workforce.rules import Employment, GridKind, Level, PostState


@dataclass(frozen=True)
class GridSource:
    """A grid with the unit that gets its money: its street, else the nearest unit above."""

    grid_id: int
    code: str
    area_id: int
    facts: GridYear


def terms_of(work: UnitOfWork, year: int, day: dt.date) -> tuple[Terms, RulesInForce]:
    """By what a year is reckoned on a day, and the version in force then. Asks no right."""
    found = funding_rules(work, day)
    by_month = tuple(
        funding_rules(work, dt.date(year, month, 1)).rules.per_grid for month in range(1, 13)
    )
    rules = found.rules
    key_day = dt.date(year, rules.key_month, rules.key_day)
    terms = Terms(year, day, key_day, rules.proration, by_month, rules.only_if_staffed)
    return terms, found


def grid_sources(
    work: UnitOfWork, area_id: int, area_path: str, year: int, day: dt.date
) -> list[GridSource]:
    """The grids below an area that were one at some time of the year, up to a day, by code.

    A grid that moved counts where it stood last. Asks no right.
    """
    first = dt.date(year, 1, 1)
    # Whatever stood below at some time; where it stood last is seen afterwards.
    touched = (
        select(AreaStand.area_id)
        .where(AreaStand.path.startswith(area_path, autoescape=True), _meets(AreaStand, first, day))
        .distinct()
    )
    kinds: dict[int, list[tuple[dt.date, dt.date, GridKind]]] = {}
    query: Select[Any] = (
        select(Grid.area_id, Grid.valid_from, Grid.valid_to, Grid.kind)
        .where(Grid.area_id.in_(touched), _meets(Grid, first, day))
        .order_by(Grid.valid_from, Grid.id)
    )
    for grid_id, since, until, kind in work.session.execute(query):
        kinds.setdefault(grid_id, []).append((since, until or dt.date.max, kind))
    staffed: dict[int, list[Span]] = {}
    query = (
        select(Post.area_id, Post.valid_from, Post.valid_to)
        .where(
            Post.area_id.in_(touched),
            Post.fills_grid,
            Post.employment == Employment.FULL,
            Post.state != PostState.VOIDED,
            _meets(Post, first, day),
        )
        .order_by(Post.valid_from, Post.id)
    )
    for grid_id, since, until in work.session.execute(query):
        staffed.setdefault(grid_id, []).append((since, until or dt.date.max))
    stands = _last_stands(work, touched, first, day)
    units = _units(work, first, day)
    found = [
        GridSource(
            grid_id,
            stands[grid_id][0],
            _unit_of(stands[grid_id][1], units, area_id),
            GridYear(tuple(spans), tuple(staffed.get(grid_id, ()))),
        )
        for grid_id, spans in kinds.items()
        if grid_id in stands and stands[grid_id][1].startswith(area_path)
    ]
    return sorted(found, key=lambda one: (one.code, one.grid_id))


def _last_stands(
    work: UnitOfWork, touched: Select[tuple[int]], first: dt.date, day: dt.date
) -> dict[int, tuple[str, str]]:
    query = (
        select(Area.id, Area.code, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.id.in_(touched), _meets(AreaStand, first, day))
        .order_by(AreaStand.valid_from, AreaStand.id)
    )
    return {row.id: (row.code, row.path) for row in work.session.execute(query)}


def _units(work: UnitOfWork, first: dt.date, day: dt.date) -> dict[str, int]:
    """Streets and what lies above them, by path."""
    above = [level for level in Level if level.depth <= Level.STREET.depth]
    query = (
        select(Area.id, AreaStand.path)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.level.in_(above), _meets(AreaStand, first, day))
    )
    return {row.path: row.id for row in work.session.execute(query)}


def _unit_of(path: str, units: dict[str, int], area_id: int) -> int:
    codes: Sequence[str] = path.rstrip("/").split("/")
    for at in range(len(codes) - 1, 0, -1):
        found = units.get("/".join(codes[:at]) + "/")
        if found is not None:
            return found
    return area_id


def _meets(table: Any, first: dt.date, day: dt.date) -> ColumnElement[bool]:
    """Rows that hold on some day from `first` to `day`; what was taken back never does."""
    ended = (table.valid_to > first) & (table.valid_to > table.valid_from)
    return and_(table.valid_from <= day, or_(table.valid_to.is_(None), ended))
