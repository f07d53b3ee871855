"""A kind of import: its table, what applies its rows, and what takes them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hrgrid.core.columns import TableSpec
from hrgrid.exchange.rules.rows import Answers, Applied, Given, InRows
from hrgrid.exchange.rules.tables import FoundTable
from hrgrid.paper.intake import Table, read_table
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ImportKind:
    """`apply` writes every good row of the batch and returns problems for the bad ones.

    It never raises for a row, and honours answers for the codes of its own problems. `undo`
    gets what `apply` gave as `undo`, after a way through JSON; it raises UserError where
    somebody has changed the rows since. A kind without it cannot be undone. `read` makes a table
    of a file; `takes_folders` where a folder will do as well.

    Of a kind whose columns the office itself chooses, `settle` gives the columns of these data;
    `spec` is then what ships. `infer` says what the titles and the names of a sheet and its file
    tell of columns that cells leave open, as of a day; those in `asks` are otherwise asked for.
    `told_by` says whether columns that a file has make it this kind at all.
    """

    spec: TableSpec
    apply: Callable[[UnitOfWork, InRows, Answers], Applied]
    undo: Callable[[UnitOfWork, Any], None] | None = None
    read: Callable[[Path], Table] = read_table
    takes_folders: bool = False
    settle: Callable[[UnitOfWork], TableSpec] | None = None
    infer: Callable[[FoundTable, dt.date], Mapping[str, Given]] | None = None
    asks: tuple[str, ...] = ()
    told_by: Callable[[AbstractSet[str]], bool] | None = None

    def settled(self, work: UnitOfWork) -> ImportKind:
        """The kind with the columns of these data."""
        return self if self.settle is None else replace(self, spec=self.settle(work))

    def given(self, table: FoundTable, today: dt.date) -> Mapping[str, Given]:
        """What the titles and names of a table say of its columns."""
        return {} if self.infer is None else self.infer(table, today)

    @property
    def code(self) -> str:
        """What the command line calls it."""
        return self.spec.code
