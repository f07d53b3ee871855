"""Small deeds and looks that the tests of the cellar share."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from hrgrid import schema
from hrgrid.core.progress import Progress
from hrgrid.storage import journal
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.uses import Fact, register_uses
from hrgrid.storage.work import UnitOfWork
from tests.conftest import chosen_engines
from tests.patience import SECONDS

# A context and a made-up number that a test of sealed values may use.
SEALED = ("person.id_number", "110105194912310021")


def only(engine: str) -> pytest.MarkDecorator:
    """A test of one engine; nothing runs where HRGRID_ENGINES leaves that engine out."""
    chosen = [engine] if engine in chosen_engines() else []
    return pytest.mark.parametrize("engine_name", chosen, indirect=True)


def run_of(key: str, facts: int = 3):
    """A job that registers what a run used and puts it on record."""

    def job(work: UnitOfWork) -> int:
        count = register_uses(work, "run", key, (Fact("worker", str(n), 1) for n in range(facts)))
        work.record("run", key)
        return count

    return job


def counted(database: Database, table: str) -> int:
    """How many rows a table has."""
    with database.reading() as work:
        query = select(func.count()).select_from(schema.metadata.tables[table])
        return work.session.scalar(query) or 0


def everything(database: Database) -> dict[str, list[Any]]:
    """All rows of all tables, for 'nothing changed'."""
    with database.raw(writes=False) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in schema.metadata.sorted_tables
        }


def column(database: Database, statement: str) -> list[Any]:
    """The first column of what a statement finds."""
    with database.raw(writes=False) as connection:
        return list(connection.execute(text(statement)).scalars())


def by_hand(database: Database, *statements: str) -> None:
    """What somebody with the file or the server's password can do: triggers do not stop him."""
    with database.raw(writes=True) as connection, powerless(connection):
        for statement in statements:
            connection.execute(text(statement))


@contextlib.contextmanager
def powerless(connection: Any) -> Iterator[None]:
    """Take the triggers away inside the running transaction, and put them back."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield
        connection.execute(text("SET LOCAL session_replication_role = origin"))
        return
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    triggers = found.all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def wait_for_lock(database: Database, thread: threading.Thread | None = None) -> bool:
    """Wait until somebody waits for a lock of this PostgreSQL database, or `thread` has ended."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and (thread is None or thread.is_alive()):
        if column(database, asked)[0]:
            return True
        time.sleep(0.01)
    return False


def journal_findings(database: Database, desk: Desk) -> tuple[str, ...]:
    """What verifying the journal with its key finds."""
    with database.reading() as work:
        return journal.verify(work.session, desk.keyring.journal_key, Progress()).findings


def impatient(database: Database, milliseconds: int = 100) -> None:
    """Wait less long for a busy file than an office would: the fault stays the true one."""
    database.engine.dispose()

    def shorten(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout={milliseconds}")

    event.listen(database.engine, "connect", shorten)


def beside(path: Path) -> dict[str, bytes]:
    """The files beside and of a data file, with their bytes."""
    return {
        found.name: found.read_bytes()
        for found in sorted(path.parent.glob(f"{path.name}*"))
        if found.is_file() and not found.name.endswith(("-shm", ".lock"))
    }


# --- permissions, for root too ------------------------------------------------------------------

_CAPABILITIES_V3 = 0x20080522
_DAC = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextlib.contextmanager
def ordinary_person() -> Iterator[None]:
    """Where the tests run as root, permissions hold nobody back: put that power down here."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_CAPABILITIES_V3, 0), (_Sets * 2)()
    assert libc.capget(ctypes.byref(header), sets) == 0
    had = sets[0].effective
    sets[0].effective = had & ~_DAC
    assert libc.capset(ctypes.byref(header), sets) == 0
    try:
        yield
    finally:
        sets[0].effective = had
        assert libc.capset(ctypes.byref(header), sets) == 0
