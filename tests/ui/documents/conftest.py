"""A window on the page of certificates, with printers whose paper is a PDF file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hrgrid.storage.desk import Desk
from hrgrid.ui.documents.page import DocumentsPage
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.session import Session
from tests.ui.documents.build import Tray, campaign_with, pages_with


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    """Two printers."""
    folder = tmp_path / "纸盘"
    folder.mkdir()
    return Tray(folder)


@pytest.fixture
def window(qtbot, session: Session, tray: Tray, settle) -> Iterator[MainWindow]:
    """The main window at 1366x768 with these printers."""
    made = MainWindow(
        session, Standing("示例区委政法委", "数据.hrg", shared=False), pages_with(tray)
    )
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    settle()
    yield made
    session.tasks.close()


@pytest.fixture
def batch(desk: Desk) -> str:
    """Thirty certificates of the largest series and three of the highest."""
    return campaign_with(desk, XF=3, NS=30)


@pytest.fixture
def opened(qtbot, window: MainWindow, settle) -> Callable[[], DocumentsPage]:
    """Shows the page and waits until all is read: the list, what is asked, the picture."""

    def show() -> DocumentsPage:
        window.show_page("documents")
        page = window.page
        qtbot.waitUntil(lambda: page.list.table.current is not None, timeout=20_000)
        rest(qtbot, page)
        return page

    return show


def rest(qtbot, page: DocumentsPage) -> None:
    """Until nothing runs, nothing pauses and what is chosen is on show."""

    def rests() -> bool:
        view = page.viewer
        return (
            not page.session.tasks.running
            and not view._rest.isActive()
            and not page.setup.waits
            and not page.list._pause.isActive()
        )

    qtbot.waitUntil(rests, timeout=30_000)
