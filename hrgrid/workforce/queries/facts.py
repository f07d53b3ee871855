"""What grids have on a day beside their people: 八定, the bodies behind them, volunteers.

Every question is asked for all grids at or below an area at once, by the number of statements
that it would take for one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.core.errors import UserError
from hrgrid.storage.rulebook import rules_in_force
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    AreaClosure,
    AreaStand,
    Bureau,
    Grid,
    GridBody,
    GridBodyReach,
    GridBodyStand,
    GridTerm,
    Person,
    Post,
    PostRole,
    StationCheck,
    VolunteerCount,
    VolunteerKind,
)
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import GridKind, PostState
from hrgrid.workforce.rules.eight import (
    SHIPPED_VOLUNTEERS,
    STATION_ITEMS,
    STATION_TOPIC,
    BodyKind,
    EightKind,
)


@dataclass(frozen=True)
class TermRow:
    """One of 八定 as written; `area` is where, `depth` how far above the grid (0: its own)."""

    kind: EightKind
    text: str
    document_no: str
    area: str
    depth: int
    valid_from: dt.date


@dataclass(frozen=True)
class CheckRow:
    """What was found last of one item of 四有; `passed` is None where nobody looked."""

    item: str
    passed: bool | None
    checked_on: dt.date | None = None
    checked_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class BodyRow:
    """A party branch, police grid or station as of a day; `grids` is how many it serves."""

    id: int
    kind: BodyKind
    area_id: int
    name: str
    leader: str
    bureau: str
    place: str
    telephone: str
    founded: dt.date
    grids: int = 0
    checks: tuple[CheckRow, ...] = ()

    @property
    def passed(self) -> int:
        """How many items of 四有 were found."""
        return sum(check.passed is True for check in self.checks)


@dataclass(frozen=True)
class VolunteerKindRow:
    """A kind of volunteers; `role` is its role of the dictionary of posts."""

    role: str
    label: str


@dataclass(frozen=True)
class VolunteerRow:
    """How many volunteers of a kind a grid has: counted on a day, and registered by name."""

    role: str
    label: str
    counted: int | None
    counted_on: dt.date | None
    named: int

    @property
    def heads(self) -> int:
        """Whoever stands there by name is there, however many were counted."""
        return max(self.counted or 0, self.named)


@dataclass(frozen=True)
class GridRowOfDay:
    """Kind and households of a grid on a day, and since when."""

    kind: GridKind
    households: int | None
    valid_from: dt.date
    valid_to: dt.date | None


def grid_on(work: UnitOfWork, area_id: int, on: dt.date) -> GridRowOfDay:
    """Kind and households on a day; raises UserError where there is no such grid then."""
    query = select(Grid).where(Grid.area_id == area_id, holds_on(Grid, on))
    grid = work.session.scalar(query)
    if grid is None:
        raise UserError(f"{on} 没有这个网格。请核对日期，或刷新后再看")
    return GridRowOfDay(grid.kind, grid.households, grid.valid_from, grid.valid_to)


def grid_rows(work: UnitOfWork, area_id: int) -> list[GridRowOfDay]:
    """Kind and households of a grid through time, the newest first."""
    query = select(Grid).where(Grid.area_id == area_id).order_by(Grid.valid_from.desc())
    return [
        GridRowOfDay(row.kind, row.households, row.valid_from, row.valid_to)
        for row in work.session.scalars(query)
    ]


def _below(area_id: int, on: dt.date) -> Any:
    return select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id == area_id, holds_on(AreaClosure, on)
    )


# --- 八定 ---------------------------------------------------------------------------------------


def terms_on(work: UnitOfWork, area_id: int, on: dt.date) -> dict[int, dict[EightKind, TermRow]]:
    """By area at or below another one, what is written of 八定 and holds there on a day.

    The nearest area above speaks; the extent of a grid is never taken from above.
    """
    query = (
        select(
            AreaClosure.descendant_id,
            AreaClosure.depth,
            GridTerm.kind,
            GridTerm.text,
            GridTerm.document_no,
            GridTerm.valid_from,
            AreaStand.name,
        )
        .join(GridTerm, GridTerm.area_id == AreaClosure.ancestor_id)
        .join(
            AreaStand,
            and_(AreaStand.area_id == AreaClosure.ancestor_id, holds_on(AreaStand, on)),
        )
        .where(AreaClosure.descendant_id.in_(_below(area_id, on)))
        .where(holds_on(AreaClosure, on), holds_on(GridTerm, on))
        # The nearest comes last and stays.
        .order_by(AreaClosure.depth.desc(), GridTerm.id)
    )
    found: dict[int, dict[EightKind, TermRow]] = {}
    for row in work.session.execute(query):
        if row.kind.is_inherited or row.depth == 0:
            term = TermRow(row.kind, row.text, row.document_no, row.name, row.depth, row.valid_from)
            found.setdefault(row.descendant_id, {})[row.kind] = term
    return found


# --- bodies ---------------------------------------------------------------------------------------


def bodies_on(work: UnitOfWork, area_id: int, on: dt.date) -> dict[int, list[BodyRow]]:
    """By grid at or below an area, what serves it on a day, in the order of the kinds."""
    query = _bodies(on).add_columns(GridBodyReach.area_id.label("grid"))
    query = query.join(GridBodyReach, GridBodyReach.body_id == GridBody.id).where(
        holds_on(GridBodyReach, on), GridBodyReach.area_id.in_(_below(area_id, on))
    )
    rows = list(work.session.execute(query))
    bodies = {one.id: one for one in _with_checks(work, rows, on)}
    found: dict[int, list[BodyRow]] = {}
    for row in rows:
        found.setdefault(row.grid, []).append(bodies[row.id])
    order = list(BodyKind)
    for served in found.values():
        served.sort(key=lambda body: order.index(body.kind))
    return found


def bodies_around(work: UnitOfWork, area_id: int, kind: BodyKind, on: dt.date) -> list[BodyRow]:
    """The bodies of a kind under a grid's community and the area above it, by their names."""
    above = (
        select(AreaClosure.ancestor_id)
        .where(AreaClosure.descendant_id == area_id, holds_on(AreaClosure, on))
        .order_by(AreaClosure.depth)
    )
    near = list(work.session.scalars(above))[:4]
    query = _bodies(on).where(
        GridBody.kind == kind,
        GridBody.area_id.in_(
            select(AreaClosure.descendant_id).where(
                AreaClosure.ancestor_id.in_(near[1:3] or near), holds_on(AreaClosure, on)
            )
        ),
    )
    rows = list(work.session.execute(query))
    return sorted(_with_checks(work, rows, on), key=lambda body: (body.name, body.id))


def body_on(work: UnitOfWork, body_id: int, on: dt.date) -> BodyRow:
    """One body as of a day; raises UserError where it is not there."""
    rows = list(work.session.execute(_bodies(on).where(GridBody.id == body_id)))
    if not rows:
        raise UserError(f"{on} 没有这个党支部、警格或工作站，可能已经撤销。请刷新后再看")
    return _with_checks(work, rows, on)[0]


def served_grids(work: UnitOfWork, body_id: int, on: dt.date) -> list[int]:
    """The grids that a body serves on a day."""
    query = select(GridBodyReach.area_id).where(
        GridBodyReach.body_id == body_id, holds_on(GridBodyReach, on)
    )
    return list(work.session.scalars(query.order_by(GridBodyReach.area_id)))


def _bodies(on: dt.date) -> Any:
    return (
        select(
            GridBody.id,
            GridBody.kind,
            GridBody.area_id,
            GridBodyStand.name,
            func.coalesce(Person.name, GridBodyStand.leader).label("leader"),
            Bureau.name.label("bureau"),
            GridBodyStand.place_words,
            GridBodyStand.duty_telephone,
            GridBody.valid_from,
        )
        .join(GridBodyStand, GridBodyStand.body_id == GridBody.id)
        .outerjoin(Person, Person.id == GridBodyStand.leader_id)
        .outerjoin(Bureau, Bureau.id == GridBodyStand.bureau_id)
        .where(holds_on(GridBody, on), holds_on(GridBodyStand, on))
    )


def _with_checks(work: UnitOfWork, rows: Sequence[Any], on: dt.date) -> list[BodyRow]:
    ids = {row.id for row in rows}
    served = _served(work, ids, on)
    stations = {row.id for row in rows if row.kind is BodyKind.STATION}
    checks = _checks(work, stations, on) if stations else {}
    known = {
        row.id: BodyRow(
            row.id,
            row.kind,
            row.area_id,
            row.name,
            row.leader or "",
            row.bureau or "",
            row.place_words,
            row.duty_telephone,
            row.valid_from,
            served.get(row.id, 0),
            tuple(checks.get(row.id, ())),
        )
        for row in rows
    }
    return list(known.values())


def _served(work: UnitOfWork, ids: Iterable[int], on: dt.date) -> dict[int, int]:
    query = (
        select(GridBodyReach.body_id, func.count())
        .where(GridBodyReach.body_id.in_(list(ids)), holds_on(GridBodyReach, on))
        .group_by(GridBodyReach.body_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)} if ids else {}


def station_items(work: UnitOfWork, on: dt.date) -> tuple[str, ...]:
    """What a station is looked at for on a day: the office's rule, else 四有 as published."""
    rules = rules_in_force(work, STATION_TOPIC, on)
    return tuple(rules.parameters["items"]) if rules is not None else STATION_ITEMS


def _checks(work: UnitOfWork, ids: Iterable[int], on: dt.date) -> dict[int, list[CheckRow]]:
    items = station_items(work, on)
    query = (
        select(StationCheck)
        .where(StationCheck.body_id.in_(list(ids)), StationCheck.checked_on <= on)
        # A later line of the same day corrects the earlier one.
        .order_by(StationCheck.checked_on, StationCheck.id)
    )
    last = {(row.body_id, row.item): row for row in work.session.scalars(query)}
    found: dict[int, list[CheckRow]] = {}
    for body_id in ids:
        for item in items:
            row = last.get((body_id, item))
            check = (
                CheckRow(item, row.passed, row.checked_on, row.checked_by, row.note)
                if row is not None
                else CheckRow(item, passed=None)
            )
            found.setdefault(body_id, []).append(check)
    return found


# --- volunteers -----------------------------------------------------------------------------------


def volunteer_kinds(work: UnitOfWork) -> list[VolunteerKindRow]:
    """The office's kinds in its order; the shipped ones before the first was written."""
    query = (
        select(VolunteerKind.role, PostRole.label)
        .join(PostRole, PostRole.code == VolunteerKind.role)
        .order_by(VolunteerKind.sort, VolunteerKind.role)
    )
    kept = [VolunteerKindRow(*row) for row in work.session.execute(query)]
    return kept or [VolunteerKindRow(one.code, one.label) for one in SHIPPED_VOLUNTEERS]


def volunteers_on(
    work: UnitOfWork, area_id: int, on: dt.date
) -> dict[int, tuple[VolunteerRow, ...]]:
    """By grid at or below an area, its volunteers of a day, every kind; none where none are."""
    kinds = volunteer_kinds(work)
    below = _below(area_id, on)
    counts = select(VolunteerCount).where(
        VolunteerCount.area_id.in_(below), VolunteerCount.counted_on <= on
    )
    counted = {
        (row.area_id, row.role): row
        for row in work.session.scalars(counts.order_by(VolunteerCount.counted_on))
    }
    posts = (
        select(Post.area_id, Post.role, func.count(Post.person_id.distinct()))
        .where(Post.area_id.in_(below), Post.role.in_([kind.role for kind in kinds]))
        .where(Post.state != PostState.VOIDED, holds_on(Post, on))
        .group_by(Post.area_id, Post.role)
    )
    named: dict[tuple[int, str], int] = {
        (row[0], row[1]): row[2] for row in work.session.execute(posts)
    }
    areas = {key[0] for key in (*counted, *named)}
    return {
        area: tuple(
            VolunteerRow(
                kind.role,
                kind.label,
                counted[area, kind.role].heads if (area, kind.role) in counted else None,
                counted[area, kind.role].counted_on if (area, kind.role) in counted else None,
                named.get((area, kind.role), 0),
            )
            for kind in kinds
        )
        for area in areas
    }
