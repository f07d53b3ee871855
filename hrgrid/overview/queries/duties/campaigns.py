"""Steps of the newest selection of honours that wait for somebody.

By the names of the tables, as queries/selection.py says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import column, func, select, table

from hrgrid.core.rights import Right
from hrgrid.honours.rules.timetable import Stage, is_over
from hrgrid.honours.rules.words import CampaignState, GrantState, RunState
from hrgrid.overview.queries.selection import CampaignProgress, newest_progress
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.publicity.rules import NoticeState
from hrgrid.storage.work import UnitOfWork

_RIGHTS = (Right.RUN_HONOURS, Right.DECIDE_HONOURS)
_STEPS = {
    CampaignState.SELECTED: "名单已排出，待会议审定",
    CampaignState.COMMITTEE: "会议已审定，待发布公示",
    CampaignState.DECIDING: "公示已满，待作出决定",
    CampaignState.DECIDED: "已作出决定，待签发证书",
}

_Found = tuple[DutyKind, str, dt.date, str, None, None, str, str]


def campaign_duties(work: UnitOfWork) -> Iterator[_Found]:
    """What the newest selection waits for; nothing for who has no part in it."""
    if not any(work.actor.may_somewhere(right) for right in _RIGHTS):
        return
    found = newest_progress(work)
    if found is None:
        return
    subject, due, told = f"campaign/{found.campaign_id}@{found.state.value}", work.today, ""
    if found.state is CampaignState.PUBLICISING:
        last = _last_day(work, found.campaign_id)
        if last is not None:
            due, told = last, "公示期满，待作出决定" if last < work.today else "公示期到最后一天"
        elif not _hangs_out(work, found.campaign_id):
            # What hangs out is told by its notice.
            told = "公示已结束，待报请决定"
    elif found.state is CampaignState.DECIDING and not _proposed(work, found.campaign_id):
        told = "部分人已决定，其余的待公示或办结异议"
    elif found.short:
        owed = sum(count for _, count in found.short)
        told = f"{len(found.short)} 个单位还差推荐 {owed} 人"
    else:
        told = _STEPS.get(found.state, "")
    if told:
        title = f"{found.title}：{told}"
        yield DutyKind.HONOURS, subject, due, title, None, None, "honours", ""
    yield from _planned(work, found)


def _planned(work: UnitOfWork, found: CampaignProgress) -> Iterator[_Found]:
    """The stages of the timetable that should be over, and the next one that should be."""
    days = _planned_days(work, found.campaign_id)
    for stage in Stage:
        if stage not in days or is_over(stage, found.state):
            continue
        due = days[stage]
        subject = f"campaign/{found.campaign_id}/{stage.value}@{due:%Y%m%d}"
        title = f"{found.title}：{stage.label}（日程安排）"
        yield DutyKind.HONOURS, subject, due, title, None, None, "honours", ""
        if due >= work.today:
            return


def _planned_days(work: UnitOfWork, campaign_id: int) -> dict[Stage, dt.date]:
    planned = table(
        "campaign_timetable_stage",
        column("campaign_id"),
        column("number"),
        column("stage"),
        column("ends_on"),
    )
    newest = (
        select(func.max(planned.c.number))
        .where(planned.c.campaign_id == campaign_id)
        .scalar_subquery()
    )
    query = select(planned.c.stage, planned.c.ends_on).where(
        planned.c.campaign_id == campaign_id, planned.c.number == newest
    )
    return {Stage(stage): _day(day) for stage, day in work.session.execute(query)}


def _day(found: str | dt.date) -> dt.date:
    """SQLite gives the text where the column is known by its name alone."""
    return dt.date.fromisoformat(found) if isinstance(found, str) else found


def _hangs_out(work: UnitOfWork, campaign_id: int) -> bool:
    notice = table("notice", column("subject"), column("state"))
    query = select(notice.c.state).where(
        notice.c.subject == f"honours:{campaign_id}", notice.c.state == NoticeState.OPEN.value
    )
    return work.session.scalar(query.limit(1)) is not None


def _proposed(work: UnitOfWork, campaign_id: int) -> bool:
    grant = table("honour_grant", column("campaign_id"), column("state"))
    query = select(grant.c.state).where(
        grant.c.campaign_id == campaign_id, grant.c.state == GrantState.PROPOSED.value
    )
    return work.session.scalar(query.limit(1)) is not None


def _last_day(work: UnitOfWork, campaign_id: int) -> dt.date | None:
    shown = table("honour_publicity", column("run_id"), column("campaign_id"), column("last_day"))
    run = table("selection_run", column("id"), column("state"))
    query = (
        select(shown.c.last_day)
        .join_from(shown, run, run.c.id == shown.c.run_id)
        .where(shown.c.campaign_id == campaign_id, run.c.state == RunState.APPLIED.value)
        .order_by(shown.c.last_day.desc())
        .limit(1)
    )
    last = work.session.scalar(query)
    return None if last is None else _day(last)
