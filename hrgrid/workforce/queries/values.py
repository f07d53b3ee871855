"""What stands in a column of the list, each value with how many people have it.

The counts are those under every other condition, within what the actor may look at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, select

from hrgrid.core.identity import Sex
from hrgrid.core.narrowing import ValueRow
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.listing import (
    PeopleFilter,
    count_people,
    held_posts,
    matching,
)
from hrgrid.workforce.queries.narrowing import COLUMNS_OF_PERSON, Heading, street_names
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Level

_BLANK = "（空白）"


def values_of(work: UnitOfWork, wanted: PeopleFilter, heading: Heading) -> list[ValueRow]:
    """The values of a column, the most frequent first; that column's own ticks do not count."""
    others = tuple(each for each in wanted.narrowings if each.heading is not heading)
    wanted = replace(wanted, narrowings=others)
    names = _names(work, wanted, heading)
    counted: dict[str, int] = {}
    for value, people in _counts(work, wanted, heading):
        code = str(getattr(value, "value", value) or "")
        counted[code] = counted.get(code, 0) + people
    rows = [ValueRow(code, names.get(code, code) or _BLANK, n) for code, n in counted.items()]
    return sorted(rows, key=lambda row: (row.value == "", -row.count, row.label))


def _counts(work: UnitOfWork, wanted: PeopleFilter, heading: Heading) -> Iterable[tuple[Any, int]]:
    if heading is Heading.STAR:
        return _count_stars(work, wanted)
    own = heading in COLUMNS_OF_PERSON
    query = (_of_person if own else _of_post)(work, wanted, heading)
    return ((row[0], row[1]) for row in work.session.execute(query))


def _names(work: UnitOfWork, wanted: PeopleFilter, heading: Heading) -> dict[str, str]:
    if heading is Heading.ROLE:
        return {row.code: row.label for row in roles(work)}
    if heading is Heading.STREET:
        return {str(area): name for area, name in street_names(work, wanted.on).items()}
    if heading is Heading.STAR and wanted.ratings is not None:
        return {str(level or ""): told for level, told in enumerate(wanted.ratings.labels)}
    if heading is Heading.PHOTO:
        return {"": "缺", "1": "有"}
    labelled: dict[Heading, Any] = {Heading.SEX: Sex, Heading.EMPLOYMENT: Employment}
    return {member.value: member.label for member in labelled.get(heading, ())}


def _of_person(work: UnitOfWork, wanted: PeopleFilter, heading: Heading) -> Select[Any]:
    column = COLUMNS_OF_PERSON[heading]
    return matching(work, wanted, select(column, func.count(Person.id))).group_by(column)


def _count_stars(work: UnitOfWork, wanted: PeopleFilter) -> list[tuple[int, int]]:
    """Each level with how many have it, 0 for those without one.

    Not by an outer join of people: of a level that is grouped first no index is left to walk.
    """
    if wanted.ratings is None:
        raise TypeError("nobody said who has which star")
    levels = wanted.ratings.levels(wanted.on)
    among = levels.c.person_id.in_(matching(work, wanted, select(Person.id)))
    query = select(levels.c.level, func.count()).where(among).group_by(levels.c.level)
    found = [(row[0], row[1]) for row in work.session.execute(query)]
    without = count_people(work, wanted) - sum(count for _, count in found)
    return [*found, (0, without)] if without else found


def _of_post(work: UnitOfWork, wanted: PeopleFilter, heading: Heading) -> Select[Any]:
    people = func.count(Post.person_id.distinct())
    among = Post.person_id.in_(matching(work, wanted, select(Person.id)))
    held = [*held_posts(work, wanted), among]
    if heading is Heading.STREET:
        return (
            select(Area.id, people)
            .select_from(Post)
            .outerjoin(Bureau, Bureau.id == Post.bureau_id)
            .join(
                AreaClosure,
                AreaClosure.descendant_id == func.coalesce(Post.area_id, Bureau.area_id),
            )
            .join(Area, Area.id == AreaClosure.ancestor_id)
            .where(Area.level == Level.STREET, holds_on(AreaClosure, wanted.on), *held)
            .group_by(Area.id)
        )
    column: Any = {Heading.ROLE: Post.role, Heading.EMPLOYMENT: Post.employment}[heading]
    return select(column, people).where(*held).group_by(column)
