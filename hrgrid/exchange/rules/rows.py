"""What the applier of an import gets and gives back: rows, answers of the user, the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from hrgrid.core.columns import Severity

# Of one cell: file, sheet, row number, column key.
CellPlace = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or was done, and where; `row` 0 means the sheet or the file as a whole.

    `column` is a column's key, or the heading of a column that is not known; in a report it is
    the heading in the sheet, and `key` the key. An ERROR that `must_confirm` only asks whether the
    cell is meant so. Where the applier names no `file`, it is the
    first that has the sheet.
    """

    sheet: str
    row: int
    column: str
    value: str
    code: str
    severity: Severity
    message: str
    suggestion: str | None = None
    file: str = ""
    key: str = ""
    must_confirm: bool = False

    @property
    def may_keep(self) -> bool:
        """Whether the user may say that the cell is right as it is."""
        return self.must_confirm or self.severity is Severity.WARNING


class RawCells(Mapping[str, str]):
    """The mapped cells of one row by column key, as the sheet shows them."""

    __slots__ = ("_cells", "_indexes", "_kinds")

    def __init__(self, cells: tuple[str, ...], kinds: str, indexes: Mapping[str, int]) -> None:
        self._cells = cells
        self._kinds = kinds
        self._indexes = indexes

    def __getitem__(self, key: str) -> str:
        index = self._indexes[key]
        return self._cells[index] if index < len(self._cells) else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._indexes)

    def __len__(self) -> int:
        return len(self._indexes)

    def held_as_number(self, key: str) -> bool:
        """Whether the workbook held the cell as a number."""
        index = self._indexes.get(key, -1)
        return self._kinds[index : index + 1] == "n" if index >= 0 else False


class ColumnValues(Mapping[str, Any]):
    """The values of one row of a sparse table: its place in columns that all rows share.

    `columns` are the values of each column that the file has, by key; `at` is the row's place in
    them. Half a million rows then weigh little more than their cells.
    """

    __slots__ = ("at", "columns")

    def __init__(self, columns: Mapping[str, Sequence[Any]], at: int) -> None:
        self.columns = columns
        self.at = at

    def __getitem__(self, key: str) -> Any:
        return self.columns[key][self.at]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a column, `default` where the file has none; asked half a million times."""
        values = self.columns.get(key)
        return default if values is None else values[self.at]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


class InRow(NamedTuple):
    """One row to apply: every column of the spec has a value, None where nothing was read.

    Of a sparse spec there are the columns that the file has. `number` is the row number in the
    sheet, `raw` the mapped cells as the sheet shows them.
    """

    sheet: str
    number: int
    values: Mapping[str, Any]
    raw: Mapping[str, str] = MappingProxyType({})
    file: str = ""

    def held_as_number(self, key: str) -> bool:
        """Whether the workbook held the cell as a number: a code may have lost its zeros."""
        return isinstance(self.raw, RawCells) and self.raw.held_as_number(key)

    def problem(
        self,
        column: str,
        code: str,
        message: str,
        severity: Severity = Severity.ERROR,
        suggestion: str | None = None,
        *,
        must_confirm: bool = False,
    ) -> Problem:
        """What the applier has to say about a cell of this row."""
        return Problem(
            self.sheet,
            self.number,
            column,
            self.raw.get(column, ""),
            code,
            severity,
            message,
            suggestion,
            self.file,
            must_confirm=must_confirm,
        )


@dataclass(frozen=True)
class Given:
    """What to read in cells that a sheet leaves open, and the words that say where it stands."""

    text: str
    said: str = ""


@dataclass(frozen=True)
class Answers:
    """What the user decided: codes whose suggestions are taken, codes whose values stay, edits.

    An edit is the text to read instead of a cell's own; `given` is what to read in a column, by
    its key, where neither a sheet nor its titles say anything.
    """

    take: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    edits: Mapping[CellPlace, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def takes(self, code: str) -> bool:
        """Whether the suggestions of this code are to be taken."""
        return code in self.take

    def keeps(self, code: str) -> bool:
        """Whether the values of this code stay as they are."""
        return code in self.keep


@dataclass(frozen=True)
class Applied:
    """What an applier did: rows that were new, changed, or stood already.

    Rows with an ERROR among `problems` were left out. `journal` is the summary for the journal
    and `undo` what the kind's undo needs, both plain JSON without values that name persons.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    journal: dict[str, Any] = field(default_factory=dict)
    undo: Any = None
