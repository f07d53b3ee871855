"""Tables of money: rows that add up on a sheet by formulas, on pages by what is stored.

The formulas are written with what is stored as their values, and a column on the sheet says by
how much they differ: nothing. Money comes in fen and is yuan on both; it is never a float.
"""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.paper.sheets import (
    CellForm,
    Formula,
    SheetColumn,
    SheetPlan,
    Total,
    Value,
    write_workbook,
)
from hrgrid.paper.tables import Side, Table, TableColumn, TableRow, write_tables

Given = str | int | None
CHECK = "校验"
# Title, facts and headings stand above the rows.
_FIRST = 4
_SIDES = {
    CellForm.TEXT: Side.LEFT,
    CellForm.WHOLE: Side.CENTRE,
    CellForm.TWO_PLACES: Side.RIGHT,
    CellForm.SHARE: Side.RIGHT,
}


@dataclass(frozen=True)
class SumColumn:
    """A column: its key for formulas, width on a sheet in characters and share of a page.

    A `formula` of the row names other columns as {key}, of the row before as {key_above} (then
    the first row has none); with `where` it stands only in the rows, told by key, for which that
    is true, and what is stored in the others. `total` closes the column with its sum, `closing`
    with another formula. A share, in ten-thousandths, has its bar.
    """

    key: str
    heading: str
    width: int
    share: int
    form: CellForm = CellForm.TEXT
    side: Side | None = None
    formula: str = ""
    closing: str = ""
    total: bool = False
    names: bool = False
    where: Callable[[Mapping[str, Given]], bool] | None = None

    @property
    def on_page(self) -> Side:
        """Where it stands."""
        return self.side or _SIDES[self.form]


def text(key: str, heading: str, width: int, share: int, side: Side = Side.LEFT) -> SumColumn:
    """A column of texts."""
    return SumColumn(key, heading, width, share, side=side)


def count(
    key: str, heading: str, width: int = 8, share: int = 14, *, total: bool = True
) -> SumColumn:
    """A column of counts."""
    return SumColumn(key, heading, width, share, CellForm.WHOLE, total=total)


def money(
    key: str, heading: str, share: int = 26, *, formula: str = "", total: bool = True
) -> SumColumn:
    """A column of sums in fen."""
    return SumColumn(key, heading, 15, share, CellForm.TWO_PLACES, formula=formula, total=total)


def share(key: str, heading: str, formula: str, wide: int = 40) -> SumColumn:
    """A column of ten-thousandths, each with its bar."""
    return SumColumn(key, heading, 20, wide, CellForm.SHARE, formula=formula)


class Spool:
    """Rows kept in a temporary file: twelve thousand take no more memory than one."""

    def __init__(self, rows: Iterable[tuple[Given, ...]]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this
        weakref.finalize(self, self._file.close)
        self.count = 0
        for row in rows:
            pickle.dump(row, self._file)
            self.count += 1

    def __call__(self) -> Iterator[tuple[Given, ...]]:
        """The rows from the first on."""
        self._file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._file)  # noqa: S301 - our own, a moment ago


@dataclass(frozen=True)
class SumTable:
    """One table. `totals` are the stored sums by key, written in the last row; none: no such row.

    `check` is the column whose formulas a further column of the sheet holds against what is
    stored. `signs` stand below on pages only.
    """

    title: str
    name: str
    columns: tuple[SumColumn, ...]
    rows: Callable[[], Iterable[tuple[Given, ...]]] = field(repr=False)
    totals: Mapping[str, Given] = field(default_factory=dict)
    check: str = ""
    left: str = ""
    right: str = ""
    notes: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    owner: int | None = None
    size: int = 900
    airy: int = 0
    standing: bool = False


def write_sums(
    path: Path, tables: Sequence[SumTable], form: Form, progress: Progress | None = None
) -> int:
    """Write the tables as sheets or pages; returns how many. Raises UserError as its kind does."""
    if form is Form.XLSX:
        write_workbook(path, [_plan(one) for one in tables])
        return len(tables)
    return write_tables(path, [_table(one) for one in tables], progress=progress)


def added(rows: Iterable[Sequence[Given]], keys: Sequence[str], **said: Given) -> dict[str, Given]:
    """The sums of the columns behind the first, by key, with what else the last row says."""
    sums = [0] * len(keys)
    for row in rows:
        for at, value in enumerate(row[1 : len(keys) + 1]):
            sums[at] += value if isinstance(value, int) else 0
    return said | dict(zip(keys, sums, strict=True))


def yuan(fen: int) -> Decimal:
    """Fen as yuan."""
    return Decimal(fen).scaleb(-2)


# --- the sheet


def _plan(one: SumTable) -> SheetPlan:
    columns = [
        SheetColumn(
            column.heading,
            column.width,
            column.form,
            wrapped=column.form is CellForm.TEXT,
            centred=column.on_page is Side.CENTRE,
            bars=column.form is CellForm.SHARE,
        )
        for column in one.columns
    ]
    if one.check:
        columns.append(SheetColumn(CHECK, 10, CellForm.TWO_PLACES))
    return SheetPlan(
        one.name,
        tuple(columns),
        _sheet_rows(one),
        title=one.title,
        left=one.left,
        right=one.right,
        notes=one.notes,
        standing=one.standing,
        totals=True,
    )


def _sheet_rows(one: SumTable) -> Iterator[Sequence[Value]]:
    letters = {column.key: _letter(at) for at, column in enumerate(one.columns)}
    number = _FIRST - 1
    for number, row in enumerate(one.rows(), start=_FIRST):
        yield _cells(one, row, number, letters)
    if one.totals and number >= _FIRST:
        yield Total(_total(one, letters, number))


def _cells(
    one: SumTable, row: Sequence[Given], number: int, letters: Mapping[str, str]
) -> list[Value]:
    values: list[Value] = []
    given_by_key = {column.key: given for column, given in zip(one.columns, row, strict=True)}
    for column, given in zip(one.columns, row, strict=True):
        value: Value = _value(column, given)
        begins = number == _FIRST and "_above}" in column.formula
        told = column.where is None or column.where(given_by_key)
        if column.formula and told and not begins and isinstance(value, int | Decimal):
            value = Formula(_formula(column.formula, letters, number), value)
        values.append(value)
    if one.check:
        values.append(_checked(one, row[_at(one)], letters, number))
    return values


def _total(one: SumTable, letters: Mapping[str, str], last: int) -> list[Value]:
    values: list[Value] = []
    for column in one.columns:
        value: Value = _value(column, one.totals.get(column.key))
        if isinstance(value, int | Decimal):
            letter = letters[column.key]
            if column.total:
                value = Formula(f"SUM({letter}{_FIRST}:{letter}{last})", value)
            elif pattern := column.closing or column.formula:
                value = Formula(_formula(pattern, letters, last + 1), value)
        values.append(value)
    if one.check:
        values.append(_checked(one, one.totals.get(one.check), letters, last + 1))
    return values


def _checked(one: SumTable, given: Given, letters: Mapping[str, str], number: int) -> Value:
    """What the formulas come to less what is stored."""
    if not isinstance(given, int):
        return None
    return Formula(f"ROUND({letters[one.check]}{number}-{yuan(given):f},2)", Decimal("0.00"))


def _at(one: SumTable) -> int:
    return next(at for at, column in enumerate(one.columns) if column.key == one.check)


def _formula(pattern: str, letters: Mapping[str, str], number: int) -> str:
    cells = {key: f"{letter}{number}" for key, letter in letters.items()}
    above = {f"{key}_above": f"{letter}{number - 1}" for key, letter in letters.items()}
    return pattern.format(**cells, **above)


def _value(column: SumColumn, given: Given) -> str | int | Decimal | None:
    if not isinstance(given, int):
        return given
    if column.form is CellForm.TWO_PLACES:
        return yuan(given)
    return Decimal(given).scaleb(-4) if column.form is CellForm.SHARE else given


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# --- pages


def _table(one: SumTable) -> Table:
    return Table(
        one.title,
        tuple(
            TableColumn(
                column.heading,
                column.share,
                column.on_page,
                column.names,
                bars=column.form is CellForm.SHARE,
            )
            for column in one.columns
        ),
        lambda: _lines(one),
        left=one.left,
        right=one.right,
        notes=(*one.notes, *one.signs),
        owner=one.owner,
        size=one.size,
        airy=one.airy,
        standing=one.standing,
    )


def _lines(one: SumTable) -> Iterator[TableRow]:
    for row in one.rows():
        yield TableRow(tuple(map(_shown, one.columns, row)))
    if one.totals:
        shown = (_shown(column, one.totals.get(column.key)) for column in one.columns)
        yield TableRow(tuple(shown), strong=True)


def _shown(column: SumColumn, given: Given) -> str:
    value = _value(column, given)
    if value is None:
        return ""
    if column.form is CellForm.SHARE and isinstance(value, Decimal):
        return f"{value:.2%}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
