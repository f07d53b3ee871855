"""The houses of tests/accounts/houses.py as fixtures, and another computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hrgrid.core.policies import Setting
from tests.accounts.houses import House, Houses


@pytest.fixture(scope="session")
def houses(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Houses:
    """The builder of this engine."""
    server = None if engine_name == "sqlite" else request.getfixturevalue("postgres")
    return Houses(engine_name, tmp_path_factory.mktemp("houses"), server)


@pytest.fixture(scope="module")
def shared(houses: Houses) -> Iterator[Callable[[Setting], House]]:
    """One house a setting for the tests of a module, which leave people and policies alone."""
    opened: dict[Setting, House] = {}
    with ExitStack() as stack:

        def house(setting: Setting) -> House:
            if setting not in opened:
                opened[setting] = stack.enter_context(houses.open(setting))
            return opened[setting]

        yield house


@pytest.fixture
def single(houses: Houses) -> Iterator[House]:
    """One's own 单人办公 with all roles."""
    with houses.open(Setting.SINGLE) as house:
        yield house


@pytest.fixture
def double(houses: Houses) -> Iterator[House]:
    """One's own 双人复核."""
    with houses.open(Setting.DOUBLE) as house:
        yield house


@pytest.fixture
def separate(houses: Houses) -> Iterator[House]:
    """One's own 三员分立."""
    with houses.open(Setting.SEPARATE) as house:
        yield house


@pytest.fixture
def another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Go to another computer: its account has a folder of its own."""

    def go(name: str) -> None:
        monkeypatch.setenv("HRGRID_HOME", str(tmp_path / name))

    return go
