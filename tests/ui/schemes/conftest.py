"""The office of assessment on the screen, and its level."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hrgrid.ui.main_window import MainWindow, Standing
from tests.assessment.conftest import office
from tests.assessment.office import settle as people_of_office
from tests.ui.schemes.hosting import pages

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
def window(qtbot, session, settle) -> Iterator[MainWindow]:
    """The window with the page of this level alone."""
    made = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), pages())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    yield made
    session.tasks.close()


@pytest.fixture
def level(window, settle):
    """The level, read."""
    window.show_page("assessment", "schemes")
    settle()
    settle()
    return window.page.schemes
