"""Who is killed while he types marks: real keys into a real score grid, offscreen.

He tells of each mark before its last key, and again when the grid shows that it is safe.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from hrgrid.accounts.service import sign_in
from hrgrid.panels.queries import panel_by_subject, panel_view
from hrgrid.panels.rules.rows import PanelView
from hrgrid.storage.database import Database
from hrgrid.storage.work import UnitOfWork
from tests.ordeal.places import CLERK
from tests.panels.build import seated

SUBJECT = "hiring:1"
JUDGES, ENTRANTS = 7, 60
# A quick hand.
_PACE = 0.08
Tell = Callable[[str], None]


def seat_panel(place: str) -> None:
    """A panel without marks."""
    with Database.open(place) as database:
        sign_in(database, CLERK).write(lambda work: seated(work, JUDGES, ENTRANTS, subject=SUBJECT))


def look(work: UnitOfWork) -> PanelView:
    """The panel as it stands in the data."""
    row = panel_by_subject(work, SUBJECT)
    assert row is not None
    return panel_view(work, row.id)


def told(word: str, cell: tuple[int, int, int], milli: int) -> str:
    """A line about one mark."""
    return json.dumps([word, cell, milli])


def type_marks(place: str, folder: Path, tell: Tell) -> None:
    """Marks from the first empty cell on, until killed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from hrgrid.ui import theme
    from hrgrid.ui.scoring import ScoringDialog
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings
    from hrgrid.ui.theme import Mode, TextSize

    app = QApplication([])
    theme.prepare(app)
    theme.apply(app, Mode.LIGHT, TextSize.NORMAL)
    session = Session(sign_in(Database.open(place), CLERK), Settings(folder / "screen.ini"))
    panel_id = session.desk.read(look).id
    dialog = ScoringDialog(session, panel_id)
    dialog.resize(1366, 768)
    dialog.show()
    grid, model = dialog.view.grid, dialog.view.model
    waiting: dict[tuple[int, int, int], int] = {}

    def turn(seconds: float) -> None:
        until = time.monotonic() + seconds
        while True:
            app.processEvents()
            for cell in [cell for cell in waiting if not model.is_pending(cell)]:
                tell(told("safe", cell, waiting.pop(cell)))
            if time.monotonic() >= until:
                return
            time.sleep(0.002)

    while not grid.isVisible() or session.tasks.running:
        turn(0.01)
    tell("ready")
    tenths = 700
    while (cell := grid.cell) is not None and cell not in model.marks:
        tenths = 700 + (tenths * 37 + 11) % 300
        keys = str(tenths)
        for key in keys[:-1]:
            QTest.keyClick(grid, key)
            turn(_PACE)
        tell(told("typed", cell, tenths * 100))
        QTest.keyClick(grid, keys[-1])
        waiting[cell] = tenths * 100
        turn(_PACE)
    # The panel is full: wait for the end.
    while True:
        turn(1)
