"""Collective honours of a campaign: kinds with places, who is named, chosen and honoured."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.collectives import ARROWS, CollectiveState
from hrgrid.honours.rules.words import FROZEN
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class CollectiveAward(RowHashed, Versioned, Base):
    """A kind of collective honour of a campaign, and how many may have it."""

    __tablename__ = "collective_award"
    __label__ = "集体荣誉"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint("places BETWEEN 1 AND 999", name="places_known"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    title: Mapped[str] = mapped_column(String(80), primary_key=True)
    places: Mapped[int]
    sort: Mapped[int]


class CollectiveNominee(RowHashed, Versioned, Base):
    """A unit or a team of one, named for a kind; the name is copied as it is printed.

    `team` is empty for the unit itself; `place` is the one the meeting gave, from 1.
    """

    __tablename__ = "collective_nominee"
    __label__ = "集体荣誉推荐"
    __table_args__ = (
        ForeignKeyConstraint(
            ["campaign_id", "title"], ["collective_award.campaign_id", "collective_award.title"]
        ),
        CheckConstraint("honoured_name <> ''", name="name_given"),
        CheckConstraint("unit_rank >= 1", name="unit_rank_from_one"),
        CheckConstraint("votes >= 0", name="votes_counted"),
        CheckConstraint(
            "state NOT IN ('chosen', 'decided', 'revoked') OR (meeting_no <> '' "
            "AND met_on IS NOT NULL "
            "AND place >= 1)",
            name="chosen_by_meeting",
        ),
        CheckConstraint(
            "state NOT IN ('decided', 'revoked') OR (document_no <> '' AND granted_on IS NOT NULL)",
            name="decided_has_document",
        ),
        CheckConstraint("state <> 'excluded' OR exclude_reason <> ''", name="excluded_has_reason"),
        CheckConstraint(
            "state <> 'revoked' OR (revoke_reason <> '' AND revoke_document <> '')",
            name="revoked_has_document",
        ),
        Index("ix_collective_nominee_campaign", "campaign_id", "title"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    team: Mapped[str] = mapped_column(String(80))
    honoured_name: Mapped[str] = mapped_column(String(160))
    deeds: Mapped[str] = mapped_column(Text)
    unit_rank: Mapped[int]
    state: Mapped[CollectiveState] = mapped_column(code_of(CollectiveState, "state"))
    votes: Mapped[int | None]
    place: Mapped[int | None]
    meeting_no: Mapped[str] = mapped_column(String(80))
    met_on: Mapped[dt.date | None]
    document_no: Mapped[str] = mapped_column(String(80))
    granted_on: Mapped[dt.date | None]
    exclude_reason: Mapped[str] = mapped_column(Text)
    revoke_reason: Mapped[str] = mapped_column(Text)
    revoke_document: Mapped[str] = mapped_column(String(80))


_STEPS = " OR ".join(
    f"(OLD.state = '{start.value}' AND NEW.state IN ({listed(*ends)}))"
    for start, ends in ARROWS.items()
    if ends
)
_KEPT = ("campaign_id", "title", "year", "area_id", "team", "honoured_name")
_PLACES = (
    "(SELECT places FROM collective_award WHERE collective_award.campaign_id = NEW.campaign_id "
    "AND collective_award.title = NEW.title)"
)
_NAMED_ONCE = ("campaign_id", "title", "area_id", "team")
guard(
    CollectiveNominee,
    AtMostOne(
        "ux_collective_nominee_named_once", "collective_nominee", _NAMED_ONCE, "state <> 'excluded'"
    ),
    AtMostOne(
        "ux_collective_nominee_one_a_year",
        "collective_nominee",
        ("year", "title", "area_id", "team"),
        "state IN ('chosen', 'decided')",
    ),
    AtMostOne(
        "ux_collective_nominee_place",
        "collective_nominee",
        ("campaign_id", "title", "place"),
        "state IN ('chosen', 'decided')",
    ),
    Trigger(
        "collective_nominee_begins",
        "collective_nominee",
        "INSERT",
        "NEW.state IN ('excluded', 'chosen', 'decided', 'revoked') "
        "OR NEW.year <> (SELECT year FROM campaign WHERE campaign.id = NEW.campaign_id)",
    ),
    Trigger(
        "collective_nominee_goes_forward",
        "collective_nominee",
        "UPDATE",
        f"OLD.state <> NEW.state AND NOT ({_STEPS})",
    ),
    Trigger(
        "collective_nominee_same",
        "collective_nominee",
        "UPDATE",
        " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _KEPT),
    ),
    Trigger(
        "collective_nominee_within_places",
        "collective_nominee",
        "UPDATE",
        f"NEW.state = 'chosen' AND NEW.place > {_PLACES}",
    ),
    Trigger(
        "collective_nominee_with_campaign",
        "collective_nominee",
        "UPDATE",
        f"NEW.state = 'decided' AND {state_of('NEW')} NOT IN ({listed(*FROZEN)})",
    ),
    Trigger(
        "collective_nominee_decided",
        "collective_nominee",
        "UPDATE",
        "OLD.state IN ('decided', 'revoked') AND (OLD.document_no <> NEW.document_no "
        "OR OLD.granted_on <> NEW.granted_on OR OLD.place <> NEW.place "
        "OR OLD.meeting_no <> NEW.meeting_no)",
    ),
    Trigger("collective_nominee_keeps_delete", "collective_nominee", "DELETE"),
)
says("ux_collective_nominee_named_once", "这个单位或团队已经推荐过这项集体荣誉。请核对推荐")
says(
    "ux_collective_nominee_one_a_year",
    "这个单位或团队这一年已经有这项集体荣誉，一年一项只能有一次。请核对名单",
)
says("ux_collective_nominee_place", "两个单位排在同一名次。请核对先后")
says("collective_nominee_goes_forward", "这项集体荣誉不能走这一步。请刷新后查看办到了哪一步")
says("collective_nominee_within_places", "超过了这项集体荣誉的名额。请减少，或先改名额")
says("collective_nominee_with_campaign", "评选还没有作出决定，集体荣誉不能单独决定。请先登记决定")
says("collective_nominee_decided", "已经决定的集体荣誉不能改。有问题请办理撤销")
says("collective_nominee_same", "推荐的单位和荣誉不能改。推荐错了请排除后重新推荐")
says("collective_nominee_keeps_delete", "集体荣誉的推荐不能删除，排除后留底")


class CollectiveMember(RowHashed, Base):
    """Somebody who belongs to a team that was named."""

    __tablename__ = "collective_member"
    __label__ = "集体荣誉团队成员"

    nominee_id: Mapped[int] = mapped_column(ForeignKey("collective_nominee.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


guard(CollectiveMember, *append_only("collective_member"))
