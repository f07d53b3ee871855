"""Classes and competitions that wait for somebody's next step.

By the names of the tables, as queries/selection.py says: every start of the program counts them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, func, select

from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties.telling import Told, held_on, named, within
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.rules.competing import OPEN_PROTESTS, CompetitionState
from hrgrid.training.rules.words import ClassState

_SOON = dt.timedelta(days=7)
_C, _S = ClassState, CompetitionState
_GOING = (_C.OPEN, _C.RUNNING, _C.ENDED)
_HELD = (_S.RUNNING, _S.SCORING_CLOSED, _S.CHECKED, _S.LOCKED, _S.PUBLISHED)
_WAITS = {
    _S.RUNNING: "比赛已结束，待评分截止",
    _S.SCORING_CLOSED: "评分已截止，待排名张榜",
    _S.CHECKED: "申诉期已过，待定成绩",
    _S.LOCKED: "成绩已定，待通报",
    _S.PUBLISHED: "已通报，待颁奖",
}


def training_duties(work: UnitOfWork) -> Iterator[Told]:
    """What waits in classes and competitions of the parts of the tree that the actor trains."""
    paths = held_on(work, Right.RUN_TRAINING)
    if paths == ():
        return
    yield from _classes(work, paths)
    yield from _competitions(work, paths)
    yield from _protests(work, paths)


def _classes(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Told]:
    """Classes that begin within a week, that should have ended, whose results nobody confirmed."""
    held = named("training_class", "id", "title", "state", "first_day", "last_day", "area_path")
    query = select(held).where(
        held.c.state.in_([state.value for state in _GOING]), within(held.c.area_path, paths)
    )
    for row in work.session.execute(query.order_by(held.c.id)):
        on, told = _of_class(row, work.today)
        if told:
            yield Told(
                DutyKind.TRAINING,
                f"class/{row.id}@{row.state}",
                on,
                f"{row.title}：{told}",
                "training",
                f"classes/{row.id}",
                row.area_path,
            )


def _of_class(row: Any, today: dt.date) -> tuple[dt.date, str]:
    if row.state == _C.OPEN.value:
        if row.first_day > today + _SOON:
            return row.first_day, ""
        return row.first_day, "开班" if row.first_day >= today else "已到开班日，待开班"
    if row.state == _C.RUNNING.value:
        return row.last_day, "已上完课，待结课" if row.last_day < today else ""
    return row.last_day, "已结课，待确认结果"


def _competitions(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Told]:
    held = named(
        *("competition", "id", "title", "state", "first_day", "last_day", "area_path"),
        *("posted_at", "protest_minutes", "prizes_set"),
    )
    preparing = held.c.state == _S.ENTRY_OPEN.value
    going = held.c.state.in_([state.value for state in _HELD])
    prize = named("competition_prize", "competition_id", "places")
    prizes = exists().where(prize.c.competition_id == held.c.id, prize.c.places > 0)
    query = select(held, prizes.label("prizes")).where(
        preparing | going, within(held.c.area_path, paths)
    )
    for row in work.session.execute(query.order_by(held.c.id)):
        on, told = _of_competition(row, work)
        if told:
            yield _told(row, f"competition/{row.id}@{row.state}", on, told)


def _of_competition(row: Any, work: UnitOfWork) -> tuple[dt.date, str]:
    today, state = work.today, CompetitionState(row.state)
    if state is _S.ENTRY_OPEN:
        near = row.first_day <= today + _SOON
        return row.first_day, ("比赛" if row.first_day >= today else "已到比赛日") if near else ""
    if state is _S.RUNNING and row.last_day >= today:
        return row.last_day, ""
    if state is _S.CHECKED and row.posted_at is not None:
        until = row.posted_at + dt.timedelta(minutes=row.protest_minutes)
        if until > work.now:
            return row.last_day, ""
    if state is _S.PUBLISHED and row.prizes_set and not row.prizes:
        return row.last_day, "已通报，不设奖，待归档"
    return row.last_day, _WAITS[state]


def _protests(work: UnitOfWork, paths: tuple[str, ...] | None) -> Iterator[Told]:
    held = named("competition", "id", "title", "last_day", "area_path")
    protest = named("competition_protest", "competition_id", "state")
    query = (
        select(held, func.count().label("open"))
        .join_from(held, protest, protest.c.competition_id == held.c.id)
        .where(
            protest.c.state.in_([state.value for state in OPEN_PROTESTS]),
            within(held.c.area_path, paths),
        )
        .group_by(held.c.id, held.c.title, held.c.last_day, held.c.area_path)
    )
    for row in work.session.execute(query.order_by(held.c.id)):
        yield _told(row, f"competition/{row.id}@protests", work.today, f"{row.open:,} 件申诉待办结")


def _told(row: Any, subject: str, on: dt.date, told: str) -> Told:
    return Told(
        DutyKind.TRAINING,
        subject,
        on,
        f"{row.title}：{told}",
        "training",
        f"competitions/{row.id}",
        row.area_path,
    )
