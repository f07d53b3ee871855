"""The names of areas with those above them, as papers write them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Level


@dataclass(frozen=True)
class Chain:
    """The names of an area and of what lies above it, from the top, with paths and levels."""

    steps: tuple[tuple[str, Level, str], ...]

    @property
    def own(self) -> str:
        """Its own name."""
        return self.steps[-1][2] if self.steps else ""

    def at(self, level: Level) -> str:
        """The name at a level, "" where it has none."""
        return next((name for _, own, name in self.steps if own is level), "")

    @property
    def unit(self) -> str:
        """The names from the street down; its own where it lies above them."""
        return self.within("") or self.own

    def within(self, street: str) -> str:
        """The names from the street down, without the street where that is said already.

        A name that begins with the one above it (东社区, 东社区第1网格) says both.
        """
        lower = [name for _, level, name in self.steps if level.depth >= Level.STREET.depth]
        if lower and lower[0] == street:
            lower = lower[1:]
        return "".join(
            name
            for name, below in zip_longest(lower, lower[1:], fillvalue="")
            if not below.startswith(name)
        )


def area_names(work: UnitOfWork, ids: Collection[int]) -> dict[int, Chain]:
    """The names of some areas as of the day, each with those above it."""
    stands = select(AreaStand.area_id, AreaStand.path).where(
        AreaStand.area_id.in_(ids), holds_on(AreaStand, work.day)
    )
    own = {row.area_id: row.path for row in work.session.execute(stands)}
    above = {path for mine in own.values() for path in _above(mine)}
    named = (
        select(AreaStand.path, Area.level, AreaStand.name)
        .join(Area, Area.id == AreaStand.area_id)
        .where(AreaStand.path.in_(above), holds_on(AreaStand, work.day))
    )
    steps = {path: (path, level, name) for path, level, name in work.session.execute(named)}
    return {
        area: Chain(tuple(steps[path] for path in _above(own.get(area, "")) if path in steps))
        for area in ids
    }


def _above(path: str) -> list[str]:
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: at + 1]) + "/" for at in range(len(codes))]
