"""The area tree as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Grid
from hrgrid.workforce.queries.scope import leads_to, seen_paths
from hrgrid.workforce.rules import GridKind, Level


@dataclass(frozen=True)
class AreaRow:
    """An area as it stood on a day; `path` is codes, `names` the names, both from the top."""

    id: int
    parent_id: int | None
    code: str
    name: str
    level: Level
    path: str
    kind: GridKind | None
    households: int | None


def holds_on(table: Any, on: dt.date) -> ColumnElement[bool]:
    """Rows of `table` that hold on a day: [valid_from, valid_to)."""
    columns = table.c if hasattr(table, "c") else table
    return and_(columns.valid_from <= on, or_(columns.valid_to.is_(None), columns.valid_to > on))


def lasts_beyond(table: Any, on: dt.date) -> ColumnElement[bool]:
    """Rows of `table` that hold on a day or a later one: what was taken back never does."""
    columns = table.c if hasattr(table, "c") else table
    return or_(
        columns.valid_to.is_(None),
        and_(columns.valid_to > on, columns.valid_to > columns.valid_from),
    )


def areas_on(work: UnitOfWork, on: dt.date, above: Level = Level.MICRO) -> list[AreaRow]:
    """The areas of a day down to level `above`, parents first, siblings in the office's order.

    Who may look at a part of the tree sees that part and what leads to it from the top.
    """
    paths = seen_paths(work, on)
    return [row for row in _all_areas(work, on, above) if leads_to(row.path, paths)]


def area_on(work: UnitOfWork, area_id: int, on: dt.date) -> AreaRow:
    """One area as it stands on a day; UserError where it is not there then."""
    found = work.session.execute(_standing(on).where(Area.id == area_id)).first()
    if found is None:
        raise UserError(f"这个区域在 {on} 不在用。请核对日期，或到区域的档案里查看")
    return AreaRow(*found)


def _standing(on: dt.date) -> Select[Any]:
    return (
        select(
            Area.id,
            AreaStand.parent_id,
            Area.code,
            AreaStand.name,
            Area.level,
            AreaStand.path,
            Grid.kind,
            Grid.households,
        )
        .join(AreaStand, AreaStand.area_id == Area.id)
        .outerjoin(Grid, and_(Grid.area_id == Area.id, holds_on(Grid, on)))
        .where(holds_on(Area, on), holds_on(AreaStand, on))
    )


def _all_areas(work: UnitOfWork, on: dt.date, above: Level = Level.MICRO) -> list[AreaRow]:
    levels = [level for level in Level if level.depth <= above.depth]
    query = _standing(on).where(Area.level.in_(levels)).order_by(Area.sort, Area.id)
    rows = [AreaRow(*row) for row in work.session.execute(query)]
    return sorted(rows, key=lambda row: row.level.depth)


@dataclass
class TreeIndex:
    """What an import matches against: areas by code, by name path and by name; all live ones."""

    by_code: dict[str, AreaRow] = field(default_factory=dict)
    by_names: dict[tuple[str, ...], AreaRow] = field(default_factory=dict)
    by_name: dict[str, list[AreaRow]] = field(default_factory=dict)
    names_of: dict[int, tuple[str, ...]] = field(default_factory=dict)
    aliases: dict[str, list[AreaRow]] = field(default_factory=dict)

    def add(self, row: AreaRow) -> None:
        """Take in one area; its parent is in already."""
        above = self.names_of[row.parent_id] if row.parent_id is not None else ()
        names = (*above, row.name)
        self.names_of[row.id] = names
        self.by_code[row.code] = row
        self.by_names[names] = row
        self.by_name.setdefault(row.name, []).append(row)

    def named(self, name: str) -> list[AreaRow]:
        """Areas called so, by name or alias."""
        return [*self.by_name.get(name, ()), *self.aliases.get(name, ())]

    def under(self, area: AreaRow, name: str) -> AreaRow | None:
        """The child of `area` called so, by name or alias."""
        found = self.by_names.get((*self.names_of[area.id], name))
        if found is not None:
            return found
        return next((row for row in self.aliases.get(name, ()) if row.parent_id == area.id), None)

    def full_name(self, area_id: int) -> str:
        """The names from the top, as people write a path."""
        return "/".join(self.names_of[area_id])


def tree_index(work: UnitOfWork, on: dt.date) -> TreeIndex:
    """The whole tree of a day, indexed, whoever asks: what an import names must be told apart."""
    # Nobody else asks for them, and every start of the program would map them.
    from hrgrid.workforce.model import AreaAlias

    index = TreeIndex()
    by_id: dict[int, AreaRow] = {}
    for row in _all_areas(work, on):
        index.add(row)
        by_id[row.id] = row
    for alias in work.session.execute(select(AreaAlias.area_id, AreaAlias.alias)):
        if alias.area_id in by_id:
            index.aliases.setdefault(alias.alias, []).append(by_id[alias.area_id])
    return index


def find_area(work: UnitOfWork, typed: str, on: dt.date) -> AreaRow:
    """The area that a path of names, a code or a unique name means; UserError otherwise."""
    index = tree_index(work, on)
    text = typed.strip().strip("/")
    found = index.by_code.get(text) or index.by_names.get(tuple(text.split("/")))
    if found is not None:
        return found
    named = index.named(text)
    if len(named) == 1:
        return named[0]
    if not named:
        raise UserError(f"{on:%Y-%m-%d} 没有区域“{typed}”。请写完整路径，例如 示例区/示例街道")
    paths = "、".join(index.full_name(row.id) for row in named[:3])
    raise UserError(f"叫“{typed}”的区域有 {len(named)} 个（{paths}…）。请写完整路径")


def names_of_paths(work: UnitOfWork, paths: Iterable[str], on: dt.date) -> dict[str, str]:
    """The names of areas by their paths of codes; a path that no area has is left out."""
    query = select(AreaStand.path, AreaStand.name).where(
        AreaStand.path.in_(list(paths)), holds_on(AreaStand, on)
    )
    return {row.path: row.name for row in work.session.execute(query)}
