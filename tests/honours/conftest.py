"""Offices with people, and one under 三员分立 with a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from hrgrid.core.policies import Setting
from hrgrid.storage.desk import Desk
from tests.accounts.conftest import houses
from tests.accounts.houses import House
from tests.honours.build import TWO, people
from tests.offices import Clock

__all__ = ["houses"]


@pytest.fixture
def template(
    template: str,
    furnished: Callable[[str, Callable[[Desk], object]], str],
    request: pytest.FixtureRequest,
) -> str:
    """With the people already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("two districts", lambda desk: desk.write(lambda work: people(work, TWO)))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The office's only person; eight people in each of two districts."""
    return desk


@pytest.fixture
def apart(houses: object, clock: Clock) -> Iterator[House]:
    """三员分立: awards need two approvers."""
    with houses.open(Setting.SEPARATE, clock=clock) as house:  # type: ignore[attr-defined]
        yield house
