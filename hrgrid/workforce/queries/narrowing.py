"""What a heading of the list of people narrows it to, as SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal_column, or_, select, true

from hrgrid.core.identity import Sex
from hrgrid.core.labelled import Labelled
from hrgrid.core.narrowing import Dated, Narrowing, Picked, Worded
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Employment, Level, PostState


class Heading(Labelled):
    """The columns that may narrow; the first seven are of the person, the rest of a post."""

    NAME = "name", "姓名"
    NUMBER = "number", "工号"
    SEX = "sex", "性别"
    PARTY = "party", "政治面貌"
    EDUCATION = "education", "学历"
    PHOTO = "photo", "证件照"
    STAR = "star", "当前星级"
    STREET = "street", "街道"
    PLACE = "place", "网格"
    EMPLOYMENT = "employment", "类别"
    ROLE = "role", "岗位"
    SINCE = "since", "任职"


@dataclass(frozen=True)
class Ratings:
    """What a room above knows of people: who has which level, and what the levels are called.

    `levels` gives the columns person_id and level, one row for everybody who has one on a day,
    `of` the levels of some people; `labels` begins with what somebody without one is called.
    """

    levels: Callable[[dt.date], Subquery]
    of: Callable[[UnitOfWork, dt.date, Collection[int]], Mapping[int, int]]
    labels: tuple[str, ...]


_HAS_PHOTO: ColumnElement[Any] = case(
    (Person.photo_sha256.is_(None), literal_column("''")), else_=literal_column("'1'")
)
COLUMNS_OF_PERSON: dict[Heading, ColumnElement[Any]] = {
    Heading.SEX: Person.sex.expression,
    Heading.PARTY: Person.party.expression,
    Heading.EDUCATION: Person.education.expression,
    Heading.PHOTO: _HAS_PHOTO,
}
_WORDED: dict[Heading, ColumnElement[str]] = {
    Heading.NAME: Person.name.expression,
    Heading.NUMBER: Person.number.expression,
}
_COLUMNS: dict[Heading, ColumnElement[Any]] = {
    **COLUMNS_OF_PERSON,
    Heading.EMPLOYMENT: Post.employment.expression,
    Heading.ROLE: Post.role.expression,
}
_CODES: dict[Heading, type[Labelled]] = {Heading.SEX: Sex, Heading.EMPLOYMENT: Employment}
_COLUMNS_OF_ROW = {*COLUMNS_OF_PERSON, *_WORDED}
_OF_PERSON = {*_COLUMNS_OF_ROW, Heading.STAR}


def of_person(
    narrowings: Sequence[Narrowing], on: dt.date, ratings: Ratings | None
) -> list[ColumnElement[bool]]:
    """Conditions on the person."""
    plain = [_person(each) for each in narrowings if each.heading in _COLUMNS_OF_ROW]
    starred = [each for each in narrowings if each.heading is Heading.STAR]
    return plain + [_rated(each, on, ratings) for each in starred]


def of_post(narrowings: Sequence[Narrowing], on: dt.date) -> list[ColumnElement[bool]]:
    """Conditions that one and the same post has to meet."""
    return [_post(each, on) for each in narrowings if each.heading not in _OF_PERSON]


def _person(narrowing: Narrowing) -> ColumnElement[bool]:
    heading = cast("Heading", narrowing.heading)
    if isinstance(narrowing, Worded):
        return says(_WORDED[heading], narrowing)
    if isinstance(narrowing, Picked):
        return _one_of(narrowing)
    raise TypeError(f"{heading.value} is no day")


def _rated(narrowing: Narrowing, on: dt.date, ratings: Ratings | None) -> ColumnElement[bool]:
    if ratings is None or not isinstance(narrowing, Picked):
        raise TypeError("nobody said who has which star")
    levels = ratings.levels(on)
    wanted = [int(value) for value in narrowing.values if value]
    among = select(levels.c.person_id).where(levels.c.level.in_(wanted))
    found = Person.id.in_(among)
    if "" not in narrowing.values:
        return found
    return or_(found, Person.id.not_in(select(levels.c.person_id)))


def _post(narrowing: Narrowing, on: dt.date) -> ColumnElement[bool]:
    if isinstance(narrowing, Dated):
        first = [Post.valid_from >= narrowing.first] if narrowing.first else []
        last = [Post.valid_from <= narrowing.last] if narrowing.last else []
        return and_(true(), *first, *last)
    if isinstance(narrowing, Worded):
        named = select(AreaStand.area_id).where(says(AreaStand.name.expression, narrowing))
        offices = select(Bureau.id).where(says(Bureau.name.expression, narrowing))
        held = named.where(holds_on(AreaStand, on))
        return or_(Post.area_id.in_(held), Post.bureau_id.in_(offices))
    if not isinstance(narrowing, Picked):
        raise TypeError(f"{narrowing.heading.value} is no number")
    if narrowing.heading is Heading.STREET:
        return _below(tuple(int(value) for value in narrowing.values if value), on)
    return _one_of(narrowing)


def _below(streets: tuple[int, ...], on: dt.date) -> ColumnElement[bool]:
    places = select(AreaClosure.descendant_id).where(
        AreaClosure.ancestor_id.in_(streets), holds_on(AreaClosure, on)
    )
    offices = select(Bureau.id).where(Bureau.area_id.in_(places))
    return or_(Post.area_id.in_(places), Post.bureau_id.in_(offices))


def _one_of(narrowing: Picked) -> ColumnElement[bool]:
    heading = cast("Heading", narrowing.heading)
    column, codes = _COLUMNS[heading], _CODES.get(heading)
    values = [codes(value) if codes else value for value in narrowing.values if value]
    found: ColumnElement[bool] = column.in_(values)
    if "" not in narrowing.values:
        return found
    return or_(found, column.is_(None) if codes else column == "")


def says(column: ColumnElement[str], narrowing: Worded) -> ColumnElement[bool]:
    """A text that contains the words, or begins with them."""
    if narrowing.begins:
        return column.startswith(narrowing.words, autoescape=True)
    return column.contains(narrowing.words, autoescape=True)


def shares_a_grid(on: dt.date) -> ColumnElement[bool]:
    """Posts of workers at a grid that has more than one (一格多员)."""
    held = and_(Post.state != PostState.VOIDED, Post.fills_grid, holds_on(Post, on))
    several = (
        select(Post.area_id)
        .where(held, Post.area_id.is_not(None))
        .group_by(Post.area_id)
        .having(func.count(Post.person_id.distinct()) > 1)
    )
    return and_(Post.fills_grid, Post.area_id.in_(several))


def street_names(work: UnitOfWork, on: dt.date) -> dict[int, str]:
    """What the streets are called, by their ids."""
    query = (
        select(AreaStand.area_id, AreaStand.name)
        .join(Area, and_(Area.id == AreaStand.area_id, Area.level == Level.STREET))
        .where(holds_on(AreaStand, on))
    )
    return {row.area_id: row.name for row in work.session.execute(query)}
