"""An office whose clock stands on the Monday of the notice, alone and with several people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hrgrid.core.policies import Setting
from hrgrid.storage.desk import Desk
from tests.accounts.conftest import houses
from tests.accounts.houses import House
from tests.offices import Clock
from tests.publicity.build import MONDAY, at, kept

__all__ = ["houses"]


@pytest.fixture
def clock() -> Clock:
    """Monday, 9 o'clock."""
    made = Clock()
    made.now = at(MONDAY, 9)
    return made


@pytest.fixture
def alone(desk: Desk) -> Desk:
    """单人办公: one person does everything."""
    return kept(desk)


@pytest.fixture
def house(houses: object, clock: Clock) -> Iterator[House]:
    """双人复核: who makes a list decides nothing about it."""
    with houses.open(Setting.DOUBLE, clock=clock) as house:  # type: ignore[attr-defined]
        kept(house.desk("clerk"))
        yield house
