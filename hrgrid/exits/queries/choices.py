"""How somebody is engaged on a day, and of whom a case may be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import ColumnElement, and_, func, or_, select

from hrgrid.core.names.spelling import match_key
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitCase
from hrgrid.exits.queries.scope import held_paths, is_inside
from hrgrid.exits.rules.case_rows import PostChoice
from hrgrid.exits.rules.words import ENDED
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaStand, Bureau, Contract, Person, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Engagement, PersonState, PostState

_MOST = 50
# How somebody is engaged and what is open of him, which one more reading tells of all at once.
_LATER = (None, None, None, "")
# What counts where somebody is engaged in two ways: employment goes before all else.
_ORDER = {kind: at for at, kind in enumerate(Engagement)}


@dataclass(frozen=True)
class EngagedRow:
    """The engagement that tells somebody's path; `until` the day after its last."""

    id: int
    kind: Engagement
    employer: str
    since: dt.date
    until: dt.date | None
    probation_to: dt.date | None


def employment_of(
    work: UnitOfWork, person_ids: Sequence[int], on: dt.date
) -> dict[int, EngagedRow]:
    """How people are engaged on a day; who has nothing on file is left out."""
    query = select(Contract).where(Contract.person_id.in_(person_ids), holds_on(Contract, on))
    found: dict[int, EngagedRow] = {}
    for row in work.session.scalars(query.order_by(Contract.id)):
        kept = found.get(row.person_id)
        if kept is None or _ORDER[row.kind] < _ORDER[kept.kind]:
            found[row.person_id] = EngagedRow(
                row.id, row.kind, row.employer, row.valid_from, row.valid_to, row.probation_to
            )
    return found


def last_engagement(work: UnitOfWork, person_id: int) -> EngagedRow | None:
    """What somebody was engaged by last, also where it is over."""
    query = select(Contract).where(Contract.person_id == person_id)
    row = work.session.scalars(
        query.order_by(Contract.valid_from.desc(), Contract.id.desc()).limit(1)
    ).first()
    if row is None:
        return None
    return EngagedRow(
        row.id, row.kind, row.employer, row.valid_from, row.valid_to, row.probation_to
    )


def who_may_leave(work: UnitOfWork, text: str = "") -> list[PostChoice]:
    """People in post in one's own part whose name or number holds `text`, by name; 50 at most.

    Each post is one choice. Who is on file without a post is named after them, only where `text`
    is given, where his last post was in one's own part. Raises Refused for who handles no exits.
    """
    work.require_somewhere(Right.RUN_EXITS)
    paths = held_paths(work, Right.RUN_EXITS)
    found = _posted(work, text, paths)
    if text.strip():
        found += _postless(work, text, paths, _MOST - len(found))
    ids = [one.person_id for one in found]
    engaged, cases = employment_of(work, ids, work.today), _open_cases(work, ids)
    return [
        replace(
            one,
            engagement=mine.kind if (mine := engaged.get(one.person_id)) else None,
            engagement_id=mine.id if mine else None,
            probation_to=mine.probation_to if mine else None,
            open_case=cases.get(one.person_id, ""),
        )
        for one in found
    ]


def _posted(work: UnitOfWork, text: str, paths: tuple[str, ...] | None) -> list[PostChoice]:
    stand = AreaStand
    query = (
        select(Person, Post, stand.name, stand.path, stand.area_id, Bureau.name)
        .join(Post, Post.person_id == Person.id)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .join(
            stand,
            and_(
                or_(stand.area_id == Post.area_id, stand.area_id == Bureau.area_id),
                holds_on(stand, work.today),
            ),
        )
        .where(Person.state == PersonState.PRESENT, Post.state == PostState.ACTIVE)
        .order_by(Person.stroke_key, Person.id, Post.id)
    )
    if text.strip():
        query = query.where(_called(text))
    rows = []
    for row in work.session.execute(query):
        if is_inside(row.path, paths):
            rows.append(row)
            if len(rows) == _MOST:
                break
    labels = {role.code: role.label for role in roles(work)}
    return [
        PostChoice(
            row.Person.id,
            row.Person.name,
            row.Person.number,
            row.Post.id,
            row[5] or row[2],
            labels.get(row.Post.role, row.Post.role),
            row.area_id,
            row.path,
            *_LATER,
        )
        for row in rows
    ]


def _called(text: str) -> ColumnElement[bool]:
    """Whose name or number holds what was typed."""
    typed = text.strip()
    by_number = Person.number.contains(typed, autoescape=True)
    key = match_key(typed)
    return or_(Person.match_key.contains(key, autoescape=True), by_number) if key else by_number


def _postless(
    work: UnitOfWork, text: str, paths: tuple[str, ...] | None, most: int
) -> list[PostChoice]:
    """Who is on file and holds no post, with the place of the last one."""
    holds = select(Post.person_id).where(Post.state == PostState.ACTIVE)
    last = (
        select(func.max(Post.id))
        .where(Post.person_id == Person.id, Post.state == PostState.ENDED)
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(Person, AreaStand.name, AreaStand.path, AreaStand.area_id)
        .outerjoin(Post, Post.id == last)
        .outerjoin(Bureau, Bureau.id == Post.bureau_id)
        .outerjoin(
            AreaStand,
            and_(
                AreaStand.area_id == func.coalesce(Post.area_id, Bureau.area_id),
                holds_on(AreaStand, work.today),
            ),
        )
        .where(Person.state == PersonState.PRESENT, Person.id.not_in(holds), _called(text))
        .order_by(Person.stroke_key, Person.id)
    )
    seen = (row for row in work.session.execute(query) if is_inside(row.path or "", paths))
    return [
        PostChoice(
            row.Person.id,
            row.Person.name,
            row.Person.number,
            None,
            row.name or "",
            "",
            row.area_id,
            row.path or "",
            *_LATER,
        )
        for row in islice(seen, most)
    ]


def _open_cases(work: UnitOfWork, person_ids: Sequence[int]) -> dict[int, str]:
    query = select(ExitCase.person_id, ExitCase.number).where(
        ExitCase.person_id.in_(person_ids), ExitCase.state.not_in(ENDED)
    )
    return dict(work.session.execute(query).tuples().all())
