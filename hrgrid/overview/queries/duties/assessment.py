"""Periods and inspections that wait for somebody's next step, appeals that wait for an answer.

By the names of the tables, as queries/selection.py says: every start of the program counts them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hrgrid.assessment.rules.period_days import Span
from hrgrid.assessment.rules.words import (
    OPEN_APPEALS,
    PARTS_OF,
    SETTLED,
    PeriodKind,
    PeriodState,
)
from hrgrid.core.rights import Right
from hrgrid.overview.queries.duties.telling import Told, held_on, named, within
from hrgrid.overview.rules.duties import DutyKind
from hrgrid.storage.work import UnitOfWork

_DAY = dt.timedelta(days=1)
_SOON = dt.timedelta(days=3)
_TO_OPEN = dt.timedelta(days=5)
"""How long after a period's end the next one is to be opened."""
_S = PeriodState
_LONGER = (PeriodKind.QUARTER, PeriodKind.HALF_YEAR, PeriodKind.YEAR)


@dataclass(frozen=True)
class _Period:
    """One period, as much of it as duties need."""

    id: int
    scheme: str
    span: Span
    path: str
    title: str
    state: PeriodState
    due_on: dt.date | None
    appeals_until: dt.date | None


def assessment_duties(work: UnitOfWork) -> Iterator[Told]:
    """What waits in periods of the parts of the tree that the actor assesses."""
    paths = held_on(work, Right.RUN_ASSESSMENT)
    if paths == ():
        return
    yield from _inspections(work)
    periods = _periods(work, paths)
    if not periods:
        return
    appeals = _appeals(work, [one.id for one in periods])
    for one in periods:
        on, told = _of_period(one, work.today, waiting=one.id in appeals)
        if told:
            yield _told(one, f"period/{one.id}@{one.state.value}", on, told)
        if one.id in appeals:
            count, due = appeals[one.id]
            subject = f"period/{one.id}@appeals{due:%Y%m%d}"
            yield _told(one, subject, due, f"{count:,} 件申诉待答复")
    yield from _to_open(periods, work.today)
    yield from _to_put_together(periods, work.today)


def _inspections(work: UnitOfWork) -> Iterator[Told]:
    """What waits in inspections; the tables of the room are loaded only where there is one."""
    plan = named("inspection_plan", "id")
    if work.session.execute(select(plan).limit(1)).first() is None:
        return
    from hrgrid.assessment.queries.inspection_duties import inspection_duties

    for one in inspection_duties(work, work.today):
        yield Told(
            DutyKind.ASSESSMENT,
            one.subject,
            one.on,
            one.told,
            "assessment",
            one.part,
            one.area_path,
        )


def _periods(work: UnitOfWork, paths: tuple[str, ...] | None) -> list[_Period]:
    held = named(
        *("assessment_period", "id", "scheme", "kind", "year", "number", "area_path"),
        *("title", "state", "due_on", "appeals_until"),
    )
    query = select(held).where(within(held.c.area_path, paths)).order_by(held.c.id)
    return [
        _Period(
            row.id,
            row.scheme,
            Span(PeriodKind(row.kind), row.year, row.number),
            row.area_path,
            row.title,
            PeriodState(row.state),
            row.due_on,
            row.appeals_until,
        )
        for row in work.session.execute(query)
    ]


def _appeals(work: UnitOfWork, ids: Sequence[int]) -> dict[int, tuple[int, dt.date]]:
    """How many appeals wait in each period, and by when the first is answered."""
    held = named("assessment_appeal", "period_id", "state", "answer_due")
    query = (
        select(held.c.period_id, func.count(), func.min(held.c.answer_due))
        .where(held.c.state.in_([state.value for state in OPEN_APPEALS]), held.c.period_id.in_(ids))
        .group_by(held.c.period_id)
    )
    return {row[0]: (row[1], row[2]) for row in work.session.execute(query)}


def _of_period(one: _Period, today: dt.date, *, waiting: bool) -> tuple[dt.date, str]:
    state, over = one.state, one.span.last_day < today
    if state is _S.OPEN:
        return one.span.last_day, "已建立，待收集数据"
    if state is _S.COLLECTING:
        return _of_collecting(one, today, over=over)
    if state is _S.SCORING:
        return today, "正在计分，结果待给本人看"
    if state is _S.SHOWN:
        return today, "结果待给本人看完并公布"
    until = one.appeals_until
    if state is _S.APPEALS and until is not None and until < today and not waiting:
        return until + _DAY, "申诉期已过，待确认结果"
    return today, ""


def _of_collecting(one: _Period, today: dt.date, *, over: bool) -> tuple[dt.date, str]:
    due = one.due_on
    if due is not None and due >= today:
        return due, "报送数据到期" if due <= today + _SOON else ""
    if not over:
        return one.span.last_day, ""
    if due is None:
        return one.span.last_day, "已结束，待计算"
    return due, "报送期限已过，待催报或计算"


def _to_open(periods: Sequence[_Period], today: dt.date) -> Iterator[Told]:
    """The months that are over and that nobody opened yet, of schemes that the office goes by.

    One is told, the oldest: each opened one tells the next. What nobody did for a year is no
    custom any more.
    """
    newest: dict[tuple[str, str], _Period] = {}
    for one in periods:
        if one.span.kind is PeriodKind.MONTH:
            key = (one.scheme, one.path)
            held = newest.get(key)
            if held is None or held.span.behind < one.span.behind:
                newest[key] = one
    for (_, path), one in newest.items():
        after = one.span.next
        if after.behind <= today < after.next.behind + 365 * _DAY:
            subject = f"period_next/{one.id}"
            yield _waits(path, subject, after.last_day + _TO_OPEN, f"{after.title}的考核期还没有建")


def _to_put_together(periods: Sequence[_Period], today: dt.date) -> Iterator[Told]:
    """Quarters and years all of whose months are settled, and that nobody opened.

    Half-years only where the office ever had one, and of the last year at most.
    """
    settled: dict[tuple[str, str], dict[Span, int]] = defaultdict(dict)
    opened = {(one.path, one.span) for one in periods}
    kinds = {one.span.kind for one in periods}
    for one in periods:
        if one.span.kind is PeriodKind.MONTH and one.state in SETTLED:
            settled[one.scheme, one.path][one.span] = one.id
    told: set[tuple[str, Span]] = set()
    for (_, path), months in settled.items():
        for longer in _longer(months, kinds):
            parts = longer.split(PeriodKind.MONTH)
            whole = all(part in months for part in parts)
            fresh = longer.behind > today - 365 * _DAY
            if whole and fresh and (path, longer) not in opened | told:
                told.add((path, longer))
                subject = f"period_{longer.kind.value}/{months[parts[-1]]}"
                words = f"{longer.title}各月都已确认，可以建考核期"
                yield _waits(path, subject, longer.last_day + 2 * _TO_OPEN, words)


def _longer(months: Collection[Span], kinds: set[PeriodKind]) -> Iterator[Span]:
    for kind in _LONGER:
        if kind is not PeriodKind.HALF_YEAR or kind in kinds:
            each = 12 // PARTS_OF[kind]
            yield from sorted(
                {Span(kind, one.year, (one.number - 1) // each + 1) for one in months},
                key=lambda span: span.behind,
            )


def _told(one: _Period, subject: str, on: dt.date, told: str) -> Told:
    return Told(
        DutyKind.ASSESSMENT,
        subject,
        on,
        f"{one.title}：{told}",
        "assessment",
        f"periods/{one.id}",
        one.path,
    )


def _waits(path: str, subject: str, on: dt.date, told: str) -> Told:
    return Told(DutyKind.ASSESSMENT, subject, on, told, "assessment", "periods", path)
