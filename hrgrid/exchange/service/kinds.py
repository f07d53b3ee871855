"""A kind of import: its table, what applies its rows, and what takes them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.core.columns import TableSpec
from hrgrid.exchange.rules.rows import Answers, Applied, InRow
from hrgrid.paper.intake import Table, read_table
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ImportKind:
    """`apply` writes every good row of the batch and returns problems for the bad ones.

    It never raises for a row, and honours answers for the codes of its own problems. `undo`
    gets what `apply` gave as `undo`, after a way through JSON; it raises UserError where
    somebody has changed the rows since. A kind without it cannot be undone. `read` makes a table
    of a file; `takes_folders` where a folder will do as well. `warm_up` loads what `apply` will
    want while another process reads the file.
    """

    spec: TableSpec
    apply: Callable[[UnitOfWork, list[InRow], Answers], Applied]
    undo: Callable[[UnitOfWork, Any], None] | None = None
    read: Callable[[Path], Table] = read_table
    takes_folders: bool = False
    warm_up: Callable[[], object] | None = None

    @property
    def code(self) -> str:
        """What the command line calls it."""
        return self.spec.code
