"""How somebody is engaged on a day, and of whom a case may be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

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

    Each post is one choice. Raises Refused for who handles no exits.
    """
    work.require_somewhere(Right.RUN_EXITS)
    paths = held_paths(work, Right.RUN_EXITS)
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
    typed = match_key(text.strip())
    if typed:
        like = or_(
            Person.match_key.contains(typed, autoescape=True),
            Person.number.contains(text.strip(), autoescape=True),
        )
        query = query.where(like)
    rows = []
    for row in work.session.execute(query):
        if is_inside(row.path, paths):
            rows.append(row)
            if len(rows) == _MOST:
                break
    ids = [row.Person.id for row in rows]
    engaged = employment_of(work, ids, work.today)
    open_cases = _open_cases(work, ids)
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
            mine.kind if (mine := engaged.get(row.Person.id)) else None,
            mine.id if mine else None,
            mine.probation_to if mine else None,
            open_cases.get(row.Person.id, ""),
        )
        for row in rows
    ]


def _open_cases(work: UnitOfWork, person_ids: Sequence[int]) -> dict[int, str]:
    query = select(ExitCase.person_id, ExitCase.number).where(
        ExitCase.person_id.in_(person_ids), ExitCase.state.not_in(ENDED)
    )
    return dict(work.session.execute(query).tuples().all())
