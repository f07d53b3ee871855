"""What the applier of an import gets and gives back: rows, answers of the user, the outcome."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple, overload

from hrgrid.core.columns import Severity
from hrgrid.exchange.rules.headings import SheetRow

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
class SheetRows:
    """The rows of one sheet that may be applied: its cells, and the values by column.

    Each column is as long as `cells`; of a `sparse` spec there are the columns that the file has.
    """

    sheet: str
    file: str
    indexes: Mapping[str, int]
    cells: Sequence[SheetRow]
    columns: Mapping[str, Sequence[Any]]
    sparse: bool = False

    def __len__(self) -> int:
        return len(self.cells)

    def only(self, places: Sequence[int]) -> SheetRows:
        """Those at some places alone."""
        columns = {key: [column[at] for at in places] for key, column in self.columns.items()}
        return replace(self, cells=[self.cells[at] for at in places], columns=columns)

    def row(self, at: int) -> InRow:
        """The row at a place from 0 on."""
        row, columns = self.cells[at], self.columns
        values: Mapping[str, Any] = (
            ColumnValues(columns, at)
            if self.sparse
            else {key: column[at] for key, column in columns.items()}
        )
        return InRow(self.sheet, row.number, values, self.raw(at), self.file)

    def raw(self, at: int) -> RawCells:
        """The cells of the row at a place."""
        row = self.cells[at]
        return RawCells(row.cells, row.kinds, self.indexes)


class InRows(Sequence[InRow]):
    """The rows of all sheets, in their order.

    A row is made when it is asked for. Whoever looks at forty thousand of them asks for columns,
    and for the few rows of which there is something to say.
    """

    def __init__(self, sheets: Iterable[SheetRows] = ()) -> None:
        self._sheets = [sheet for sheet in sheets if len(sheet)]
        self._ends = list(itertools.accumulate(map(len, self._sheets)))

    def __add__(self, more: InRows) -> InRows:
        return InRows([*self._sheets, *more._sheets])

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> InRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[InRow]: ...
    def __getitem__(self, index: int | slice) -> InRow | list[InRow]:
        if isinstance(index, slice):
            return [self._row(at) for at in range(*index.indices(len(self)))]
        return self._row(index)

    def __iter__(self) -> Iterator[InRow]:
        for sheet in self._sheets:
            yield from map(sheet.row, range(len(sheet)))

    def _row(self, index: int) -> InRow:
        sheet, at = self._place(index)
        return sheet.row(at)

    def _place(self, index: int) -> tuple[SheetRows, int]:
        at = range(len(self))[index]
        which = bisect_right(self._ends, at)
        sheet = self._sheets[which]
        return sheet, at - self._ends[which] + len(sheet)

    def held_as_number(self, index: int, key: str) -> bool:
        """What the row at that place would say, without making it."""
        sheet, at = self._place(index)
        return sheet.raw(at).held_as_number(key)

    def column(self, key: str) -> Sequence[Any]:
        """The values of a column in all rows, None where a sheet does not have it."""
        columns = [sheet.columns.get(key) or [None] * len(sheet) for sheet in self._sheets]
        return columns[0] if len(columns) == 1 else list(itertools.chain(*columns))


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
