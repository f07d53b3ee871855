"""The village that is looked at from all sides, made once."""

from __future__ import annotations

import pytest

from hrgrid.demo.furnishing import Size
from hrgrid.demo.office import make_demo


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Two villages from the same seed; whoever asks for them only reads."""
    return [make_demo(tmp_path_factory.mktemp("demo"), Size.VILLAGE) for _ in range(2)]
