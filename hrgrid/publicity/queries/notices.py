"""Notices, their lines and what happened to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.queries import HOLIDAYS, calendar
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.core.rights import Actor, Right
from hrgrid.publicity.model import Notice, NoticeEntry, NoticeStep, Objection
from hrgrid.publicity.rules import (
    OPEN_STATES,
    NoticeState,
    NoticeStepKind,
    ObjectionState,
    last_day,
    quiet_spans,
    reply_due,
)
from hrgrid.storage import rulebook
from hrgrid.storage.pace import witness_since
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it stands, and how many objections it drew."""

    id: int
    subject: str
    round: int
    title: str
    area_path: str
    handling: Right
    deciding: Right
    remark_heading: str
    basis: str
    opening: str
    first_day: dt.date
    last_day: dt.date
    workdays: int
    reply_workdays: int
    calendar_note: str
    calendar_version: str
    where_shown: str
    accepting_office: str
    accepting_phone: str
    accepting_mail: str
    accepting_address: str
    accepting_hours: str
    roster_sha256: str
    scan_sha256: str | None
    state: NoticeState
    ended_on: dt.date | None
    ended_why: str
    late_note: str
    time_note: str
    made_by: str
    made_at: dt.datetime
    names: int
    objections: int
    open_objections: int
    version: int

    def is_over(self, today: dt.date) -> bool:
        """The last day has passed, so that the notice may be closed."""
        return today > self.last_day


@dataclass(frozen=True)
class EntryRow:
    """One line of what was shown."""

    id: int
    place: int
    target: str
    name: str
    sex: str
    unit_post: str
    remark: str


@dataclass(frozen=True)
class NoticeStepRow:
    """One deed about a notice."""

    kind: NoticeStepKind
    told: str
    reason: str
    made_by: str
    at: dt.datetime


@dataclass(frozen=True)
class DaysRow:
    """A first day with what the calendar makes of it."""

    first_day: dt.date
    last_day: dt.date
    workdays: int
    warnings: tuple[str, ...]
    calendar_version: str


def sees(actor: Actor, notice: Notice) -> bool:
    """Whether somebody may look at a notice and what was objected, names of objectors apart."""
    return any(
        actor.may(Right(code), notice.area_path) for code in (notice.handling, notice.deciding)
    )


def notice_of(work: UnitOfWork, notice_id: int) -> Notice:
    """The notice, for whoever may see it; UserError where there is none."""
    found = work.session.get(Notice, notice_id)
    if found is None:
        raise UserError(f"没有第 {notice_id} 号公示。请刷新后再选")
    if not sees(work.actor, found) and not _investigates(work, found):
        work.require(Right(found.handling), found.area_path)
    return found


def _investigates(work: UnitOfWork, notice: Notice) -> bool:
    query = select(Objection.id).where(
        Objection.notice_id == notice.id,
        Objection.investigator_id == work.actor.operator_id,
    )
    return work.session.scalar(query.limit(1)) is not None


def notice_by_id(work: UnitOfWork, notice_id: int) -> NoticeRow:
    """One notice. Raises UserError or Refused."""
    return _rows(work, [notice_of(work, notice_id)])[0]


def notice_by_subject(work: UnitOfWork, subject: str) -> list[NoticeRow]:
    """Every notice of a subject that the actor may see, the newest round first."""
    query = select(Notice).where(Notice.subject == subject).order_by(Notice.round.desc())
    return _rows(work, [each for each in work.session.scalars(query) if sees(work.actor, each)])


def notices_open(work: UnitOfWork) -> list[NoticeRow]:
    """Every notice that hangs out or waits to be closed, the one that ends first before."""
    query = (
        select(Notice).where(Notice.state == NoticeState.OPEN).order_by(Notice.last_day, Notice.id)
    )
    return _rows(work, [each for each in work.session.scalars(query) if sees(work.actor, each)])


def entries_of(work: UnitOfWork, notice_id: int) -> list[EntryRow]:
    """The lines of a notice in the order shown."""
    notice_of(work, notice_id)
    query = (
        select(NoticeEntry).where(NoticeEntry.notice_id == notice_id).order_by(NoticeEntry.place)
    )
    return [
        EntryRow(each.id, each.place, each.target, each.name, each.sex, each.unit_post, each.remark)
        for each in work.session.scalars(query)
    ]


def notice_steps(work: UnitOfWork, notice_id: int) -> list[NoticeStepRow]:
    """What happened to a notice, the oldest first."""
    notice_of(work, notice_id)
    query = select(NoticeStep).where(NoticeStep.notice_id == notice_id).order_by(NoticeStep.id)
    return [
        NoticeStepRow(each.kind, each.told, each.reason, each.made_by, each.at)
        for each in work.session.scalars(query)
    ]


def counted_days(work: UnitOfWork, first_day: dt.date, workdays: int) -> DaysRow:
    """First to last day by the office's calendar, as the form shows it at once.

    Raises UserError for a number of days below one or above 2,000.
    """
    counted = last_day(calendar(work), first_day, workdays)
    return DaysRow(
        first_day,
        counted.day,
        workdays,
        counted.warnings,
        calendar_version(work, first_day, counted.day),
    )


def counted_reply(work: UnitOfWork, filed_on: dt.date, workdays: int) -> dt.date:
    """By when an objection of that day is answered."""
    return reply_due(calendar(work), filed_on, workdays).day


def calendar_version(work: UnitOfWork, first: dt.date, last: dt.date) -> str:
    """Which tables of holidays counted: the office's version of each year, or the shipped one."""
    own = {
        int(each.topic.removeprefix(HOLIDAYS)): each.number
        for each in rulebook.newest_of_each(work, HOLIDAYS)
    }
    missing = calendar(work).unmaintained(first, last)
    told = []
    for year in range(first.year, last.year + 1):
        if year in own:
            told.append(f"{year} 年：本机构第 {own[year]} 版")
        else:
            told.append(f"{year} 年：{'未维护' if year in missing else '程序自带'}")
    return "；".join(told)


def doubts_of_subject(work: UnitOfWork, subject: str) -> tuple[str, ...]:
    """The same for whatever of a subject hangs out, each doubt once."""
    running = [row for row in notice_by_subject(work, subject) if row.state is NoticeState.OPEN]
    return tuple(dict.fromkeys(told for row in running for told in time_doubts(work, row.id)))


def time_doubts(work: UnitOfWork, notice_id: int) -> tuple[str, ...]:
    """Why the clock alone does not prove that the days passed; empty where nothing speaks so.

    Either the clock jumped while the program was open, or whole working days passed without one
    entry in the journal (promise 10).
    """
    found = work.session.get_one(Notice, notice_id)
    witness = witness_since(work.session, found.made_at)
    doubts = [
        f"{at.astimezone():%Y-%m-%d %H:%M} 电脑时间跳变" for at in witness.jumps if at <= work.now
    ]
    moments = [found.made_at, *witness.moments, work.now]
    local = [moment.astimezone() for moment in moments if moment <= work.now]
    doubts += [
        f"{span.since:%m-%d %H:%M} 至 {span.until:%m-%d %H:%M} 有 {span.workdays} 个工作日"
        "没有操作留痕"
        for span in quiet_spans(calendar(work), local)
    ]
    return tuple(doubts)


def must_be_vouched_by_another(work: UnitOfWork) -> bool:
    """Whether a doubt about the time takes a second person, or a reason will do."""
    return work.setting is not Setting.SINGLE


def _rows(work: UnitOfWork, found: list[Notice]) -> list[NoticeRow]:
    ids = [each.id for each in found]
    names: dict[int, int] = {}
    for notice_id in work.session.scalars(
        select(NoticeEntry.notice_id).where(NoticeEntry.notice_id.in_(ids))
    ):
        names[notice_id] = names.get(notice_id, 0) + 1
    drawn: dict[int, list[ObjectionState]] = {}
    query = select(Objection.notice_id, Objection.state).where(Objection.notice_id.in_(ids))
    for notice_id, state in work.session.execute(query):
        drawn.setdefault(notice_id, []).append(state)
    return [_row(each, names.get(each.id, 0), drawn.get(each.id, [])) for each in found]


_SAME = [
    name
    for name in NoticeRow.__dataclass_fields__
    if name not in {"handling", "deciding", "names", "objections", "open_objections"}
]


def _row(found: Notice, names: int, drawn: list[ObjectionState]) -> NoticeRow:
    return NoticeRow(
        handling=Right(found.handling),
        deciding=Right(found.deciding),
        names=names,
        objections=len(drawn),
        open_objections=sum(state in OPEN_STATES for state in drawn),
        **{name: getattr(found, name) for name in _SAME},
    )
