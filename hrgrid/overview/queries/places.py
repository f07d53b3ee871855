"""Where vacant grids and found areas lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.scope import is_seen, seen_paths
from hrgrid.workforce.rules import Level


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
