"""The timetable of a campaign: what was planned, what came of it, and what would be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from hrgrid.accounts.queries import calendar
from hrgrid.honours.model import Campaign, CampaignStep, CampaignTimetable, TimetableStage
from hrgrid.honours.queries.campaigns import CampaignRow, campaign, scheme_in
from hrgrid.honours.rules.timetable import (
    SHIPPED_DAYS,
    Expected,
    Plan,
    PlannedStage,
    Stage,
    TimetableForm,
    carried,
    expected,
    is_over,
    plan,
)
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class VersionRow:
    """Who planned when, and why anew."""

    number: int
    starts_on: dt.date
    reason: str
    made_by: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class LastPlan:
    """The plan of the campaign before, moved to another year by working days.

    `late` says that its first day was over already, so that it begins today.
    """

    year: int
    form: TimetableForm
    late: bool


@dataclass(frozen=True)
class Timetable:
    """A campaign's plan in force (None before there is one) and how it stands today.

    `form` is what a new version begins with: the plan in force, else that of last year, moved.
    """

    campaign: CampaignRow
    today: dt.date
    versions: tuple[VersionRow, ...]
    stages: tuple[Expected, ...]
    form: TimetableForm

    @property
    def version(self) -> VersionRow | None:
        """The version in force."""
        return self.versions[-1] if self.versions else None

    @property
    def late(self) -> int:
        """By how many working days the end is behind the plan; below 0 ahead of it."""
        return self.stages[-1].late if self.stages else 0


def timetable(work: UnitOfWork, campaign_id: int) -> Timetable:
    """The timetable as it stands today. Raises UserError for no such campaign."""
    found = campaign(work, campaign_id)
    query = (
        select(CampaignTimetable)
        .where(CampaignTimetable.campaign_id == campaign_id)
        .order_by(CampaignTimetable.number)
    )
    versions = tuple(
        VersionRow(row.number, row.starts_on, row.reason, row.made_by, row.recorded_at)
        for row in work.session.scalars(query)
    )
    if not versions:
        return Timetable(found, work.today, (), (), _proposed(work, found))
    stages = _stages(work, campaign_id, versions[-1].number)
    done = done_on(work, found)
    form = TimetableForm(
        versions[-1].starts_on,
        {one.stage: one.days for one in stages},
        {one.stage: one.ends_on for one in stages if one.set_by_hand},
    )
    stand = expected(stages, done, work.today, calendar(work))
    return Timetable(found, work.today, versions, tuple(stand), form)


def planned(work: UnitOfWork, form: TimetableForm) -> Plan:
    """What a plan comes to by the office's calendar. Raises UserError as `plan` does."""
    return plan(form, calendar(work))


def done_on(work: UnitOfWork, found: CampaignRow) -> dict[Stage, dt.date]:
    """On which day each stage was over that the campaign has behind it."""
    query = (
        select(CampaignStep.state, CampaignStep.at)
        .where(CampaignStep.campaign_id == found.id)
        .order_by(CampaignStep.seq)
    )
    steps = work.session.execute(query).tuples().all()
    made: dict[Stage, dt.date] = {}
    for stage in Stage:
        if not is_over(stage, found.state):
            continue
        # Where the way went back, the last time counts: behind the last step before its end.
        open_at = [at for at, (state, _) in enumerate(steps) if not is_over(stage, state)]
        first = open_at[-1] + 1 if open_at else 0
        if first < len(steps):
            made[stage] = steps[first][1].astimezone().date()
    return made


def _stages(work: UnitOfWork, campaign_id: int, number: int) -> list[PlannedStage]:
    query = select(TimetableStage).where(
        TimetableStage.campaign_id == campaign_id, TimetableStage.number == number
    )
    rows = {row.stage: row for row in work.session.scalars(query)}
    return [
        PlannedStage(
            stage,
            rows[stage].days,
            rows[stage].begins_on,
            rows[stage].ends_on,
            rows[stage].set_by_hand,
        )
        for stage in Stage
        if stage in rows
    ]


def _proposed(work: UnitOfWork, found: CampaignRow) -> TimetableForm:
    """That of the year before, moved; else what ships, from today."""
    rules = work.session.get_one(Campaign, found.id).rule_number
    publicity = {Stage.PUBLICITY: scheme_in(work, rules).publicity_days}
    before = last_plan(work, found.year, found.id)
    if before is None:
        return TimetableForm(work.today, {**SHIPPED_DAYS, **publicity})
    return replace(before.form, days={**before.form.days, **publicity})


def last_plan(work: UnitOfWork, year: int, other_than: int | None = None) -> LastPlan | None:
    """The plan that a campaign of a year begins with; None where none was planned before."""
    newest = work.session.execute(
        select(CampaignTimetable.campaign_id, func.max(CampaignTimetable.number), Campaign.year)
        .join(Campaign, Campaign.id == CampaignTimetable.campaign_id)
        .where(Campaign.year <= year, Campaign.id != (other_than or 0))
        .group_by(CampaignTimetable.campaign_id, Campaign.year)
        .order_by(Campaign.year.desc(), CampaignTimetable.campaign_id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return None
    campaign_id, number, its_year = newest
    form = carried(_stages(work, campaign_id, number), year - its_year, calendar(work))
    days = {**SHIPPED_DAYS, **form.days}
    # What should have begun already begins today.
    late = form.starts_on < work.today
    starts = work.today if late else form.starts_on
    return LastPlan(its_year, replace(form, starts_on=starts, days=days), late)
