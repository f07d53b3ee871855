"""What was printed of an honour, corrected by an act of its own; what was decided stays."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.honours.model import results  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


class HonourCorrection(RowHashed, Base):
    """Name, unit and post as they were and as they are; the last of a grant counts."""

    __tablename__ = "honour_correction"
    __label__ = "荣誉的更正"
    __table_args__ = (
        UniqueConstraint("grant_id", "seq"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("name_after <> ''", name="name_given"),
        CheckConstraint("document_no <> '' AND reason <> ''", name="document_with_reason"),
        CheckConstraint(
            "name_before <> name_after OR unit_before <> unit_after OR post_before <> post_after",
            name="differs",
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    grant_id: Mapped[int] = mapped_column(ForeignKey("honour_grant.id"))
    seq: Mapped[int]
    name_before: Mapped[str] = mapped_column(String(40))
    name_after: Mapped[str] = mapped_column(String(40))
    unit_before: Mapped[str] = mapped_column(String(120))
    unit_after: Mapped[str] = mapped_column(String(120))
    post_before: Mapped[str] = mapped_column(String(80))
    post_after: Mapped[str] = mapped_column(String(80))
    document_no: Mapped[str] = mapped_column(String(80))
    happened_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(
    HonourCorrection,
    *append_only("honour_correction"),
    Trigger(
        "honour_correction_of_decided",
        "honour_correction",
        "INSERT",
        "EXISTS (SELECT 1 FROM honour_grant WHERE honour_grant.id = NEW.grant_id "
        "AND honour_grant.state <> 'decided')",
    ),
)
says("honour_correction_of_decided", "只有已命名的荣誉才能更正。请刷新后再选")
says("uq_honour_correction_grant_id_seq", "这项荣誉刚被别人更正过。请刷新后核对再办")
for _event in ("update", "delete"):
    says(f"honour_correction_keeps_{_event}", "更正不能改也不能删。还有错请再办一次更正")
