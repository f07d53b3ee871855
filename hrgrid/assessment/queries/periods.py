"""Periods of assessment: the list, one with its way, what a new one would be, what rests on one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from hrgrid.accounts.model import Operator
from hrgrid.assessment.model import Assessee, AssessmentAppeal, AssessmentPeriod, PeriodStep
from hrgrid.assessment.queries.running import results_of_periods, run_of_period
from hrgrid.assessment.queries.schemes import stopped_schemes, topic_of
from hrgrid.assessment.queries.scope import require_look_somewhere, seen_period, within
from hrgrid.assessment.queries.star_resting import stars_on
from hrgrid.assessment.queries.using import (
    scheme_of_period,
    scheme_row,
    span_of_period,
)
from hrgrid.assessment.rules.parts import PERIOD_INDICATORS
from hrgrid.assessment.rules.period_days import Span, last_over
from hrgrid.assessment.rules.period_rows import (
    PartRow,
    PeriodCard,
    PeriodFilter,
    PeriodProposal,
    PeriodRow,
    PeriodStepRow,
    RestRow,
    SchemeChoice,
)
from hrgrid.assessment.rules.scheme import TOPIC, Scheme, indicators_of, scheme_of
from hrgrid.assessment.rules.shipped import SCHEMES
from hrgrid.assessment.rules.words import OPEN_APPEALS, SETTLED, PeriodKind
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import RuleSetRow, newest_of_each, rules_in_force
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand
from hrgrid.workforce.queries.areas import holds_on, names_of_paths

USUAL_DAYS = 5
"""For delivery, where there was no period before."""
_ORDER = {kind: at for at, kind in enumerate(PeriodKind)}
_P = AssessmentPeriod


def periods(work: UnitOfWork, wanted: PeriodFilter | None = None) -> list[PeriodRow]:
    """The periods of what was given to the actor, the newest days first.

    The number of statements does not grow with the periods.
    """
    require_look_somewhere(work)
    wanted = wanted or PeriodFilter()
    found = work.session.scalars(_chosen(work, wanted)).all()
    return rows_of(work, sorted(found, key=_newest_first))


def _newest_first(one: AssessmentPeriod) -> tuple[Any, ...]:
    behind = span_of_period(one).behind
    return (-behind.toordinal(), -_ORDER[one.kind], one.area_path, one.scheme, one.id)


def _chosen(work: UnitOfWork, wanted: PeriodFilter) -> Select[tuple[AssessmentPeriod]]:
    asked: list[ColumnElement[bool]] = [within(work, _P.area_path)]
    if wanted.year is not None:
        asked.append(_P.year == wanted.year)
    if wanted.kind is not None:
        asked.append(_P.kind == wanted.kind)
    if wanted.scheme is not None:
        asked.append(_P.scheme == wanted.scheme)
    if wanted.states:
        asked.append(_P.state.in_(wanted.states))
    if typed := wanted.text.strip():
        asked.append(_P.title.contains(typed, autoescape=True))
    return select(_P).where(*asked)


def period_years(work: UnitOfWork) -> list[int]:
    """The years that have periods, the newest first."""
    require_look_somewhere(work)
    query = select(_P.year).where(within(work, _P.area_path)).distinct()
    return sorted(work.session.scalars(query), reverse=True)


def rows_of(work: UnitOfWork, found: Sequence[AssessmentPeriod]) -> list[PeriodRow]:
    """Periods with their counts, in the order given."""
    ids = [one.id for one in found]
    counts = (
        select(
            Assessee.period_id,
            func.count().label("whole"),
            func.count(Assessee.left_out).label("left_out"),
        )
        .where(Assessee.period_id.in_(ids))
        .group_by(Assessee.period_id)
    )
    counted = {row.period_id: row for row in work.session.execute(counts)}
    results, appeals = results_of_periods(work, ids), _open_appeals(work, ids)
    areas = area_words(work, [one.area_path for one in found])
    titles = scheme_titles(work)
    return [
        _row(
            one,
            counted.get(one.id),
            (*results.get(one.id, (0, 0)), appeals.get(one.id, 0)),
            areas[one.area_path],
            titles.get(one.scheme, one.scheme),
        )
        for one in found
    ]


def _open_appeals(work: UnitOfWork, ids: Sequence[int]) -> dict[int, int]:
    appeal = AssessmentAppeal
    query = (
        select(appeal.period_id, func.count())
        .where(appeal.period_id.in_(ids), appeal.state.in_(OPEN_APPEALS))
        .group_by(appeal.period_id)
    )
    return dict(work.session.execute(query).tuples().all())


def _row(
    one: AssessmentPeriod, counted: Any, results: tuple[int, int, int], area: str, title: str
) -> PeriodRow:
    whole, left_out = (counted.whole, counted.left_out) if counted is not None else (0, 0)
    return PeriodRow(
        one.id,
        one.scheme,
        title,
        one.kind,
        one.year,
        one.number,
        one.title,
        one.area_path,
        area,
        one.part_time,
        one.state,
        one.revision,
        one.due_on,
        one.shown_on,
        one.appeals_until,
        whole - left_out,
        left_out,
        *results,
        one.version,
    )


def area_words(work: UnitOfWork, paths: Iterable[str]) -> dict[str, str]:
    """The names of areas by path; the whole office has one too."""
    wanted = set(paths)
    named = names_of_paths(work, wanted - {""}, work.day)
    return {path: named.get(path, path.rstrip("/")) if path else "全部区域" for path in wanted}


def scheme_titles(work: UnitOfWork) -> dict[str, str]:
    """The newest title of every scheme by its code."""
    return {
        row.topic.removeprefix(f"{TOPIC}."): str(row.parameters["title"])
        for row in newest_of_each(work, f"{TOPIC}.")
    }


def period_row(work: UnitOfWork, period_id: int) -> PeriodRow:
    """One period as the list shows it."""
    return rows_of(work, [seen_period(work, period_id)])[0]


def period_card(work: UnitOfWork, period_id: int) -> PeriodCard:
    """One period with the version of its scheme and the way that it took."""
    found = seen_period(work, period_id)
    steps = select(PeriodStep).where(PeriodStep.period_id == period_id).order_by(PeriodStep.seq)
    newest = scheme_row(work, found.scheme, span_of_period(found).last_day)
    proposer = None
    if found.proposer_id is not None:
        proposer = work.session.scalar(
            select(Operator.name).where(Operator.id == found.proposer_id)
        )
    newer = newest is not None and newest.sha256 != found.rule_sha256
    return PeriodCard(
        rows_of(work, [found])[0],
        found.rule_number,
        found.rule_sha256,
        newest.number if newest is not None and newer else None,
        found.reopen_reason,
        proposer or "",
        found.approval_words,
        found.document_no,
        tuple(
            PeriodStepRow(one.seq, one.state, one.revision, one.at, one.made_by, one.reason)
            for one in work.session.scalars(steps)
        ),
    )


# --- a new one ------------------------------------------------------------------------------------


def scheme_choices(work: UnitOfWork, on: dt.date | None = None) -> list[SchemeChoice]:
    """The schemes by which a period may be opened, with the version in force on a day."""
    day = on or work.today
    found: dict[str, SchemeChoice] = {}
    for code, scheme in SCHEMES.items():
        found[code] = SchemeChoice(code, scheme.title, scheme.kind, scheme.role, 0)
    for row in newest_of_each(work, f"{TOPIC}."):
        code = row.topic.removeprefix(f"{TOPIC}.")
        held: RuleSetRow | None = row
        if row.valid_from > day:
            held = rules_in_force(work, topic_of(code), day)
        if held is not None:
            scheme = scheme_of(held.parameters)
            found[code] = SchemeChoice(code, scheme.title, scheme.kind, scheme.role, held.number)
    stopped = stopped_schemes(work)
    return sorted(
        (one for code, one in found.items() if code not in stopped),
        key=lambda one: (_ORDER[one.kind], one.title, one.code),
    )


def proposal(work: UnitOfWork, scheme: str | None = None) -> PeriodProposal:
    """What a new period would be: the one after the last (沿用上期), else the month that is over.

    Of `scheme`, or of whichever is behind most. Raises Refused where the actor runs none.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    choices = {one.code: one for one in scheme_choices(work)}
    if scheme is not None and scheme not in choices:
        raise UserError(f"没有考核方案“{scheme}”。请刷新后再选")
    newest = _newest_of_each(work)
    wanted = [scheme] if scheme is not None else [code for code in newest if code in choices]
    behind = sorted(
        (newest[code] for code in wanted if code in newest),
        key=lambda one: _urgency(one, work.today),
    )
    if behind:
        return _after(work, behind[0])
    code = scheme or ("monthly" if "monthly" in choices else next(iter(choices)))
    area_id, area = _own_area(work)
    return PeriodProposal(
        code,
        last_over(choices[code].kind, work.today),
        area_id,
        area,
        part_time=False,
        days=USUAL_DAYS,
        due_on=work.today + dt.timedelta(days=USUAL_DAYS),
        last_id=None,
        why="第一次建考核期，取最近结束的一期",
    )


def _urgency(last: AssessmentPeriod, today: dt.date) -> tuple[bool, int, dt.date]:
    """What could be opened already stands first, months before what is made of them."""
    after = span_of_period(last).next
    return (after.behind > today, _ORDER[last.kind], after.behind)


def _newest_of_each(work: UnitOfWork) -> dict[str, AssessmentPeriod]:
    """The last period of each scheme that the actor runs."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right is Right.RUN_ASSESSMENT}
    query = select(_P).order_by(_P.year, _P.number, _P.id)
    if "" not in paths:
        held = sorted(f"{path.rstrip('/')}/" for path in paths)
        query = query.where(or_(*(_P.area_path.startswith(path, autoescape=True) for path in held)))
    return {one.scheme: one for one in work.session.scalars(query)}


def _after(work: UnitOfWork, last: AssessmentPeriod) -> PeriodProposal:
    query = (
        select(AreaStand.area_id, AreaStand.name)
        .where(AreaStand.path == last.area_path, holds_on(AreaStand, work.today))
        .limit(1)
    )
    place = work.session.execute(query).first()
    area_id, area = (place.area_id, place.name) if place is not None else _own_area(work)
    days = _days_of(work, last)
    return PeriodProposal(
        last.scheme,
        span_of_period(last).next,
        area_id,
        area,
        last.part_time,
        days,
        work.today + dt.timedelta(days=days),
        last.id,
        f"沿用“{last.title}”的方案、范围和报送天数",
    )


def _days_of(work: UnitOfWork, last: AssessmentPeriod) -> int:
    """How many days units had: from the day on which it was opened."""
    opened = select(PeriodStep.at).where(PeriodStep.period_id == last.id, PeriodStep.seq == 1)
    at = work.session.scalar(opened)
    if last.due_on is None or at is None:
        return USUAL_DAYS
    return max(1, (last.due_on - at.astimezone().date()).days)


def _own_area(work: UnitOfWork) -> tuple[int, str]:
    """The highest area that was given to the actor; UserError where there is no area at all."""
    paths = {grant.area_path for grant in work.actor.grants if grant.right is Right.RUN_ASSESSMENT}
    query = (
        select(AreaStand.area_id, AreaStand.name)
        .join(Area, Area.id == AreaStand.area_id)
        .where(holds_on(AreaStand, work.today), holds_on(Area, work.today))
        .order_by(func.length(AreaStand.path), Area.sort, Area.id)
        .limit(1)
    )
    if "" not in paths:
        query = query.where(AreaStand.path.in_([f"{path.rstrip('/')}/" for path in paths]))
    found = work.session.execute(query).first()
    if found is None:
        raise UserError("还没有区域和人员，不能考核。请先导入网格和人员")
    return found.area_id, found.name


# --- what a period stands on, and what stands on it ---------------------------------------------


def part_kinds(scheme: Scheme) -> tuple[PeriodKind, ...]:
    """Of which shorter periods a scheme takes the results."""
    codes = indicators_of(scheme.items)
    return tuple(kind for code, kind in PERIOD_INDICATORS.items() if code in codes)


def parts_of(work: UnitOfWork, period: AssessmentPeriod) -> list[PartRow]:
    """The shorter periods that a period takes its results from, of the same role and area."""
    scheme, span = scheme_of_period(work, period), span_of_period(period)
    wanted = [part for kind in part_kinds(scheme) for part in span.split(kind)]
    if not wanted:
        return []
    # The year before as well: whether there were any says whether a month was forgotten.
    query = select(_P).where(
        _P.kind.in_({part.kind for part in wanted}),
        _P.year.in_((period.year - 1, period.year)),
        _P.area_path == period.area_path,
    )
    held: dict[Span, AssessmentPeriod] = {}
    for one in work.session.scalars(query.order_by(_P.id)):
        if scheme_of_period(work, one).role == scheme.role:
            held.setdefault(span_of_period(one), one)
    begun = min((one.first_day for one in held), default=span.first_day)
    return [_part(part, held.get(part), begun) for part in wanted]


def _part(part: Span, found: AssessmentPeriod | None, begun: dt.date) -> PartRow:
    if found is None:
        return PartRow(part, None, None, settled=False, before=part.first_day < begun)
    return PartRow(part, found.id, found.state, found.state in SETTLED)


def parts_of_period(work: UnitOfWork, period_id: int) -> list[PartRow]:
    """The shorter periods that a period is put together from, settled or not; none of a month."""
    return parts_of(work, seen_period(work, period_id))


def unsettled_words(parts: Sequence[PartRow]) -> str:
    """Which months are not settled, in a sentence; "" where all are."""
    missing = [part.span.title for part in parts if part.period_id is None and not part.before]
    going = [
        f"{part.span.title}（{part.state.label}）"
        for part in parts
        if part.state is not None and not part.settled
    ]
    told = [f"{'、'.join(going)}还没有确认"] if going else []
    if missing:
        told.append(f"{'、'.join(missing)}还没有建考核期")
    return "，".join(told)


def rests_on(work: UnitOfWork, period_id: int) -> list[RestRow]:
    """Before a period is reopened: what rests on it: its own, longer periods, stars."""
    period = seen_period(work, period_id)
    found: list[RestRow] = []
    run = run_of_period(work, period.id, period.revision)
    if run is not None:
        told = f"第 {period.revision} 版的结果（第 {run.number} 次计算）作废重算，原来的留底可查"
        found.append(RestRow("run", period.id, period.title, period.state, told))
    span, role = span_of_period(period), scheme_of_period(work, period).role
    query = select(_P).where(
        _P.kind != period.kind,
        _P.year == period.year,
        _P.area_path == period.area_path,
    )
    for one in work.session.scalars(query.order_by(_P.id)):
        scheme = scheme_of_period(work, one)
        if (
            scheme.role != role
            or period.kind not in part_kinds(scheme)
            or not span_of_period(one).holds(span)
            or run_of_period(work, one.id, one.revision) is None
        ):
            continue
        what = "已经定了的结果不会自动改，须另行重开" if one.state in SETTLED else "须重新计算"
        told = f"“{one.title}”的结果用到了本期，{what}"
        found.append(RestRow("period", one.id, one.title, one.state, told))
    return found + stars_on(work, period)
