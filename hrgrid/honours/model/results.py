"""Runs of the selection, what people decided of ties, the publicity, and the honours given."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.model.nominations import Nomination
from hrgrid.honours.rules.words import (
    RUNNABLE,
    GrantState,
    NameChoice,
    Outcome,
    OutcomeCode,
    RunState,
    Tier,
    TieWay,
)
from hrgrid.publicity.rules import OPEN_STATES
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class SelectionRun(RowHashed, Versioned, Base):
    """One computation over one freezing: its rules, its inputs and its output by their hashes."""

    __tablename__ = "selection_run"
    __label__ = "评选计算"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("number = 1 OR reason <> ''", name="later_has_reason"),
        CheckConstraint("state <> 'void' OR void_reason <> ''", name="void_has_reason"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    freezing: Mapped[int]
    rule_number: Mapped[int]
    # The decisions on ties that were there, by their last number: later ones are not read again.
    tie_number: Mapped[int]
    # Who was out then, as JSON of nomination ids and codes: others may go later.
    removals: Mapped[str] = mapped_column(Text)
    code_version: Mapped[str] = mapped_column(String(40))
    input_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[RunState] = mapped_column(code_of(RunState, "state"))
    reason: Mapped[str] = mapped_column(Text)
    void_reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


_COMPUTED = (
    "campaign_id",
    "number",
    "freezing",
    "rule_number",
    "tie_number",
    "removals",
    "code_version",
    "input_hash",
    "output_hash",
    "reason",
    "made_at",
    "made_by",
)
_RUNNABLE = listed(*RUNNABLE)
guard(
    SelectionRun,
    AtMostOne(
        "ux_selection_run_one_applied", "selection_run", ("campaign_id",), "state = 'applied'"
    ),
    Trigger(
        "selection_run_computed",
        "selection_run",
        "UPDATE",
        " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _COMPUTED)
        + " OR OLD.state = 'void' OR (OLD.state = 'applied' AND NEW.state = 'preview')",
    ),
    Trigger(
        "selection_run_in_time_insert",
        "selection_run",
        "INSERT",
        f"{state_of('NEW')} NOT IN ({_RUNNABLE})",
    ),
    Trigger(
        "selection_run_in_time_update",
        "selection_run",
        "UPDATE",
        f"{state_of('OLD')} NOT IN ({_RUNNABLE})",
    ),
    Trigger("selection_run_keeps_delete", "selection_run", "DELETE"),
)
says("ux_selection_run_one_applied", "这次评选刚有别人采用了一次计算。请刷新后再办")
says("selection_run_computed", "算过的结果不能改。请重新计算，原来的留底")
says("selection_run_keeps_delete", "算过的结果不能删除，作废后留底")
for _event in ("insert", "update"):
    says(f"selection_run_in_time_{_event}", "现在不能计算或改名单：推荐还没有截止，或评选已经决定")


class SelectionLine(RowHashed, Base):
    """What came of it for one person in one tier; scores and distances in thousandths."""

    __tablename__ = "selection_line"
    __label__ = "评选结果"
    __table_args__ = (
        CheckConstraint("(outcome = 'selected') = (outcome_code IS NULL)", name="outcome_said"),
        CheckConstraint("outcome <> 'selected' OR nomination_id IS NOT NULL", name="was_named"),
        Index("ix_selection_line_person", "person_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"), primary_key=True)
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    outcome: Mapped[Outcome] = mapped_column(code_of(Outcome, "outcome"))
    outcome_code: Mapped[OutcomeCode | None] = mapped_column(code_of(OutcomeCode, "outcome_code"))
    rule_key: Mapped[str] = mapped_column(String(40))
    shown_milli: Mapped[int | None]
    place: Mapped[int | None]
    cut_milli: Mapped[int | None]
    distance_milli: Mapped[int | None]
    # The comparisons among equals, canonical JSON; "" where there was none.
    compared: Mapped[str] = mapped_column(Text)


guard(SelectionLine, *append_only("selection_line"))


class TieDecision(RowHashed, Base):
    """Whom people took of a tie: by whom, how and why; numbers of persons as JSON."""

    __tablename__ = "tie_decision"
    __label__ = "并列的决定"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("decided_by <> '' AND reason <> ''", name="named_with_reason"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"))
    district_code: Mapped[str] = mapped_column(String(40))
    tied: Mapped[str] = mapped_column(Text)
    chosen: Mapped[str] = mapped_column(Text)
    way: Mapped[TieWay] = mapped_column(code_of(TieWay, "way"))
    decided_by: Mapped[str] = mapped_column(String(120))
    happened_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(TieDecision, *append_only("tie_decision"))


class HonourPublicity(RowHashed, Base):
    """A publicity on paper: first and last day, both counted, in working days."""

    __tablename__ = "honour_publicity"
    __label__ = "评选公示"
    __table_args__ = (
        UniqueConstraint("campaign_id", "run_id"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("workdays >= 1", name="workdays_from_one"),
        CheckConstraint("where_shown <> ''", name="where_given"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    workdays: Mapped[int]
    # What the calendar could not know: years without a table of holidays.
    calendar_note: Mapped[str] = mapped_column(String(200))
    where_shown: Mapped[str] = mapped_column(String(200))
    roster_sha256: Mapped[str] = mapped_column(String(64))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(HonourPublicity, *append_only("honour_publicity"))


class HonourGrant(RowHashed, Versioned, Base):
    """One person's honour; name and unit are copied as they are printed, the year too."""

    __tablename__ = "honour_grant"
    __label__ = "荣誉"
    __table_args__ = (
        CheckConstraint(
            "state = 'proposed' OR (document_no <> '' AND granted_on IS NOT NULL)",
            name="decided_has_document",
        ),
        CheckConstraint(
            "state <> 'revoked' OR (revoke_reason <> '' AND revoke_document <> '')",
            name="revoked_has_document",
        ),
        CheckConstraint("printed_name <> ''", name="name_given"),
        UniqueConstraint("run_id", "person_id"),
        Index("ix_honour_grant_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("selection_run.id"))
    year: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    # The place in the roster of its tier, from 1: districts in the office's order.
    roster_place: Mapped[int]
    printed_name: Mapped[str] = mapped_column(String(40))
    printed_unit: Mapped[str] = mapped_column(String(120))
    printed_post: Mapped[str] = mapped_column(String(80))
    name_choice: Mapped[NameChoice | None] = mapped_column(code_of(NameChoice, "name_choice"))
    state: Mapped[GrantState] = mapped_column(code_of(GrantState, "state"))
    document_no: Mapped[str] = mapped_column(String(80))
    granted_on: Mapped[dt.date | None]
    revoke_reason: Mapped[str] = mapped_column(Text)
    revoke_document: Mapped[str] = mapped_column(String(80))


_KEPT = ("year", "person_id", "tier", "printed_name", "printed_unit", "document_no", "granted_on")
_OPEN = listed(*OPEN_STATES)
guard(
    HonourGrant,
    AtMostOne(
        "ux_honour_grant_one_a_year",
        "honour_grant",
        ("year", "person_id"),
        "state IN ('proposed', 'decided')",
    ),
    *(
        Trigger(
            f"honour_grant_year_{event.lower()}",
            "honour_grant",
            event,
            "NEW.year <> (SELECT year FROM campaign WHERE campaign.id = NEW.campaign_id)",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger(
        "honour_grant_decided_update",
        "honour_grant",
        "UPDATE",
        "OLD.state <> 'proposed' AND (NEW.state = 'proposed' OR OLD.state = 'revoked' OR "
        + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in _KEPT)
        + ")",
    ),
    Trigger("honour_grant_decided_delete", "honour_grant", "DELETE", "OLD.state <> 'proposed'"),
    Trigger(
        "honour_grant_unopposed",
        "honour_grant",
        "UPDATE",
        "OLD.state = 'proposed' AND NEW.state = 'decided' AND EXISTS ("  # noqa: S608 - our names
        "SELECT 1 FROM objection JOIN notice_entry ON notice_entry.id = objection.entry_id "
        "JOIN notice ON notice.id = objection.notice_id "
        "JOIN nomination ON notice_entry.target = 'nomination:' || nomination.id "
        "WHERE notice.subject = 'honours:' || NEW.campaign_id "
        "AND nomination.campaign_id = NEW.campaign_id AND nomination.tier = NEW.tier "
        "AND nomination.person_id = NEW.person_id "
        f"AND (objection.state IN ({_OPEN}) OR objection.upheld = TRUE))",
    ),
)
# Whose honour was decided leaves the list by a revocation alone.
guard(
    Nomination,
    Trigger(
        "nomination_honoured",
        "nomination",
        "UPDATE",
        "OLD.removal IS NULL AND NEW.removal IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM honour_grant WHERE honour_grant.campaign_id = NEW.campaign_id "
        "AND honour_grant.person_id = NEW.person_id AND honour_grant.tier = NEW.tier "
        "AND honour_grant.state = 'decided')",
    ),
)
says("honour_grant_unopposed", "有人的异议没有办结或已成立，不能决定。请重新报请决定")
says("nomination_honoured", "有人的荣誉已经决定，不能再退出名单。请办理撤销称号")
says("ux_honour_grant_one_a_year", "有人在这一年已经有一项荣誉，一人一年只能有一项。请核对名单")
for _event in ("insert", "update"):
    says(f"honour_grant_year_{_event}", "荣誉的年度要和评选的年度相同。请核对")
for _event in ("update", "delete"):
    says(f"honour_grant_decided_{_event}", "已经决定的荣誉不能改也不能删。有问题请办理撤销")
