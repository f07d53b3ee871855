"""A key in the score grid: from the stroke to the paint that shows it, n entrants by 7 judges.

Keys come at a fixed pace, whatever the program is doing then; the 99th of a hundred counts. The
limit is a bare table of Qt that puts the letter into its cell.
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

JUDGES = 7
# Ten keys a second is a quick hand; these are a machine's.
_PACE = 0.02
Times = list[tuple[float, float]]


def prepare(folder: Path, n: int) -> None:
    """An office with a panel of n entrants and no marks."""
    from tests.bench import city
    from tests.panels.build import seated

    city.set_up(folder)
    with closing(city.desk_of(folder)) as desk:
        panel_id = desk.write(lambda work: seated(work, JUDGES, n))
    (folder / "panel").write_text(str(panel_id), encoding="ascii")


def ours(folder: Path, n: int) -> float:
    """Seconds from the moment the key was due."""
    return _late(_typed_into_ours(folder, n), 0)


def ours_cpu(folder: Path, n: int) -> float:
    """Seconds of the screen's thread alone, for a busy machine."""
    return _late(_typed_into_ours(folder, n), 1)


def limit(folder: Path, n: int) -> float:
    """Seconds from the moment the key was due."""
    return _late(_typed_into_bare(n), 0)


def limit_cpu(folder: Path, n: int) -> float:
    """Seconds of the screen's thread alone."""
    return _late(_typed_into_bare(n), 1)


def _late(times: Times, which: int) -> float:
    """The 99th of a hundred."""
    found = sorted(each[which] for each in times)
    return found[math.ceil(0.99 * len(found)) - 1]


def _typed_into_ours(folder: Path, n: int) -> Times:
    again = folder / "again"
    shutil.rmtree(again, ignore_errors=True)
    again.mkdir()
    for name in ("office.hrg", "office.hrg.keys"):
        shutil.copyfile(folder / name, again / name)

    from PySide6.QtWidgets import QApplication

    from hrgrid.ui import theme
    from hrgrid.ui.scoring import ScoringDialog
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings
    from hrgrid.ui.theme import Mode, TextSize
    from tests.bench import city

    app = QApplication([])
    theme.prepare(app)
    theme.apply(app, Mode.LIGHT, TextSize.NORMAL)
    session = Session(city.desk_of(again), Settings(again / "screen.ini"))
    dialog = ScoringDialog(session, int((folder / "panel").read_text(encoding="ascii")))
    dialog.resize(1366, 768)
    dialog.show()
    _turn(app, lambda: dialog.view.grid.isVisible() and not session.tasks.running)
    times = _typed(app, dialog.view.grid, n)
    _turn(app, lambda: not session.tasks.running)
    kept = len(dialog.view.model.marks), dialog.view.model.pending
    session.close()
    if kept != (n * JUDGES, 0):
        raise SystemExit(f"marks and those on their way: {kept}")
    return times


def _typed_into_bare(n: int) -> Times:
    from PySide6.QtGui import QKeyEvent, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    class Bare(QTableView):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
            index = self.currentIndex()
            text = f"{index.data() or ''}{event.text()}"
            self.model().setData(index, text)
            if len(text) == 3:
                at = index.row() * JUDGES + index.column() + 1
                self.setCurrentIndex(self.model().index(*divmod(at, JUDGES)))

    app = QApplication([])
    grid = Bare()
    grid.setModel(QStandardItemModel(n, JUDGES))
    grid.resize(1366, 768)
    grid.setCurrentIndex(grid.model().index(0, 0))
    grid.show()
    _turn(app, grid.isVisible)
    return _typed(app, grid, n)


def _typed(app, grid, n: int) -> Times:
    """Three keys a mark; how late each was seen, and what it cost the screen's thread."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtTest import QTest

    class Painted(QObject):
        count = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            self.count += event.type() == QEvent.Type.Paint
            return False

    painted = Painted()
    grid.viewport().installEventFilter(painted)
    keys = "".join(f"{850 + at * 37 % 97 - at % 7 * 3}" for at in range(n * JUDGES))
    times: Times = []
    begun = time.perf_counter()
    for at, key in enumerate(keys):
        due = begun + at * _PACE
        _turn(app, lambda due=due: time.perf_counter() >= due)
        before, cpu = painted.count, time.thread_time()
        QTest.keyClick(grid, key)
        _turn(app, lambda before=before: painted.count > before)
        times.append((time.perf_counter() - due, time.thread_time() - cpu))
        # After a stretch in which the machine was away the next key is not late for that.
        begun = max(begun, time.perf_counter() - (at + 1) * _PACE)
    return times


def _turn(app, until: Callable[[], bool]) -> None:
    """Let the program do what it does between keys."""
    while True:
        app.processEvents()
        if until():
            return
        time.sleep(0.0005)
