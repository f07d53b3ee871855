"""What else files call an area."""

from __future__ import annotations

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import Base, RowHashed
from hrgrid.workforce.model import areas  # noqa: F401 - foreign keys


class AreaAlias(RowHashed, Base):
    """Another name that files use for an area (高新区 for 虎丘区)."""

    __tablename__ = "area_alias"
    __label__ = "区域别名"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    alias: Mapped[str] = mapped_column(String(80), primary_key=True, index=True)
