"""Offices under 单人办公 (`desk`) and under 双人复核 with two typists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hrgrid.core.policies import Setting
from tests.accounts.conftest import houses
from tests.accounts.houses import House

__all__ = ["houses"]


@pytest.fixture
def double(houses: object) -> Iterator[House]:
    """双人复核: marks are keyed by two people."""
    with houses.open(Setting.DOUBLE) as house:  # type: ignore[attr-defined]
        yield house
