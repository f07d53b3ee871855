"""How many people there are in each part of the tree.

Posts are counted where they are held and added up along the tree; whoever holds several is taken
off again where two of them meet. Counting different people for every area at once would sort
every post once a level.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, and_, func, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import in_post
from hrgrid.workforce.queries.parts import narrowed, posts_within


def people_by_area(work: UnitOfWork, on: dt.date) -> dict[int, int]:
    """How many different people hold a post at, below or at an office of each area on a day.

    Only people of the part of the tree that the actor sees are counted.
    """
    stands = select(AreaStand.area_id, AreaStand.parent_id).where(holds_on(AreaStand, on))
    above: dict[int, int | None] = {row[0]: row[1] for row in work.session.execute(stands)}
    seen = narrowed(work, (), on)
    held = in_post(on) if seen is None else and_(in_post(on), posts_within(seen, on))
    counts: Counter[int] = Counter()
    for place, posts in _posts_by_place(work, held):
        for area_id in _chain(above, place):
            counts[area_id] += posts
    for places in _several_places(work, held):
        met = Counter(area_id for place in places for area_id in _chain(above, place))
        counts.subtract({area_id: posts - 1 for area_id, posts in met.items()})
    return dict(counts)


def _chain(above: Mapping[int, int | None], area_id: int) -> Iterator[int]:
    """The area and everything that it lies in; nothing where it does not stand."""
    at: int | None = area_id
    while at is not None and at in above:
        yield at
        at = above[at]


_PLACE = func.coalesce(Post.area_id, Bureau.area_id)


def _posts_by_place(work: UnitOfWork, held: ColumnElement[bool]) -> list[tuple[int, int]]:
    query = (
        select(_PLACE, func.count())
        .select_from(Post)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(held)
        .group_by(_PLACE)
    )
    return [(row[0], row[1]) for row in work.session.execute(query)]


def _several_places(work: UnitOfWork, held: ColumnElement[bool]) -> Iterable[list[int]]:
    """Where each person with several posts holds them."""
    several = select(Post.person_id).where(held).group_by(Post.person_id)
    query = (
        select(Post.person_id, _PLACE)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(Post.person_id.in_(several.having(func.count() > 1)), held)
    )
    places: dict[int, list[int]] = {}
    for person_id, place in work.session.execute(query):
        places.setdefault(person_id, []).append(place)
    return places.values()
