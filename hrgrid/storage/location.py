"""Where the data is: a file, or an address of a PostgreSQL database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from hrgrid.core.errors import UserError

_DRIVER = "postgresql+psycopg"


@dataclass(frozen=True)
class Location:
    """Exactly one of `file` (absolute) and `address` is given."""

    file: Path | None = None
    address: URL | None = None

    @classmethod
    def of(cls, where: str | Path) -> Self:
        """Read what a user gave; UserError for an address of another kind."""
        text = str(where)
        if "://" not in text:
            return cls(file=Path(text).expanduser().absolute())
        try:
            address = make_url(text)
        except ArgumentError as error:
            raise UserError(
                f"看不懂数据地址“{text}”。请写成 {_DRIVER}://用户名:密码@服务器/数据库"
            ) from error
        if address.drivername not in {_DRIVER, "postgresql"}:
            raise UserError(f"不支持“{address.drivername}”。请用数据文件（.hrg）或 {_DRIVER}://…")
        return cls(address=address.set(drivername=_DRIVER))

    @property
    def url(self) -> URL:
        """The address for SQLAlchemy."""
        if self.address is None:
            raise ValueError("a file has no address")
        return self.address

    @property
    def shown(self) -> str:
        """For people: never with the password."""
        if self.address is None:
            return str(self.file)
        return self.address.render_as_string(hide_password=True)

    @property
    def name(self) -> str:
        """A short name, for backups."""
        if self.file is not None:
            return self.file.stem
        return self.url.database or "hrgrid"
