"""The list of people: filtered and sorted in SQL, paged by key.

A page costs the same on forty thousand people as on forty: rows come in the order of an index,
beginning behind the last row seen, and only the page's own posts are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from hrgrid.core.identity import Sex
from hrgrid.core.labelled import Labelled
from hrgrid.core.names import match_key
from hrgrid.core.names.spelling import is_plain
from hrgrid.core.names.strokes import character_text
from hrgrid.core.narrowing import Narrowing
from hrgrid.core.paging import Anchors, Mark, anchors
from hrgrid.storage.base import check_rows, table_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import (
    Absence,
    Area,
    AreaClosure,
    AreaStand,
    Bureau,
    Person,
    Post,
    PostRole,
)
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.conditions import in_post as in_post  # noqa: PLC0414 - asked here too
from hrgrid.workforce.queries.narrowing import Ratings, of_person, of_post, shares_a_grid
from hrgrid.workforce.queries.parts import narrowed, posts_within
from hrgrid.workforce.rules import Employment, Level, PersonState, PostState

ID_NUMBER = "person.id_number"
PHONE = "person.phone"
PHONE_TAIL = "person.phone_tail"


_TABLE = table_of(Person)
_POSTS = table_of(Post)


class PeopleOrder(Labelled):
    """What the list may be sorted by."""

    STROKES = "strokes", "按姓氏笔画"
    PINYIN = "pinyin", "按拼音"
    NUMBER = "number", "按工号"


_SORT_COLUMNS = {
    PeopleOrder.STROKES: "stroke_key",
    PeopleOrder.PINYIN: "pinyin",
    PeopleOrder.NUMBER: "number",
}


@dataclass(frozen=True)
class PeopleFilter:
    """Which people; empty fields do not narrow. `on` is the day on which posts are looked at.

    Without `ratings` nobody has a star, and none can be asked for.
    """

    on: dt.date
    area_ids: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    employment: Employment | None = None
    text: str = ""
    without_photo: bool = False
    past: bool = False
    shared_grid: bool = False
    narrowings: tuple[Narrowing, ...] = ()
    ratings: Ratings | None = None


@dataclass(frozen=True)
class PersonRow:
    """One person with the post that counts most: full-time before part-time, the older first."""

    id: int
    number: str
    name: str
    sex: Sex | None
    id_masked: str
    phone_masked: str
    street: str
    place: str
    role: str
    employment: Employment | None
    since: dt.date | None
    posts: int
    has_photo: bool
    party: str
    education: str
    note: str
    version: int
    key: str = field(repr=False, default="")
    # What lists say of somebody who is away: 请假, never the reason.
    away: str = ""
    # 0 where none is in force.
    star: int = 0


def people(
    work: UnitOfWork,
    wanted: PeopleFilter,
    order: PeopleOrder = PeopleOrder.STROKES,
    after: Mark | None = None,
    limit: int = 100,
) -> list[PersonRow]:
    """At most `limit` people behind the row (`key`, `id`) last seen.

    Whoever may look at a part of the tree only gets the people of that part. Raises DamagedRow
    where a person or a post is not what was written.
    """
    column, query = _sorted(work, wanted, order, select(_TABLE))
    query = query.order_by(column, _TABLE.c.id).limit(limit)
    if after is not None:
        # Both together, so that the index is entered at this place and not walked to it.
        key, last = after
        query = query.where(tuple_(column, _TABLE.c.id) > tuple_(literal(key), literal(last)))
    return person_rows(work, work.session.execute(query).all(), wanted, column.name)


def person_rows(
    work: UnitOfWork, found: Sequence[Row[Any]], wanted: PeopleFilter, key: str = "stroke_key"
) -> list[PersonRow]:
    """Rows of the table of people, checked, each with the post that counts most."""
    check_rows(_TABLE, found)
    ids = [person.id for person in found]
    posts, stars = _posts_of(work, ids, wanted), _stars_of(work, ids, wanted)
    return [
        _row(person, posts.get(person.id, []), key, stars.get(person.id, 0)) for person in found
    ]


def count_people(work: UnitOfWork, wanted: PeopleFilter) -> int:
    """How many people match."""
    return work.session.scalar(matching(work, wanted, select(func.count(Person.id)))) or 0


def anchors_of_people(
    work: UnitOfWork, wanted: PeopleFilter, order: PeopleOrder, step: int
) -> Anchors:
    """How many people match, and the last one of every `step` in this order: one walk."""
    column = _TABLE.c[_SORT_COLUMNS[order]]
    by = (column, _TABLE.c.id)
    number = func.row_number().over(order_by=by).label("number")
    following = func.lead(_TABLE.c.id).over(order_by=by).label("following")
    marks = select(column.label("key"), _TABLE.c.id, number, following)
    found = _sorted(work, wanted, order, marks)[1].subquery()
    query = (
        select(found.c.key, found.c.id, found.c.number)
        .where(or_(found.c.number % step == 0, found.c.following.is_(None)))
        .order_by(found.c.number)
    )
    return anchors(work.session.execute(query).all(), step)


def place_of_person(work: UnitOfWork, wanted: PeopleFilter, order: PeopleOrder, mark: Mark) -> int:
    """How many of the people who match stand before a row."""
    column, query = _sorted(work, wanted, order, select(func.count(_TABLE.c.id)))
    key, last = mark
    before = tuple_(column, _TABLE.c.id) < tuple_(literal(key), literal(last))
    return work.session.scalar(query.where(before)) or 0


def _sorted(
    work: UnitOfWork, wanted: PeopleFilter, order: PeopleOrder, query: Select[Any]
) -> tuple[ColumnElement[Any], Select[Any]]:
    """The column that sorts, and a query narrowed to who is wanted by the quickest way."""
    stretch = _stretch(work, wanted.text) if order is PeopleOrder.STROKES else None
    return _TABLE.c[_SORT_COLUMNS[order]], matching(work, wanted, query, stretch)


def _stretch(work: UnitOfWork, text: str) -> ColumnElement[bool] | None:
    """People whose name begins with the one character that was typed, None for other texts.

    They stand together in the order of strokes. By the index of names every 王 of a million
    people would be read and sorted for each page, which takes seconds.
    """
    typed = match_key(text.strip())
    if len(typed) != 1 or not is_plain(typed):
        return None
    if work.session.scalar(select(Person.id).where(Person.number == typed)) is not None:
        # Somebody else may have it for a number.
        return None
    # Not `begins`: that would lead the database to the index of names again.
    named = func.substr(Person.match_key, 1, 1) == typed
    return and_(begins(Person.stroke_key, character_text(typed)), named)


def matching(
    work: UnitOfWork,
    wanted: PeopleFilter,
    query: Select[Any],
    found_by: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """A query of Person narrowed to who is wanted, as far as the actor may look.

    `found_by` takes the place of the typed text where a caller knows a quicker way to the same.
    """
    query = query.where(
        Person.state != PersonState.MERGED, *of_person(wanted.narrowings, wanted.on, wanted.ratings)
    )
    places = narrowed(work, wanted.area_ids, wanted.on)
    of_posts = _narrowing_posts(wanted)
    holders = select(Post.person_id).where(*_held(wanted, places))
    if places is not None:
        # A small area is found first and its people picked; all people are walked in order.
        query = query.where(Person.id.in_(holders))
    elif not wanted.past or of_posts:
        query = query.where(holders.where(Post.person_id == Person.id).exists())
    if wanted.text.strip():
        found = _found_by(work, wanted.text, wanted.on) if found_by is None else found_by
        query = query.where(found)
    if wanted.without_photo:
        query = query.where(Person.photo_sha256.is_(None))
    return query


def held_posts(work: UnitOfWork, wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    """The conditions on posts: held, within what may be seen, and what is wanted of them."""
    return _held(wanted, narrowed(work, wanted.area_ids, wanted.on))


def _held(wanted: PeopleFilter, places: Sequence[int] | None) -> list[ColumnElement[bool]]:
    held = Post.state != PostState.VOIDED if wanted.past else in_post(wanted.on)
    within = [] if places is None else [posts_within(places, wanted.on)]
    return [held, *within, *_narrowing_posts(wanted)]


def _narrowing_posts(wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    found = of_post(wanted.narrowings, wanted.on)
    if wanted.roles:
        found.append(Post.role.in_(wanted.roles))
    if wanted.employment is not None:
        found.append(Post.employment == wanted.employment)
    if wanted.shared_grid:
        found.append(shares_a_grid(wanted.on))
    return found


def _found_by(work: UnitOfWork, text: str, on: dt.date) -> ColumnElement[bool]:
    ways = [way for way, _ in ways_to(work, text)]
    if names_a_code(text):
        areas = select(Area.id).where(code_begins(text))
        holders = select(Post.person_id).where(Post.area_id.in_(areas), in_post(on))
        ways.append(Person.id.in_(holders))
    return or_(*ways)


_MOBILE, _ID, _TAIL = 11, 18, 4


def ways_to(
    work: UnitOfWork, text: str
) -> list[tuple[ColumnElement[bool], InstrumentedAttribute[Any]]]:
    """What a typed text may mean of a person, each with the column whose index leads there.

    Number, phone or its tail, ID number, name, initials, pinyin.
    """
    typed = match_key(text.strip())
    plain = typed.upper()
    exact: list[tuple[InstrumentedAttribute[Any], Any]] = [(Person.number, plain)]
    if plain.isdigit() and len(plain) == _TAIL:
        exact.append((Person.phone_tail_mac, work.keyring.mac(PHONE_TAIL, plain)))
    if plain.isdigit() and len(plain) == _MOBILE:
        exact.append((Person.phone_mac, work.keyring.mac(PHONE, plain)))
    if len(plain) == _ID:
        exact.append((Person.id_mac, work.keyring.mac(ID_NUMBER, plain)))
    if not plain.isascii():
        first = [(Person.match_key, typed)]
    else:
        spelled = [Person.initials, Person.pinyin] if plain.isalpha() else []
        first = [(column, typed.lower()) for column in spelled]
    return [
        *((column == value, column) for column, value in exact),
        *((begins(column, start), column) for column, start in first),
    ]


def names_a_code(text: str) -> bool:
    """Whether it may be the beginning of a grid's code."""
    return any(letter.isdigit() for letter in text)


def code_begins(text: str) -> ColumnElement[bool]:
    """Areas whose code begins so: only codes in use are in the index that leads to them."""
    plain = match_key(text.strip()).upper()
    return and_(begins(Area.code, plain), Area.valid_to.is_(None))


def begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """A range walks the index on both engines; LIKE does not on SQLite."""
    return and_(column >= text, column < f"{text}\U0010ffff")


def _posts_of(
    work: UnitOfWork, person_ids: list[int], wanted: PeopleFilter
) -> dict[int, list[Row[Any]]]:
    rows = work.session.execute(_held_by(wanted.on, past=wanted.past), {"ids": person_ids}).all()
    check_rows(_POSTS, rows)
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def _stars_of(work: UnitOfWork, person_ids: list[int], wanted: PeopleFilter) -> Mapping[int, int]:
    return wanted.ratings.of(work, wanted.on, person_ids) if wanted.ratings else {}


# The same statement for every page of a day: to put it together takes as long as to run it.
@lru_cache(maxsize=16)
def _held_by(on: dt.date, *, past: bool) -> Select[Any]:
    """The posts of the people `ids`, each with what its role, place and street are called."""
    posts = _POSTS.c
    place = func.coalesce(AreaStand.name, Bureau.name, "").label("place")
    label = func.coalesce(PostRole.label, posts.role).label("role_label")
    street = func.coalesce(_street_above(func.coalesce(posts.area_id, Bureau.area_id), on), "")
    query = (
        select(_POSTS, place, label, street.label("street"), Absence.kind.label("absence"))
        .outerjoin(AreaStand, and_(AreaStand.area_id == posts.area_id, holds_on(AreaStand, on)))
        .outerjoin(Bureau, Bureau.id == posts.bureau_id)
        .outerjoin(PostRole, PostRole.code == posts.role)
        # Nobody is away twice on one day: the join doubles nothing.
        .outerjoin(Absence, and_(Absence.person_id == posts.person_id, holds_on(Absence, on)))
        .where(
            posts.person_id.in_(bindparam("ids", expanding=True)),
            posts.state != PostState.VOIDED,
        )
    )
    return query if past else query.where(holds_on(_POSTS, on))


def _street_above(area_id: ColumnElement[int], on: dt.date) -> ScalarSelect[str]:
    stand = aliased(AreaStand)
    return (
        select(stand.name)
        .join(Area, and_(Area.id == stand.area_id, Area.level == Level.STREET))
        .join(AreaClosure, AreaClosure.ancestor_id == Area.id)
        .where(AreaClosure.descendant_id == area_id, holds_on(AreaClosure, on), holds_on(stand, on))
        .limit(1)
        .scalar_subquery()
    )


def _weight(post: Row[Any]) -> tuple[bool, dt.date, int]:
    return (post.employment is not Employment.FULL, post.valid_from, post.id)


def _row(person: Row[Any], posts: list[Row[Any]], key: str, star: int) -> PersonRow:
    first = min(posts, key=_weight, default=None)
    return PersonRow(
        id=person.id,
        number=person.number,
        name=person.name,
        sex=person.sex,
        id_masked=person.id_masked,
        phone_masked=person.phone_masked,
        street=first.street if first else "",
        place=first.place if first else "",
        role=first.role_label if first else "",
        employment=first.employment if first else None,
        since=first.valid_from if first else None,
        posts=len(posts),
        has_photo=person.photo_sha256 is not None,
        party=person.party,
        education=person.education,
        note=person.note,
        version=person.version,
        key=getattr(person, key),
        away=first.absence.listed if first and first.absence else "",
        star=star,
    )
