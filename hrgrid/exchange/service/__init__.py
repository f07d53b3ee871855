"""Tables in: drop files, look at the columns, run dry, import, take back.

`open_drop` reads, `run_import` checks or imports, `undo_import` takes back. A room declares an
ImportKind; what its applier gets and gives stands in exchange.rules.rows.
"""

from __future__ import annotations

from hrgrid.exchange.rules.drops import Drop, DroppedFile, DroppedTable
from hrgrid.exchange.rules.mapping import ColumnMap, Guess, GuessedBy
from hrgrid.exchange.rules.report import ImportReport, ProblemGroup
from hrgrid.exchange.rules.rows import Answers, Applied, CellPlace, InRow, InRows, Problem
from hrgrid.exchange.service.dropping import open_drop
from hrgrid.exchange.service.kinds import ImportKind
from hrgrid.exchange.service.running import ImportRefused, import_drop, run_import
from hrgrid.exchange.service.undoing import undo_import

__all__ = [
    "Answers",
    "Applied",
    "CellPlace",
    "ColumnMap",
    "Drop",
    "DroppedFile",
    "DroppedTable",
    "Guess",
    "GuessedBy",
    "ImportKind",
    "ImportRefused",
    "ImportReport",
    "InRow",
    "InRows",
    "Problem",
    "ProblemGroup",
    "import_drop",
    "open_drop",
    "run_import",
    "undo_import",
]
