"""Statements are compiled once a worker and not once a test.

Each test opens data of its own with an engine of its own, and an engine begins with an empty cache
of compiled statements: a fifth of the time of such a test went into making the same SQL again.
Engines of one kind talk to one server or one library here, so what one compiled serves the next.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_SHARED: LRUCache = LRUCache(5_000)


def _same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


# The cache is asked by dialect and statement.
for _kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    _kind.__eq__ = _same_kind
    _kind.__hash__ = lambda self: hash(type(self))


@event.listens_for(Engine, "engine_connect")
def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_SHARED)
