"""A period of assessment from its beginning to the archive: opened, collected, scored, shown.

Settling and reopening stand in service/settling.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts.queries import calendar
from hrgrid.assessment.model import AssessmentPeriod
from hrgrid.assessment.queries.blocking import refuse, score_blockers, show_blockers, shown_blockers
from hrgrid.assessment.queries.using import appeal_rules, span_of_period
from hrgrid.assessment.rules.period_days import span_of
from hrgrid.assessment.rules.period_rows import SnapshotDiff
from hrgrid.assessment.rules.scheme import scheme_of
from hrgrid.assessment.rules.words import PeriodKind, PeriodState
from hrgrid.assessment.service.schemes import lock_scheme
from hrgrid.assessment.service.shipping import scheme_in_use
from hrgrid.assessment.service.showing import forget_changed
from hrgrid.assessment.service.snapshot import refresh
from hrgrid.assessment.service.steps import (
    UNSETTLED,
    go_period,
    named,
    note_period,
    period_of,
    require_version,
)
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_S = PeriodState


@dataclass(frozen=True)
class PeriodForm:
    """A new period; `collect` begins to collect in the same step, `due_on` is the last day for it.

    Without a `title` the calendar names it.
    """

    scheme: str
    kind: PeriodKind
    year: int
    number: int
    area_id: int
    due_on: dt.date | None = None
    part_time: bool = False
    title: str = ""
    collect: bool = True


@dataclass(frozen=True)
class PeriodChange:
    """What of a period may still change, for a change and for its undo."""

    period_id: int
    version: int | None
    title: str
    due_on: dt.date | None
    part_time: bool


def open_period(work: UnitOfWork, form: PeriodForm) -> int:
    """A new period with its people; returns its id.

    The version of the scheme in force on its last day is frozen into it. Raises UserError for
    days that are still to come, a scheme of another kind, or a period that is there already.
    """
    work.require_somewhere(Right.RUN_ASSESSMENT)
    area = area_on(work, form.area_id, work.today)
    work.require(Right.RUN_ASSESSMENT, area.path)
    span = span_of(form.kind, form.year, form.number)
    if span.first_day > work.today:
        raise UserError(f"{span.title}还没有开始，不能建考核期。请到 {span.first_day} 以后再建")
    rule = scheme_in_use(work, form.scheme, span.last_day)
    scheme = scheme_of(rule.parameters)
    if scheme.kind is not form.kind:
        raise UserError(
            f"方案“{scheme.title}”是{scheme.kind.label}方案，不能用于{span.title}。请换方案或换时间"
        )
    period = AssessmentPeriod(
        scheme=form.scheme,
        rule_number=rule.number,
        rule_sha256=rule.sha256,
        kind=form.kind,
        year=form.year,
        number=form.number,
        area_path=area.path,
        part_time=form.part_time,
        title=" ".join(form.title.split()) or f"{span.title}{_short(scheme.title)}",
        state=_S.OPEN,
        revision=1,
        reopen_reason="",
        due_on=form.due_on,
        shown_on=None,
        appeals_until=None,
        proposer_id=None,
        approval_words="",
        document_no="",
    )
    _check(period)
    _refuse_twin(work, period, scheme.title)
    work.session.add(period)
    work.session.flush()
    note_period(work, period)
    work.record(
        "open_period",
        named(period),
        after=_told(period) | {"scheme": scheme.title, "rules": rule.number, "area": area.name},
    )
    refresh(work, period)
    if form.collect:
        start_collecting(work, period.id)
    return period.id


def _short(title: str) -> str:
    """The scheme's title behind the days: 月度 is said by them."""
    for word in ("月度", "季度", "半年", "年度"):
        title = title.replace(word, "")
    return title


def change_period(work: UnitOfWork, change: PeriodChange) -> PeriodChange:
    """Another title or day for delivery, or whether part-timers belong to it; the inverse.

    Part-timers can come or go until results are shown: their list is then taken anew.
    """
    period = period_of(work, change.period_id, *UNSETTLED)
    require_version(period, change.version, named(period))
    before, told = _as_change(period), _told(period)
    title = " ".join(change.title.split())
    if not title:
        raise UserError("考核期的名称不能空着。请填上再存")
    people = change.part_time != period.part_time
    if people and period.state in (_S.SHOWN, _S.APPEALS):
        raise UserError(f"{named(period)}的结果已经给本人看了，不能改考核对象的范围。请先退回计分")
    period.title, period.due_on, period.part_time = title, change.due_on, change.part_time
    with work.session.no_autoflush:
        _check(period)
    work.session.flush()
    work.record("change_period", named(period), before=told, after=_told(period))
    if people:
        refresh(work, period)
    return PeriodChange(period.id, period.version, *before)


def take_newest_scheme(work: UnitOfWork, period_id: int) -> int:
    """Go by the version of the scheme that is in force now; returns its number.

    Allowed until results are shown; what was computed is then out of date.
    """
    period = period_of(work, period_id, _S.OPEN, _S.COLLECTING, _S.SCORING)
    span = span_of_period(period)
    rule = scheme_in_use(work, period.scheme, span.last_day)
    if rule.sha256 == period.rule_sha256:
        raise UserError(f"{named(period)}用的已经是现行方案（第 {rule.number} 版）。没有改动")
    if scheme_of(rule.parameters).kind is not period.kind:
        raise UserError("现行方案的考核周期变了，不能用于这个考核期。请另建考核期")
    before = period.rule_number
    period.rule_number, period.rule_sha256 = rule.number, rule.sha256
    work.session.flush()
    work.record(
        "take_scheme", named(period), before={"rules": before}, after={"rules": rule.number}
    )
    if period.state is not _S.OPEN:
        _lock(work, period)
    refresh(work, period)
    return rule.number


def start_collecting(work: UnitOfWork, period_id: int) -> None:
    """已建立 → 收集数据; from now on the scheme's version stays as it is."""
    period = period_of(work, period_id, _S.OPEN)
    _lock(work, period)
    go_period(work, period, _S.COLLECTING)


def _lock(work: UnitOfWork, period: AssessmentPeriod) -> None:
    lock_scheme(work, period.scheme, period.rule_number, period.title)


def start_scoring(work: UnitOfWork, period_id: int) -> SnapshotDiff:
    """收集数据 → 计分, once its days are over; the people are taken anew, what that changed.

    Raises UserError naming the months that are not settled, where the scheme computes from them.
    """
    period = period_of(work, period_id, _S.COLLECTING)
    refuse(score_blockers(work, period), f"{named(period)}还不能计分")
    changed = refresh(work, period)
    go_period(work, period, _S.SCORING)
    return changed


def back_to_collecting(work: UnitOfWork, period_id: int) -> None:
    """计分 → 收集数据; what was computed stays to be read and is computed anew afterwards."""
    go_period(work, period_of(work, period_id, _S.SCORING), _S.COLLECTING)


def show_results(work: UnitOfWork, period_id: int) -> None:
    """计分 → 本人查看, once everybody has a result that nothing waits for.

    Who was shown another result before, in this revision, is to be shown this one.
    """
    period = period_of(work, period_id, _S.SCORING)
    refuse(show_blockers(work, period), f"{named(period)}的结果还不能给本人看")
    forget_changed(work, period)
    go_period(work, period, _S.SHOWN)


def back_to_scoring(work: UnitOfWork, period_id: int) -> None:
    """本人查看、申诉期 → 计分, with the reason; the days of appeals begin anew afterwards."""
    period = period_of(work, period_id, _S.SHOWN, _S.APPEALS)
    rescore(work, period, work.require_reason().strip())


def rescore(work: UnitOfWork, period: AssessmentPeriod, reason: str) -> None:
    """The same for a period that is in hand: an appeal that was upheld."""
    period.shown_on = period.appeals_until = period.proposer_id = None
    go_period(work, period, _S.SCORING, reason)


def open_appeals(
    work: UnitOfWork, period_id: int, published_on: dt.date | None = None
) -> tuple[dt.date, tuple[str, ...]]:
    """本人查看 → 申诉期: the results were published in the units; the last day to appeal.

    Whoever does it proposes the result, so that another one approves it where the office asks.
    Also gives the warnings of years without holidays. Raises UserError for whom nobody showed it.
    """
    period = period_of(work, period_id, _S.SHOWN)
    on = published_on or work.today
    if on > work.today:
        raise UserError(f"公布日期 {on:%Y-%m-%d} 在今天之后。请核对日期")
    if on < span_of_period(period).behind:
        raise UserError(f"公布日期 {on:%Y-%m-%d} 在考核期结束以前。请核对日期")
    refuse(shown_blockers(work, period), f"{named(period)}还不能进入申诉期")
    until = appeal_rules(work, on).last_day(calendar(work), on)
    period.shown_on, period.appeals_until = on, until.day
    period.proposer_id = work.actor.operator_id
    go_period(work, period, _S.APPEALS)
    return until.day, until.warnings


def _check(period: AssessmentPeriod) -> None:
    if len(period.title) > 80:
        raise UserError(f"考核期的名称有 {len(period.title)} 个字，最多 80 个。请改短")
    if period.due_on is not None and period.due_on < span_of_period(period).first_day:
        raise UserError(f"报送期限 {period.due_on:%Y-%m-%d} 早于考核期的第一天。请核对日期")


def _refuse_twin(work: UnitOfWork, period: AssessmentPeriod, scheme: str) -> None:
    query = select(AssessmentPeriod.title).where(
        AssessmentPeriod.scheme == period.scheme,
        AssessmentPeriod.kind == period.kind,
        AssessmentPeriod.year == period.year,
        AssessmentPeriod.number == period.number,
        AssessmentPeriod.area_path == period.area_path,
    )
    twin = work.session.scalar(query)
    if twin is not None:
        span = span_of_period(period)
        raise UserError(f"{span.title}按“{scheme}”的考核期已经建过（“{twin}”）。请打开原来的")


def _as_change(period: AssessmentPeriod) -> tuple[str, dt.date | None, bool]:
    return period.title, period.due_on, period.part_time


def _told(period: AssessmentPeriod) -> dict[str, object]:
    return {
        "title": period.title,
        "deliver_by": period.due_on,
        "part_time": period.part_time,
    }


__all__ = [
    "PeriodChange",
    "PeriodForm",
    "back_to_collecting",
    "back_to_scoring",
    "change_period",
    "open_appeals",
    "open_period",
    "rescore",
    "show_results",
    "start_collecting",
    "start_scoring",
    "take_newest_scheme",
]
