"""The list of grids: filtered and sorted in SQL, paged by key, as the list of people is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from hrgrid.core.labelled import Labelled
from hrgrid.core.names import match_key
from hrgrid.core.narrowing import Counted, Narrowing, Picked, ValueRow, Worded
from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Grid, Person, Post, StandIn
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.narrowing import says, street_names
from hrgrid.workforce.queries.parts import below, narrowed
from hrgrid.workforce.queries.sizes import grid_sizes
from hrgrid.workforce.rules import Cover, Employment, GridKind, Level, PostState


class GridOrder(Labelled):
    """What the list may be sorted by."""

    TREE = "tree", "按网格树"
    NAME = "name", "按名称"
    CODE = "code", "按编码"
    FEWEST = "fewest", "户数从少到多"
    MOST = "most", "户数从多到少"


class GridHeading(Labelled):
    """The columns that may narrow."""

    NAME = "name", "网格"
    CODE = "code", "编码"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    KIND = "kind", "类型"
    HOUSEHOLDS = "households", "户数"
    COVER = "cover", "专职"
    WORKER = "worker", "网格员"


@dataclass(frozen=True)
class GridFilter:
    """Which grids of a day; empty fields do not narrow.

    `odd_size` are those outside the suggested households, `uncounted` those without households.
    """

    on: dt.date
    area_ids: tuple[int, ...] = ()
    text: str = ""
    odd_size: bool = False
    uncounted: bool = False
    narrowings: tuple[Narrowing, ...] = ()


@dataclass(frozen=True)
class GridListRow:
    """A grid of a day as a line of the list; `cover` is None where no worker is asked for."""

    id: int
    parent_id: int | None
    code: str
    name: str
    kind: GridKind
    level: Level
    street: str
    community: str
    households: int | None
    worker: str
    stand_in: str
    cover: Cover | None
    version: int
    key: Any = field(repr=False, default="")


_NONE = -1
_SORTED: dict[GridOrder, ColumnElement[Any]] = {
    GridOrder.TREE: AreaStand.path.expression,
    GridOrder.NAME: AreaStand.name.expression,
    GridOrder.CODE: Area.code.expression,
    GridOrder.FEWEST: func.coalesce(Grid.households, _NONE),
    GridOrder.MOST: -func.coalesce(Grid.households, _NONE),
}


def grids(
    work: UnitOfWork,
    wanted: GridFilter,
    order: GridOrder = GridOrder.TREE,
    after: Mark | None = None,
    limit: int = 100,
) -> list[GridListRow]:
    """At most `limit` grids behind the row last seen, as far as the actor may look."""
    key = _SORTED[order]
    query = matching_grids(work, wanted, _columns(key)).order_by(key, Area.id).limit(limit)
    if after is not None:
        query = query.where(tuple_(key, Area.id) > tuple_(literal(after[0]), literal(after[1])))
    return _rows(work, work.session.execute(query).all(), wanted.on)


def grids_by_ids(work: UnitOfWork, ids: Sequence[int], wanted: GridFilter) -> list[GridListRow]:
    """The grids with these ids, as far as the actor may look."""
    found: list[GridListRow] = []
    for first in range(0, len(ids), 500):
        query = matching_grids(
            work, GridFilter(wanted.on), _columns(_SORTED[GridOrder.TREE])
        ).where(Area.id.in_(list(ids[first : first + 500])))
        found += _rows(work, work.session.execute(query).all(), wanted.on)
    return found


def count_grids(work: UnitOfWork, wanted: GridFilter) -> int:
    """How many grids match."""
    return work.session.scalar(matching_grids(work, wanted, select(func.count(Area.id)))) or 0


def anchors_of_grids(work: UnitOfWork, wanted: GridFilter, order: GridOrder, step: int) -> Anchors:
    """How many grids match, and the last one of every `step` in this order."""
    by = (_SORTED[order], Area.id)
    marks = select(
        by[0].label("key"),
        Area.id,
        func.row_number().over(order_by=by).label("number"),
        func.lead(Area.id).over(order_by=by).label("following"),
    )
    found = matching_grids(work, wanted, marks).subquery()
    query = (
        select(found.c.key, found.c.id, found.c.number)
        .where(or_(found.c.number % step == 0, found.c.following.is_(None)))
        .order_by(found.c.number)
    )
    return anchors(work.session.execute(query).all(), step)


def place_of_grid(work: UnitOfWork, wanted: GridFilter, order: GridOrder, mark: Mark) -> int:
    """How many of the grids that match stand before a row."""
    before = tuple_(_SORTED[order], Area.id) < tuple_(literal(mark[0]), literal(mark[1]))
    query = matching_grids(work, wanted, select(func.count(Area.id))).where(before)
    return work.session.scalar(query) or 0


def matching_grids(work: UnitOfWork, wanted: GridFilter, query: Select[Any]) -> Select[Any]:
    """A query of Area, AreaStand and Grid narrowed to what is wanted and may be seen."""
    on = wanted.on
    query = (
        query.select_from(Area)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .join(Grid, and_(Grid.area_id == Area.id, holds_on(Grid, on)))
        .where(holds_on(Area, on), *(_condition(one, on) for one in wanted.narrowings))
    )
    places = narrowed(work, wanted.area_ids, on)
    if places is not None:
        query = query.where(Area.id.in_(below(places, on)))
    if text := wanted.text.strip():
        plain = match_key(text).upper()
        holders = _workers(on).join(Person, Person.id == Post.person_id).where(Person.name == text)
        query = query.where(
            or_(
                AreaStand.name.contains(text, autoescape=True),
                and_(Area.code >= plain, Area.code < f"{plain}\U0010ffff"),
                Area.id.in_(holders),
            )
        )
    if wanted.odd_size:
        query = query.where(_odd_size(work, on))
    if wanted.uncounted:
        query = query.where(Grid.households.is_(None))
    return query


def grid_values(work: UnitOfWork, wanted: GridFilter, heading: GridHeading) -> list[ValueRow]:
    """The values of a column, the most frequent first; that column's own ticks do not count."""
    others = tuple(one for one in wanted.narrowings if one.heading is not heading)
    wanted = replace(wanted, narrowings=others)
    names: dict[str, str] = {}
    if heading is GridHeading.STREET:
        above = AreaClosure.ancestor_id
        query = (
            matching_grids(work, wanted, select(above, func.count(Area.id)))
            .join(AreaClosure, AreaClosure.descendant_id == Area.id)
            .where(holds_on(AreaClosure, wanted.on), above.in_(_of_level(Level.STREET)))
            .group_by(above)
        )
        names = {str(area): name for area, name in street_names(work, wanted.on).items()}
    else:
        column = _code_of(heading, wanted.on)
        inner = matching_grids(work, wanted, select(column.label("value"), Area.id)).subquery()
        query = select(inner.c.value, func.count(inner.c.id)).group_by(inner.c.value)
        labelled: Any = GridKind if heading is GridHeading.KIND else Cover
        names = {"": "不要求"} | {one.value: one.label for one in labelled}
    rows = []
    for value, count in work.session.execute(query):
        code = str(getattr(value, "value", value) or "")
        rows.append(ValueRow(code, names.get(code, code), count))
    return sorted(rows, key=lambda row: (-row.count, row.label))


# --- conditions -----------------------------------------------------------------------------------


def _condition(narrowing: Narrowing, on: dt.date) -> ColumnElement[bool]:
    heading = cast("GridHeading", narrowing.heading)
    if isinstance(narrowing, Counted):
        least = [Grid.households >= narrowing.least] if narrowing.least is not None else []
        most = [Grid.households <= narrowing.most] if narrowing.most is not None else []
        return and_(Grid.households.is_not(None), *least, *most)
    if isinstance(narrowing, Worded):
        return _says(heading, narrowing, on)
    if not isinstance(narrowing, Picked):
        raise TypeError(f"{heading.value} is no day")
    if heading is GridHeading.STREET:
        streets = [int(value) for value in narrowing.values if value]
        return Area.id.in_(below(streets, on))
    return _code_of(heading, on).in_(narrowing.values)


def _says(heading: GridHeading, narrowing: Worded, on: dt.date) -> ColumnElement[bool]:
    if heading is GridHeading.NAME:
        return says(AreaStand.name.expression, narrowing)
    if heading is GridHeading.CODE:
        return says(Area.code.expression, narrowing)
    if heading is GridHeading.WORKER:
        named = says(Person.name.expression, narrowing)
        return Area.id.in_(_workers(on).join(Person, Person.id == Post.person_id).where(named))
    stand = aliased(AreaStand)
    above = (
        select(stand.area_id)
        .where(stand.area_id.in_(_of_level(Level.COMMUNITY)), holds_on(stand, on))
        .where(says(stand.name.expression, narrowing))
    )
    under = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id.in_(above), holds_on(AreaClosure, on)
    )
    return Area.id.in_(under)


def _code_of(heading: GridHeading, on: dt.date) -> ColumnElement[Any]:
    """A column whose values are ticked, as its codes."""
    if heading is GridHeading.KIND:
        return case(
            *((Grid.kind == kind, literal_column(f"'{kind.value}'")) for kind in GridKind),
            else_=literal_column("''"),
        )
    held, looked_after = Area.id.in_(_workers(on)), Area.id.in_(_stand_ins(on))
    return case(
        (Grid.kind != GridKind.GENERAL, literal_column("''")),
        (~held, literal_column(f"'{Cover.VACANT.value}'")),
        (looked_after, literal_column(f"'{Cover.COVERED.value}'")),
        else_=literal_column(f"'{Cover.FILLED.value}'"),
    )


def _odd_size(work: UnitOfWork, on: dt.date) -> ColumnElement[bool]:
    """Outside the suggestion; only general grids and micro grids have one."""
    sizes = grid_sizes(work, on)
    counted = Grid.households
    general = and_(
        Area.level == Level.GRID,
        Grid.kind == GridKind.GENERAL,
        or_(counted < sizes.general_least, counted > sizes.general_most),
    )
    micro = and_(
        Area.level == Level.MICRO,
        or_(counted < sizes.micro_least, counted > sizes.micro_most),
    )
    return or_(general, micro)


def _workers(on: dt.date) -> Select[tuple[int | None]]:
    """The grids that have a full-time worker."""
    return select(Post.area_id).where(
        Post.area_id.is_not(None),
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state != PostState.VOIDED,
        holds_on(Post, on),
    )


def _stand_ins(on: dt.date) -> Select[tuple[int]]:
    return select(StandIn.area_id).where(holds_on(StandIn, on))


def _of_level(level: Level) -> Select[tuple[int]]:
    area = aliased(Area)
    return select(area.id).where(area.level == level)


# --- rows -----------------------------------------------------------------------------------------


def _columns(key: ColumnElement[Any]) -> Select[Any]:
    return select(
        Area.id,
        AreaStand.parent_id,
        Area.code,
        AreaStand.name,
        Grid.kind,
        Area.level,
        Grid.households,
        Grid.version,
        key.label("key"),
    )


def _rows(work: UnitOfWork, found: Sequence[Row[Any]], on: dt.date) -> list[GridListRow]:
    ids = [row.id for row in found]
    above = _above(work, ids, on)
    workers, looking = _names(work, ids, on)
    rows = []
    for row in found:
        worker, stand_in = workers.get(row.id, ""), looking.get(row.id, "")
        cover = None
        if row.kind is GridKind.GENERAL:
            filled = Cover.COVERED if stand_in else Cover.FILLED
            cover = filled if worker else Cover.VACANT
        rows.append(
            GridListRow(
                id=row.id,
                parent_id=row.parent_id,
                code=row.code,
                name=row.name,
                kind=row.kind,
                level=row.level,
                street=above.get((row.id, Level.STREET), ""),
                community=above.get((row.id, Level.COMMUNITY), ""),
                households=row.households,
                worker=worker,
                stand_in=stand_in,
                cover=cover,
                version=row.version,
                key=row.key,
            )
        )
    return rows


def _above(work: UnitOfWork, ids: list[int], on: dt.date) -> dict[tuple[int, Level], str]:
    query = (
        select(AreaClosure.descendant_id, Area.level, AreaStand.name)
        .join(Area, Area.id == AreaClosure.ancestor_id)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .where(AreaClosure.descendant_id.in_(ids), holds_on(AreaClosure, on))
        .where(Area.level.in_([Level.STREET, Level.COMMUNITY]))
    )
    return {(row.descendant_id, row.level): row.name for row in work.session.execute(query)}


def _names(work: UnitOfWork, ids: list[int], on: dt.date) -> tuple[dict[int, str], dict[int, str]]:
    workers = (
        select(Post.area_id, Person.name)
        .join(Person, Person.id == Post.person_id)
        .where(Post.area_id.in_(ids), Post.fills_grid, Post.employment == Employment.FULL)
        .where(Post.state != PostState.VOIDED, holds_on(Post, on))
    )
    looking = (
        select(StandIn.area_id, Person.name)
        .join(Person, Person.id == StandIn.person_id)
        .where(StandIn.area_id.in_(ids), holds_on(StandIn, on))
    )
    first = {row.area_id: row.name for row in work.session.execute(workers)}
    return first, {row.area_id: row.name for row in work.session.execute(looking)}
