"""What people did about duties; the duties themselves are derived and never stored."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.overview.rules.duties import DutyKind, MarkState
from hrgrid.storage.base import ROW_ID, Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import append_only


class DutyMark(RowHashed, Base):
    """Somebody says that a duty is done, or wants to hear of it again from a day on.

    `subject` names what is due: the row it comes from and the stage at which it was told, so
    that the second reminder of a contract is not put away with the first. The last mark of a
    subject counts.
    """

    __tablename__ = "duty_mark"
    __label__ = "待办处理"
    __table_args__ = (
        CheckConstraint("subject <> ''", name="subject_given"),
        CheckConstraint("(state = 'put_off') = (until IS NOT NULL)", name="until_given"),
        Index("ix_duty_mark_subject", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[DutyKind] = mapped_column(code_of(DutyKind, "kind"))
    subject: Mapped[str] = mapped_column(String(60))
    state: Mapped[MarkState] = mapped_column(code_of(MarkState, "state"))
    until: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(String(200))
    at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


guard(DutyMark, *append_only("duty_mark"))
