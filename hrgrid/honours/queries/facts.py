"""What is known of everybody on the cut-off date, as the facts that rules read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from hrgrid.core.periods import months_between
from hrgrid.honours.model import EarlierHonour, HonourGrant
from hrgrid.honours.queries.further_facts import further_facts
from hrgrid.honours.rules.categories import (
    BUREAU,
    CATEGORY,
    Category,
    category_of,
    pool_of,
)
from hrgrid.honours.rules.eligibility import DECEASED, SINCE, first_failed
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.weights import DistrictCounts
from hrgrid.honours.rules.words import GrantState, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaClosure, AreaStand, Bureau, Grid, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, GridKind, Level, PersonState, PostState

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """An area that gets places of its own."""

    area_id: int
    code: str
    name: str
    sort: int
    path: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One person on the cut-off date; `district` None where he holds no post below one."""

    person_id: int
    number: str
    name: str
    district: DistrictRow | None
    facts: dict[str, int]
    version: int


def districts(work: UnitOfWork, on: dt.date) -> list[DistrictRow]:
    """The areas that share the places: those of the highest level that has several.

    A city shares among districts, a district among its streets.
    """
    query = (
        select(Area.id, Area.code, AreaStand.name, Area.sort, AreaStand.path, Area.level)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(holds_on(Area, on), holds_on(AreaStand, on))
        .where(Area.level.in_([Level.DISTRICT, Level.STREET, Level.COMMUNITY]))
        .order_by(Area.sort, Area.id)
    )
    by_level: dict[Level, list[DistrictRow]] = {}
    for row in work.session.execute(query):
        by_level.setdefault(row.level, []).append(DistrictRow(*row[:5]))
    present = [by_level[level] for level in Level if level in by_level]
    several = [rows for rows in present if len(rows) > 1]
    return (several or present or [[]])[0]


def everybody(
    work: UnitOfWork,
    cutoff: dt.date,
    year: int,
    also: Collection[int] = (),
    scheme: Scheme | None = None,
) -> list[Standing]:
    """Everybody in post on the cut-off date, and the people of `also`, by number.

    What other rooms know is asked only where a rule of the scheme reads it; a finding of the
    veto list always counts. With categories the one of his main post is among somebody's facts.
    """
    rules, categories = (scheme.rules, scheme.categories) if scheme else ((), ())
    posts = _posts(work, cutoff)
    district_of = _district_of(work, cutoff)
    flags = {row.code: row for row in roles(work)}
    honoured = _honoured(work, year)
    further = further_facts(work, cutoff, year, rules)
    query = select(
        Person.id, Person.number, Person.name, Person.state, Person.birth_date, Person.version
    ).where(Person.state != PersonState.MERGED)
    found = []
    for row in work.session.execute(query):
        held = posts.get(row.id, [])
        now = [post for post in held if post.until is None or post.until > cutoff]
        if not now and row.id not in also:
            continue
        facts = {
            "in_post": int(bool(now)),
            "present": int(row.state is PersonState.PRESENT),
            "may_be_honoured": int(any(flags[post.role].may_be_honoured for post in now)),
            "front_line": int(any(flags[post.role].front_line for post in now)),
            "service_months": _service(held, cutoff) if now else 0,
        } | honoured.get(row.id, {})
        if row.birth_date is not None:
            facts["age"] = months_between(row.birth_date, cutoff + _DAY).years
        if row.state is PersonState.DECEASED:
            facts[DECEASED] = 1
        facts |= further.get(row.id, {})
        main = min(now, key=_weight, default=None)
        if main and categories:
            facts[CATEGORY] = category_of(categories, main.role, main.unit)
        district = district_of.get(main.area_id) if main else None
        found.append(Standing(row.id, row.number, row.name, district, facts, row.version))
    return sorted(found, key=lambda one: one.number)


def categories_on(
    work: UnitOfWork, on: dt.date, people: Collection[int], categories: Sequence[Category]
) -> dict[int, int]:
    """By person the category of his main post on a day; who holds none is left out."""
    if not categories or not people:
        return {}
    found = {}
    for person_id, held in _posts(work, on, people).items():
        now = [post for post in held if post.until is None or post.until > on]
        if now:
            main = min(now, key=_weight)
            found[person_id] = category_of(categories, main.role, main.unit)
    return found


def places_of(work: UnitOfWork, on: dt.date, people: Collection[int]) -> dict[int, str]:
    """By person the area of his main post that lies next below the districts."""
    tops = districts(work, on)
    if not tops or not people:
        return {}
    level = work.session.get_one(Area, tops[0].area_id).level
    below = Level.STREET if level is Level.DISTRICT else Level.COMMUNITY
    mains = {
        person_id: min(now, key=_weight).area_id
        for person_id, held in _posts(work, on, people).items()
        if (now := [post for post in held if post.until is None or post.until > on])
    }
    query = (
        select(AreaClosure.descendant_id, AreaStand.name)
        .join(Area, Area.id == AreaClosure.ancestor_id)
        .join(AreaStand, AreaStand.area_id == Area.id)
        .where(Area.level == below, holds_on(AreaClosure, on), holds_on(AreaStand, on))
    )
    names = {row[0]: row[1] for row in work.session.execute(query)}
    return {person: names[area] for person, area in mains.items() if area in names}


def district_counts(
    work: UnitOfWork, cutoff: dt.date, year: int, scheme: Scheme
) -> list[tuple[DistrictRow, DistrictCounts, tuple[int, ...]]]:
    """Each district with its general grids, people in post, and those who stand the rules.

    The rules are those of the lowest tier, for which the most people come into question. Last
    the latter by category of the scheme.
    """
    people = everybody(work, cutoff, year, scheme=scheme)
    tier = scheme.tiers[-1]
    workers = Counter(one.district.area_id for one in people if one.district)
    standing = [
        (one.district.area_id, pool_of(scheme.categories, one.facts))
        for one in people
        if one.district and first_failed(scheme.rules, tier, one.facts) is None
    ]
    eligible, by_category = Counter(area_id for area_id, _ in standing), Counter(standing)
    grids = _grids(work, cutoff)
    return [
        (
            row,
            DistrictCounts(
                row.code,
                row.name,
                grids.get(row.area_id, 0),
                workers[row.area_id],
                eligible[row.area_id],
            ),
            tuple(by_category[row.area_id, at] for at in range(len(scheme.categories))),
        )
        for row in districts(work, cutoff)
    ]


@dataclass(frozen=True, slots=True)
class _Held:
    area_id: int
    role: str
    unit: str
    employment: Employment
    since: dt.date
    until: dt.date | None


def _weight(post: _Held) -> tuple[bool, dt.date, int]:
    """The main post first: full-time before part-time, the older before the newer."""
    return post.employment is not Employment.FULL, post.since, post.area_id


def _posts(
    work: UnitOfWork, cutoff: dt.date, people: Collection[int] | None = None
) -> dict[int, list[_Held]]:
    """What everybody, or each of `people`, held until the cut-off date."""
    query = (
        select(
            Post.person_id,
            func.coalesce(Post.area_id, Bureau.area_id),
            Post.role,
            Area.level,
            Post.employment,
            Post.valid_from,
            Post.valid_to,
        )
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(Area, Area.id == Post.area_id)
        .where(Post.state != PostState.VOIDED, Post.valid_from <= cutoff)
    )
    if people is not None:
        query = query.where(Post.person_id.in_(people))
    found: dict[int, list[_Held]] = {}
    for person_id, area_id, role, level, *rest in work.session.execute(query):
        unit = level.value if level else BUREAU
        found.setdefault(person_id, []).append(_Held(area_id, role, unit, *rest))
    return found


def _service(held: Iterable[_Held], cutoff: dt.date) -> int:
    """Full months of the unbroken service that reaches the cut-off date, that day counted."""
    start = end = cutoff + _DAY
    for post in sorted(held, key=lambda post: post.since, reverse=True):
        if post.until is None or post.until >= start:
            start = min(start, post.since)
    return months_between(start, end).months


def _district_of(work: UnitOfWork, on: dt.date) -> dict[int, DistrictRow]:
    tops = {row.area_id: row for row in districts(work, on)}
    query = select(AreaClosure.descendant_id, AreaClosure.ancestor_id).where(
        AreaClosure.ancestor_id.in_(tops), holds_on(AreaClosure, on)
    )
    return {below: tops[top] for below, top in work.session.execute(query)}


def _honoured(work: UnitOfWork, year: int) -> dict[int, dict[str, int]]:
    """By person: for each tier the years since the last honour before `year`."""
    # What a merged entry was honoured with is his who is kept.
    earlier = (
        select(the_kept(), EarlierHonour.tier, EarlierHonour.year)
        .join(Person, Person.id == EarlierHonour.person_id)
        .where(EarlierHonour.year < year)
    )
    granted = (
        select(the_kept(), HonourGrant.tier, HonourGrant.year)
        .join(Person, Person.id == HonourGrant.person_id)
        .where(HonourGrant.state == GrantState.DECIDED, HonourGrant.year < year)
    )
    found: dict[int, dict[str, int]] = {}
    for query in (earlier, granted):
        rows: Any = work.session.execute(query)
        for person_id, tier, honoured in rows:
            facts = found.setdefault(person_id, {})
            name = f"{SINCE}_{Tier(tier).value}"
            facts[name] = min(facts.get(name, year), year - honoured)
    return found


def _grids(work: UnitOfWork, on: dt.date) -> dict[int, int]:
    query = (
        select(AreaClosure.ancestor_id, func.count())
        .join(Grid, and_(Grid.area_id == AreaClosure.descendant_id, holds_on(Grid, on)))
        .join(Area, and_(Area.id == Grid.area_id, holds_on(Area, on)))
        .where(Grid.kind == GridKind.GENERAL, holds_on(AreaClosure, on))
        .group_by(AreaClosure.ancestor_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}
