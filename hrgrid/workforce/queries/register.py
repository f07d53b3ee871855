"""花名册: everybody who holds a post in a part of the tree, in the order of the tree.

A person stands once, at the post there that counts most. The rows come in chunks of areas, so
that a city takes no more memory than a street.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, or_, select

from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries.areas import AreaRow, areas_on, holds_on
from hrgrid.workforce.queries.bureaus import bureaus
from hrgrid.workforce.queries.conditions import seen_on
from hrgrid.workforce.queries.listing import in_post
from hrgrid.workforce.queries.parts import narrowed, posts_within
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.queries.scope import is_seen
from hrgrid.workforce.rules import Employment, Level, PersonState

_AREAS_AT_ONCE = 400

Sources = Callable[[UnitOfWork, Collection[int]], Mapping[int, str]]
"""来源 by person, for some people: a room above knows how they came."""
Stars = Callable[[UnitOfWork, Collection[int], dt.date], Mapping[int, str]]
"""当前星级 by person, for some people on a day: a room above knows it too."""
_PEOPLE, _POSTS = table_of(Person), table_of(Post)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person as documents.md 10 wants him; numbers are masked, what is unknown is empty."""

    person_id: int
    district: str
    street: str
    community: str
    grid_code: str
    grid_name: str
    kind: str
    name: str
    sex: str
    id_masked: str
    role: str
    employment: str
    engagement: str
    since: dt.date
    education: str
    party: str
    phone_masked: str
    note: str
    source: str = ""
    star: str = ""


def register_count(work: UnitOfWork, on: dt.date, area_id: int | None = None) -> int:
    """How many people `register` tells of."""
    wanted = () if area_id is None else (area_id,)
    places = narrowed(work, wanted, on)
    query = (
        select(func.count(Post.person_id.distinct()))
        .join(Person, Person.id == Post.person_id)
        .where(in_post(on), Person.state != PersonState.MERGED)
    )
    if places is not None:
        query = query.where(posts_within(places, on))
    return work.session.scalar(query) or 0


def register(
    work: UnitOfWork,
    on: dt.date,
    area_id: int | None = None,
    sources: Sources | None = None,
    stars: Stars | None = None,
) -> Iterator[RegisterRow]:
    """Everybody with a post at, below or at an office of an area (None is all that is seen)."""
    reading = _Reading(work, on, area_id, sources, stars)
    ids = reading.order
    for begin in range(0, len(ids), _AREAS_AT_ONCE):
        rows = reading.rows(ids[begin : begin + _AREAS_AT_ONCE])
        yield from rows
        work.progress.step(len(rows))


class _Reading:
    """The tree of the day, and what is asked of it chunk by chunk."""

    def __init__(
        self,
        work: UnitOfWork,
        on: dt.date,
        area_id: int | None,
        sources: Sources | None,
        stars: Stars | None,
    ) -> None:
        self._work, self._on, self._sources, self._stars = work, on, sources, stars
        areas = areas_on(work, on)
        self._areas = {row.id: row for row in areas}
        self.order = in_tree_order(areas, area_id)
        paths = seen_on(work, on)
        self.order = [one for one in self.order if is_seen(self._areas[one].path, paths)]
        self._place = {area: at for at, area in enumerate(self.order)}
        self._labels = {row.code: row.label for row in roles(work)}
        self._bureaus = {row.id: (row.area_id, row.name) for row in bureaus(work)}

    def rows(self, area_ids: Sequence[int]) -> list[RegisterRow]:
        """Whoever has his main post of this part at one of these areas."""
        here = self._posts(self._of_areas(area_ids))
        people = {post.person_id for post in here}
        held: dict[int, list[Any]] = {}
        for post in self._posts(Post.person_id.in_(people)):
            if self._area_of(post) in self._place:
                held.setdefault(post.person_id, []).append(post)
        main = {key: min(posts, key=_weight) for key, posts in held.items()}
        chosen = [post for post in here if main[post.person_id].id == post.id]
        chosen.sort(key=lambda post: (self._place[self._area_of(post)], *_weight(post)))
        persons = self._persons(people)
        ways = self._engagements(people)
        came = self._sources(self._work, people) if self._sources is not None else {}
        starred = self._stars(self._work, people, self._on) if self._stars is not None else {}
        rows = (
            self._row(persons[post.person_id], post, held[post.person_id], ways)
            for post in chosen
            if post.person_id in persons
        )
        return [
            replace(row, source=came.get(row.person_id, ""), star=starred.get(row.person_id, ""))
            for row in rows
        ]

    def _of_areas(self, area_ids: Sequence[int]) -> Any:
        bureaus = [key for key, (area, _) in self._bureaus.items() if area in set(area_ids)]
        return or_(Post.area_id.in_(area_ids), Post.bureau_id.in_(bureaus))

    def _posts(self, where: Any) -> list[Any]:
        query = select(_POSTS).where(where, in_post(self._on))
        found = self._work.session.execute(query).all()
        check_rows(_POSTS, found)
        return list(found)

    def _persons(self, ids: set[int]) -> dict[int, Any]:
        query = select(_PEOPLE).where(_PEOPLE.c.id.in_(ids), Person.state != PersonState.MERGED)
        found = self._work.session.execute(query).all()
        check_rows(_PEOPLE, found)
        return {row.id: row for row in found}

    def _engagements(self, ids: set[int]) -> dict[int, str]:
        query = (
            select(Contract.person_id, Contract.kind)
            .where(Contract.person_id.in_(ids), holds_on(Contract, self._on))
            .order_by(Contract.valid_from)
        )
        return {row.person_id: row.kind.label for row in self._work.session.execute(query)}

    def _area_of(self, post: Any) -> int:
        return int(post.area_id if post.area_id is not None else self._bureaus[post.bureau_id][0])

    def _place_name(self, post: Any) -> str:
        if post.bureau_id is not None:
            return self._bureaus[post.bureau_id][1]
        return self._areas[post.area_id].name

    def _row(
        self, person: Any, post: Any, posts: Sequence[Any], ways: dict[int, str]
    ) -> RegisterRow:
        area = self._areas[self._area_of(post)]
        above = self._above(area)
        in_grid = area.level in {Level.GRID, Level.MICRO} and post.bureau_id is None
        named = "" if post.bureau_id is None else self._bureaus[post.bureau_id][1]
        notes = [
            f"另任{self._place_name(each)}{self._labels.get(each.role, each.role)}"
            for each in sorted(posts, key=_weight)
            if each.id != post.id
        ]
        if named:
            notes.insert(0, f"所在单位：{named}")
        notes += [person.note] if person.note else []
        return RegisterRow(
            person_id=person.id,
            district=above.get(Level.DISTRICT, ""),
            street=above.get(Level.STREET, ""),
            community=above.get(Level.COMMUNITY, ""),
            grid_code=area.code if in_grid else "",
            grid_name=area.name if in_grid else "",
            kind=area.kind.label if area.kind else (area.level.label if in_grid else ""),
            name=person.name,
            sex=person.sex.label if person.sex else "",
            id_masked=person.id_masked,
            role=self._labels.get(post.role, post.role),
            employment=post.employment.label,
            engagement=ways.get(person.id, ""),
            since=post.valid_from,
            education=person.education,
            party=person.party,
            phone_masked=person.phone_masked,
            note="；".join(notes),
        )

    def _above(self, area: AreaRow) -> dict[Level, str]:
        found = {}
        at: AreaRow | None = area
        while at is not None:
            found[at.level] = at.name
            at = self._areas.get(at.parent_id) if at.parent_id is not None else None
        return found


def in_tree_order(areas: Sequence[AreaRow], area_id: int | None = None) -> list[int]:
    """Ids of `areas` (or of those at and below one), each before what lies in it.

    Siblings keep the order in which they come.
    """
    below: dict[int | None, list[int]] = {}
    known = {row.id for row in areas}
    for row in areas:
        parent = row.parent_id if row.parent_id in known else None
        below.setdefault(parent, []).append(row.id)
    waiting = [area_id] if area_id is not None else list(below.get(None, ()))
    waiting = [one for one in waiting if one in known][::-1]
    order = []
    while waiting:
        one = waiting.pop()
        order.append(one)
        waiting.extend(reversed(below.get(one, ())))
    return order


def _weight(post: Any) -> tuple[bool, dt.date, int]:
    """Full-time before part-time, the older first: the post that a list shows."""
    return post.employment is not Employment.FULL, post.valid_from, post.id
