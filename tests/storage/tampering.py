"""What somebody who holds the data can do to the journal, and what verifying must say of it.

The hash is computed here by the standard library alone, as a stranger with the source would.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from hrgrid.storage.journal import JournalEntry

TABLE = JournalEntry.__table__
HASHED = [column.name for column in TABLE.columns if column.name not in {"hash", "mac"}]


@dataclass(frozen=True)
class Tampering:
    """A deed at entry `at`, and what must be found: by chain and key, or by a head held outside."""

    name: str
    do: Callable[[Connection, int], None]
    found: str
    needs_key: bool = False
    needs_head: bool = False


def hash_of(row: dict[str, Any]) -> str:
    """The hash of an entry's fields, as documented in storage/journal.py."""
    values = [row[name] for name in HASHED]
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def entry(connection: Connection, seq: int) -> dict[str, Any]:
    """One entry as stored."""
    found = connection.execute(select(TABLE).where(TABLE.c.seq == seq)).mappings().one()
    return dict(found)


def last_seq(connection: Connection) -> int:
    """The newest entry's number."""
    query = select(TABLE.c.seq).order_by(TABLE.c.seq.desc()).limit(1)
    return connection.execute(query).scalar_one()


def _edit(connection: Connection, at: int) -> None:
    connection.execute(update(TABLE).where(TABLE.c.seq == at).values(reason="从未这样写过"))


def _edit_and_hash(connection: Connection, at: int) -> None:
    row = entry(connection, at) | {"subject": "另一个人"}
    changed = {"subject": row["subject"], "hash": hash_of(row)}
    connection.execute(update(TABLE).where(TABLE.c.seq == at).values(**changed))


def _delete(connection: Connection, at: int) -> None:
    connection.execute(delete(TABLE).where(TABLE.c.seq == at))


def _delete_and_close_up(connection: Connection, at: int) -> None:
    _delete(connection, at)
    _rewrite(connection, at + 1, lambda row: row | {"seq": row["seq"] - 1}, hashing=False)


def _insert(connection: Connection, at: int) -> None:
    """Between two entries: the later ones move up by one."""
    rows = _rows_from(connection, at)
    connection.execute(delete(TABLE).where(TABLE.c.seq >= at))
    forged = rows[0] | {"subject": "补记", "hash": "f" * 64, "prev_hash": "e" * 64}
    moved = [row | {"seq": row["seq"] + 1} for row in rows]
    connection.execute(insert(TABLE), [forged, *moved])


def _append_forged(connection: Connection, _at: int) -> None:
    newest = entry(connection, last_seq(connection))
    forged = newest | {"seq": newest["seq"] + 1, "subject": "伪造", "prev_hash": newest["hash"]}
    forged["hash"] = hash_of(forged)
    connection.execute(insert(TABLE), [forged])


def _swap(connection: Connection, at: int) -> None:
    one, other = entry(connection, at), entry(connection, at + 1)
    connection.execute(delete(TABLE).where(TABLE.c.seq.in_([at, at + 1])))
    swapped = [other | {"seq": at}, one | {"seq": at + 1}]
    connection.execute(insert(TABLE), swapped)


def _swap_and_hash(connection: Connection, at: int) -> None:
    _swap(connection, at)
    _rehash_from(connection, at)


def _cut(connection: Connection, at: int) -> None:
    connection.execute(delete(TABLE).where(TABLE.c.seq > at))


def _rehash_tail(connection: Connection, at: int) -> None:
    connection.execute(update(TABLE).where(TABLE.c.seq == at).values(reason="改写的事由"))
    _rehash_from(connection, at)


def _rows_from(connection: Connection, at: int) -> list[dict[str, Any]]:
    query = select(TABLE).where(TABLE.c.seq >= at).order_by(TABLE.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def _rehash_from(connection: Connection, at: int) -> None:
    _rewrite(connection, at, lambda row: row, hashing=True)


def _rewrite(
    connection: Connection,
    at: int,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    hashing: bool,
) -> None:
    rows = [change(row) for row in _rows_from(connection, at)]
    connection.execute(delete(TABLE).where(TABLE.c.seq >= at))
    if hashing and rows:
        before = entry(connection, rows[0]["seq"] - 1)["hash"]
        for row in rows:
            row["prev_hash"] = before
            row["hash"] = before = hash_of(row)
    for start in range(0, len(rows), 1_000):
        connection.execute(insert(TABLE), rows[start : start + 1_000])


TAMPERINGS = [
    Tampering("edited", _edit, "第 {at} 条的内容被改动过"),
    Tampering("edited with its hash", _edit_and_hash, "第 {next} 条接不上第 {at} 条"),
    Tampering("deleted", _delete, "第 {before} 条之后缺 1 条（下一条是第 {next} 条）"),
    Tampering("deleted and closed up", _delete_and_close_up, "第 {at} 条接不上第 {before} 条"),
    Tampering("inserted", _insert, "第 {at} 条接不上第 {before} 条"),
    Tampering("appended without the key", _append_forged, "（签名不符）", needs_key=True),
    Tampering("swapped", _swap, "第 {at} 条接不上第 {before} 条"),
    Tampering("swapped and re-hashed", _swap_and_hash, "第 {at} 条不是本程序", needs_key=True),
    Tampering("tail cut", _cut, "现在只到第 {at} 条：末尾被截断", needs_head=True),
    Tampering("tail re-hashed", _rehash_tail, "第 {at} 条不是本程序", needs_key=True),
]
