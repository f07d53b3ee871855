"""One person with the whole history: 一人一档."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.identity import Sex
from hrgrid.storage.attachments import content_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Bureau, Contract, Person, Post
from hrgrid.workforce.queries.absences import AbsenceRow, absences_of, away_on
from hrgrid.workforce.queries.parts import narrowed, posts_within
from hrgrid.workforce.queries.persons import FormerRow, MergedRow, former_values, merged_into
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Engagement, PersonState, PostState


@dataclass(frozen=True)
class HeldRow:
    """One post of the past or present; `place` are the names from the top as they were then."""

    id: int
    place: str
    role: str
    employment: Employment
    state: PostState
    valid_from: dt.date
    valid_to: dt.date | None
    note: str
    role_code: str = ""
    # What finds the place again: the code of an area, or the name of an office.
    typed_place: str = ""
    document: str = ""
    version: int = 0


@dataclass(frozen=True)
class ContractRow:
    """One ground on which the person works."""

    kind: Engagement
    employer: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True)
class PersonCard:
    """What the office knows of a person; numbers masked."""

    id: int
    number: str
    name: str
    sex: Sex | None
    birth_date: dt.date | None
    id_masked: str
    phone_masked: str
    party: str
    education: str
    note: str
    state: PersonState
    photo_sha256: str | None
    posts: tuple[HeldRow, ...]
    contracts: tuple[ContractRow, ...]
    version: int
    absences: tuple[AbsenceRow, ...] = ()
    former: tuple[FormerRow, ...] = ()
    merged: tuple[MergedRow, ...] = ()
    away: str = ""

    @property
    def open_absence(self) -> AbsenceRow | None:
        """The absence whose end nobody told yet."""
        return next((row for row in self.absences if row.is_open), None)


def person_card(work: UnitOfWork, person_id: int) -> PersonCard:
    """The card of one person, newest post first.

    Raises UserError where nobody is there, Refused for a person of a part of the tree that the
    actor may not look at.
    """
    found = work.session.get(Person, person_id)
    if found is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    _require_seen(work, person_id)
    return PersonCard(
        id=found.id,
        number=found.number,
        name=found.name,
        sex=found.sex,
        birth_date=found.birth_date,
        id_masked=found.id_masked,
        phone_masked=found.phone_masked,
        party=found.party,
        education=found.education,
        note=found.note,
        state=found.state,
        photo_sha256=found.photo_sha256,
        posts=tuple(_held(work, person_id)),
        contracts=tuple(_contracts(work, person_id)),
        version=found.version,
        absences=tuple(absences_of(work, person_id)),
        former=tuple(former_values(work, person_id)),
        merged=tuple(merged_into(work, person_id)),
        away=away_on(work, [person_id], work.today).get(person_id, ""),
    )


def _require_seen(work: UnitOfWork, person_id: int) -> None:
    held = select(Post.id).where(Post.person_id == person_id, Post.state != PostState.VOIDED)
    # Somebody of the day that is looked at may have worked where nothing stands today.
    for on in dict.fromkeys((work.today, work.day)):
        places = narrowed(work, (), on)
        if places is None:
            return
        if work.session.scalar(held.where(posts_within(places, on)).limit(1)) is not None:
            return
    raise Refused("这个人不在你能看的区域里，档案打不开。请换有权限的人登录")


def photo_of(work: UnitOfWork, person_id: int) -> bytes | None:
    """The JPEG of a person, None where there is none; raises UserError where it is damaged."""
    sha256 = work.session.scalar(select(Person.photo_sha256).where(Person.id == person_id))
    return content_of(work, sha256) if sha256 is not None else None


def _held(work: UnitOfWork, person_id: int) -> list[HeldRow]:
    labels = {row.code: row.label for row in roles(work)}
    query = (
        select(Post).where(Post.person_id == person_id).order_by(Post.valid_from.desc(), Post.id)
    )
    return [
        HeldRow(
            id=post.id,
            place=_place(work, post),
            role=labels.get(post.role, post.role),
            employment=post.employment,
            state=post.state,
            valid_from=post.valid_from,
            valid_to=post.valid_to,
            note=post.void_reason or post.end_reason,
            role_code=post.role,
            typed_place=_typed(work, post),
            document=post.start_document,
            version=post.version,
        )
        for post in work.session.scalars(query)
    ]


def _typed(work: UnitOfWork, post: Post) -> str:
    if post.bureau_id is not None:
        return work.session.get_one(Bureau, post.bureau_id).name
    return work.session.get_one(Area, post.area_id).code


def _place(work: UnitOfWork, post: Post) -> str:
    if post.bureau_id is not None:
        return work.session.get_one(Bureau, post.bureau_id).name
    area = work.session.get_one(Area, post.area_id)
    query = (
        select(AreaStand.name, AreaStand.path)
        .where(AreaStand.area_id == area.id, AreaStand.valid_from <= post.valid_from)
        .order_by(AreaStand.valid_from.desc())
        .limit(1)
    )
    found = work.session.execute(query).first()
    return found.name if found else area.code


def _contracts(work: UnitOfWork, person_id: int) -> list[ContractRow]:
    query = (
        select(Contract).where(Contract.person_id == person_id).order_by(Contract.valid_from.desc())
    )
    return [
        ContractRow(row.kind, row.employer, row.valid_from, row.valid_to)
        for row in work.session.scalars(query)
    ]
