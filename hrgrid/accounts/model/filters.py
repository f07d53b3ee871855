"""Conditions of lists that an operator keeps under a name."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.accounts.model import operators  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned
from hrgrid.storage.violations import says


class SavedFilter(RowHashed, Versioned, Base):
    """Conditions of a list under a name: an operator's own, or shared with the office.

    `conditions` is canonical JSON whose meaning the list knows; no numbers of persons in it.
    """

    __tablename__ = "saved_filter"
    __label__ = "常用筛选"
    __table_args__ = (
        UniqueConstraint("owner_id", "list_name", "label"),
        CheckConstraint("label <> ''", name="label_given"),
        CheckConstraint("conditions <> ''", name="conditions_given"),
        Index("ix_saved_filter_list", "list_name", "shared"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    list_name: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(20))
    conditions: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    made_at: Mapped[dt.datetime]


says(
    "uq_saved_filter_owner_id_list_name_label",
    "你已经有一个叫这个名字的常用筛选。请换个名字",
)
