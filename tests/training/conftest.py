"""A district with two streets and a worker in each grid, for whoever asks for `town`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hrgrid.storage.desk import Desk
from tests.accounts.conftest import double, houses
from tests.training.town import settle

__all__ = ["double", "houses"]


@pytest.fixture
def template(
    template: str,
    furnished: Callable[[str, Callable[[Desk], object]], str],
    request: pytest.FixtureRequest,
) -> str:
    """With the people already there for whoever asks for `town`."""
    if "town" not in request.fixturenames:
        return template
    return furnished("training town", lambda desk: desk.write(settle))


@pytest.fixture
def town(desk: Desk) -> Desk:
    """The office's only person; three workers in 东街道, two in 西街道."""
    return desk
