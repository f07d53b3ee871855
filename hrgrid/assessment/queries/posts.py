"""Where people stood in a month: whose figures somebody may deliver, who was in post at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from hrgrid.assessment.rules.months import behind, first_of, last_of
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.rules import PostState

CHUNK = 5_000
"""So many ids go into one statement."""


class Stood(NamedTuple):
    """A kept person's places: paths of posts that reach into the month, else of the last one."""

    paths: tuple[str, ...]
    in_post: bool


def stood_in(
    work: UnitOfWork, month: int, person_ids: Iterable[int] | None = None
) -> dict[int, Stood]:
    """By kept person; None is everybody. Whoever never held a post is not in it."""
    if person_ids is None:
        return _stood(work, month, None)
    found: dict[int, Stood] = {}
    ids = list(dict.fromkeys(person_ids))
    for start in range(0, len(ids), CHUNK):
        found |= _stood(work, month, ids[start : start + CHUNK])
    return found


def _stood(work: UnitOfWork, month: int, ids: list[int] | None) -> dict[int, Stood]:
    # Rights are held today: a place is what it is called now, or was at the end of the month.
    on = min(last_of(month), work.today)
    area_id = func.coalesce(Post.area_id, Bureau.area_id)
    query = (
        select(the_kept(), AreaStand.path, Post.valid_from, Post.valid_to)
        .select_from(Post)
        .join(Person, Person.id == Post.person_id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(AreaStand, and_(AreaStand.area_id == area_id, holds_on(AreaStand, on)))
        .where(Post.state != PostState.VOIDED)
        .order_by(Post.valid_from, Post.id)
    )
    if ids is not None:
        query = query.where(or_(Person.id.in_(ids), Person.merged_into_id.in_(ids)))
    first, after = first_of(month), behind(month)
    inside: dict[int, list[str]] = {}
    last: dict[int, str] = {}
    for person_id, path, start, end in work.session.execute(query).tuples():
        last[person_id] = path or ""
        if start < after and (end is None or end > first):
            inside.setdefault(person_id, []).append(path or "")
    return {
        person_id: Stood(tuple(inside[person_id]), in_post=True)
        if person_id in inside
        else Stood((path,), in_post=False)
        for person_id, path in last.items()
    }
