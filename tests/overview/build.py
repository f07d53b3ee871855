"""A city small enough to count by hand."""

from __future__ import annotations

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, tree_index
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.service.planting import AreaForm, Planting
from tests.workforce.build import SINCE


def plant_city(
    work: UnitOfWork, districts: dict[str, int], city: str = "示例市"
) -> dict[str, list[AreaRow]]:
    """`districts` with how many general grids each has; returns the grids of each.

    Every district also has one grid of the other kind, which no figure may count.
    """
    planting = Planting(work, SINCE)
    top = planting.add(None, AreaForm(Level.CITY, city, "3205")) if city else None
    for number, (name, grids) in enumerate(districts.items(), start=1):
        district = planting.add(top, AreaForm(Level.DISTRICT, name, f"D{number}"))
        street = planting.add(district, AreaForm(Level.STREET, f"{name}一街道", f"S{number}"))
        community = planting.add(street, AreaForm(Level.COMMUNITY, f"{name}社区", f"C{number}"))
        for at in range(grids):
            grid = AreaForm(Level.GRID, f"{name}第{at}网格", f"G{number}{at:02d}")
            planting.add(community, grid)
        school = AreaForm(Level.GRID, f"{name}学校", f"Z{number}", GridKind.DEDICATED)
        planting.add(community, school)
    planting.write()
    return grids_of_city(work, districts)


def grids_of_city(work: UnitOfWork, districts: dict[str, int]) -> dict[str, list[AreaRow]]:
    """The general grids of each district that `plant_city` made."""
    index = tree_index(work, work.today)
    return {
        name: [index.by_code[f"G{number}{at:02d}"] for at in range(grids)]
        for number, (name, grids) in enumerate(districts.items(), start=1)
    }
