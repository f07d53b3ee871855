"""A campaign's timetable: stages one after another, each some working days or to a set day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.core.workdays import Calendar
from hrgrid.honours.rules.words import CampaignState

MOST_DAYS = 250
"""As many working days as a year has: no stage is planned to take longer."""
_DAY = dt.timedelta(days=1)
_S = CampaignState


class Stage(Labelled):
    """What has to be over by when, in the order of the work."""

    NOMINATING = "nominating", "推荐截止"
    ELIGIBILITY = "eligibility", "资格审查"
    REVIEW = "review", "评审"
    MEETING = "meeting", "会议审定"
    PUBLICITY = "publicity", "公示"
    DECISION = "decision", "作出决定"
    CERTIFICATES = "certificates", "颁发证书"


_OVER_IN = {
    Stage.NOMINATING: _S.REVIEWING,
    Stage.ELIGIBILITY: _S.SELECTED,
    Stage.REVIEW: _S.SELECTED,
    Stage.MEETING: _S.COMMITTEE,
    Stage.PUBLICITY: _S.DECIDING,
    Stage.DECISION: _S.DECIDED,
    Stage.CERTIFICATES: _S.ISSUED,
}
"""The state in which a stage is over; examining and reviewing both end with a list."""

SHIPPED_DAYS = {
    Stage.NOMINATING: 10,
    Stage.ELIGIBILITY: 5,
    Stage.REVIEW: 5,
    Stage.MEETING: 3,
    Stage.PUBLICITY: 5,
    Stage.DECISION: 5,
    Stage.CERTIFICATES: 10,
}
"""Working days a stage takes unless an office plans otherwise."""


def is_over(stage: Stage, state: CampaignState) -> bool:
    """Whether a campaign in this state has the stage behind it."""
    way = list(CampaignState)
    return way.index(state) >= way.index(_OVER_IN[stage])


@dataclass(frozen=True)
class TimetableForm:
    """A plan as it is typed: its first day, working days by stage, days that are set by hand."""

    starts_on: dt.date
    days: Mapping[Stage, int]
    fixed: Mapping[Stage, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedStage:
    """A stage of a plan: from its first day to its last, both counted."""

    stage: Stage
    days: int
    begins_on: dt.date
    ends_on: dt.date
    set_by_hand: bool = False


@dataclass(frozen=True)
class Plan:
    """The stages in their order; `warnings` tell of years whose holidays nobody entered."""

    stages: tuple[PlannedStage, ...]
    warnings: tuple[str, ...] = ()


def plan(form: TimetableForm, calendar: Calendar) -> Plan:
    """Every stage begins on the working day after the one before it.

    A day set by hand holds whatever the working days say, and what follows counts from it.
    Raises UserError for days out of bounds, and for a set day before its stage could begin.
    """
    begins, made, warnings = _workday(calendar, form.starts_on), [], list[str]()
    for stage in Stage:
        days = form.days.get(stage, SHIPPED_DAYS[stage])
        if not 1 <= days <= MOST_DAYS:
            raise UserError(
                f"“{stage.label}”写了 {days} 个工作日，只能填 1 到 {MOST_DAYS}。请改这一行"
            )
        last = calendar.add_workdays(begins, days)
        warnings += [told for told in last.warnings if told not in warnings]
        given = form.fixed.get(stage)
        if given is not None and given < begins:
            raise UserError(
                f"“{stage.label}”定在 {given:%Y-%m-%d}，那时前一步还没有完成。"
                f"请改成 {begins:%Y-%m-%d} 或以后"
            )
        ends = given or last.day
        made.append(PlannedStage(stage, days, begins, ends, given is not None))
        begins = _workday(calendar, ends + _DAY)
    return Plan(tuple(made), tuple(warnings))


def _workday(calendar: Calendar, day: dt.date) -> dt.date:
    return calendar.add_workdays(day, 1).day


def carried(stages: Sequence[PlannedStage], years: int, calendar: Calendar) -> TimetableForm:
    """A plan so many years later: from the same working day of its year, each stage as long.

    A day that was set by hand becomes the working days it took, so that it follows the others.
    """
    begins = stages[0].begins_on
    nth = calendar.count_workdays(_new_year(begins.year), begins + _DAY).days
    starts = calendar.add_workdays(_new_year(begins.year + years), max(nth, 1)).day
    return TimetableForm(starts, {one.stage: _length(one, calendar) for one in stages})


def _new_year(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def _length(one: PlannedStage, calendar: Calendar) -> int:
    if not one.set_by_hand:
        return one.days
    took = calendar.count_workdays(one.begins_on, one.ends_on + _DAY).days
    return min(max(took, 1), MOST_DAYS)


@dataclass(frozen=True)
class Expected:
    """A stage as things stand: when it was over, or when it will be at the earliest.

    `late` are working days behind the plan, below 0 ahead of it.
    """

    planned: PlannedStage
    done_on: dt.date | None
    ends_on: dt.date
    late: int

    @property
    def stage(self) -> Stage:
        """Which stage."""
        return self.planned.stage

    def overdue(self, today: dt.date) -> bool:
        """Whether the planned day is over and the stage is not."""
        return self.done_on is None and self.planned.ends_on < today


def expected(
    stages: Sequence[PlannedStage],
    done: Mapping[Stage, dt.date],
    today: dt.date,
    calendar: Calendar,
) -> list[Expected]:
    """How the plan comes out from here: what is late pushes what follows by as much.

    A stage that is not over ends today at the earliest, and takes its working days from when the
    one before it is over; a day set by hand holds where it can still be met.
    """
    found: list[Expected] = []
    begins = stages[0].begins_on if stages else today
    for one in stages:
        over = done.get(one.stage)
        if over is not None:
            ends = over
        else:
            by_days = calendar.add_workdays(max(begins, one.begins_on), one.days).day
            ends = max(one.ends_on if one.set_by_hand else by_days, begins, today)
        found.append(Expected(one, over, ends, _late(calendar, one.ends_on, ends)))
        begins = _workday(calendar, ends + _DAY)
    return found


def _late(calendar: Calendar, planned: dt.date, ends: dt.date) -> int:
    if ends >= planned:
        return calendar.count_workdays(planned + _DAY, ends + _DAY).days
    return -calendar.count_workdays(ends + _DAY, planned + _DAY).days
