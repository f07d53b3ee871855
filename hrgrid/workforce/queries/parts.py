"""Parts of the tree as conditions of a query: what was asked for, as far as it may be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaClosure, AreaStand, Bureau, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.scope import is_seen, seen_paths


def narrowed(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> tuple[int, ...] | None:
    """The areas at and below which to look: those asked for (none is all), as far as seen.

    None is everywhere; an empty tuple nowhere.
    """
    paths = seen_paths(work, on)
    if paths is None:
        return tuple(area_ids) or None
    held = _held_at(work, AreaStand.path.in_(paths), on)
    if not area_ids:
        return tuple(held.values())
    asked = _held_at(work, AreaStand.area_id.in_(area_ids), on)
    inside = [area_id for path, area_id in asked.items() if is_seen(path, paths)]
    below = [area_id for path, area_id in held.items() if is_seen(path, tuple(asked))]
    return tuple(dict.fromkeys([*inside, *below]))


def _held_at(work: UnitOfWork, where: ColumnElement[bool], on: dt.date) -> dict[str, int]:
    query = select(AreaStand.path, AreaStand.area_id).where(where, holds_on(AreaStand, on))
    return {row.path: row.area_id for row in work.session.execute(query)}


def below(area_ids: Sequence[int], on: dt.date) -> Select[tuple[int]]:
    """The ids of these areas and of all that lie below them on a day."""
    return select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id.in_(area_ids), holds_on(AreaClosure, on)
    )


def posts_within(area_ids: Sequence[int], on: dt.date) -> ColumnElement[bool]:
    """Posts at these areas, below them, or at an office that belongs there."""
    places = below(area_ids, on)
    bureaus = select(Bureau.id).where(Bureau.area_id.in_(places))
    return or_(Post.area_id.in_(places), Post.bureau_id.in_(bureaus))


def under(paths: Sequence[str]) -> ColumnElement[bool]:
    """Stands at or below these paths."""
    return or_(*(AreaStand.path.startswith(path, autoescape=True) for path in paths))


def below_seen(work: UnitOfWork, on: dt.date) -> Select[tuple[int]] | None:
    """The ids of the areas that the actor may look at; None is everything."""
    seen = narrowed(work, (), on)
    return None if seen is None else below(seen, on)


def standing(work: UnitOfWork, area_ids: Sequence[int], on: dt.date) -> dict[int, str]:
    """What these areas are called on a day; those that are no more are left out."""
    query = select(AreaStand.area_id, AreaStand.name).where(
        AreaStand.area_id.in_(list(area_ids)), holds_on(AreaStand, on)
    )
    return {row.area_id: row.name for row in work.session.execute(query)}
