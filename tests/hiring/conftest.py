"""A district that hires: two streets, nobody in post."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hrgrid.storage.desk import Desk
from tests.accounts.conftest import houses
from tests.hiring.build import plant

__all__ = ["houses"]


@pytest.fixture
def template(
    template: str,
    furnished: Callable[[str, Callable[[Desk], object]], str],
    request: pytest.FixtureRequest,
) -> str:
    """With the streets already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("hiring streets", lambda desk: desk.write(plant))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The office's only person; five vacant grids in two streets."""
    return desk
