"""The bindings themselves: a version that loses references ends the program in silence."""

from __future__ import annotations

import subprocess
import sys

CHILD = """
from PySide6.QtCore import QAbstractTableModel, QModelIndex

class Empty(QAbstractTableModel):
    def rowCount(self, parent=QModelIndex()):
        return 1
    def columnCount(self, parent=QModelIndex()):
        return 1
    def data(self, index, role=0):
        return None

model = Empty()
index = model.index(0, 0)
for _ in range(20_000):
    assert index.data() is None
print("alive")
"""


def test_twenty_thousand_empty_cells_do_not_end_the_program():
    # PySide6 6.12.0 on Python 3.11 gives away a reference to None each time and aborts.
    done = subprocess.run(
        [sys.executable, "-c", CHILD], check=False, capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
