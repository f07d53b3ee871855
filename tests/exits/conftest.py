"""The office of tests/exits/office.py, for whoever asks for `office`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hrgrid.storage.desk import Desk
from tests.accounts.conftest import double, houses
from tests.exits.office import settle

__all__ = ["double", "houses"]


@pytest.fixture
def template(
    template: str,
    furnished: Callable[[str, Callable[[Desk], object]], str],
    request: pytest.FixtureRequest,
) -> str:
    """With the people already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("exits office", lambda desk: desk.write(settle, reason="如实登记"))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The office's only person; somebody of each kind of engagement."""
    return desk
