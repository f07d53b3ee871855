"""The page 网格与人员 with everything read, of two sizes."""

from __future__ import annotations

import pytest

from tests.ui.crew import crew
from tests.ui.hands import (
    opened,
)


@pytest.fixture
def people(desk):
    return crew(desk)


@pytest.fixture
def few(desk):
    return crew(desk, part_timers=4)


@pytest.fixture
def page(people, window, settle):
    return opened(window, settle)


@pytest.fixture
def small(few, window, settle):
    return opened(window, settle)
