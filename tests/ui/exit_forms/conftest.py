"""The office of tests/exits, its cases led to a step, and the dialog of that step on the window."""

from __future__ import annotations

import pytest

from tests.exits.office import board
from tests.exits.office import settle as settle_office
from tests.ui.hands import activate, texts


@pytest.fixture
def template(template, furnished, request):
    """With somebody of each kind of engagement for whoever asks for `office`."""
    if "office" not in request.fixturenames:
        return template
    return furnished("exits office", lambda desk: desk.write(settle_office, reason="如实登记"))


@pytest.fixture
def office(desk):
    """The office's only person; nobody's case is open."""
    return desk


@pytest.fixture
def shown(qtbot, window, settle):
    """Puts a dialog on the window and waits until it has read what it offers."""

    def show(box):
        qtbot.addWidget(box)
        with qtbot.waitExposed(box):
            box.show()
        settle()
        return box

    return show


@pytest.fixture
def step(office, session, window, shown):
    """Opens the dialog of a step of a case."""
    from hrgrid.ui.exits.forms import make_step

    def show(case_id, code):
        return shown(make_step(session, window, board(office, case_id), code))

    return show


@pytest.fixture
def opening(office, session, window, shown):
    """Opens the dialog of 立案."""
    from hrgrid.ui.exits.forms.opening import OpenCaseDialog

    return lambda given: shown(OpenCaseDialog(session, window, given))


@pytest.fixture
def done(qtbot, settle, window):
    """Presses the deed of a form as a person would, and waits until it has closed."""
    from tests.ui.assessment.pressing import click

    def press(box) -> None:
        activate(box, qtbot)
        click(box.act)
        qtbot.waitUntil(lambda: not box.isVisible() or bool(refusals(box)))
        assert not box.isVisible(), refusals(box)
        settle()

    return press


@pytest.fixture
def refused(qtbot, settle):
    """Presses the deed of a form that must stay open; the sentence that it shows."""
    from tests.ui.assessment.pressing import click

    def press(box) -> str:
        activate(box, qtbot)
        click(box.act)
        qtbot.waitUntil(lambda: bool(refusals(box)))
        settle()
        assert box.isVisible()
        return refusals(box)[0]

    return press


def refusals(box) -> list[str]:
    """The sentences that stand in the form as refused."""
    from hrgrid.ui.banners import Banner

    return [text for one in box.findChildren(Banner) if one.isVisible() for text in texts(one)]
