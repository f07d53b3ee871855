"""What a few typed characters may mean: people past and present, and areas.

Each meaning walks its own index and stops at as many rows as are shown; one statement for all
of them would read every namesake of a million people to sort them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from hrgrid.storage.base import table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import (
    PeopleFilter,
    begins,
    code_begins,
    in_post,
    names_a_code,
    person_rows,
    ways_to,
)
from hrgrid.workforce.queries.parts import narrowed, posts_within, under
from hrgrid.workforce.queries.scope import seen_paths
from hrgrid.workforce.rules import Level, PersonState, PostState


@dataclass(frozen=True)
class HitRow:
    """A find of the search field: a person or an area, past ones too.

    `past` of a person who holds no post on the day, of an area that is no more; `ended` is the
    last day of such an area.
    """

    kind: str
    id: int
    title: str
    subtitle: str
    past: bool = False
    ended: dt.date | None = None


def search(work: UnitOfWork, text: str, on: dt.date, limit: int = 12) -> list[HitRow]:
    """At most `limit` people and as many areas, of the part of the tree that the actor sees."""
    typed = text.strip()
    return [*_people(work, typed, on, limit), *_areas(work, typed, on, limit)] if typed else []


def _people(work: UnitOfWork, text: str, on: dt.date, limit: int) -> list[HitRow]:
    wanted = PeopleFilter(on=on, text=text, past=True)
    table = table_of(Person)
    ids = _person_ids(work, text, on, limit)
    found = work.session.execute(select(table).where(table.c.id.in_(ids))).all()
    rows = {row.id: row for row in person_rows(work, found, wanted)}
    held = select(Post.person_id).where(Post.person_id.in_(ids), in_post(on))
    present = set(work.session.scalars(held)) if ids else set()
    return [
        HitRow(
            "person",
            row.id,
            row.name,
            "、".join(filter(None, (row.role, row.place))),
            past=row.id not in present,
        )
        for row in (rows[found_id] for found_id in ids)
    ]


def _person_ids(work: UnitOfWork, text: str, on: dt.date, limit: int) -> list[int]:
    """The nearest first: a whole number before a name, a whole name before a longer one."""
    places = narrowed(work, (), on)
    ids: dict[int, None] = {}
    for query in _walks(work, text, on):
        walk = query if places is None else query.where(_held_within(places, on))
        ids |= dict.fromkeys(work.session.scalars(walk.limit(limit)))
        if len(ids) >= limit:
            break
    return list(ids)[:limit]


def _held_within(places: Sequence[int], on: dt.date) -> ColumnElement[bool]:
    held = select(Post.person_id).where(Post.state != PostState.VOIDED)
    return Person.id.in_(held.where(posts_within(places, on)))


def _walks(work: UnitOfWork, text: str, on: dt.date) -> Iterator[Select[tuple[int]]]:
    there = Person.state != PersonState.MERGED
    for way, column in ways_to(work, text):
        yield select(Person.id).where(way, there).order_by(column, Person.id)
    if names_a_code(text):
        yield (
            select(Person.id)
            .join(Post, and_(Post.person_id == Person.id, in_post(on)))
            .join(Area, Area.id == Post.area_id)
            .where(code_begins(text), there)
            .order_by(Area.code, Post.id)
        )


def _areas(work: UnitOfWork, text: str, on: dt.date, limit: int) -> list[HitRow]:
    # Two statements: a condition on either table would leave both indexes unused.
    found = {
        row.id: row
        for where in (begins(AreaStand.name, text), code_begins(text))
        for row in work.session.execute(_areas_where(work, where, on).limit(limit))
    }
    rows = sorted(found.values(), key=lambda row: row.sort)[:limit]
    hits = [HitRow("area", row.id, row.name, f"{row.level.label} {row.code}") for row in rows]
    if len(hits) < limit:
        hits += _closed(work, text, on, limit - len(hits))
    return hits


def _closed(work: UnitOfWork, text: str, on: dt.date, limit: int) -> list[HitRow]:
    """Areas that were closed, split or merged away, by the name that they had at the last."""
    query = (
        select(Area.id, AreaStand.name, Area.level, Area.code, Area.valid_to)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, AreaStand.valid_to == Area.valid_to))
        .where(begins(AreaStand.name, text), Area.level == Level.GRID, Area.valid_to <= on)
        .order_by(Area.valid_to.desc(), Area.sort)
        .limit(limit)
    )
    paths = seen_paths(work, on)
    query = query if paths is None else query.where(under(paths))
    return [
        HitRow(
            "area",
            row.id,
            row.name,
            f"{row.level.label} {row.code}",
            past=True,
            ended=row.valid_to - dt.timedelta(days=1),
        )
        for row in work.session.execute(query)
    ]


def _areas_where(work: UnitOfWork, where: ColumnElement[bool], on: dt.date) -> Select[Any]:
    query = (
        select(Area.id, AreaStand.name, Area.level, Area.code, Area.sort)
        .join(AreaStand, and_(AreaStand.area_id == Area.id, holds_on(AreaStand, on)))
        .where(where)
        .order_by(Area.sort)
    )
    paths = seen_paths(work, on)
    return query if paths is None else query.where(under(paths))
