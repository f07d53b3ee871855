"""What every test stands on: no screen, no network, nothing of the person who runs it.

What a run writes lies in memory where there is room: the program syncs each write to the disk, as
it must, and tests that make thousands of offices would wait for a disk that keeps none of them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests import postgres as servers

pytest_plugins = ["tests.compiled", "tests.qt", "tests.offices"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ENGINES = ("sqlite", "postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder, which its workers share, and keep the person's own out of reach."""
    if not hasattr(config, "workerinput"):
        run = Path(tempfile.mkdtemp(prefix="hrgrid-tests-", dir=servers.roomy_folder()))
        os.environ["HRGRID_TESTS_RUN"] = str(run)
        # Where pytest puts its folders, unless --basetemp or this variable says another place.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", servers.roomy_folder())
        config.stash[_HELD] = servers.hold(run) if os.name == "posix" else None
    _keep_bytecode()
    os.environ["HRGRID_HOME"] = str(_run() / os.environ.get("PYTEST_XDIST_WORKER", "home"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, if one was started, and remove the run's folder."""
    if _HELD in config.stash:
        if config.stash[_HELD] is not None:
            servers.release(_run(), config.stash[_HELD])
        shutil.rmtree(_run(), ignore_errors=True)


def _keep_bytecode() -> None:
    """Let the many children of a run take what the first of them compiled."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _run() -> Path:
    return Path(os.environ["HRGRID_TESTS_RUN"])


_HELD = pytest.StashKey[Any]()


def chosen_engines() -> list[str]:
    """Both, unless HRGRID_ENGINES narrows them on purpose."""
    chosen = os.environ.get("HRGRID_ENGINES", ",".join(ENGINES)).split(",")
    unknown = set(chosen) - set(ENGINES)
    if unknown:
        raise pytest.UsageError(f"HRGRID_ENGINES knows {ENGINES}, not {sorted(unknown)}")
    return chosen


@pytest.fixture(scope="session")
def postgres() -> servers.Server:
    """The run's PostgreSQL; a test that asks for it fails where there is none."""
    try:
        return servers.server(_run())
    except servers.NoServer as fault:
        sentence = f"PostgreSQL: {fault}"
    pytest.fail(sentence, pytrace=False)


@pytest.fixture(scope="session", params=chosen_engines())
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs once an engine."""
    return str(request.param)
