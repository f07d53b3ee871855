"""From the start of the process to the signed-in window with its figures, on a city's data.

The limit shows a bare window in a process that also imports SQLAlchemy's ORM.
"""

from __future__ import annotations

import atexit
from pathlib import Path


def prepare(folder: Path, n: int) -> None:
    """The demonstration office of a city."""
    from hrgrid.demo.furnishing import Size
    from hrgrid.demo.office import make_demo

    made = make_demo(folder / "demo", Size.CITY)
    (folder / "data").write_text(str(made.data), encoding="utf-8")


def ours(folder: Path, n: int) -> None:
    """Ready when the window is there and nothing is left to do."""
    # In the order of the program itself.
    from hrgrid.__main__ import desktop

    program_of = desktop()

    # isort: split
    from PySide6.QtCore import QTimer

    app = program_of._application()
    program = program_of.Program(app)
    program.start((folder / "data").read_text(encoding="utf-8"))
    watch = QTimer()

    def look() -> None:
        window = program.window
        if window is None or not window.isVisible() or window.session.tasks.running:
            return
        window.grab()
        app.quit()

    watch.timeout.connect(look)
    watch.start(5)
    # Ready is when this returns; tidying up is not what anybody waits for.
    atexit.register(program.end)
    app.exec()


def limit(folder: Path, n: int) -> None:
    """Ready when the bare window was painted."""
    import sqlalchemy.orm  # noqa: F401 - its import is what counts
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.show()
    app.processEvents()
    window.grab()
    window.close()
