"""What rows about people are matched against: who is on file, and where they work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import func, select

from hrgrid.honours.queries.facts import districts
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaAlias, AreaClosure, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.known import merged_keys
from hrgrid.workforce.rules import PersonState, PostState


@dataclass(frozen=True, slots=True)
class OnFile:
    """A person that a row may mean; `area_ids` are his places of work, past ones too."""

    id: int
    number: str
    name: str
    match_key: str
    id_mac: bytes | None
    area_ids: frozenset[int]
    district_id: int | None


@dataclass
class Known:
    """People by each of their keys, and the districts by name, alias and code."""

    by_mac: dict[bytes, OnFile] = field(default_factory=dict)
    by_number: dict[str, OnFile] = field(default_factory=dict)
    by_name: dict[str, list[OnFile]] = field(default_factory=dict)
    districts: dict[str, int] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)


def known_people_by_district(work: UnitOfWork, on: dt.date) -> Known:
    """Everybody on file with the district of his posts on a day."""
    tops = districts(work, on)
    below = _below(work, on, [row.area_id for row in tops])
    places, now = _places(work, on)
    known = Known(paths={row.area_id: row.path for row in tops})
    for row in tops:
        known.districts |= {row.name: row.area_id, row.code: row.area_id}
    for alias in work.session.execute(select(AreaAlias.area_id, AreaAlias.alias)):
        if alias.area_id in known.paths:
            known.districts.setdefault(alias.alias, alias.area_id)
    query = select(Person.id, Person.number, Person.name, Person.match_key, Person.id_mac).where(
        Person.state != PersonState.MERGED
    )
    for found in work.session.execute(query):
        at = (below[area_id] for area_id in now.get(found.id, ()) if area_id in below)
        person = OnFile(
            found.id,
            found.number,
            found.name,
            found.match_key,
            found.id_mac,
            frozenset(places.get(found.id, ())),
            next(at, None),
        )
        known.by_number[person.number] = person
        known.by_name.setdefault(person.match_key, []).append(person)
        if person.id_mac is not None:
            known.by_mac[person.id_mac] = person
    by_id = {person.id: person for person in known.by_number.values()}
    for key in merged_keys(work):
        # A list of before may name the entry that was merged: who is kept is meant.
        known.by_number.setdefault(key.number, by_id[key.person_id])
        if key.id_mac is not None:
            known.by_mac.setdefault(key.id_mac, by_id[key.person_id])
    return known


def _below(work: UnitOfWork, on: dt.date, tops: list[int]) -> dict[int, int]:
    query = select(AreaClosure.descendant_id, AreaClosure.ancestor_id).where(
        AreaClosure.ancestor_id.in_(tops), holds_on(AreaClosure, on)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _places(work: UnitOfWork, on: dt.date) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """By person: areas of every post, and of those held on the day."""
    query = (
        select(
            Post.person_id,
            func.coalesce(Post.area_id, Bureau.area_id),
            Post.valid_from,
            Post.valid_to,
        )
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(Post.state != PostState.VOIDED)
        .order_by(Post.employment, Post.valid_from, Post.id)
    )
    every: dict[int, list[int]] = {}
    now: dict[int, list[int]] = {}
    for person_id, area_id, since, until in work.session.execute(query):
        every.setdefault(person_id, []).append(area_id)
        if since <= on and (until is None or until > on):
            now.setdefault(person_id, []).append(area_id)
    return every, now
