"""A list that can be hung out, and one that hangs: as of the days around today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hrgrid.publicity.service import publish_list
from hrgrid.ui.publicity.register import NoticeRegister
from tests.publicity.build import ENTRIES, FORM, SUBJECT, objected


@pytest.fixture
def today(desk) -> dt.date:
    return desk.read(lambda work: work.today)


@pytest.fixture
def hang_out(desk, today) -> Callable[..., int]:
    """Publish so many days ago; the notice's id."""

    def publish(days_ago: int = 0, **changes: object) -> int:
        form = replace(FORM, first_day=today - dt.timedelta(days=days_ago), **changes)
        return desk.write(lambda work: publish_list(work, form, ENTRIES), reason="当日已张贴")

    return publish


@pytest.fixture
def filed(desk, today) -> Callable[..., int]:
    """Register an objection that came so many days ago; its id."""

    def file(notice_id: int, days_ago: int = 0, **changes: object) -> int:
        day = today - dt.timedelta(days=days_ago)
        return objected(desk, notice_id, filed_on=day, **changes)

    return file


@pytest.fixture
def over(qtbot) -> QWidget:
    """A window that dialogs stand over."""
    window = QWidget()
    QVBoxLayout(window)
    window.resize(1100, 760)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def register(session, over, settle) -> Iterator[Callable[[], NoticeRegister]]:
    """Embeds the register of the subject and reads it."""

    def embed() -> NoticeRegister:
        made = NoticeRegister(session, SUBJECT)
        over.layout().addWidget(made)
        made.refresh()
        settle()
        return made

    yield embed
    session.tasks.close()
