"""Files that somebody dropped, with the tables found in them and what their columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hrgrid.exchange.rules.mapping import ColumnMap
from hrgrid.exchange.rules.rows import Given, Problem
from hrgrid.exchange.rules.tables import FoundTable


@dataclass(frozen=True)
class DroppedFile:
    """A file that was read; `sheets` are the names of all that are shown and hold something."""

    path: str
    sha256: str
    sheets: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name without folders."""
        return Path(self.path).name


@dataclass(frozen=True)
class DroppedTable:
    """A sheet to import, with what its columns are taken for."""

    found: FoundTable
    columns: ColumnMap
    signature: str
    remembered: bool
    # What titles and names of the file say where cells say nothing, by key of a column.
    given: Mapping[str, Given] = field(default_factory=dict)
    # Columns that nothing says and that somebody is to answer for the whole table.
    wanting: tuple[str, ...] = ()

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The columns to answer for, less those that a column was found for meanwhile."""
        return tuple(key for key in self.wanting if key not in self.columns.indexes)

    @property
    def place(self) -> tuple[str, str]:
        """File and sheet."""
        return self.found.file, self.found.sheet


@dataclass(frozen=True)
class Drop:
    """One run over one or many files; `remarks` are about files and sheets as a whole."""

    files: tuple[DroppedFile, ...]
    tables: tuple[DroppedTable, ...]
    remarks: tuple[Problem, ...] = ()

    @property
    def is_remembered(self) -> bool:
        """Whether every sheet has headings that somebody confirmed before, and nothing is asked."""
        return all(table.remembered and not table.open_questions for table in self.tables)

    @property
    def wanting(self) -> tuple[str, ...]:
        """The columns to answer for sheets that say nothing of them, each once."""
        return tuple(dict.fromkeys(key for table in self.tables for key in table.open_questions))

    def with_columns(self, file: str, sheet: str, columns: ColumnMap) -> Drop:
        """The drop with another map for one sheet."""
        tables = (
            replace(table, columns=columns) if table.place == (file, sheet) else table
            for table in self.tables
        )
        return replace(self, tables=tuple(tables))

    def only(self, chosen: Sequence[tuple[str, str]]) -> Drop:
        """The drop with the chosen sheets, each as file and sheet."""
        return replace(self, tables=tuple(t for t in self.tables if t.place in set(chosen)))
