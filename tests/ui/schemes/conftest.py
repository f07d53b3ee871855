"""The office of assessment on the screen, and its level."""

from __future__ import annotations

import pytest

from tests.assessment.conftest import office
from tests.assessment.office import settle as people_of_office

__all__ = ["office"]


@pytest.fixture
def template(template, furnished, request):
    """With the people already there for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished(
        "assessment office", lambda desk: desk.write(people_of_office, reason="如实登记")
    )


@pytest.fixture
def level(window, settle):
    """The level, read."""
    window.show_page("assessment", "schemes")
    settle()
    settle()
    return window.page.schemes
