"""An office with one more table, of sealed values, exported with and without the right to see.

Run in a process of its own: a mapped class cannot be taken back, and the other tests compare
the tables that the product has.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid import schema
from hrgrid.accounts.service import sign_in
from hrgrid.core.rights import Right
from hrgrid.storage.base import Base, Sealed
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.export import export_all

NUMBER = "110105194912310021"


class Tried(Base):
    """A person with a number."""

    __tablename__ = "tried"
    __label__ = "试验人员"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    text: Mapped[bytes | None] = mapped_column(Sealed)


def main(place: str, folder: str) -> None:
    """Fill the table, export twice, print both files and the dictionary's line."""
    with Database.open(place) as database:
        with database.raw(writes=True) as connection:
            schema.metadata.tables["tried"].create(connection)
        desk = sign_in(database, "经办人")
        desk.write(_fill)
        grants = {grant for grant in desk.actor.grants if grant.right is not Right.SHOW_SENSITIVE}
        actor = dataclasses.replace(desk.actor, grants=frozenset(grants))
        clerk = Desk(database, actor, desk.keyring)
        shown = [_exported(each, Path(folder) / name) for name, each in (("a", desk), ("b", clerk))]
    print(json.dumps(shown))


def _fill(work) -> None:
    sealed = work.keyring.seal("tried.text", NUMBER)
    work.session.add(Tried(id=1, name="张三", text=sealed))
    work.session.add(Tried(id=2, name="李四", text=None))


def _exported(desk: Desk, folder: Path) -> dict[str, str]:
    path = export_all(desk, folder).path
    dictionary = (path / "数据字典.csv").read_text(encoding="utf-8-sig")
    found = [line for line in dictionary.splitlines() if line.startswith("tried,试验人员,text")]
    everything = b"".join(each.read_bytes() for each in path.rglob("*") if each.is_file())
    return {
        "table": (path / "tried.csv").read_text(encoding="utf-8-sig"),
        "dictionary": found[0],
        "told": str(NUMBER.encode() in everything),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
