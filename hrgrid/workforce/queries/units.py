"""The units of an area that are asked for their tables, and who is in post in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from hrgrid.core.errors import UserError
from hrgrid.exchange.rules.collecting import Unit
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Level, PersonState


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody in post with the post that counts most; `phone` is sealed, `since` of that post."""

    person_id: int
    number: str
    name: str
    role: str
    place: str
    path: str
    phone: bytes | None
    since: dt.date
    party: str
    education: str


def units_of(work: UnitOfWork, area_path: str, on: dt.date) -> tuple[Unit, ...]:
    """The streets of an area, in the office's order; of a street its communities, else itself.

    Raises UserError where there is no such area on the day.
    """
    for level in (Level.STREET, Level.COMMUNITY):
        query = (
            select(AreaStand.path, AreaStand.name)
            .join(Area, Area.id == AreaStand.area_id)
            .where(Area.level == level, holds_on(AreaStand, on), holds_on(Area, on))
            .where(AreaStand.path.startswith(area_path, autoescape=True))
            .where(AreaStand.path != area_path)
            .order_by(Area.sort, Area.id)
        )
        found = tuple(Unit(row.path, row.name) for row in work.session.execute(query))
        if found:
            return found
    name = work.session.scalar(
        select(AreaStand.name).where(AreaStand.path == area_path, holds_on(AreaStand, on))
    )
    if name is None:
        raise UserError("没有这个区域，可能已经撤并。请刷新后再选")
    return (Unit(area_path, name),)


def on_duty(work: UnitOfWork, units: Sequence[Unit], on: dt.date) -> dict[str, list[OnDuty]]:
    """By unit path everybody in post at or below it, by surname strokes; one row a person.

    Two statements, however many units there are.
    """
    area_id = func.coalesce(Post.area_id, Bureau.area_id)
    query = (
        select(
            Post.person_id,
            Person.number,
            Person.name,
            Post.role,
            func.coalesce(Bureau.name, AreaStand.name).label("place"),
            AreaStand.path,
            Person.phone,
            Post.valid_from,
            Person.party,
            Person.education,
            Post.employment,
        )
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .join(AreaStand, and_(AreaStand.area_id == area_id, holds_on(AreaStand, on)))
        .where(in_post(on), Person.state == PersonState.PRESENT)
        .where(or_(*(AreaStand.path.startswith(one.path, autoescape=True) for one in units)))
        .order_by(Person.stroke_key, Post.person_id, Post.valid_from, Post.id)
    )
    labels = {row.code: row.label for row in roles(work)}
    best: dict[int, Any] = {}
    for row in work.session.execute(query) if units else ():
        held = best.get(row.person_id)
        if held is None or _weight(row) < _weight(held):
            best[row.person_id] = row
    found: dict[str, list[OnDuty]] = {}
    paths = sorted((one.path for one in units), key=len, reverse=True)
    for row in best.values():
        unit = next((path for path in paths if row.path.startswith(path)), None)
        if unit is not None:
            found.setdefault(unit, []).append(
                OnDuty(
                    row.person_id,
                    row.number,
                    row.name,
                    labels.get(row.role, row.role),
                    row.place,
                    row.path,
                    row.phone,
                    row.valid_from,
                    row.party,
                    row.education,
                )
            )
    return found


def _weight(row: Any) -> tuple[bool, dt.date]:
    """Full-time before part-time, the older first: the post that the lists show."""
    return row.employment is not Employment.FULL, row.valid_from
