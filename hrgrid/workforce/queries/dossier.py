"""一格一档: one grid as of a day with everything about it, and 八定 of many grids at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, func, select

from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Person, Post, StandIn
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.changes import HistoryRow, area_history
from hrgrid.workforce.queries.facts import (
    BodyRow,
    GridRowOfDay,
    TermRow,
    VolunteerRow,
    bodies_on,
    grid_rows,
    station_items,
    terms_on,
    volunteer_kinds,
    volunteers_on,
)
from hrgrid.workforce.queries.grids import CoverRow, GridRow, HolderRow, grids_of, holders
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, GridKind, Level, PostState
from hrgrid.workforce.rules.eight import (
    CREW,
    BodyKind,
    EightKind,
    EightRow,
    GridTold,
    eight_rows,
    settled_count,
)

CHAIN = ("local_leader", "linked_cadre", "grid_leader", "grid_worker")
"""包联: who stands behind a grid, from the leader down to its worker."""


@dataclass(frozen=True)
class RoleRow:
    """Who holds a role at a grid, or at the nearest area above it; nobody where it is vacant."""

    code: str
    label: str
    held: tuple[HolderRow, ...]


@dataclass(frozen=True)
class GridCard:
    """A grid of a day; `vacant_since` only where it has no full-time worker.

    `crew` is 一长五员 with the vacant ones, `backers` the chain of 包联, `holders` everybody at
    the grid itself. Where the grid is no more on the day that was asked for, `on` is its last day.
    """

    on: dt.date
    row: GridRow
    above: tuple[str, ...]
    parent_id: int | None
    valid_from: dt.date
    valid_to: dt.date | None
    vacant_since: dt.date | None
    holders: tuple[HolderRow, ...]
    crew: tuple[RoleRow, ...]
    backers: tuple[RoleRow, ...]
    stand_ins: tuple[CoverRow, ...]
    facts: tuple[GridRowOfDay, ...]
    eight: tuple[EightRow, ...]
    terms: Mapping[EightKind, TermRow]
    bodies: tuple[BodyRow, ...]
    station_items: tuple[str, ...]
    volunteers: tuple[VolunteerRow, ...]
    history: HistoryRow

    @property
    def chain(self) -> tuple[tuple[str, tuple[HolderRow, ...]], ...]:
        """包联 by the roles' names."""
        return tuple((one.label, one.held) for one in self.backers)

    @property
    def settled(self) -> int:
        """How many of 八定 are settled."""
        return settled_count(self.eight)

    def body(self, kind: BodyKind) -> BodyRow | None:
        """What of a kind serves the grid."""
        return next((body for body in self.bodies if body.kind is kind), None)


@dataclass(frozen=True)
class EightSheet:
    """八定 of one grid for paper; the telephone is the station's on duty, never a person's."""

    row: GridRow
    above: tuple[str, ...]
    eight: tuple[EightRow, ...]
    station: BodyRow | None

    @property
    def settled(self) -> int:
        """How many are settled."""
        return settled_count(self.eight)


_DAY = dt.timedelta(days=1)


def grid_card(work: UnitOfWork, area_id: int, on: dt.date) -> GridCard:
    """The card of one grid as of a day; one that is no more shows its last day.

    Raises UserError for what is no grid, Refused for one that the actor may not look at.
    """
    area = work.session.get(Area, area_id)
    if area is None or area.level is not Level.GRID:
        raise UserError("没有这个网格，可能刚被撤回。请刷新后再看")
    history = area_history(work, area_id)
    day = on if area.valid_to is None or on < area.valid_to else area.valid_to - _DAY
    day = max(day, area.valid_from)
    found = [row for row in grids_of(work, area_id, day) if row.id == area_id]
    if not found:
        raise Refused("这个网格不在你能看的区域里，档案打不开。请换有权限的人登录")
    row, above = found[0], _above(work, area_id, day).get(area_id, [])
    labels = {role.code: role.label for role in roles(work)}
    places = [area_id, *(one for one, _ in above)]
    there = [one for one in holders(work, places, day) if one.valid_from <= day]
    own = tuple(one for one in there if one.area_id == area_id)
    crew = _nearest(CREW, labels, there, above, area_id)
    chain = _nearest(CHAIN, labels, there, above, area_id)
    terms = terms_on(work, area_id, day).get(area_id, {})
    return GridCard(
        on=day,
        row=row,
        above=tuple(name for _, name in above),
        parent_id=row.parent_id,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        vacant_since=None if row.worker else _vacant_since(work, area, day),
        holders=own,
        crew=crew,
        backers=chain,
        stand_ins=tuple(_stand_ins(work, area_id)),
        facts=tuple(grid_rows(work, area_id)),
        eight=tuple(_eight(row, crew, own, terms)),
        terms=terms,
        bodies=tuple(bodies_on(work, area_id, day).get(area_id, ())),
        station_items=station_items(work, day),
        volunteers=volunteers_on(work, area_id, day).get(area_id)
        or tuple(VolunteerRow(one.role, one.label, None, None, 0) for one in volunteer_kinds(work)),
        history=history,
    )


def eight_sheets(work: UnitOfWork, area_id: int, on: dt.date) -> list[EightSheet]:
    """八定 of every grid at or below an area on a day, as far as they are seen, in order."""
    rows = grids_of(work, area_id, on)
    above = _above(work, area_id, on)
    labels = {role.code: role.label for role in roles(work)}
    held = _crew_below(work, area_id, on, labels)
    terms, bodies = terms_on(work, area_id, on), bodies_on(work, area_id, on)
    sheets = []
    for row in rows:
        there = held.get(row.id, [])
        over = above.get(row.id, [])
        crew = _nearest(CREW, labels, there, over, row.id)
        own = [one for one in there if one.area_id == row.id]
        serving = bodies.get(row.id, ())
        sheets.append(
            EightSheet(
                row,
                tuple(name for _, name in over),
                tuple(_eight(row, crew, own, terms.get(row.id, {}))),
                next((one for one in serving if one.kind is BodyKind.STATION), None),
            )
        )
    return sheets


_Above = Sequence[tuple[int, str]]


def _eight(
    row: GridRow,
    crew: Sequence[RoleRow],
    own: Sequence[HolderRow],
    terms: Mapping[EightKind, TermRow],
) -> list[EightRow]:
    worker = row.worker
    needs = row.kind is GridKind.GENERAL
    if not worker and not needs:
        worker = "、".join(one.name for one in own if one.fills_grid)
    extent = terms.get(EightKind.GRID)
    told = GridTold(
        name=row.name,
        code=row.code,
        kind=row.kind.label,
        households=row.households,
        extent=extent.text if extent is not None else "",
        worker=worker,
        needs_worker=needs,
        crew=tuple((one.label, _names(one.held)) for one in crew),
    )
    written = {kind: (one.text, one.area if one.depth else "") for kind, one in terms.items()}
    return eight_rows(told, written)


def _names(held: Sequence[HolderRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in held))


def _above(work: UnitOfWork, area_id: int, on: dt.date) -> dict[int, list[tuple[int, str]]]:
    """By grid at or below an area, the areas above it from the top."""
    below = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id == area_id, holds_on(AreaClosure, on)
    )
    query = (
        select(AreaClosure.descendant_id, AreaClosure.ancestor_id, AreaStand.name)
        .join(
            AreaStand,
            and_(AreaStand.area_id == AreaClosure.ancestor_id, holds_on(AreaStand, on)),
        )
        .join(Area, Area.id == AreaClosure.descendant_id)
        .where(AreaClosure.descendant_id.in_(below), AreaClosure.depth > 0)
        .where(holds_on(AreaClosure, on), Area.level == Level.GRID)
        .order_by(AreaClosure.depth.desc())
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.descendant_id, []).append((row.ancestor_id, row.name))
    return found


def _nearest(
    codes: Sequence[str],
    labels: Mapping[str, str],
    there: Sequence[HolderRow],
    above: _Above,
    area_id: int,
) -> tuple[RoleRow, ...]:
    """By role, the holders at the grid, else those at the nearest area above it.

    A grid's own workers work there and nowhere above.
    """
    found = []
    for code in codes:
        if code not in labels:
            continue
        of_role = [one for one in there if one.role_code == code]
        named = [one for one in of_role if one.area_id == area_id]
        for place_id, place in reversed(above) if code != "grid_worker" else ():
            if named:
                break
            named = [replace(one, place=place) for one in of_role if one.area_id == place_id]
        found.append(RoleRow(code, labels[code], tuple(named)))
    return tuple(found)


def _crew_below(
    work: UnitOfWork, area_id: int, on: dt.date, labels: Mapping[str, str]
) -> dict[int, list[HolderRow]]:
    """By grid at or below an area, who holds a role of 一长五员 at it or above it on a day."""
    below = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id == area_id, holds_on(AreaClosure, on)
    )
    query = (
        select(AreaClosure.descendant_id, Post, Person.name)
        .join(Post, Post.area_id == AreaClosure.ancestor_id)
        .join(Person, Person.id == Post.person_id)
        .join(Area, Area.id == AreaClosure.descendant_id)
        .where(AreaClosure.descendant_id.in_(below), Area.level == Level.GRID)
        .where(holds_on(AreaClosure, on), Post.role.in_(CREW), holds_on(Post, on))
        .where(Post.state != PostState.VOIDED)
        .order_by(Post.valid_from, Post.id)
    )
    found: dict[int, list[HolderRow]] = {}
    for grid_id, post, name in work.session.execute(query):
        row = HolderRow(
            post.id,
            post.area_id or 0,
            post.person_id,
            name,
            post.role,
            labels.get(post.role, post.role),
            post.employment,
            post.fills_grid,
            post.valid_from,
            post.valid_to,
        )
        found.setdefault(grid_id, []).append(row)
    return found


def _vacant_since(work: UnitOfWork, area: Area, on: dt.date) -> dt.date:
    """The day after its last full-time worker's last day, else the day from which it stands."""
    query = select(func.max(Post.valid_to)).where(
        Post.area_id == area.id,
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state != PostState.VOIDED,
        Post.valid_to <= on,
    )
    return work.session.scalar(query) or area.valid_from


def _stand_ins(work: UnitOfWork, area_id: int) -> list[CoverRow]:
    query = (
        select(
            StandIn.id,
            Person.name,
            StandIn.reason,
            StandIn.valid_from,
            StandIn.valid_to,
            StandIn.pay_effect,
            StandIn.allowance_fen,
        )
        .join(StandIn, StandIn.person_id == Person.id)
        .where(StandIn.area_id == area_id)
        .order_by(StandIn.valid_from.desc())
    )
    return [CoverRow(*row) for row in work.session.execute(query)]
