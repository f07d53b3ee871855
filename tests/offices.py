"""Offices for tests: made once by the real migrations and use cases, then copied.

Passwords are cheap in this process: hundreds of people sign in, and at the price of an office a
sign-in takes a quarter of a second of a processor. That price is tested by tests/storage/
test_ways_in.py in a process of its own, and is paid by every command that tests start as one.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import hrgrid.schema  # noqa: F401 - a check of the data must know every table
from hrgrid.accounts.service import OfficeForm, set_up_office, sign_in
from hrgrid.core.policies import Setting
from hrgrid.storage import sealed
from hrgrid.storage.database import Database, sqlite_engine
from hrgrid.storage.desk import Desk
from hrgrid.storage.location import Location
from hrgrid.storage.sealed import Argon2Cost, key_file_of
from hrgrid.storage.upgrade import migrate
from tests.postgres import Server

OFFICE = OfficeForm("示例区委政法委", "示例区", Setting.SINGLE)
_count = itertools.count(1)
sealed.OFFICE_PRICE = Argon2Cost(time=1, memory=64, lanes=1)


def fresh_name() -> str:
    """A database name that no other test of this run uses."""
    return f"t_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{next(_count)}"


@pytest.fixture
def empty_place(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a new office may be made: a path, or the address of an empty database."""
    if engine_name == "sqlite":
        yield str(tmp_path / "机构.hrg")
        return
    server: Server = request.getfixturevalue("postgres")
    name = fresh_name()
    server.create_database(name)
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """The template of each engine that was made so far: a path, or a database's name.

    Not a fixture parametrised by engine: workers that steal tests from each other mix engines,
    and a cached fixture of one was then handed to a test of the other.
    """
    return {}


@pytest.fixture
def template(
    engine_name: str,
    templates: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> str:
    """An office of one person, never opened again: copies are what tests use."""
    if engine_name not in templates:
        templates[engine_name] = _make_template(engine_name, tmp_path_factory, request)
    return templates[engine_name]


@pytest.fixture
def furnished(
    engine_name: str,
    template: str,
    templates: dict[str, str],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Desk], object]], str]:
    """Makes a template of an office in which something was done: once, then it is copied.

    A module whose tests all begin with the same people overrides `template` with it:
    ``furnished("city", build)``.
    """

    def made(name: str, build: Callable[[Desk], object]) -> str:
        key = f"{engine_name} {name}"
        if key not in templates:
            path = tmp_path_factory.mktemp("furnished") / "机构.hrg"
            copy = _copied(engine_name, template, path, request)
            with Database.open(copy if engine_name == "sqlite" else _url(copy, request)) as opened:
                build(sign_in(opened, "经办人"))
            templates[key] = copy
        return templates[key]

    return made


def _copied(engine_name: str, template: str, path: Path, request: pytest.FixtureRequest) -> str:
    """A copy that is a template itself: a path, or a database's name."""
    if engine_name == "sqlite":
        shutil.copyfile(template, path)
        shutil.copyfile(key_file_of(Path(template)), key_file_of(path))
        return str(path)
    name = fresh_name()
    server: Server = request.getfixturevalue("postgres")
    server.create_database(name, template)
    return name


def _url(name: str, request: pytest.FixtureRequest) -> str:
    server: Server = request.getfixturevalue("postgres")
    return server.url(name)


def _make_template(
    engine_name: str, folders: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> str:
    if engine_name == "sqlite":
        path = folders.mktemp("template") / "机构.hrg"
        set_up_office(path, OFFICE, keep=lambda _keys: None)
        return str(path)
    server: Server = request.getfixturevalue("postgres")
    name = fresh_name()
    server.create_database(name)
    set_up_office(server.url(name), OFFICE, keep=lambda _keys: None)
    return name


@pytest.fixture
def place(
    engine_name: str, template: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A fresh copy of the office: the path or address to open."""
    copy = _copied(engine_name, template, tmp_path / "机构.hrg", request)
    if engine_name == "sqlite":
        yield copy
        return
    yield _url(copy, request)
    server: Server = request.getfixturevalue("postgres")
    server.drop(copy)


@pytest.fixture
def of_before(
    engine_name: str,
    templates: dict[str, str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[str], Database]]:
    """Opens a database without rows of ours as the migrations up to a revision made it.

    ``of_before("0014")`` is a copy. What is copied was made from the nearest one below, so that
    each migration runs once a worker and not once a test of every later one.
    """
    used: list[str] = []

    def at(revision: str) -> Database:
        name = fresh_name()
        copy = _bare(engine_name, _standing_at(revision), tmp_path / f"{name}.hrg", name, request)
        used.append(name)
        return _attached(engine_name, copy, request)

    def _standing_at(revision: str) -> str:
        key = f"{engine_name} standing at {revision}"
        if key not in templates:
            below = [known for known in templates if _same_ladder(known, key) and known < key]
            path = tmp_path_factory.mktemp("standing") / "机构.hrg"
            start = templates[max(below)] if below else None
            made = _bare(engine_name, start, path, fresh_name(), request)
            with _attached(engine_name, made, request) as database:
                migrate(database, revision)
            templates[key] = made
        return templates[key]

    yield at
    if engine_name != "sqlite":
        server: Server = request.getfixturevalue("postgres")
        for name in used:
            server.drop(name)


def _same_ladder(one: str, other: str) -> bool:
    return " standing at " in one and one.split()[0] == other.split()[0]


def _bare(
    engine_name: str, start: str | None, path: Path, name: str, request: pytest.FixtureRequest
) -> str:
    """A database of no office, empty or a copy of `start`: its path or its name."""
    if engine_name == "sqlite":
        shutil.copyfile(start, path) if start else path.touch()
        return str(path)
    server: Server = request.getfixturevalue("postgres")
    server.create_database(name, start)
    return name


def _attached(engine_name: str, made: str, request: pytest.FixtureRequest) -> Database:
    if engine_name == "sqlite":
        return Database(Location(file=Path(made)), sqlite_engine(Path(made)))
    return Database.attach(_url(made, request))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        """The time it shows."""
        return self.now

    def move(self, by: dt.timedelta) -> None:
        """Forward, or back."""
        self.now += by


@pytest.fixture
def clock() -> Clock:
    """The clock of `database` and `desk`."""
    return Clock()


@pytest.fixture
def database(place: str, clock: Clock) -> Iterator[Database]:
    """The office, open for writing."""
    with Database.open(place, clock=clock) as opened:
        yield opened


@pytest.fixture
def desk(database: Database) -> Desk:
    """The office's only person, signed in."""
    return sign_in(database, "经办人")
