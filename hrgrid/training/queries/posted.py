"""Who holds which post on a day, and in which street: one row a person, for thousands at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post
from hrgrid.workforce.queries.parts import narrowed, posts_within
from hrgrid.workforce.queries.roles import roles as all_roles
from hrgrid.workforce.rules import Employment, Level, PersonState

_LAST = 1 << 60
CHUNK = 5_000
"""So many ids go into one statement."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Somebody with the post that counts most; `since` is his first day in any of those asked.

    `street_id` 0 and `street` the place's own name where it lies below no street.
    """

    person_id: int
    number: str
    name: str
    stroke_key: str
    street_id: int
    street: str
    place: str
    path: str
    role: str
    since: dt.date
    # Codes of all roles that he holds among those asked for.
    roles: tuple[str, ...]
    # Where the street stands in the office's order.
    street_order: int


class Streets:
    """Streets of a day by the path of what lies below them."""

    def __init__(self, work: UnitOfWork, on: dt.date) -> None:
        query = (
            select(AreaStand.path, AreaStand.area_id, AreaStand.name)
            .join(Area, Area.id == AreaStand.area_id)
            .where(Area.level == Level.STREET, holds_on(AreaStand, on))
        )
        found = work.session.execute(query.order_by(Area.sort, Area.id))
        self._by_path = {row.path: (row.area_id, row.name, at) for at, row in enumerate(found)}
        self._found: dict[str, tuple[int, str, int] | None] = {}

    def of(self, path: str) -> tuple[int, str, int] | None:
        """The street at or above a path: id, name, place in order; None where there is none."""
        if path not in self._found:
            above = path.rstrip("/").rpartition("/")[0]
            # Neighbours share what lies above them, which is asked once.
            self._found[path] = self._by_path.get(path) or (self.of(f"{above}/") if above else None)
        return self._found[path]


def posted(
    work: UnitOfWork,
    on: dt.date,
    area_ids: Sequence[int] = (),
    roles: Sequence[str] = (),
) -> list[Posted]:
    """Everybody in post on a day, of these roles, at or below these areas, as far as seen.

    By surname strokes. The number of statements does not depend on how many there are.
    """
    places = narrowed(work, tuple(area_ids), on)
    query = _held(on)
    if places is not None:
        query = query.where(posts_within(places, on))
    if roles:
        query = query.where(Post.role.in_(list(roles)))
    return _rows(work, work.session.execute(query).all(), on)


def posted_of(work: UnitOfWork, person_ids: Iterable[int], on: dt.date) -> dict[int, Posted]:
    """By person, whoever may look at him: who is in a class is seen with it."""
    ids = list(person_ids)
    found: dict[int, Posted] = {}
    for start in range(0, len(ids), CHUNK):
        query = _held(on).where(Post.person_id.in_(ids[start : start + CHUNK]))
        rows = _rows(work, work.session.execute(query).all(), on)
        found.update((row.person_id, row) for row in rows)
    return found


def _held(on: dt.date) -> Any:
    area_id = func.coalesce(Post.area_id, Bureau.area_id)
    return (
        select(
            Post.person_id,
            Person.number,
            Person.name,
            Person.stroke_key,
            Post.role,
            Post.employment,
            Post.valid_from,
            func.coalesce(Bureau.name, AreaStand.name).label("place"),
            AreaStand.path,
            AreaStand.name.label("area"),
        )
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(AreaStand, and_(AreaStand.area_id == area_id, holds_on(AreaStand, on)))
        .where(in_post(on), Person.state == PersonState.PRESENT)
        .order_by(Person.stroke_key, Post.person_id, Post.valid_from, Post.id)
    )


def _rows(work: UnitOfWork, found: Sequence[Any], on: dt.date) -> list[Posted]:
    if not found:
        return []
    streets = Streets(work, on)
    labels = {row.code: row.label for row in all_roles(work)}
    best: dict[int, Any] = {}
    since: dict[int, dt.date] = {}
    held_roles: dict[int, dict[str, None]] = {}
    for row in found:
        held_roles.setdefault(row.person_id, {})[row.role] = None
        held = best.get(row.person_id)
        since[row.person_id] = min(since.get(row.person_id, row.valid_from), row.valid_from)
        if held is None or _weight(row) < _weight(held):
            best[row.person_id] = row
    posts = []
    for person_id, row in best.items():
        path = row.path or ""
        street_id, street, order = streets.of(path) or (0, row.area or "", _LAST)
        posts.append(
            Posted(
                person_id,
                row.number,
                row.name,
                row.stroke_key,
                street_id,
                street,
                row.place or "",
                path,
                labels.get(row.role, row.role),
                since[person_id],
                tuple(held_roles[person_id]),
                order,
            )
        )
    return posts


def _weight(row: Any) -> tuple[bool, dt.date]:
    """Full-time before part-time, the older first: the post that the lists show."""
    return row.employment is not Employment.FULL, row.valid_from
