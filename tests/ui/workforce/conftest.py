"""The page 网格与人员 with everything read, of three sizes."""

from __future__ import annotations

import pytest

from tests.ui.crew import crew, crew_of
from tests.ui.hands import (
    opened,
)

PART_TIMERS = {"people": 240, "few": 4, "many": 3_000}


@pytest.fixture
def template(template, furnished, request):
    """With everybody already there for whoever asks for `people`, `few` or `many`."""
    for name, part_timers in PART_TIMERS.items():
        if name in request.fixturenames:
            return furnished(
                f"crew of {part_timers}", lambda desk, count=part_timers: crew(desk, count)
            )
    return template


@pytest.fixture
def people(desk):
    return crew_of(desk, PART_TIMERS["people"])


@pytest.fixture
def few(desk):
    return crew_of(desk, PART_TIMERS["few"])


@pytest.fixture
def many(desk):
    return crew_of(desk, PART_TIMERS["many"])


@pytest.fixture
def page(people, window, settle):
    return opened(window, settle)


@pytest.fixture
def small(few, window, settle):
    return opened(window, settle)
