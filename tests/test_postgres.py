"""The tests' own server: it is private, it counts as an engine, and it leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres as servers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="unix sockets only")

RUN = """
import sys, time
from pathlib import Path
from tests import postgres
run = Path(sys.argv[1])
held = postgres.hold(run)
print(postgres.server(run).folder, flush=True)
time.sleep(600)
"""


def rows(server: servers.Server, database: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(host=server.folder, user="postgres", dbname=database) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_a_database_made_from_a_template_has_its_rows_and_is_dropped(postgres):
    postgres.create_database("first")
    with psycopg.connect(host=postgres.folder, user="postgres", dbname="first") as connection:
        connection.execute("CREATE TABLE t (n) AS SELECT 7")
    postgres.create_database("second", template="first")
    assert rows(postgres, "second", "SELECT n FROM t") == [(7,)]
    for name in ("first", "second"):
        postgres.drop(name)
    left = rows(postgres, "postgres", "SELECT datname FROM pg_database")
    assert {"first", "second"}.isdisjoint({name for (name,) in left})


def test_the_server_speaks_utf8_and_has_the_extensions_of_the_product(postgres):
    assert rows(postgres, "postgres", "SHOW server_encoding") == [("UTF8",)]
    extensions = rows(postgres, "postgres", "SELECT name FROM pg_available_extensions")
    assert {("btree_gist",), ("pg_trgm",)} <= set(extensions)


def test_the_server_listens_on_no_network(postgres):
    assert rows(postgres, "postgres", "SHOW listen_addresses") == [("",)]
    assert len(f"{postgres.folder}/.s.PGSQL.5432") < 100


def test_a_killed_run_leaves_no_server_behind(tmp_path):
    run = tmp_path / "run"
    run.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(run)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).parent.parent,
    ) as process:
        folder = Path(process.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        process.send_signal(signal.SIGKILL)
    assert gone(server)
    deadline = time.monotonic() + 10
    while (folder.exists() or run.exists()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not folder.exists()
    assert not run.exists()


def gone(process: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_without_programs_the_fault_says_what_to_install(tmp_path):
    with pytest.raises(servers.NoServer, match="apt-get install -y postgresql"):
        servers.find_programs([tmp_path])
