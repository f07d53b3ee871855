"""一格一员 by unit: the parts of an area side by side, ranked, and against the month before.

Ranks are taken on the published rate (rules.md 0): equal rates share a rank. People are counted
by the place where they hold the post, so that the parts always add up to the total. What was
then is counted by the tree and the posts of the last day of the month before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.ranking import ranks
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Bureau, Grid, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import grid_of, seen_on
from hrgrid.workforce.queries.coverage import CoverageRow, general_grids
from hrgrid.workforce.queries.listing import in_post
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules import GridKind, Level

LIAISON, VOLUNTEER = "micro_liaison", "volunteer"
_GRIDS = (Level.GRID, Level.MICRO)


@dataclass(frozen=True)
class Staffed:
    """General grids and those of them with their full-time worker."""

    grids: int = 0
    filled: int = 0

    @property
    def vacant(self) -> int:
        """Grids without their worker."""
        return self.grids - self.filled

    @property
    def rate_bp(self) -> int | None:
        """As coverage publishes it, in 1/10000; None where there is no general grid."""
        if not self.grids:
            return None
        return CoverageRow("", Level.CITY, self.grids, self.filled, 0).rate_bp

    def __add__(self, other: Staffed) -> Staffed:
        return Staffed(self.grids + other.grids, self.filled + other.filled)


@dataclass(frozen=True)
class LeagueRow:
    """One unit; `before` is None where it did not stand a month ago.

    `rank` is None without a general grid; `tied` where another has the same.
    """

    area_id: int | None
    name: str
    now: Staffed
    before: Staffed | None = None
    dedicated: int = 0
    micro: int = 0
    liaisons: int = 0
    volunteers: int = 0
    rank: int | None = None
    tied: bool = False
    rank_before: int | None = None

    @property
    def filled_change(self) -> int | None:
        """Grids with their worker, more (or fewer) than at the end of the month before."""
        return None if self.before is None else self.now.filled - self.before.filled

    @property
    def rate_change(self) -> int | None:
        """Between the two published rates, in 1/100 of a percentage point."""
        now, then = self.now.rate_bp, self.before.rate_bp if self.before else None
        return None if now is None or then is None else now - then


@dataclass(frozen=True)
class League:
    """The parts of an area on a day, best first, those without a rank last.

    `rest` are grids that hang on the area itself; parts and rest add up to `total`. `unit` is
    what the parts are called together (区县, 街道, 社区).
    """

    on: dt.date
    before: dt.date
    name: str
    unit: str
    parts: tuple[LeagueRow, ...]
    rest: LeagueRow | None
    total: LeagueRow

    @property
    def rows(self) -> tuple[LeagueRow, ...]:
        """Every line above the total."""
        return self.parts if self.rest is None else (*self.parts, self.rest)

    @property
    def lacking(self) -> tuple[LeagueRow, ...]:
        """The units with vacant grids, the most vacant first."""
        rows = [row for row in self.rows if row.now.vacant]
        return tuple(sorted(rows, key=lambda row: -row.now.vacant))


def month_before(on: dt.date) -> dt.date:
    """The last day of the month before that of `on`."""
    return on.replace(day=1) - dt.timedelta(days=1)


def league(work: UnitOfWork, on: dt.date, area_id: int | None = None) -> League:
    """The table of an area's parts (None: of the whole, as far as it is seen).

    Raises UserError where the area did not stand that day, Refused where it is not seen.
    """
    units = _Units(work, on, area_id)
    ids = [row.area_id for row in units.parts]
    whole = [*ids, *units.tops]
    now, then = _staffed(work, on, whole), _staffed(work, units.before, whole)
    stood = _standing(work, units.before, whole)
    dedicated = _counted(work, on, whole, GridKind.DEDICATED)
    micro = _micro(work, on, whole)
    people = {role: _people(work, on, whole, role) for role in (LIAISON, VOLUNTEER)}

    def row(one: int, name: str) -> LeagueRow:
        return LeagueRow(
            one,
            name,
            now.get(one, Staffed()),
            then.get(one, Staffed()) if one in stood else None,
            dedicated.get(one, 0),
            micro.get(one, 0),
            people[LIAISON].get(one, 0),
            people[VOLUNTEER].get(one, 0),
        )

    total = _sum([row(one, "") for one in units.tops], "合计")
    parts = [row(unit.area_id, unit.name) for unit in units.parts]
    rest = _rest(total, parts, units.name)
    return League(on, units.before, units.name, units.label, ranked(parts), rest, total)


def ranked(parts: Sequence[LeagueRow]) -> tuple[LeagueRow, ...]:
    """With ranks by the published rate, best first; equals keep the order in which they come."""
    now = ranks([row.now.rate_bp for row in parts])
    then = ranks([row.before.rate_bp if row.before else None for row in parts])
    rows = [
        replace(
            row,
            rank=place,
            tied=place is not None and now.count(place) > 1,
            rank_before=earlier,
        )
        for row, place, earlier in zip(parts, now, then, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0)))


def _sum(rows: Sequence[LeagueRow], name: str) -> LeagueRow:
    stood = [row.before for row in rows if row.before is not None]
    return LeagueRow(
        None,
        name,
        sum((row.now for row in rows), Staffed()),
        sum(stood, Staffed()) if stood else None,
        sum(row.dedicated for row in rows),
        sum(row.micro for row in rows),
        sum(row.liaisons for row in rows),
        sum(row.volunteers for row in rows),
    )


def _rest(total: LeagueRow, parts: Sequence[LeagueRow], name: str) -> LeagueRow | None:
    """What of the total lies in none of the parts; what moved since counts where it is now."""
    inside = _sum(parts, "")
    before = None
    if total.before is not None:
        held = inside.before or Staffed()
        before = Staffed(
            max(total.before.grids - held.grids, 0), max(total.before.filled - held.filled, 0)
        )
    found = LeagueRow(
        None,
        f"{name}直属" if name else "其他",
        Staffed(total.now.grids - inside.now.grids, total.now.filled - inside.now.filled),
        before,
        total.dedicated - inside.dedicated,
        total.micro - inside.micro,
        total.liaisons - inside.liaisons,
        total.volunteers - inside.volunteers,
    )
    counts = (found.now.grids, found.dedicated, found.micro, found.liaisons, found.volunteers)
    return found if any(counts) else None


@dataclass(frozen=True)
class _Unit:
    area_id: int
    name: str
    level: Level


class _Units:
    """Which areas are compared, and which of them (`tops`) make up the whole."""

    def __init__(self, work: UnitOfWork, on: dt.date, area_id: int | None) -> None:
        self._work, self._on = work, on
        self.before = month_before(on)
        self.name = ""
        paths = seen_on(work, on)
        if area_id is not None:
            self.name = self._named(area_id, paths)
            self.tops = [area_id]
            self.parts = self._units(AreaStand.parent_id == area_id)
        else:
            top = AreaStand.parent_id.is_(None) if paths is None else AreaStand.path.in_(paths)
            self.parts = self._units(top)
            self.tops = [unit.area_id for unit in self.parts]
            if len(self.parts) == 1:
                self.name = self.parts[0].name
                self.parts = self._units(AreaStand.parent_id == self.tops[0])
        levels = list(dict.fromkeys(unit.level for unit in self.parts))
        self.label = levels[0].label if len(levels) == 1 else "单位"

    def _named(self, area_id: int, paths: Sequence[str] | None) -> str:
        query = select(AreaStand.name, AreaStand.path).where(
            AreaStand.area_id == area_id, holds_on(AreaStand, self._on)
        )
        found = self._work.session.execute(query).first()
        if found is None:
            raise UserError(f"{self._on:%Y-%m-%d} 还没有这个区域，或已停用。请换个日期或区域")
        if not is_seen(found.path, paths):
            raise Refused("这个区域不在你能看的范围里。请换有权限的人登录")
        return str(found.name)

    def _units(self, where: object) -> list[_Unit]:
        query = (
            select(Area.id, AreaStand.name, Area.level)
            .join(AreaStand, AreaStand.area_id == Area.id)
            .where(where, Area.level.not_in(_GRIDS))  # type: ignore[arg-type]
            .where(holds_on(Area, self._on), holds_on(AreaStand, self._on))
            .order_by(Area.sort, Area.id)
        )
        return [_Unit(*row) for row in self._work.session.execute(query)]


def _staffed(work: UnitOfWork, on: dt.date, ids: Sequence[int]) -> dict[int, Staffed]:
    grids = general_grids(on).subquery()
    closure = AreaClosure.__table__.c
    query = (
        select(closure.ancestor_id, func.count(), func.sum(grids.c.filled))
        .join(grids, grids.c.area_id == closure.descendant_id)
        .where(closure.ancestor_id.in_(ids), holds_on(AreaClosure, on))
        .group_by(closure.ancestor_id)
    )
    return {row[0]: Staffed(row[1], int(row[2])) for row in work.session.execute(query)}


def _standing(work: UnitOfWork, on: dt.date, ids: Sequence[int]) -> set[int]:
    return set(work.session.scalars(select(Area.id).where(Area.id.in_(ids), holds_on(Area, on))))


def _counted(
    work: UnitOfWork, on: dt.date, ids: Sequence[int], kind: GridKind
) -> Mapping[int, int]:
    query = (
        select(AreaClosure.ancestor_id, func.count())
        .join(Grid, grid_of(AreaClosure.descendant_id, on))
        .join(Area, Area.id == Grid.area_id)
        .where(AreaClosure.ancestor_id.in_(ids), holds_on(AreaClosure, on), holds_on(Area, on))
        .where(Grid.kind == kind, Area.level == Level.GRID)
        .group_by(AreaClosure.ancestor_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _micro(work: UnitOfWork, on: dt.date, ids: Sequence[int]) -> Mapping[int, int]:
    area = aliased(Area)
    query = (
        select(AreaClosure.ancestor_id, func.count())
        .join(area, area.id == AreaClosure.descendant_id)
        .where(AreaClosure.ancestor_id.in_(ids), holds_on(AreaClosure, on))
        .where(area.level == Level.MICRO, holds_on(area, on))
        .group_by(AreaClosure.ancestor_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _people(work: UnitOfWork, on: dt.date, ids: Sequence[int], role: str) -> Mapping[int, int]:
    """Holders of a role, each once a place."""
    place = func.coalesce(Post.area_id, Bureau.area_id).label("place")
    held = (
        select(Post.person_id, place)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(in_post(on), Post.role == role)
        .distinct()
        .subquery()
    )
    query = (
        select(AreaClosure.ancestor_id, func.count())
        .join(held, and_(held.c.place == AreaClosure.descendant_id))
        .where(AreaClosure.ancestor_id.in_(ids), holds_on(AreaClosure, on))
        .group_by(AreaClosure.ancestor_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}
