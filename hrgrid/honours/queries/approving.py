"""What an approval sheet tells of a nominee: his person, his service, how he was judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.assessment.queries.of_person import periods_of_person
from hrgrid.assessment.queries.star_rounds import awards_of_person
from hrgrid.assessment.rules.star_words import star_label
from hrgrid.core.rights import Right
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries.nominating import NomineeForm
from hrgrid.honours.queries.of_person import honours_of
from hrgrid.honours.rules.words import GrantState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import PostState

_YEARS = 2


@dataclass(frozen=True)
class Approved:
    """One sheet; lines of the last two years and of earlier honours, the newest first."""

    form: NomineeForm
    sex: str
    birth: dt.date | None
    party: str
    education: str
    since: dt.date | None
    role: str
    front_line: bool
    judged: tuple[str, ...]
    honours: tuple[str, ...]


def approvals(work: UnitOfWork, campaign_id: int, forms: Sequence[NomineeForm]) -> list[Approved]:
    """What the sheets of these nominees tell; a few statements for each."""
    found = work.session.get_one(Campaign, campaign_id)
    flags = {row.code: row for row in roles(work)}
    work.progress.begin("读取推荐对象", len(forms))
    made = []
    for form in forms:
        person = work.session.get_one(Person, form.person_id)
        posts = _posts(work, form.person_id, found.cutoff_date)
        now = [post for post in posts if post.valid_to is None or post.valid_to > found.cutoff_date]
        held = [flags[post.role] for post in now if post.role in flags]
        made.append(
            Approved(
                form,
                person.sex.label if person.sex else "",
                person.birth_date,
                person.party,
                person.education,
                min((post.valid_from for post in posts), default=None),
                held[0].label if held else "",
                any(role.front_line for role in held),
                _judged(work, form.person_id, found.year),
                _honours(work, form.person_id),
            )
        )
        work.progress.step()
    return made


def _posts(work: UnitOfWork, person_id: int, on: dt.date) -> list[Post]:
    query = (
        select(Post)
        .where(
            Post.person_id == person_id,
            Post.state != PostState.VOIDED,
            Post.valid_from <= on,
        )
        .order_by(Post.valid_from, Post.id)
    )
    return list(work.session.scalars(query))


def _judged(work: UnitOfWork, person_id: int, year: int) -> tuple[str, ...]:
    """Grades and stars of the year and the one before, as far as the actor may see them."""
    told = []
    if work.actor.may_somewhere(Right.VIEW_WORKFORCE):
        told += [
            f"{row.title} {row.grade}"
            for row in periods_of_person(work, person_id)
            if row.grade and row.last_day.year > year - _YEARS
        ]
    told += [
        f"{row.valid_from.year} 年 {star_label(row.level)}"
        for row in awards_of_person(work, person_id)
        if not row.void_reason and row.valid_from.year > year - _YEARS
    ]
    return tuple(told)


def _honours(work: UnitOfWork, person_id: int) -> tuple[str, ...]:
    return tuple(
        f"{row.year} 年 {row.tier.label}"
        for row in honours_of(work, person_id)
        if row.state is GrantState.DECIDED
    )
