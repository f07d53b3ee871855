"""Where the wrapped keys lie: a table for the data key, the key file for the others.

On SQLite the key file is `NAME.hrg.keys` beside the data. Offices that share PostgreSQL have
no folder in common: there the same bytes are a row, which only the data key opens.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hrgrid.core.errors import UserError
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.files import write_whole
from hrgrid.storage.sealed import Wrap, WrapMethod, key_file_of
from hrgrid.storage.triggers import AtMostOne


class KeyWrap(RowHashed, Base):
    """The data key under one operator's password, one machine, or the recovery code."""

    __tablename__ = "key_wrap"
    __label__ = "数据钥匙"
    __table_args__ = (
        CheckConstraint("(method = 'recovery') = (operator_id IS NULL)", name="holder"),
        CheckConstraint("(method = 'machine') = (machine <> '')", name="machine"),
        Index("ux_key_wrap_operator", "operator_id", "machine", unique=True),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    method: Mapped[WrapMethod] = mapped_column(code_of(WrapMethod, "method"))
    operator_id: Mapped[int | None]
    machine: Mapped[str] = mapped_column(String(16))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    parameters: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[dt.datetime]

    def wrap(self) -> Wrap:
        """The row as storage/sealed.py takes it."""
        return Wrap(self.method, self.salt, self.blob, self.parameters, self.machine)


guard(KeyWrap, AtMostOne("ux_key_wrap_recovery", "key_wrap", ("method",), "method = 'recovery'"))


class KeyFile(RowHashed, Versioned, Base):
    """The key file of an office without a folder; empty on SQLite."""

    __tablename__ = "key_file"
    __label__ = "钥匙文件"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1, init=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def add_wrap(session: Session, wrap: Wrap, operator_id: int | None, now: dt.datetime) -> None:
    """Store one more way to the data key."""
    session.add(
        KeyWrap(
            method=wrap.method,
            operator_id=operator_id,
            machine=wrap.machine,
            salt=wrap.salt,
            blob=wrap.blob,
            parameters=wrap.parameters,
            made_at=now,
        )
    )


def wraps_of(session: Session, operator_id: int | None) -> list[KeyWrap]:
    """The wraps of one operator; of the recovery code for None."""
    found = select(KeyWrap).where(KeyWrap.operator_id.is_not_distinct_from(operator_id))
    return list(session.scalars(found.order_by(KeyWrap.id)))


def read_key_file(session: Session, data_file: Path | None) -> bytes | None:
    """The bytes of the key file, None where there is none."""
    if data_file is None:
        row = session.get(KeyFile, 1)
        return row.content if row else None
    path = key_file_of(data_file)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(
            f"钥匙文件“{path.name}”读不出来：没有权限或磁盘出错。请检查后重试，"
            "或从备份中把它拷回数据文件旁边"
        ) from error


def write_key_file(session: Session, data_file: Path | None, content: bytes) -> None:
    """Put the key file where this office keeps it."""
    if data_file is not None:
        write_whole(key_file_of(data_file), content)
        return
    row = session.get(KeyFile, 1)
    if row is None:
        session.add(KeyFile(content=content))
    else:
        row.content = content
