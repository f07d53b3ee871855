"""Somebody leaves: his posts and what he was engaged by end on one day, in one deed.

Asks for no right: the room that decides who leaves has asked for its own. What stands on the
person's card says no more than that he left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.rules import Employment, Engagement, PostState
from hrgrid.workforce.service.absences import end_behind

_DAY = dt.timedelta(days=1)
_EMPLOYED = (Engagement.CONTRACT, Engagement.DISPATCH)


@dataclass(frozen=True)
class Left:
    """What ended: posts, the grids that stand empty from the next day on, contracts."""

    posts: tuple[int, ...]
    vacated: tuple[int, ...]
    contracts: tuple[int, ...]


def let_go(
    work: UnitOfWork,
    person_id: int,
    last_day: dt.date,
    reason: str,
    *,
    post_ids: Sequence[int] | None = None,
    contract_id: int | None = None,
) -> Left:
    """End posts (all that go on without `post_ids`) and the engagement with a last day.

    `contract_id` names the engagement that ends; who leaves all posts leaves what employs him
    too. Raises UserError where something of it begins only after that day.
    """
    person = work.session.get_one(Person, person_id, with_for_update=True)
    until = last_day + _DAY
    posts = _posts(work, person_id, until, post_ids)
    for post in posts:
        if post.valid_from > last_day:
            raise UserError(
                f"{person.name}从 {post.valid_from} 起才任这个职务，不能在 {last_day} 离岗。"
                "请核对最后在岗日，或先把那条任职作废"
            )
        post.valid_to, post.state, post.end_reason = until, PostState.ENDED, reason[:200]
    work.session.flush()
    for post in posts:
        end_behind(work, post, until, leaves=True)
    contracts = _end_contracts(work, person, until, contract_id, everything=post_ids is None)
    work.record("end_post", person.name, reason, after={"last_day": last_day.isoformat()})
    vacated = tuple(
        post.area_id
        for post in posts
        if post.area_id is not None and post.fills_grid and post.employment is Employment.FULL
    )
    return Left(tuple(post.id for post in posts), vacated, contracts)


def _posts(
    work: UnitOfWork, person_id: int, until: dt.date, post_ids: Sequence[int] | None
) -> list[Post]:
    query = (
        select(Post)
        .where(Post.person_id == person_id, Post.state != PostState.VOIDED)
        .where(or_(Post.valid_to.is_(None), Post.valid_to > until))
        .order_by(Post.id)
    )
    if post_ids is not None:
        query = query.where(Post.id.in_(post_ids))
    return list(work.session.scalars(query))


def _end_contracts(
    work: UnitOfWork,
    person: Person,
    until: dt.date,
    contract_id: int | None,
    *,
    everything: bool,
) -> tuple[int, ...]:
    query = (
        select(Contract)
        .where(Contract.person_id == person.id)
        .where(or_(Contract.valid_to.is_(None), Contract.valid_to > until))
        .order_by(Contract.id)
    )
    ended = []
    for row in work.session.scalars(query):
        if row.id != contract_id and not (everything and row.kind in _EMPLOYED):
            continue
        if row.valid_from >= until:
            raise UserError(
                f"{person.name}的{row.kind.label}从 {row.valid_from} 起才算，"
                f"不能在 {until - _DAY} 终止。请先核对聘用关系"
            )
        row.valid_to = until
        ended.append(row.id)
    work.session.flush()
    if ended:
        work.record("end_engagement", person.name, "", after={"last_day": until - _DAY})
    return tuple(ended)
