"""Planning the timetable of a campaign: each change is a new version with its reason."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.honours.model import CampaignTimetable, TimetableStage
from hrgrid.honours.queries.timetable import planned, timetable
from hrgrid.honours.rules.timetable import TimetableForm
from hrgrid.honours.rules.words import CampaignState
from hrgrid.storage.work import UnitOfWork


def plan_timetable(work: UnitOfWork, campaign_id: int, form: TimetableForm) -> int:
    """A new version of the plan, the first or one with a reason; returns its number.

    Raises UserError where days are out of bounds, a set day comes too early, or nothing is
    changed.
    """
    work.require(Right.RUN_HONOURS)
    found = timetable(work, campaign_id)
    if found.campaign.state is CampaignState.ARCHIVED:
        raise UserError("评选已经归档，日程不能再改。请查看原来的日程")
    made = planned(work, form)
    before = found.version
    if before is not None:
        same = before.starts_on == form.starts_on and list(made.stages) == [
            one.planned for one in found.stages
        ]
        if same:
            raise UserError("日程和原来的一样，不用再存。要改请先改工作日数或日期")
        work.require_reason()
    number = before.number + 1 if before else 1
    row = CampaignTimetable(
        campaign_id=campaign_id,
        number=number,
        starts_on=form.starts_on,
        reason=work.reason if before else "",
        recorded_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    for one in made.stages:
        work.session.add(
            TimetableStage(
                campaign_id=campaign_id,
                number=number,
                stage=one.stage,
                days=one.days,
                begins_on=one.begins_on,
                ends_on=one.ends_on,
                set_by_hand=one.set_by_hand,
            )
        )
    work.session.flush()
    name = f"{found.campaign.year} 年度“{found.campaign.title}”"
    after = {"number": number, "from": form.starts_on, "to": made.stages[-1].ends_on}
    work.record("plan_timetable", name, after=after)
    return number
