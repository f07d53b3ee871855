"""What stands on a nomination form beside name, place and marks: who recommends, what is agreed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model import nominations  # noqa: F401 - foreign keys
from hrgrid.honours.rules.nominating import NAMED_RECOMMENDERS, BookletConsent, NominatedBy
from hrgrid.honours.rules.words import CampaignState
from hrgrid.storage.base import Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, listed
from hrgrid.storage.violations import says


class NominationForm(RowHashed, Versioned, Base):
    """The form of one nominee; where there is none his unit recommends and nobody asked him."""

    __tablename__ = "nomination_form"
    __label__ = "推荐表"
    __table_args__ = (
        CheckConstraint(
            f"nominated_by NOT IN ({listed(*NAMED_RECOMMENDERS)}) OR recommenders <> ''",
            name="recommenders_named",
        ),
        CheckConstraint("nominated_by <> 'self' OR unit_opinion <> ''", name="self_has_opinion"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    nominated_by: Mapped[NominatedBy] = mapped_column(code_of(NominatedBy, "nominated_by"))
    recommenders: Mapped[str] = mapped_column(Text)
    unit_opinion: Mapped[str] = mapped_column(Text)
    booklet_consent: Mapped[BookletConsent] = mapped_column(
        code_of(BookletConsent, "booklet_consent")
    )


def _state(row: str) -> str:
    """The state of the campaign of the nominee of NEW or OLD."""
    return (
        "(SELECT campaign.state FROM campaign JOIN nomination "  # noqa: S608 - our own names
        f"ON nomination.campaign_id = campaign.id WHERE nomination.id = {row}.nomination_id)"
    )


_NOMINATING = CampaignState.NOMINATING.value
_CHANGED = " OR ".join(
    f"OLD.{column} <> NEW.{column}"
    for column in ("nomination_id", "nominated_by", "recommenders", "unit_opinion")
)
guard(
    NominationForm,
    # Somebody may be asked for the booklet, or think better of it, at any time.
    Trigger(
        "nomination_form_in_time_insert",
        "nomination_form",
        "INSERT",
        f"{_state('NEW')} <> '{_NOMINATING}' AND (NEW.nominated_by <> 'unit' "
        "OR NEW.recommenders <> '' OR NEW.unit_opinion <> '')",
    ),
    Trigger(
        "nomination_form_in_time_delete",
        "nomination_form",
        "DELETE",
        f"{_state('OLD')} <> '{_NOMINATING}'",
    ),
    Trigger(
        "nomination_form_in_time_update",
        "nomination_form",
        "UPDATE",
        f"{_state('OLD')} <> '{_NOMINATING}' AND ({_CHANGED})",
    ),
)
says("ck_nomination_form_recommenders_named", "集体推荐和群众推荐要写明推荐人。请写上姓名")
says("ck_nomination_form_self_has_opinion", "本人自荐要有单位意见。请先征求所在单位，写明意见")
for _event in ("insert", "update", "delete"):
    says(
        f"nomination_form_in_time_{_event}",
        "现在不是推荐阶段，推荐表不能增删改。有人退出或情况有变请办理退出",
    )
