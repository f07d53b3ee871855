"""Places per role and kind of unit: who came into question of each category, and what it got."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.words import CampaignState
from hrgrid.storage.base import Base, RowHashed, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys


class CategoryWeight(RowHashed, Base):
    """How many of a district's people who may be chosen are of a category, on the cut-off date."""

    __tablename__ = "category_weight"
    __label__ = "各岗位类别的人数"
    __table_args__ = (CheckConstraint("eligible >= 0", name="eligible_not_negative"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    eligible: Mapped[int]


_DRAFT = CampaignState.DRAFT.value
guard(
    CategoryWeight,
    *(
        Trigger(
            f"category_weight_frozen_{event.lower()}",
            "category_weight",
            event,
            f"{state_of('NEW' if event == 'INSERT' else 'OLD')} <> '{_DRAFT}'",
        )
        for event in ("INSERT", "DELETE")
    ),
    # Counted anew they are other rows.
    Trigger("category_weight_keeps_update", "category_weight", "UPDATE"),
)
for _event in ("insert", "delete"):
    says(
        f"category_weight_frozen_{_event}",
        "名额已定，各岗位类别的人数不能再变。要重新分配请先退回拟定方案",
    )
says("category_weight_keeps_update", "各岗位类别的人数不能改。有变化请重新统计")


class CategoryQuota(RowHashed, Base):
    """The places of a category in a district; those of a district add up to what it has."""

    __tablename__ = "category_quota"
    __label__ = "各岗位类别名额"
    __table_args__ = (
        ForeignKeyConstraint(
            ["run_id", "area_id"], ["district_quota.run_id", "district_quota.area_id"]
        ),
        CheckConstraint("places >= 0", name="places_not_negative"),
    )

    run_id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    places: Mapped[int]


_WITHIN = (
    "NEW.places + (SELECT coalesce(sum(category_quota.places), 0) FROM category_quota "
    "WHERE category_quota.run_id = NEW.run_id AND category_quota.area_id = NEW.area_id) > "
    "(SELECT district_quota.places FROM district_quota "
    "WHERE district_quota.run_id = NEW.run_id AND district_quota.area_id = NEW.area_id)"
)
guard(
    CategoryQuota,
    *append_only("category_quota"),
    Trigger("category_quota_within_insert", "category_quota", "INSERT", _WITHIN),
)
says("category_quota_within_insert", "各岗位类别的名额合计超过了单位的名额。请核对后重新分配")
