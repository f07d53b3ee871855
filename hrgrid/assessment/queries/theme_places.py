"""Where themes are typed: the streets and communities that an actor may mark, in tree order."""

from __future__ import annotations

from sqlalchemy import select

from hrgrid.assessment.rules.months import last_of
from hrgrid.assessment.rules.themes import SheetPart, SheetPlace
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Level


def sheet_places(work: UnitOfWork, month: int) -> list[SheetPlace]:
    """Streets with their communities that held grids at the month's end; two statements.

    Where there is no street above, or the actor was given a community alone, that is a place of
    its own. Raises Refused for who runs assessment nowhere.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    on = min(last_of(month), work.today)
    areas = (
        select(Area.id, AreaStand.parent_id, AreaStand.name, AreaStand.path, Area.level, Area.sort)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.level.notin_((Level.GRID, Level.MICRO)))
        .where(holds_on(Area, on), holds_on(AreaStand, on))
    )
    by_id = {row.id: row for row in work.session.execute(areas)}
    grids = (
        select(AreaStand.parent_id)
        .join(Area, Area.id == AreaStand.area_id)
        .where(Area.level == Level.GRID, holds_on(Area, on), holds_on(AreaStand, on))
        .distinct()
    )

    def lineage(area_id: int | None) -> list[int]:
        """An area and those above it, the top last."""
        found = []
        while area_id is not None and area_id in by_id:
            found.append(area_id)
            area_id = by_id[area_id].parent_id
        return found

    def order(area_id: int) -> list[tuple[int, int]]:
        return [(by_id[one].sort, one) for one in reversed(lineage(area_id))]

    def may(area_id: int) -> bool:
        return work.actor.may(Right.RUN_ASSESSMENT, by_id[area_id].path)

    holders = [
        one for one in work.session.scalars(grids) if one is not None and one in by_id and may(one)
    ]
    parts: dict[int, list[int]] = {}
    for holder in sorted(holders, key=order):
        streets = [one for one in lineage(holder) if by_id[one].level is Level.STREET and may(one)]
        place = streets[0] if streets else holder
        parts.setdefault(place, []).append(holder)

    def above(area_id: int) -> str:
        higher = lineage(area_id)[1:2]
        return by_id[higher[0]].name if higher else ""

    return [
        SheetPlace(
            *(place, by_id[place].name, by_id[place].path, above(place)),
            tuple(SheetPart(one, by_id[one].name, by_id[one].path) for one in parts[place]),
        )
        for place in sorted(parts, key=order)
    ]
