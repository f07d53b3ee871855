"""People and their posts: what an import matches against, search, lists, one person's card."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.identity import Sex
from hrgrid.core.names import match_key
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, FormerValue, Person, Post
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import (
    Employment,
    Engagement,
    FormerField,
    PersonState,
    PostState,
)


class KnownPerson(NamedTuple):
    """A person as an import compares him; numbers only as their MACs."""

    id: int
    number: str
    name: str
    match_key: str
    id_mac: bytes | None
    phone_mac: bytes | None
    sex: Sex | None = None
    birth_date: dt.date | None = None
    party: str = ""
    education: str = ""
    note: str = ""


class KnownPost(NamedTuple):
    """A post that counts (not voided), with its holder's name."""

    id: int
    person_id: int
    person_name: str
    area_id: int | None
    bureau_id: int | None
    role: str
    employment: Employment
    fills_grid: bool
    valid_from: dt.date
    valid_to: dt.date | None

    def overlaps(self, start: dt.date, end: dt.date | None = None) -> bool:
        """Whether it reaches into the time from `start` to before `end`, None for an open one."""
        reaches = self.valid_to is None or self.valid_to > start
        return reaches and (end is None or self.valid_from < end)


def known_people(work: UnitOfWork) -> list[KnownPerson]:
    """Everybody on file; whoever was merged is known by `merged_keys`."""
    query = select(
        Person.id,
        Person.number,
        Person.name,
        Person.match_key,
        Person.id_mac,
        Person.phone_mac,
        Person.sex,
        Person.birth_date,
        Person.party,
        Person.education,
        Person.note,
    ).where(Person.state != PersonState.MERGED)
    return [KnownPerson(*row) for row in work.session.execute(query)]


class FormerKey(NamedTuple):
    """What a file of before may call somebody: `person_id` is who is meant today."""

    person_id: int
    number: str
    match_key: str
    id_mac: bytes | None


def merged_keys(work: UnitOfWork) -> list[FormerKey]:
    """Number, name and ID number of everybody who was merged, for who is kept."""
    query = select(Person.merged_into_id, Person.number, Person.match_key, Person.id_mac).where(
        Person.state == PersonState.MERGED
    )
    return [FormerKey(*row) for row in work.session.execute(query)]


def former_names(work: UnitOfWork) -> dict[int, set[str]]:
    """The names of before as they are compared, by the person who has another one today."""
    query = (
        select(the_kept(), FormerValue.text)
        .join(Person, Person.id == FormerValue.person_id)
        .where(FormerValue.field == FormerField.NAME)
    )
    found: dict[int, set[str]] = {}
    for person_id, name in work.session.execute(query):
        found.setdefault(person_id, set()).add(match_key(name))
    return found


def find_person(work: UnitOfWork, typed: str) -> int:
    """The id of the person whom a number (工号) or a name means; UserError where none or several.

    The number of somebody who was merged means who is kept; by name only people who are still
    there are looked for.
    """
    text = typed.strip()
    by_number = work.session.scalar(select(the_kept()).where(Person.number == text))
    if by_number is not None:
        return by_number
    query = (
        select(Person.id, Person.number)
        .where(Person.match_key == match_key(text), Person.state == PersonState.PRESENT)
        .order_by(Person.number)
    )
    found = list(work.session.execute(query))
    if not text or not found:
        raise UserError(f"没有叫“{text}”的在册人员。请写工号或全名")
    if len(found) > 1:
        numbers = "、".join(row.number for row in found[:4])
        raise UserError(f"叫“{text}”的有 {len(found)} 人（工号 {numbers}）。请写工号")
    return int(found[0].id)


def known_posts(work: UnitOfWork) -> list[KnownPost]:
    """Every post that counts, past and present."""
    query = (
        select(
            Post.id,
            Post.person_id,
            Person.name,
            Post.area_id,
            Post.bureau_id,
            Post.role,
            Post.employment,
            Post.fills_grid,
            Post.valid_from,
            Post.valid_to,
        )
        .join(Person, Person.id == Post.person_id)
        .where(Post.state != PostState.VOIDED)
    )
    return [KnownPost(*row) for row in work.session.execute(query)]


def known_contracts(
    work: UnitOfWork,
) -> dict[int, list[tuple[Engagement, dt.date, dt.date | None]]]:
    """By person: kind, first day, and the day after the last."""
    query = select(Contract.person_id, Contract.kind, Contract.valid_from, Contract.valid_to)
    found: dict[int, list[tuple[Engagement, dt.date, dt.date | None]]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.person_id, []).append((row.kind, row.valid_from, row.valid_to))
    return found
