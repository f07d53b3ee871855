"""Whether somebody who applies works for the office already, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from hrgrid.core.periods import Period, months_between
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Post, PostRole
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Employment, PostState

_AT_ONCE = 500


@dataclass(frozen=True)
class Service:
    """Posts of one person up to a day; `months` are full months in any post, none twice."""

    in_post: bool = False
    full_time: bool = False
    months: int = 0
    words: str = "没有任职"


def service_of(work: UnitOfWork, person_id: int, on: dt.date) -> Service:
    """The service of one person."""
    return services_of(work, [person_id], on).get(person_id, Service())


def services_of(work: UnitOfWork, person_ids: Sequence[int], on: dt.date) -> dict[int, Service]:
    """The service of each of these people; some hundred a statement."""
    found: dict[int, Service] = {}
    for first in range(0, len(person_ids), _AT_ONCE):
        found |= _services(work, person_ids[first : first + _AT_ONCE], on)
    return found


def _services(work: UnitOfWork, ids: Sequence[int], on: dt.date) -> dict[int, Service]:
    query = (
        select(Post, PostRole.label, AreaStand.name, Bureau.name.label("bureau"))
        .join(PostRole, PostRole.code == Post.role)
        .outerjoin(AreaStand, and_(AreaStand.area_id == Post.area_id, holds_on(AreaStand, on)))
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .where(Post.person_id.in_(ids), Post.state != PostState.VOIDED, Post.valid_from <= on)
        .order_by(Post.person_id, Post.valid_from, Post.id)
    )
    by_person: dict[int, list[tuple[Post, str]]] = {}
    for post, label, area, bureau in work.session.execute(query):
        words = f"{area or bureau or ''}{post.employment.label}{label}"
        by_person.setdefault(post.person_id, []).append((post, words))
    return {person_id: _service(posts, on) for person_id, posts in by_person.items()}


def _service(posts: Sequence[tuple[Post, str]], on: dt.date) -> Service:
    held = [(post, words) for post, words in posts if post.valid_to is None or post.valid_to > on]
    months = _months([post for post, _ in posts], on)
    if not held:
        return Service(months=months, words=f"曾任职 {months} 个月，现不在岗")
    first = max(held, key=lambda one: one[0].employment is Employment.FULL)
    words = f"{first[1]}，{first[0].valid_from:%Y-%m-%d} 起，在岗共 {months} 个月"
    return Service(
        in_post=True,
        full_time=first[0].employment is Employment.FULL,
        months=months,
        words=words,
    )


def _months(posts: Iterable[Post], on: dt.date) -> int:
    """Full months of each unbroken stretch; days that two posts share are counted once."""
    stretches: list[Period] = []
    for post in posts:
        end = min(post.valid_to or on, on)
        if end <= post.valid_from:
            continue
        last = stretches[-1] if stretches else None
        if last is not None and last.end is not None and post.valid_from <= last.end:
            stretches[-1] = Period(last.start, max(last.end, end))
        else:
            stretches.append(Period(post.valid_from, end))
    return sum(months_between(one.start, one.end).months for one in stretches if one.end)
