"""A file that came back: its number, its table, the row that each line is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core.columns import Cell, ReadingContext
from hrgrid.core.errors import UserError
from hrgrid.exchange.rules.collecting import (
    MARK,
    CameRow,
    CameSheet,
    CollectSpec,
    Fault,
    number_in,
    read_text,
)
from hrgrid.exchange.rules.headings import SheetRow, ShownSheet
from hrgrid.exchange.rules.mapping import guess_columns
from hrgrid.exchange.rules.tables import find_table

_SEARCHED = 12


@dataclass(frozen=True)
class Numbered:
    """A sheet of a file, and the number of the workbook that it is; "" where it has none."""

    sheet: ShownSheet
    number: str


def numbered_sheets(sheets: Sequence[ShownSheet], hidden: Sequence[str]) -> list[Numbered]:
    """The sheets that hold something, each with its number.

    What stands in sight counts first: several units' tables may have been put into one file. The
    hidden sheet's name speaks for a single table whose head is gone.
    """
    filled = [one for one in sheets if one.rows]
    found = [Numbered(one, _in_head(one)) for one in filled]
    if any(one.number for one in found):
        return [one for one in found if one.number]
    named = next(filter(None, map(number_in, hidden)), "")
    return [Numbered(one, named) for one in filled[:1]]


def _in_head(sheet: ShownSheet) -> str:
    for row in sheet.rows[:_SEARCHED]:
        for text in row.cells:
            if number := number_in(text):
                return number
    return ""


def read_came(
    file: str, sheet: ShownSheet, spec: CollectSpec, context: ReadingContext
) -> CameSheet:
    """The rows of a sheet as texts in their one form; raises UserError where it has no headings."""
    table = find_table(file, sheet, spec.table)
    indexes = guess_columns(table, spec.table).indexes
    missing = tuple(one.key for one in spec.columns if one.key not in indexes)
    if not [key for key in spec.keys if key in indexes] and MARK not in indexes:
        heads = "、".join(spec.column(key).column.heading for key in spec.keys)
        raise UserError(f"工作表“{sheet.name}”里找不到表头（{heads}）。请用下发的那份填好再交")
    rows = tuple(_rows(table.rows, indexes, spec, context))
    return CameSheet(sheet.name, rows, missing)


def _rows(
    rows: Sequence[SheetRow],
    indexes: Mapping[str, int],
    spec: CollectSpec,
    context: ReadingContext,
) -> Iterator[CameRow]:
    places = [(one, indexes[one.key]) for one in spec.columns if one.key in indexes]
    mark_at = indexes.get(MARK, -1)
    for row in rows:
        cells: dict[str, str] = {}
        faults: dict[str, Fault] = {}
        for column, at in places:
            if at >= len(row.cells):
                continue
            kind = row.kinds[at : at + 1]
            cell = Cell(row.cells[at], kind == "n", _day(row.cells[at]) if kind == "d" else None)
            text, fault = read_text(column, cell, kind, context)
            if fault is not None:
                faults[column.key] = fault
            elif text:
                cells[column.key] = text
        mark = row.cells[mark_at].strip() if 0 <= mark_at < len(row.cells) else ""
        if cells or faults:
            yield CameRow(row.number, mark, cells, faults)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
