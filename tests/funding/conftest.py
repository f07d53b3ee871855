"""The district of tests/funding/office.py, for whoever asks for `office`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from hrgrid.storage.desk import Desk
from tests.accounts.conftest import double, houses
from tests.funding.office import settle
from tests.offices import Clock

__all__ = ["double", "houses"]

TODAY = dt.date(2026, 12, 20)


@pytest.fixture
def clock() -> Clock:
    """In December of the year whose money it is."""
    made = Clock()
    made.now = dt.datetime.combine(TODAY, dt.time(10)).astimezone()
    return made


@pytest.fixture
def template(
    template: str,
    furnished: Callable[[str, Callable[[Desk], object]], str],
    request: pytest.FixtureRequest,
) -> str:
    """With the district already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("funding office", lambda desk: desk.write(settle))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The office's only person; streets with grids and workers, no money yet."""
    return desk
