"""The timetable of a campaign: each version whole, never changed, the newest counts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.timetable import MOST_DAYS, Stage
from hrgrid.honours.rules.words import CampaignState
from hrgrid.storage.base import Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class CampaignTimetable(RowHashed, Base):
    """A version of the plan: from which day it counts, and why it took the last one's place."""

    __tablename__ = "campaign_timetable"
    __label__ = "评选日程"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("number = 1 OR reason <> ''", name="later_has_reason"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    CampaignTimetable,
    *append_only("campaign_timetable"),
    Trigger(
        "campaign_timetable_in_time",
        "campaign_timetable",
        "INSERT",
        f"{state_of('NEW')} = '{CampaignState.ARCHIVED.value}'",
    ),
)
says("campaign_timetable_in_time", "评选已经归档，日程不能再改。请查看原来的日程")


class TimetableStage(RowHashed, Base):
    """By when a stage is to be over, both reckoned by working days and set by hand."""

    __tablename__ = "campaign_timetable_stage"
    __label__ = "评选日程的步骤"
    __table_args__ = (
        ForeignKeyConstraint(
            ["campaign_id", "number"],
            ["campaign_timetable.campaign_id", "campaign_timetable.number"],
        ),
        CheckConstraint(f"days BETWEEN 1 AND {MOST_DAYS}", name="days_known"),
        CheckConstraint("ends_on >= begins_on", name="ends_after_begin"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[Stage] = mapped_column(code_of(Stage, "stage"), primary_key=True)
    days: Mapped[int]
    begins_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    set_by_hand: Mapped[bool]


guard(TimetableStage, *append_only("campaign_timetable_stage"))
says("ck_campaign_timetable_later_has_reason", "改日程要写明事由。请填上再保存")
