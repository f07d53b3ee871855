"""Who was nominated, who took part with which facts, and who was honoured before."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.eligibility import Operator
from hrgrid.honours.rules.words import FROZEN, CampaignState, NameChoice, Removal, Tier
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class Nomination(RowHashed, Versioned, Base):
    """A district names somebody for a tier; marks in thousandths, the name as it was given."""

    __tablename__ = "nomination"
    __label__ = "推荐"
    __table_args__ = (
        ForeignKeyConstraint(
            ["campaign_id", "tier"], ["campaign_tier.campaign_id", "campaign_tier.tier"]
        ),
        CheckConstraint("name_given <> ''", name="has_name"),
        CheckConstraint("unit_rank >= 1", name="unit_rank_from_one"),
        CheckConstraint(
            "merit_milli BETWEEN 0 AND 100000 AND review_milli BETWEEN 0 AND 100000", name="marks"
        ),
        CheckConstraint("score_milli >= 0", name="score_not_negative"),
        CheckConstraint("(removal IS NULL) = (removal_reason = '')", name="removal_has_reason"),
        CheckConstraint(
            "(name_choice IS NULL) = (name_choice_reason = '')", name="name_choice_has_reason"
        ),
        Index("ix_nomination_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    campaign_id: Mapped[int]
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name_given: Mapped[str] = mapped_column(String(40))
    unit_given: Mapped[str] = mapped_column(String(120))
    post_given: Mapped[str] = mapped_column(String(80))
    unit_rank: Mapped[int | None]
    merit_milli: Mapped[int | None]
    review_milli: Mapped[int | None]
    score_milli: Mapped[int | None]
    deeds: Mapped[str] = mapped_column(Text)
    removal: Mapped[Removal | None] = mapped_column(code_of(Removal, "removal"))
    removal_reason: Mapped[str] = mapped_column(Text)
    name_choice: Mapped[NameChoice | None] = mapped_column(code_of(NameChoice, "name_choice"))
    name_choice_reason: Mapped[str] = mapped_column(Text)
    # The import that brought the row, while it may still be taken back as a whole.
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


_CHANGED = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in (
        "campaign_id",
        "tier",
        "area_id",
        "person_id",
        "name_given",
        "unit_rank",
        "merit_milli",
        "review_milli",
        "score_milli",
    )
)
_NOMINATING = CampaignState.NOMINATING.value
guard(
    Nomination,
    AtMostOne(
        "ux_nomination_once_a_tier",
        "nomination",
        ("campaign_id", "tier", "person_id"),
        "removal IS NULL",
    ),
    AtMostOne(
        "ux_nomination_unit_rank",
        "nomination",
        ("campaign_id", "tier", "area_id", "unit_rank"),
        "removal IS NULL AND unit_rank IS NOT NULL",
    ),
    Trigger(
        "nomination_in_time_insert",
        "nomination",
        "INSERT",
        f"{state_of('NEW')} <> '{_NOMINATING}'",
    ),
    Trigger(
        "nomination_in_time_update",
        "nomination",
        "UPDATE",
        f"{state_of('OLD')} <> '{_NOMINATING}' AND ({_CHANGED})",
    ),
    Trigger(
        "nomination_in_time_delete",
        "nomination",
        "DELETE",
        f"{state_of('OLD')} <> '{_NOMINATING}' OR OLD.import_operation IS NULL",
    ),
    Trigger(
        "nomination_decided",
        "nomination",
        "UPDATE",
        f"{state_of('OLD')} IN ({listed(*FROZEN)})",
    ),
)
says("ux_nomination_once_a_tier", "这个人在这一级已经推荐过了。请核对是不是重复")
says("ux_nomination_unit_rank", "同一单位在这一级有两人的推荐次序相同。请改成不同的次序")
for _event in ("insert", "update", "delete"):
    says(
        f"nomination_in_time_{_event}",
        "现在不是推荐阶段，推荐表不能增删改。有人退出或情况有变请办理退出",
    )
says("nomination_decided", "评选已经决定，推荐不能再改。有变化请作撤销或更正")


class Entrant(RowHashed, Base):
    """Everybody as he stood when the inputs were frozen; facts are canonical JSON of integers."""

    __tablename__ = "campaign_entrant"
    __label__ = "评选所用人员情况"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    freezing: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    person_number: Mapped[str] = mapped_column(String(20))
    person_name: Mapped[str] = mapped_column(String(40))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    district_code: Mapped[str] = mapped_column(String(40))
    facts: Mapped[str] = mapped_column(Text)


guard(Entrant, *append_only("campaign_entrant"))


class EligibilityCheck(RowHashed, Base):
    """What one rule saw of one nominee at a freezing: the raw material of every explanation."""

    __tablename__ = "eligibility_check"
    __label__ = "资格审查"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    freezing: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rule_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    operator: Mapped[Operator] = mapped_column(code_of(Operator, "operator"))
    threshold: Mapped[int]
    seen_value: Mapped[int | None]
    passed: Mapped[bool]


guard(EligibilityCheck, *append_only("eligibility_check"))


class EarlierHonour(RowHashed, Versioned, Base):
    """An honour of a year before the program; `person_id` NULL where nobody on file is meant."""

    __tablename__ = "earlier_honour"
    __label__ = "以往荣誉"
    __table_args__ = (
        CheckConstraint("name_given <> ''", name="has_name"),
        CheckConstraint("year BETWEEN 1949 AND 2100", name="year_known"),
        Index("ix_earlier_honour_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    year: Mapped[int]
    tier: Mapped[Tier] = mapped_column(code_of(Tier, "tier"))
    name_given: Mapped[str] = mapped_column(String(40))
    unit_given: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    document_no: Mapped[str] = mapped_column(String(80))
    import_operation: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("operation.id"), index=True
    )


guard(
    EarlierHonour,
    AtMostOne(
        "ux_earlier_honour_one_a_year",
        "earlier_honour",
        ("year", "person_id"),
        "person_id IS NOT NULL",
    ),
    Trigger(
        "earlier_honour_keeps_delete", "earlier_honour", "DELETE", "OLD.import_operation IS NULL"
    ),
)
says("ux_earlier_honour_one_a_year", "这个人在这一年已经登记过一项荣誉。请核对年度和等级")
says("earlier_honour_keeps_delete", "以往荣誉不能删除。登记错了请更正")
