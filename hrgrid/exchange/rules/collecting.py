"""What is asked of units in a workbook, and its rows: as they went out, as they came back.

A row is known again by its mark, which stands in a hidden column; where that was lost, by the
columns that are its keys.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hrgrid.core.columns import (
    Cell,
    Column,
    ReadingContext,
    Severity,
    TableSpec,
    UsualReader,
    code_reader,
    masked,
)
from hrgrid.core.labelled import Labelled

MARK = "mark"
MARK_HEADING = "行标（请勿改动）"
_LETTERS = "0-9A-HJKMNP-TV-Z"
# It begins with a letter: what banks and telephones number has none.
_NUMBER = re.compile(
    rf"(?<![{_LETTERS}-])(?=[A-Z])[{_LETTERS}]{{4}}(?:-[{_LETTERS}]{{4}}){{3}}(?![{_LETTERS}-])"
)


def plain_text(value: Any) -> str:
    """A value as a cell shows it; the same value is always the same text, "" for none."""
    if value is None:
        return ""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True)
class AskedColumn:
    """A column of the workbook: known, shown and locked; or `asked`, typed by the unit.

    What a unit writes over a known cell that `corrects` is a proposal. An `answer` stays with
    the workbook: the office holds it nowhere else. `told` makes the text of a value, which its
    reader must read as that value again. `checked` says what a cell takes ("number", "whole",
    "date", "text:300" for so many signs at most).
    """

    column: Column
    asked: bool = False
    corrects: bool = False
    answer: bool = False
    told: Callable[[Any], str] = plain_text
    checked: str = ""

    @property
    def key(self) -> str:
        """Of the column."""
        return self.column.key


@dataclass(frozen=True)
class CollectSpec:
    """What one round asks: `name` is the known column that tells people whose row it is.

    `keys` are known columns that together mean one row. `guide` are the instructions in words.
    With `adds` a row that a unit wrote below is a proposal, else it is only told.
    """

    code: str
    label: str
    columns: tuple[AskedColumn, ...]
    name: str
    keys: tuple[str, ...]
    guide: tuple[str, ...] = ()
    adds: bool = False

    @cached_property
    def table(self) -> TableSpec:
        """The columns with the mark, for readers of workbooks."""
        mark = Column(MARK, MARK_HEADING, code_reader(60), ("行标",))
        return TableSpec(self.code, self.label, (*(one.column for one in self.columns), mark))

    def column(self, key: str) -> AskedColumn:
        """The column of that key; raises KeyError."""
        for one in self.columns:
            if one.key == key:
                return one
        raise KeyError(key)

    @property
    def asked(self) -> tuple[str, ...]:
        """The keys of what units type."""
        return tuple(one.key for one in self.columns if one.asked)

    def without(self, *keys: str) -> CollectSpec:
        """The same without some columns."""
        kept = tuple(one for one in self.columns if one.key not in keys)
        return CollectSpec(self.code, self.label, kept, self.name, self.keys, self.guide, self.adds)


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read: what stands there, why not, what may be meant."""

    value: str
    reason: str
    suggestion: str = ""


@dataclass(frozen=True)
class HeldRow:
    """A row as it went out, or as the office holds it now: texts by column key."""

    mark: str
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CameRow:
    """A row as it came back: `number` is its row in the sheet, `mark` "" where it was lost."""

    number: int
    mark: str
    cells: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True)
class CameSheet:
    """The table of a workbook that came back; `missing` are keys of columns that it lacks."""

    sheet: str
    rows: tuple[CameRow, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """Who is asked: the path of its area, and its name."""

    path: str
    name: str


def read_text(
    column: AskedColumn, cell: Cell, kind: str, context: ReadingContext
) -> tuple[str, Fault | None]:
    """The text of a cell in its one form, or why it cannot be read."""
    if not cell.text.strip():
        return "", None
    if kind == "e":
        return "", Fault(cell.text, f"单元格里是错误值 {cell.text}")
    reader = column.column.read
    reading = (reader.read if isinstance(reader, UsualReader) else reader)(cell, context)
    bad = next(
        (one for one in reading.remarks if one.severity is Severity.ERROR or one.must_confirm),
        None,
    )
    if bad is not None:
        return "", Fault(cell.text.strip(), bad.message.rstrip("。"), bad.suggestion or "")
    return column.told(reading.value), None


def value_of(column: AskedColumn, text: str, context: ReadingContext) -> Any:
    """The value that a text in its one form stands for; None for an empty one."""
    return column.column.read(Cell(text), context).value if text else None


def shown_text(column: AskedColumn, text: str, *, secrets: bool) -> str:
    """What may be told of a text: secret ones masked unless `secrets`."""
    return text if secrets or not column.column.secret else masked(text)


# --- the number of a workbook -----------------------------------------------------------------


def shown_number(uid: str) -> str:
    """The number as it stands on the workbook: K7Q2-9M4D-XX3T-81ZP."""
    return "-".join(uid[at : at + 4] for at in range(0, len(uid), 4))


def number_in(text: str) -> str:
    """The number of a workbook in a text, without its strokes; "" where there is none."""
    found = _NUMBER.search(text.upper())
    return found[0].replace("-", "") if found else ""
