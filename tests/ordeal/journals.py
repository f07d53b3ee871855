"""A long journal: how fast it grows, how long it takes to verify, and what is found out."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from sqlalchemy import Connection, delete
from sqlalchemy.orm import Session

from hrgrid.accounts.service import sign_in
from hrgrid.core.progress import Progress
from hrgrid.storage import journal
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import Head
from tests.ordeal.outcomes import Outcome
from tests.ordeal.places import CLERK, Ground
from tests.storage.deeds import powerless
from tests.storage.tampering import TABLE, TAMPERINGS, Tampering, entry, last_seq

_SINGLE = 1_000
_UNIT = 1_000
_FROM_THE_END = 20


def write_and_tamper(ground: Ground, engine: str, entries: int) -> Outcome:
    """Fill a journal, verify it in a process of its own, and try each manipulation on it."""
    outcome = Outcome("journal", engine)
    place = ground.fresh(engine)
    with Database.open(place) as database:
        desk = sign_in(database, CLERK)
        singles = min(_SINGLE, entries // 2)
        outcome.figures["appended"] = f"{singles / _append(desk, singles, 1):.0f}/s one by one"
        begun = _append(desk, entries - singles, _UNIT)
        outcome.figures["in units"] = f"{(entries - singles) / begun:.0f}/s"
        _verify(outcome, place, database, desk)
        for tampering in (*TAMPERINGS, PUT_BACK):
            _try(outcome, database, desk, tampering)
    ground.drop(place)
    return outcome


def _append(desk: Desk, count: int, unit: int) -> float:
    begun = time.perf_counter()
    for start in range(0, count, unit):
        size = min(unit, count - start)
        desk.write(lambda work, start=start, size=size: _record(work, start, size))
    return time.perf_counter() - begun


def _record(work, start: int, size: int) -> None:
    for number in range(start, start + size):
        work.record("grade", f"第{number}号", "年终考核", after={"points": number})


def _verify(outcome: Outcome, place: str, database: Database, desk: Desk) -> None:
    key = desk.keyring.journal_key or b""
    done = subprocess.run(
        [sys.executable, "-c", VERIFIER, place],
        input=key.hex(),
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found = json.loads(done.stdout)
    outcome.runs += 1
    outcome.figures["entries"] = str(found["entries"])
    outcome.figures["verified in"] = f"{found['seconds']:.1f} s"
    outcome.figures["peak"] = f"{found['megabytes']:.0f} MB"
    for finding in found["findings"]:
        outcome.lose(f"untouched, yet: {finding}")


VERIFIER = """
import json, resource, sys, time
from hrgrid.core.progress import Progress
from hrgrid.storage import journal
from hrgrid.storage.database import Database
with Database.open(sys.argv[1], read_only=True) as database, database.reading() as work:
    begun = time.perf_counter()
    found = journal.verify(work.session, bytes.fromhex(sys.stdin.read()), Progress())
    seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"entries": found.entries, "seconds": seconds, "megabytes": peak,
                  "findings": list(found.findings)}))
"""


def _try(outcome: Outcome, database: Database, desk: Desk, tampering: Tampering) -> None:
    outcome.runs += 1
    with database.engine.execution_options(hrgrid_writes=True).connect() as connection:
        with powerless(connection):
            newest = last_seq(connection)
            at = newest - _FROM_THE_END
            known = [Head(newest, entry(connection, newest)["hash"])]
            tampering.do(connection, at)
            if tampering is PUT_BACK:
                _go_on(connection, desk)
            with Session(connection) as session:
                found = journal.verify(session, desk.keyring.journal_key, Progress(), known)
        connection.rollback()
    wanted = tampering.found.format(before=at - 1, at=at, next=at + 1, newest=newest)
    if not any(wanted in each for each in found.findings):
        outcome.lose(f"{tampering.name} was not named: {found.findings[:3]}")


def _put_back(connection: Connection, at: int) -> None:
    connection.execute(delete(TABLE).where(TABLE.c.seq > at))


def _go_on(connection: Connection, desk: Desk) -> None:
    """The program works on with the old file, past the number of the head."""
    with Session(connection) as session:
        key = desk.keyring.journal_key or b""
        signature = journal.Signature(key, desk.actor, "pc", "single", "op")
        records = [journal.Record("look", str(n)) for n in range(2 * _FROM_THE_END)]
        journal.append(session, records, desk.database.clock(), signature)
        session.flush()


PUT_BACK = Tampering("old file put back", _put_back, "第 {newest} 条与在别处留存的首部哈希不同")
