"""Small trees and crews for tests."""

from __future__ import annotations

import datetime as dt

from hrgrid.core.identity import check_digit
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, tree_index
from hrgrid.workforce.rules import Employment, GridKind, Level
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from hrgrid.workforce.service.planting import AreaForm, Planting

SINCE = dt.date(2020, 1, 1)


def plant_street(work: UnitOfWork, general: int = 3, dedicated: int = 1) -> list[AreaRow]:
    """示例区/示例街道/示例社区 with grids 0000, 0001 …; returns the grids."""
    planting = Planting(work, SINCE)
    parent = None
    for level, name in (
        (Level.DISTRICT, "示例区"),
        (Level.STREET, "示例街道"),
        (Level.COMMUNITY, "示例社区"),
    ):
        parent = planting.add(parent, AreaForm(level, name))
    for number in range(general + dedicated):
        kind = GridKind.GENERAL if number < general else GridKind.DEDICATED
        name = f"示例社区第{number}网格"
        planting.add(parent, AreaForm(Level.GRID, name, f"{number:04d}", kind, 400))
    planting.write()
    index = tree_index(work, work.today)
    return [index.by_code[f"{number:04d}"] for number in range(general + dedicated)]


def id_number(number: int) -> str:
    """A valid made-up number."""
    first = f"99999919900101{number:03d}"
    return first + check_digit(first)


def enlist(
    work: UnitOfWork,
    grid: AreaRow,
    name: str,
    number: int | None = None,
    *,
    role: str = "网格员",
    employment: Employment = Employment.FULL,
    since: dt.date = SINCE,
    phone: str | None = None,
) -> Enlisting:
    """One person at one grid."""
    enlisting = Enlisting(work, tree_index(work, work.today))
    form = PersonForm(name, id_number(number) if number is not None else None, phone=phone)
    enlisting.take(form, PostForm(grid, enlisting.roles[role], employment, since))
    enlisting.write()
    return enlisting
