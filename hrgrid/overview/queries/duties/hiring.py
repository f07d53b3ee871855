"""Steps of hiring that wait for somebody, notices that end, objections to be answered.

By the names of the tables, as queries/selection.py says: every start of the program counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import TableClause, and_, exists, func, or_, select, true

from hrgrid.core.rights import Right
from hrgrid.hiring.rules.words import ENDED, BatchState, CandidateState, PlanState
from hrgrid.overview.queries.duties.telling import Told, held_on, named, within
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.publicity.rules import NoticeState, ObjectionState
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import AreaClosure, AreaStand, Grid, Post
from hrgrid.workforce.queries.areas import holds_on
from hrgrid.workforce.rules import Employment, GridKind, PostState

RIGHTS = (Right.RUN_HIRING, Right.DECIDE_HIRING)
VACANT_DAYS = 60
"""For how many days a grid may stand empty before it is told that no hiring is planned for it."""
_SOON = 7


def hiring_duties(work: UnitOfWork) -> Iterator[Told]:
    """What waits in the batches of the parts of the tree on which the actor hires."""
    paths = held_on(work, *RIGHTS)
    if paths == ():
        return
    yield from _batches(work, paths)
    yield from _kept_too_long(work, paths)
    yield from _vacancies(work, held_on(work, Right.RUN_HIRING))


def _batches(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Told]:
    """Applications that end, and decisions that wait."""
    batch = named("hiring_batch", "id", "number", "title", "state", "apply_to", "area_path")
    waiting = batch.c.state.in_([BatchState.APPLYING.value, BatchState.DECIDING.value])
    query = select(batch).where(waiting, within(batch.c.area_path, paths))
    for row in work.session.execute(query.order_by(batch.c.id)):
        if row.state == BatchState.DECIDING.value:
            due, told = work.today, "公示已满，待决定录用"
        else:
            due = row.apply_to
            if due > work.today + dt.timedelta(days=_SOON):
                continue
            told = "报名截止" if due >= work.today else "报名已截止，待结束报名"
        yield Told(
            DutyKind.HIRING,
            f"hiring/{row.id}@{row.state}",
            due,
            f"{row.title}：{told}",
            "hiring",
            f"batches/{row.id}",
            row.area_path,
        )


def _kept_too_long(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Told]:
    """What is known of those who were not hired, once its time is over."""
    batch = named("hiring_batch", "id", "title", "state", "retain_until", "area_path")
    person = named("candidate", "batch_id", "state", "purged_on")
    left = (
        select(func.count())
        .where(
            person.c.batch_id == batch.c.id,
            person.c.purged_on.is_(None),
            person.c.state != CandidateState.HIRED.value,
        )
        .scalar_subquery()
    )
    query = select(batch, left.label("people")).where(
        batch.c.state.in_([state.value for state in ENDED]),
        batch.c.retain_until < work.today,
        within(batch.c.area_path, paths),
    )
    for row in work.session.execute(query.order_by(batch.c.id)):
        if row.people:
            yield Told(
                DutyKind.HIRING,
                f"hiring/{row.id}@retain",
                row.retain_until,
                f"{row.title}：{row.people:,} 名未录用人员的资料保存期满，待清除",
                "hiring",
                f"batches/{row.id}",
                row.area_path,
            )


def _vacancies(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Told]:
    """Grids that stand empty for long, with no batch and no plan of this year for them.

    All together: a city's would else fill the list. Put away, they are told again next month.
    """
    if paths == ():
        return
    today = work.today
    long_ago = today - dt.timedelta(days=VACANT_DAYS)
    held = exists().where(
        Post.area_id == Grid.area_id,
        Post.fills_grid,
        Post.employment == Employment.FULL,
        Post.state != PostState.VOIDED,
        Post.valid_from <= today,
        or_(Post.valid_to.is_(None), Post.valid_to > long_ago),
    )
    seat = named("hiring_seat", "area_id", "open")
    plan = named("hiring_plan", "id", "year", "state")
    line = named("hiring_plan_line", "plan_id", "area_id")
    above = AreaClosure.__table__.alias()
    planned = (
        select(line.c.area_id)
        .join_from(line, plan, plan.c.id == line.c.plan_id)
        .join(above, above.c.ancestor_id == line.c.area_id)
        .where(
            plan.c.year == today.year,
            plan.c.state != PlanState.VOID.value,
            above.c.descendant_id == Grid.area_id,
            holds_on(above, today),
        )
    )
    query = (
        select(func.count())
        .select_from(Grid)
        .where(
            Grid.kind == GridKind.GENERAL,
            holds_on(Grid, today),
            Grid.valid_from <= long_ago,
            ~held,
            ~exists().where(seat.c.area_id == Grid.area_id, seat.c.open == true()),
            ~planned.exists(),
        )
    )
    if paths is not None:
        stand = and_(AreaStand.area_id == Grid.area_id, holds_on(AreaStand, today))
        query = query.join(AreaStand, stand).where(within(AreaStand.path, paths))
    count = work.session.scalar(query) or 0
    if count:
        told = f"空缺 {VACANT_DAYS} 天以上的网格有 {count:,} 个没有列入招录"
        subject = f"hiring/vacant@{today:%Y%m}"
        yield Told(DutyKind.HIRING, subject, today, told, "hiring", "vacancies", "")


# --- notices --------------------------------------------------------------------------------------


def notice_duties(work: UnitOfWork) -> Iterator[Told]:
    """Lists that hang out for the last day, and objections that are to be answered.

    For whoever has the right that the list's own room asks for; nobody is named here.
    """
    yield from _ending(work)
    yield from _to_answer(work)


def _ending(work: UnitOfWork) -> Iterator[Told]:
    notice = _notices()
    query = select(notice).where(
        notice.c.state == NoticeState.OPEN.value, notice.c.last_day <= work.today
    )
    for row in work.session.execute(query.order_by(notice.c.id)):
        if _may(work, row):
            told = "今天期满" if row.last_day == work.today else "已期满，待结束公示"
            yield _of_notice(row, f"notice/{row.id}", row.last_day, f"{row.title}：{told}")


def _to_answer(work: UnitOfWork) -> Iterator[Told]:
    notice = _notices()
    objection = named("objection", "id", "notice_id", "number", "state", "due_on", "replied_on")
    query = (
        select(notice, objection.c.id.label("objection_id"), objection.c.number, objection.c.due_on)
        .join_from(objection, notice, notice.c.id == objection.c.notice_id)
        .where(
            objection.c.replied_on.is_(None),
            objection.c.state != ObjectionState.REPLIED.value,
        )
        .order_by(objection.c.id)
    )
    for row in work.session.execute(query):
        if _may(work, row):
            told = f"{row.title}：第 {row.number} 件异议待答复"
            yield _of_notice(row, f"objection/{row.objection_id}", row.due_on, told)


def _notices() -> TableClause:
    return named(
        "notice", "id", "subject", "title", "area_path", "handling", "deciding", "state", "last_day"
    )


def _may(work: UnitOfWork, row: Any) -> bool:
    codes = {right.value: right for right in Right}
    asked = (codes.get(code) for code in (row.handling, row.deciding))
    return any(right is not None and work.actor.may(right, row.area_path) for right in asked)


def _of_notice(row: Any, subject: str, on: dt.date, told: str) -> Told:
    room, _, number = row.subject.partition(":")
    hiring = room == "hiring"
    kind = DutyKind.HIRING if hiring else DutyKind.HONOURS
    part = f"{'batches' if hiring else 'campaign'}/{number}"
    return Told(kind, subject, on, told, "hiring" if hiring else "honours", part, row.area_path)
