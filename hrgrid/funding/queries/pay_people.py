"""Where somebody belongs in a month as pay sees it, and whether he was in post at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from hrgrid.core.errors import UserError
from hrgrid.funding.rules.pay import behind_of, first_of, last_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.persons import same_person_ids
from hrgrid.workforce.rules import PostState


@dataclass(frozen=True)
class Place:
    """A kept person, the path of his last post up to the month, "" where he never had one.

    `left_on` is the first day without a post, None while he is in one.
    """

    person_id: int
    number: str
    name: str
    path: str
    in_post: bool
    left_on: dt.date | None


def place_of(work: UnitOfWork, person_id: int, month: int) -> Place:
    """Raises UserError for nobody. Asks no right: who asks then asks for it on the path."""
    ids = same_person_ids(work, person_id)
    person = work.session.get(Person, ids[0])
    if person is None:
        raise UserError("没有这个人。请刷新后再选")
    on = min(last_of(month), work.today)
    query = (
        select(Post.valid_from, Post.valid_to, AreaStand.path)
        .select_from(Post)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(
            AreaStand,
            and_(
                AreaStand.area_id == func.coalesce(Post.area_id, Bureau.area_id),
                holds_on(AreaStand, on),
            ),
        )
        .where(
            Post.person_id.in_(ids),
            Post.state != PostState.VOIDED,
            Post.valid_from < behind_of(month),
        )
        .order_by(Post.valid_from, Post.id)
    )
    rows = work.session.execute(query).tuples().all()
    held = [row for row in rows if row[1] is None or row[1] > first_of(month)]
    last = (held or rows)[-1] if rows else None
    path = (last[2] or "") if last is not None else ""
    ends = [end for _, end, _ in rows if end is not None]
    left = max(ends) if rows and not held and ends else None
    return Place(person.id, person.number, person.name, path, bool(held), left)
