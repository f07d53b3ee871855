"""Campaigns with their tiers, the steps they took, and the places of the districts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.accounts.model import operators  # noqa: F401 - foreign keys
from hrgrid.core.apportionment import StepKind
from hrgrid.honours.rules.words import (
    ARROWS,
    FROZEN,
    CampaignState,
    Kind,
    QuotaMethod,
    RunState,
    Tier,
)
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys


def state_of(row: str) -> str:
    """The state of the campaign of NEW or OLD, for a trigger."""
    ours = f"campaign.id = {row}.campaign_id"
    return f"(SELECT state FROM campaign WHERE {ours})"  # noqa: S608 - our own names


# --- the campaign -------------------------------------------------------------------------------


class Campaign(RowHashed, Versioned, Base):
    """One year's selection; `freezing` counts how often the inputs were frozen."""

    __tablename__ = "campaign"
    __label__ = "评选"
    __table_args__ = (
        UniqueConstraint("year", "title"),
        CheckConstraint("title <> ''", name="title_given"),
        CheckConstraint("year BETWEEN 1949 AND 2100", name="year_known"),
        CheckConstraint("freezing >= 0", name="freezing_not_negative"),
        CheckConstraint(
            f"state NOT IN ({listed(*FROZEN)}) OR (document_no <> '' "
            "AND decided_on IS NOT NULL AND approval_words <> '')",
            name="decision_has_document",
        ),
        CheckConstraint(
            f"(proposer_id IS NOT NULL) OR state NOT IN "
            f"({listed(CampaignState.DECIDING, *FROZEN)})",
            name="deciding_has_proposer",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind] = mapped_column(code_of(Kind, "kind"))
    basis_no: Mapped[str] = mapped_column(String(80))
    cutoff_date: Mapped[dt.date]
    rule_number: Mapped[int]
    weights_sha256: Mapped[str] = mapped_column(String(64))
    freezing: Mapped[int]
    state: Mapped[CampaignState] = mapped_column(code_of(CampaignState, "state"))
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    document_no: Mapped[str] = mapped_column(String(80))
    decided_on: Mapped[dt.date | None]
    approval_words: Mapped[str] = mapped_column(Text)


_STEPS = " OR ".join(
    f"(OLD.state = '{start.value}' AND NEW.state IN ({listed(*ends)}))"
    for start, ends in ARROWS.items()
    if ends
)
_EDITED = " OR ".join(
    f"OLD.{name} <> NEW.{name}"
    for name in (
        "year",
        "title",
        "kind",
        "basis_no",
        "cutoff_date",
        "rule_number",
        "weights_sha256",
        "freezing",
        "document_no",
        "decided_on",
        "approval_words",
    )
)
guard(
    Campaign,
    Trigger("campaign_keeps_delete", "campaign", "DELETE"),
    Trigger(
        "campaign_goes_forward",
        "campaign",
        "UPDATE",
        f"OLD.state <> NEW.state AND NOT ({_STEPS})",
    ),
    # The hash and the version change with the state, so only what was decided is named.
    Trigger(
        "campaign_decided",
        "campaign",
        "UPDATE",
        f"OLD.state IN ({listed(*FROZEN)}) AND ({_EDITED})",
    ),
)
says("uq_campaign_year_title", "这个年度已经有同名的评选了。请打开原来的，或换个名称")
says("campaign_keeps_delete", "评选不能删除，只能归档。请把它归档")
says("campaign_goes_forward", "评选不能从现在的状态走这一步。请刷新后查看办到了哪一步")
says("campaign_decided", "评选已经决定，不能再改。有变化请作撤销或更正")


class CampaignStep(Base):
    """One arrow that a campaign went: who, when, why, on what evidence."""

    __tablename__ = "campaign_step"
    __label__ = "评选办理过程"
    __table_args__ = (
        CheckConstraint(
            f"state NOT IN ({listed(CampaignState.COMMITTEE, CampaignState.DECIDED)}) "
            "OR document_no <> ''",
            name="step_has_document",
        ),
        CheckConstraint("seq >= 1", name="seq_from_one"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[CampaignState] = mapped_column(code_of(CampaignState, "state"))
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    happened_on: Mapped[dt.date | None]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


guard(CampaignStep, *append_only("campaign_step"))


class CampaignTier(Base):
    """How many places a tier of a campaign has."""

    __tablename__ = "campaign_tier"
    __label__ = "评选等级"
    __table_args__ = (CheckConstraint("places > 0", name="places_positive"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"), primary_key=True)
    places: Mapped[int]


guard(CampaignTier, *append_only("campaign_tier"))


# --- places of districts --------------------------------------------------------------------------


class DistrictWeight(RowHashed, Base):
    """What a district counts as of the cut-off date; frozen when the places are fixed."""

    __tablename__ = "district_weight"
    __label__ = "分配名额的权数"
    __table_args__ = (
        CheckConstraint("grids >= 0 AND workers >= 0 AND eligible >= 0", name="counts"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    district_code: Mapped[str] = mapped_column(String(40))
    district_name: Mapped[str] = mapped_column(String(80))
    sort: Mapped[int]
    grids: Mapped[int]
    workers: Mapped[int]
    eligible: Mapped[int]


_DRAFT = CampaignState.DRAFT
guard(
    DistrictWeight,
    *(
        Trigger(
            f"district_weight_frozen_{event.lower()}",
            "district_weight",
            event,
            f"{state_of('NEW' if event == 'INSERT' else 'OLD')} <> '{_DRAFT.value}'",
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
for _event in ("insert", "update", "delete"):
    says(
        f"district_weight_frozen_{_event}",
        "名额已定，分配用的权数不能再变。要重新分配请先退回拟定方案",
    )


class QuotaRun(RowHashed, Versioned, Base):
    """One sharing of a tier's places; the applied one counts, the others stay to be read."""

    __tablename__ = "quota_run"
    __label__ = "名额分配"
    __table_args__ = (
        ForeignKeyConstraint(
            ["campaign_id", "tier"], ["campaign_tier.campaign_id", "campaign_tier.tier"]
        ),
        UniqueConstraint("campaign_id", "tier", "number"),
        CheckConstraint("state <> 'preview'", name="applied_or_void"),
        CheckConstraint("method <> 'manual' OR reason <> ''", name="manual_has_reason"),
        CheckConstraint("floor >= 0", name="floor_not_negative"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int]
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"))
    number: Mapped[int]
    method: Mapped[QuotaMethod] = mapped_column(code_of(QuotaMethod, "method"))
    floor: Mapped[int]
    # District codes that a draw gave a place, as JSON; "[]" without a draw.
    lot: Mapped[str] = mapped_column(Text)
    input_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[RunState] = mapped_column(code_of(RunState, "state"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    QuotaRun,
    AtMostOne(
        "ux_quota_run_one_applied", "quota_run", ("campaign_id", "tier"), "state = 'applied'"
    ),
    Trigger("quota_run_in_draft_insert", "quota_run", "INSERT", f"{state_of('NEW')} <> 'draft'"),
    Trigger("quota_run_in_draft_update", "quota_run", "UPDATE", f"{state_of('OLD')} <> 'draft'"),
    Trigger("quota_run_keeps_delete", "quota_run", "DELETE"),
)
for _event in ("insert", "update"):
    says(f"quota_run_in_draft_{_event}", "名额已定，不能再改。要重新分配请先退回拟定方案")
says("quota_run_keeps_delete", "名额分配不能删除，重新分配后原来的作废留底")
says("ux_quota_run_one_applied", "这一级的名额刚被别人分配过。请刷新后再办")


class QuotaStep(Base):
    """One line of the derivation, as it is printed."""

    __tablename__ = "quota_step"
    __label__ = "名额计算步骤"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("quota_run.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[StepKind] = mapped_column(code_of(StepKind, "kind"))
    district_code: Mapped[str] = mapped_column(String(40))
    fraction: Mapped[str] = mapped_column(String(80))
    places: Mapped[int]


guard(QuotaStep, *append_only("quota_step"))


class DistrictQuota(Base):
    """The places of one district; those of a run add up to the tier's."""

    __tablename__ = "district_quota"
    __label__ = "各单位名额"
    __table_args__ = (CheckConstraint("places >= 0", name="places_not_negative"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("quota_run.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    places: Mapped[int]


guard(DistrictQuota, *append_only("district_quota"))
