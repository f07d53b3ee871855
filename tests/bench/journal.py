"""Entries of the journal: each appended in its own transaction, and all of them verified.

The limit writes rows of the same width by bare sqlite3, chained and signed alike.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import sqlite3
import time
from pathlib import Path

COLUMNS = 17
KEY = bytes(32)


def prepare(folder: Path, n: int) -> None:
    """An empty office; the limit makes its own file."""
    from hrgrid.accounts.service import OfficeForm, set_up_office
    from hrgrid.core.policies import Setting

    office = OfficeForm("示例机构", "示例市", Setting.SINGLE)
    set_up_office(folder / "office.hrg", office, keep=lambda _keys: None)


def prepare_long(folder: Path, n: int) -> None:
    """An office with n entries, and the same many bare rows."""
    prepare(folder, n)
    _append_ours(folder, n, at_once=10_000)
    _append_bare(folder, n, at_once=n)


def ours(folder: Path, n: int) -> float:
    """Seconds of n appends."""
    return _append_ours(folder, n, at_once=1)


def limit(folder: Path, n: int) -> float:
    """Seconds of n bare inserts, each with its commit."""
    return _append_bare(folder, n, at_once=1)


def ours_verified(folder: Path, n: int) -> float:
    """Seconds of one verification of everything."""
    from hrgrid.core.progress import Progress
    from hrgrid.storage import journal

    with contextlib.closing(_desk(folder)) as desk, desk.database.reading() as work:
        began = time.perf_counter()
        report = journal.verify(work.session, desk.keyring.journal_key, Progress())
        seconds = time.perf_counter() - began
    if not report.ok or report.entries < n:
        raise SystemExit(f"{report.entries} entries: {report.findings}")
    return seconds


def limit_verified(folder: Path, n: int) -> float:
    """Seconds of reading the bare rows and hashing each of them."""
    began = time.perf_counter()
    with sqlite3.connect(folder / "bare.db") as connection:
        previous = ""
        for row in connection.execute("SELECT * FROM entry ORDER BY seq"):
            digest, mac = _signed(row[:-3], previous)
            if row[-2:] != (digest, mac):
                raise SystemExit("the bare chain is broken")
            previous = digest
    return time.perf_counter() - began


def _desk(folder: Path):
    from hrgrid.accounts import queries
    from hrgrid.accounts.service import sign_in
    from hrgrid.storage.database import Database

    database = Database.open(folder / "office.hrg")
    return sign_in(database, queries.sign_in_choices(database).automatic)


def _append_ours(folder: Path, n: int, *, at_once: int) -> float:
    def deed(first: int):
        def job(work):
            for number in range(first, min(first + at_once, n)):
                work.record("测试", f"第 {number} 项", "基准测试", before={"n": number}, after={})

        return job

    with contextlib.closing(_desk(folder)) as desk:
        began = time.perf_counter()
        for first in range(0, n, at_once):
            desk.write(deed(first), reason="基准测试")
        return time.perf_counter() - began


def _append_bare(folder: Path, n: int, *, at_once: int) -> float:
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    names = ", ".join(f"c{number}" for number in range(COLUMNS - 4))
    connection.execute(
        "CREATE TABLE IF NOT EXISTS entry "
        f"(seq INTEGER PRIMARY KEY, {names}, prev, hash UNIQUE, mac)"
    )
    connection.execute("DELETE FROM entry")
    marks = ", ".join("?" * COLUMNS)
    previous = ""
    began = time.perf_counter()
    for first in range(0, n, at_once):
        connection.execute("BEGIN IMMEDIATE")
        for number in range(first, min(first + at_once, n)):
            row = (number, *(f"value {column} of {number}" for column in range(COLUMNS - 4)))
            digest, mac = _signed(row, previous)
            connection.execute(f"INSERT INTO entry VALUES ({marks})", (*row, previous, digest, mac))
            previous = digest
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def _signed(row: tuple[object, ...], previous: str) -> tuple[str, str]:
    content = json.dumps([*row, previous], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return digest, hmac.digest(KEY, digest.encode(), "sha256").hex()
