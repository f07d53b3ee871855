"""A real office on SQLite, a session and a window on it; every test closes what it opened."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hrgrid.core.paths import user_folder
from hrgrid.storage.desk import Desk
from hrgrid.ui import theme
from hrgrid.ui.main_window import MainWindow, Standing
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from hrgrid.ui.settings import Settings
from hrgrid.ui.theme import Mode, TextSize
from tests.patience import MILLISECONDS
from tests.ui.hands import still_waiting
from tests.ui.waiting import go_on


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Screens are tested on files; the use cases below them are tested on both engines."""
    return "sqlite"


class Keeper:
    """Presses 另存为 where a paper is shown, unless a test wants to look at it longer."""

    def __init__(self) -> None:
        self.keeps = True

    def look_at(self, _: QWidget | None, now: QWidget | None) -> None:
        """Hear what the keys go to now."""
        dialog = now.window() if now is not None else None
        if self.keeps and type(dialog).__name__ == "PaperDialog" and now is dialog.keep:
            QTimer.singleShot(
                0, dialog, lambda: QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
            )


class PatientBot(QtBot):
    """Waits as long as the busiest machine may need, where pytest-qt gives up after 5 seconds.

    And no longer: it looks again as soon as something happened, not each 10 ms.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive"):
            setattr(self, name, functools.partial(getattr(self, name), timeout=MILLISECONDS))

    def wait(self, ms: int) -> None:
        """What waitUntil does between two looks."""
        go_on(ms)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of every test of the screen."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def _prepared(qapp: QApplication) -> QApplication:
    theme.prepare(qapp)
    return qapp


@pytest.fixture(autouse=True)
def look(_prepared: QApplication) -> QApplication:
    """Every test begins light and with letters of the standard size."""
    theme.apply(_prepared, Mode.LIGHT, TextSize.NORMAL)
    return _prepared


@pytest.fixture
def looks() -> Keeper:
    """Whether somebody keeps the pages that he is shown; a test may leave them open."""
    return Keeper()


@pytest.fixture(autouse=True)
def keeps_pages(_prepared: QApplication, looks: Keeper) -> Iterator[None]:
    """Pages that are shown before they are kept are kept: by a click, as soon as they stand."""
    _prepared.focusChanged.connect(looks.look_at)
    yield
    _prepared.focusChanged.disconnect(looks.look_at)


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    """Who waits for a dialog that does not come would act in a dialog of another test."""
    yield
    left = still_waiting()
    assert not left, f"never opened: {left}"


@pytest.fixture(autouse=True)
def no_heads() -> None:
    """Offices of tests are copies of one: what this machine saw of another is no trace here."""
    shutil.rmtree(user_folder() / "heads", ignore_errors=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What the screen remembers, empty at first."""
    return Settings(tmp_path / "screen.ini")


@pytest.fixture
def session(look: QApplication, desk: Desk, settings: Settings) -> Iterator[Session]:
    """The office's only person, sitting."""
    made = Session(desk, settings)
    yield made
    made.close()


@pytest.fixture
def settle(qtbot, session: Session) -> Callable[[], None]:
    """Wait until nothing runs beside the screen, nor begins to.

    The end of one task may leave another to begin when it is its turn, as the count of duties does:
    between the two nothing runs, but nothing has settled either.
    """
    tasks = session.tasks

    def wait() -> None:
        resting = False
        while not resting:
            qtbot.waitUntil(lambda: not tasks.running)
            turn: list[bool] = []
            QTimer.singleShot(0, tasks, lambda turn=turn: turn.append(True))
            qtbot.waitUntil(lambda turn=turn: bool(turn))
            resting = not tasks.running

    return wait


@pytest.fixture
def window(qtbot, session: Session, settle) -> Iterator[MainWindow]:
    """The main window at 1366x768, active, its first page read."""
    made = MainWindow(session, Standing("示例区委政法委", "数据.hrg", shared=False), PAGES)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    # Shortcuts are for the active window only, and focus is given to its widgets only.
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle()
    yield made
    session.tasks.close()
