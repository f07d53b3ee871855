"""Tables and texts that offices send, read as text; whatever a file holds, it does no harm.

The first bytes decide what a file is, never its name. Workbooks are opened only in a child
process with a limit on time and memory (isolation.py); every fault is a UserError that names
the file and the reason. Source: promises.md 15.
"""

from typing import TYPE_CHECKING

from hrgrid.core.lazily import loaded_when_asked

if TYPE_CHECKING:
    from hrgrid.paper.intake.cells import Row as Row
    from hrgrid.paper.intake.reading import Merge as Merge
    from hrgrid.paper.intake.reading import Sheet as Sheet
    from hrgrid.paper.intake.reading import Table as Table
    from hrgrid.paper.intake.reading import read_table as read_table
    from hrgrid.paper.intake.reading import read_text as read_text

# A child needs none of them, and somebody waits for every millisecond that it takes to begin.
_MODULES = {"cells": "Row", "reading": "Merge Sheet Table read_table read_text"}

_asked, _ = loaded_when_asked(__name__, _MODULES)

if not TYPE_CHECKING:
    __getattr__ = _asked
