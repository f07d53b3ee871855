"""What was found of somebody, which rule was set aside for him, and where facts came from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.accounts.model import operators  # noqa: F401 - foreign keys
from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.eligibility import VETO
from hrgrid.honours.rules.findings import ExemptionState, FindingKind
from hrgrid.honours.rules.words import FROZEN, Tier
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, Withheld, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


def _edited(*names: str) -> str:
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


class HonourFinding(RowHashed, Versioned, Base):
    """Something on the veto list; what exactly, and the scan, lie sealed.

    It counts until `counts_until` (with that day), for ever without one, unless it is withdrawn.
    """

    __tablename__ = "honour_finding"
    __label__ = "一票否决情形"
    __table_args__ = (
        CheckConstraint("document_no <> ''", name="has_source"),
        CheckConstraint("counts_until >= happened_on", name="days_in_order"),
        CheckConstraint("(scan IS NULL) = (scan_name = '')", name="scan_named"),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdraw_reason = '') "
            "AND (withdrawn_on IS NULL) = (withdrawn_by = '')",
            name="withdrawn_why",
        ),
        Index("ix_honour_finding_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[FindingKind] = mapped_column(code_of(FindingKind, "kind"))
    happened_on: Mapped[dt.date]
    counts_until: Mapped[dt.date | None]
    document_no: Mapped[str] = mapped_column(String(80))
    detail: Mapped[bytes | None] = mapped_column(Withheld)
    scan: Mapped[bytes | None] = mapped_column(Withheld)
    scan_name: Mapped[str] = mapped_column(String(80))
    recorder_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    withdrawn_on: Mapped[dt.date | None]
    withdraw_reason: Mapped[str] = mapped_column(Text)
    withdrawn_by: Mapped[str] = mapped_column(String(80))


guard(
    HonourFinding,
    Trigger("honour_finding_keeps_delete", "honour_finding", "DELETE"),
    Trigger(
        "honour_finding_stays",
        "honour_finding",
        "UPDATE",
        "OLD.withdrawn_on IS NOT NULL OR "
        + _edited(
            "person_id",
            "kind",
            "happened_on",
            "counts_until",
            "document_no",
            "recorder_id",
            "made_by",
        ),
    ),
)
says("honour_finding_keeps_delete", "一票否决情形不能删除。登记错了请撤回，写明理由")
says("honour_finding_stays", "登记过的一票否决情形不能改。登记错了请撤回后重新登记")


class HonourExemption(RowHashed, Versioned, Base):
    """A rule set aside for one person and tier of a campaign, once it is approved."""

    __tablename__ = "honour_exemption"
    __label__ = "条件破例"
    __table_args__ = (
        ForeignKeyConstraint(
            ["campaign_id", "tier"], ["campaign_tier.campaign_id", "campaign_tier.tier"]
        ),
        CheckConstraint(f"rule_key NOT IN ('', '{VETO}')", name="no_veto"),
        CheckConstraint("reason <> '' AND document_no <> ''", name="reason_given"),
        CheckConstraint("state <> 'approved' OR approval_words <> ''", name="approved_by_whom"),
        CheckConstraint("(state = 'withdrawn') = (withdraw_reason <> '')", name="withdrawn_why"),
        Index("ix_honour_exemption_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"))
    rule_key: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(80))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[ExemptionState] = mapped_column(code_of(ExemptionState, "state"))
    approval_words: Mapped[str] = mapped_column(Text)
    withdraw_reason: Mapped[str] = mapped_column(Text)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    HonourExemption,
    AtMostOne(
        "ux_honour_exemption_one",
        "honour_exemption",
        ("campaign_id", "person_id", "tier", "rule_key"),
        "state <> 'withdrawn'",
    ),
    *(
        Trigger(
            f"honour_exemption_in_time_{event.lower()}",
            "honour_exemption",
            event,
            f"{state_of('NEW' if event == 'INSERT' else 'OLD')} IN ({listed(*FROZEN)})",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Trigger("honour_exemption_proposed", "honour_exemption", "INSERT", "NEW.state <> 'proposed'"),
    Trigger(
        "honour_exemption_stays",
        "honour_exemption",
        "UPDATE",
        "OLD.state = 'withdrawn' OR (OLD.state = 'approved' AND NEW.state = 'proposed') OR "
        + _edited(
            "campaign_id", "person_id", "tier", "rule_key", "reason", "document_no", "proposer_id"
        ),
    ),
    Trigger("honour_exemption_keeps_delete", "honour_exemption", "DELETE"),
)
for _event in ("insert", "update"):
    says(f"honour_exemption_in_time_{_event}", "评选已经决定，条件破例不能再办也不能再改")
says("ux_honour_exemption_one", "这个人的这一条件已经报过破例。请打开原来的")
says("honour_exemption_proposed", "条件破例要先报请审批。请先登记事由和依据")
says("honour_exemption_stays", "报过的条件破例不能改。有变化请撤回后重新报")
says("honour_exemption_keeps_delete", "条件破例不能删除。不用了请撤回，写明理由")


class HonourFactSource(RowHashed, Base):
    """From which records a fact of a freezing came, in words: table, period, version."""

    __tablename__ = "honour_fact_source"
    __label__ = "评选情况的来源"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    freezing: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact: Mapped[str] = mapped_column(String(40), primary_key=True)
    origin: Mapped[str] = mapped_column(String(200))


guard(HonourFactSource, *append_only("honour_fact_source"))
