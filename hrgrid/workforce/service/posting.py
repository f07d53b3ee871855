"""Posts as things happen (变更): somebody begins, ends, moves, or looks after a grid (代管).

What was typed wrong is no event: a post that never was is voided (作废), with a reason.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, Person, Post, StandIn
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.queries.bureaus import place_of_post, place_path
from hrgrid.workforce.queries.known import known_people
from hrgrid.workforce.queries.roles import roles
from hrgrid.workforce.rules import Employment, Level, PayEffect, PersonState, PostState
from hrgrid.workforce.service.absences import end_behind, refuse_away
from hrgrid.workforce.service.incumbents import Incumbents, PostForm

_DAY = dt.timedelta(days=1)


def begin_post(work: UnitOfWork, person_id: int, post: PostForm) -> int:
    """Let somebody on file begin in a post; returns its id.

    Raises Refusal naming who holds the grid, or where the person is full-time already.
    """
    person = _person(work, person_id)
    work.require(Right.EDIT_WORKFORCE, place_path(work, post.area_id, post.bureau_id))
    _refuse_gone(person)
    known = next(each for each in known_people(work) if each.id == person_id)
    incumbents = Incumbents(work, tree_index(work, work.today))
    if incumbents.holds(person_id, post):
        raise UserError(
            f"{person.name}已经在“{post.place.name}”任{post.role.label}，没有重复登记。请核对"
        )
    incumbents.refuse(known, post)
    begun = Post(
        person_id=person_id,
        area_id=post.area_id,
        bureau_id=post.bureau_id,
        role=post.role.code,
        employment=post.employment,
        fills_grid=post.fills_grid,
        state=PostState.ACTIVE,
        valid_from=post.since,
        valid_to=None,
        start_document=post.document,
        end_reason="",
        void_reason="",
        import_operation=None,
    )
    try:
        # A savepoint, so that after a refusal the other's post can still be read.
        with work.session.begin_nested():
            work.session.add(begun)
            work.session.flush()
    except IntegrityError:
        # Another client was faster since this one looked.
        Incumbents(work, tree_index(work, work.today)).refuse(known, post)
        raise
    after = {"post": post.role.label, "place": post.place.name, "since": post.since.isoformat()}
    work.record("begin_post", person.name, after=after)
    return begun.id


def end_post(work: UnitOfWork, post_id: int, last_day: dt.date) -> None:
    """End a post with its last day; needs a reason, which stands on the person's card.

    Who looked after its grid ends with it, and the absence of one who holds nothing else.
    """
    post = _open_post(work, post_id)
    work.require(Right.EDIT_WORKFORCE, place_path(work, post.area_id, post.bureau_id))
    reason = work.require_reason()
    _end(work, post, last_day, reason)
    end_behind(work, post, last_day + _DAY, leaves=True)
    after = {"last_day": last_day.isoformat()}
    work.record("end_post", _person(work, post.person_id).name, reason, after=after)


def transfer_person(work: UnitOfWork, post_id: int, new: PostForm) -> int:
    """End a post the day before `new.since` and begin the other, both or neither.

    Who looked after the old grid ends with it; who is away stays away.
    """
    post = _open_post(work, post_id)
    work.require(Right.EDIT_WORKFORCE, place_path(work, post.area_id, post.bureau_id))
    _end(work, post, new.since - _DAY, work.reason or "调动")
    end_behind(work, post, new.since, leaves=False)
    begun = begin_post(work, post.person_id, new)
    name = _person(work, post.person_id).name
    after = {"place": new.place.name, "since": new.since.isoformat()}
    work.record("transfer_person", name, after=after)
    return begun


def change_post(
    work: UnitOfWork,
    post_id: int,
    on: dt.date,
    *,
    role: str | None = None,
    employment: Employment | None = None,
    document: str = "",
) -> int:
    """Another role, or full time for part time, at the same place from a day on (变更).

    The post of before keeps its days; returns the id of the new one. Raises UserError where
    nothing changes, Refusal as `begin_post` does.
    """
    post = _open_post(work, post_id)
    work.require(Right.EDIT_WORKFORCE, place_path(work, post.area_id, post.bureau_id))
    known = {row.code: row for row in roles(work)}
    wanted, how = known.get(role or post.role), employment or post.employment
    if wanted is None:
        raise UserError("岗位字典里没有这个岗位，可能刚被删去。请另选岗位")
    name = _person(work, post.person_id).name
    if (wanted.code, how) == (post.role, post.employment):
        raise UserError(f"{name}本来就是{how.label}{wanted.label}，没有什么要变更。请另选")
    if on <= post.valid_from:
        raise UserError(
            f"{name}从 {post.valid_from} 起任职，变更须在其后。请核对日期；登记错了请用更正"
        )
    before = {"role": known[post.role].label, "employment": post.employment.label}
    place = place_of_post(work, post, on)
    _end(work, post, on - _DAY, work.reason or "岗位变更")
    if post.fills_grid and (how is not Employment.FULL or wanted.code != post.role):
        end_behind(work, post, on, leaves=False)
    begun = begin_post(work, post.person_id, PostForm(place, wanted, how, on, document))
    after = {"role": wanted.label, "employment": how.label, "since": on.isoformat()}
    work.record("change_post", name, before=before, after=after)
    return begun


def void_post(work: UnitOfWork, post_id: int) -> None:
    """Mark a post that never was; needs a reason. Every count leaves it out from then on."""
    post = work.session.get(Post, post_id)
    if post is None or post.state is PostState.VOIDED:
        raise UserError("这条任职不在了，可能刚被作废。请刷新后再看")
    work.require(Right.EDIT_WORKFORCE, place_path(work, post.area_id, post.bureau_id))
    post.void_reason = work.require_reason()[:200]
    post.state = PostState.VOIDED
    work.session.flush()
    work.record("void_post", _person(work, post.person_id).name)


def begin_stand_in(
    work: UnitOfWork,
    area_id: int,
    person_id: int,
    since: dt.date,
    last_day: dt.date | None,
    *,
    allowance_fen: int | None = None,
    reason: str = "",
) -> int:
    """Let somebody look after a grid whose worker is away (代管), with a reason; returns its id.

    `allowance_fen` is what it earns a month, None nothing. The worker keeps the post. Without a
    `reason` of its own that of the work is kept.
    """
    person, area = _person(work, person_id), work.session.get(Area, area_id)
    work.require(Right.EDIT_WORKFORCE, place_path(work, area_id, None))
    reason = reason or work.require_reason()
    _refuse_gone(person)
    if area is None or area.level is not Level.GRID:
        raise UserError("只有网格才能代管。请选网格")
    if last_day is not None and last_day < since:
        raise UserError(f"代管的最后一天 {last_day} 早于第一天 {since}。请核对日期")
    end = last_day + _DAY if last_day is not None else None
    if allowance_fen is not None and allowance_fen <= 0:
        raise UserError("代管补贴须大于 0 元。没有补贴请选“不另发补贴”")
    _refuse_own_grid(work, area_id, person, since, end)
    refuse_away(work, person, since, end, "代管")
    _refuse_second_stand_in(work, area_id, since, end)
    row = StandIn(
        area_id=area_id,
        person_id=person_id,
        reason=reason[:200],
        valid_from=since,
        valid_to=end,
        pay_effect=PayEffect.NONE if allowance_fen is None else PayEffect.ALLOWANCE,
        allowance_fen=allowance_fen,
    )
    work.session.add(row)
    work.session.flush()
    after = {"area": area.code, "from": since.isoformat(), "allowance_fen": allowance_fen}
    work.record("begin_stand_in", person.name, reason, after=after)
    return row.id


def end_stand_in(work: UnitOfWork, stand_in_id: int, last_day: dt.date) -> None:
    """Let somebody's looking after a grid end with its last day."""
    row = work.session.get(StandIn, stand_in_id)
    if row is None or (row.valid_to is not None and row.valid_to <= last_day + _DAY):
        raise UserError("这次代管已经结束。请刷新后再看")
    work.require(Right.EDIT_WORKFORCE, place_path(work, row.area_id, None))
    if last_day < row.valid_from:
        raise UserError(f"代管从 {row.valid_from} 才开始，不能在 {last_day} 结束。请核对日期")
    row.valid_to = last_day + _DAY
    work.session.flush()
    work.record("end_stand_in", _person(work, row.person_id).name)


# --- what they stand on ---------------------------------------------------------------------------


def _person(work: UnitOfWork, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有这个人，可能刚被撤回。请刷新后再看")
    return person


def _refuse_gone(person: Person) -> None:
    if person.state is not PersonState.PRESENT:
        raise UserError(f"{person.name}已不在册（{person.state.label}），不能再任职。请先核对")


def _open_post(work: UnitOfWork, post_id: int) -> Post:
    post = work.session.get(Post, post_id)
    if post is None or post.state is not PostState.ACTIVE:
        raise UserError("这条任职已经结束或作废。请刷新后再看")
    return post


def _end(work: UnitOfWork, post: Post, last_day: dt.date, reason: str) -> None:
    if last_day < post.valid_from:
        name = _person(work, post.person_id).name
        raise UserError(
            f"{name}从 {post.valid_from} 起任职，不能在 {last_day} 结束。"
            "请核对日期；登记错了请改用作废"
        )
    post.valid_to = last_day + _DAY
    post.state = PostState.ENDED
    post.end_reason = reason[:200]
    work.session.flush()


def _refuse_own_grid(
    work: UnitOfWork, area_id: int, person: Person, since: dt.date, end: dt.date | None
) -> None:
    """Nobody looks after the grid whose full-time worker he is."""
    query = (
        select(Post.id)
        .where(Post.area_id == area_id, Post.person_id == person.id, Post.fills_grid)
        .where(Post.employment == Employment.FULL, Post.state != PostState.VOIDED)
        .where(Post.valid_to.is_(None) | (Post.valid_to > since))
    )
    if end is not None:
        query = query.where(Post.valid_from < end)
    if work.session.scalar(query.limit(1)) is not None:
        raise UserError(f"{person.name}就是这个网格的专职网格员，不用代管。请选别的人")


def _refuse_second_stand_in(
    work: UnitOfWork, area_id: int, since: dt.date, end: dt.date | None
) -> None:
    query = (
        select(Person.name, StandIn.valid_from)
        .join(StandIn, StandIn.person_id == Person.id)
        .where(StandIn.area_id == area_id)
        .where(StandIn.valid_to.is_(None) | (StandIn.valid_to > since))
        .where(StandIn.valid_to.is_(None) | (StandIn.valid_to > StandIn.valid_from))
    )
    if end is not None:
        query = query.where(StandIn.valid_from < end)
    other = work.session.execute(query.limit(1)).first()
    if other is not None:
        raise UserError(f"这个网格从 {other.valid_from} 起已由{other.name}代管。请先结束那一次代管")
