"""How many honours of an earlier campaign each district held when places were weighed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model.campaigns import state_of
from hrgrid.honours.rules.words import FROZEN, CampaignState
from hrgrid.storage.base import Base, RowHashed, guard
from hrgrid.storage.triggers import Trigger, listed
from hrgrid.storage.violations import says
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys


class DistrictHonours(RowHashed, Base):
    """A count beside the others of `district_weight`, frozen with them.

    A district without a row held none. What is revoked later changes no places.
    """

    __tablename__ = "district_honours"
    __label__ = "分配名额的上年命名人数"
    __table_args__ = (CheckConstraint("honoured > 0", name="honoured_positive"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    honoured: Mapped[int]
    from_campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))


_DRAFT = CampaignState.DRAFT.value
_FROM = "(SELECT state FROM campaign WHERE campaign.id = NEW.from_campaign_id)"
guard(
    DistrictHonours,
    Trigger(
        "district_honours_frozen_insert",
        "district_honours",
        "INSERT",
        f"{state_of('NEW')} <> '{_DRAFT}'",
    ),
    Trigger(
        "district_honours_frozen_delete",
        "district_honours",
        "DELETE",
        f"{state_of('OLD')} <> '{_DRAFT}'",
    ),
    # Counted anew they are other rows.
    Trigger("district_honours_keeps_update", "district_honours", "UPDATE"),
    Trigger(
        "district_honours_of_decided",
        "district_honours",
        "INSERT",
        f"{_FROM} NOT IN ({listed(*FROZEN)})",
    ),
)
for _event in ("insert", "delete"):
    says(
        f"district_honours_frozen_{_event}",
        "名额已定，分配用的权数不能再变。要重新分配请先退回拟定方案",
    )
says("district_honours_keeps_update", "分配用的上年命名人数不能改。有变化请重新统计")
says("district_honours_of_decided", "上年的评选还没有决定，命名人数不能计入权数。请重新统计")
