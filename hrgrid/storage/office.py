"""Whose data this is, the policies in force, operations done, notes awaiting a signature."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.core.policies import Policy, Setting
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import append_only
from hrgrid.storage.violations import says


class Office(RowHashed, Versioned, Base):
    """The one office of a data file; its code names the key file and the backups."""

    __tablename__ = "office"
    __label__ = "机构"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1, init=False)
    code: Mapped[str] = mapped_column(String(36), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(80))
    setting: Mapped[Setting] = mapped_column(code_of(Setting, "setting"))
    made_at: Mapped[dt.datetime]
    recovery_confirmed_at: Mapped[dt.datetime | None]


says("pk_office", "这里刚由别人建好了一个机构，已经有数据，没有覆盖。请换一个空的，或直接打开它")


class PolicyRow(RowHashed, Versioned, Base):
    """The value of one policy, read by the triggers of other tables."""

    __tablename__ = "policy"
    __label__ = "规定"
    __table_args__ = (CheckConstraint("value >= 0", name="not_negative"),)

    policy: Mapped[Policy] = mapped_column(code_of(Policy, "policy"), primary_key=True)
    value: Mapped[int]


class Operation(Base):
    """A business operation that has been committed, by the id its client made."""

    __tablename__ = "operation"
    __label__ = "已办操作"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[dt.datetime]
    operator_id: Mapped[int | None]


guard(Operation, *append_only("operation"))


class UnsignedNote(Base):
    """What happened while nobody was signed in (upgrade, restore, wrong passwords).

    The journal's key is at hand only after sign-in; the next person to sign in brings the
    notes into the journal.
    """

    __tablename__ = "unsigned_note"
    __label__ = "待入留痕的记事"

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    at: Mapped[dt.datetime]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
