"""Cells to values, a column at a time: equal cells are read once, 40,000 rows in a second.

What is said about cells becomes problems; rows with something that must be changed stay out.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from hrgrid.core.columns import (
    NOTHING,
    Cell,
    Column,
    GlancingReader,
    Reading,
    ReadingContext,
    Remark,
    Severity,
    TableSpec,
    UsualReader,
)
from hrgrid.exchange.rules.headings import MOST_COLUMNS, SheetRow, column_letters
from hrgrid.exchange.rules.mapping import ColumnMap, GuessedBy
from hrgrid.exchange.rules.rows import (
    Answers,
    Given,
    InRows,
    Problem,
    SheetRows,
)
from hrgrid.exchange.rules.tables import FoundTable

_BLANK = ("", " ")
_DENSE = 64


@dataclass
class ReadTable:
    """One sheet as values: `rows` may be applied, `count` are all rows that hold something."""

    rows: InRows
    problems: list[Problem]
    count: int = 0


def read_rows(
    table: FoundTable,
    columns: ColumnMap,
    spec: TableSpec,
    context: ReadingContext,
    answers: Answers,
    *,
    given: Mapping[str, Given] | None = None,
) -> ReadTable:
    """Read the mapped columns of a sheet; `given` is read where cells hold nothing."""
    problems = [*_about_sheet(table), *_about_columns(table, columns, spec)]
    indexes = columns.indexes
    rows = _with_content(table, indexes)
    if rows and _is_example(rows[0], indexes, spec):
        problems.append(_example_left_out(table, rows[0]))
        rows = rows[1:]
    missing = [column for column in spec.columns if column.required and column.key not in indexes]
    problems += [_column_missing(table, column) for column in missing]
    reader = _SheetReader(table, rows, indexes, context, answers, given or {})
    wanted = {*indexes, *(given or {}), *reader.edited} if spec.sparse else None
    values = {
        column.key: reader.column(column)
        for column in spec.columns
        if wanted is None or column.key in wanted
    }
    problems += reader.problems
    made = SheetRows(table.sheet, table.file, indexes, rows, values, spec.sparse)
    if missing:
        made = made.only([])
    elif reader.bad:
        made = made.only([at for at in range(len(rows)) if at not in reader.bad])
    return ReadTable(InRows([made]), problems, len(rows))


def _with_content(table: FoundTable, indexes: Mapping[str, int]) -> list[SheetRow]:
    """The rows that hold something in a mapped column."""
    places = sorted(indexes.values())
    return [row for row in table.rows if _holds(row.kinds, places)]


def _holds(kinds: str, places: list[int]) -> bool:
    # A loop: this runs for every row, and nearly always ends at the first place.
    for place in places:  # noqa: SIM110
        if kinds[place : place + 1] not in _BLANK:
            return True
    return False


def _is_example(row: SheetRow, indexes: Mapping[str, int], spec: TableSpec) -> bool:
    """Whether it is the example of our own template, unchanged."""
    examples = {indexes[c.key]: c.example for c in spec.columns if c.key in indexes}
    shown = {at: row.cells[at] for at in examples if at < len(row.cells) and row.cells[at]}
    return len(shown) > 1 and all(examples[at] == text for at, text in shown.items())


# --- cells ----------------------------------------------------------------------------------


class _Memo(dict[str, Any]):
    """Values of one column by text, each read when it is first asked for.

    `said` has the texts about which something is to be said.
    """

    def __init__(
        self, column: Column, kind: str, context: ReadingContext, answers: Answers
    ) -> None:
        super().__init__()
        self.said: dict[str, tuple[Remark, ...]] = {}
        self._column, self._kind = column, kind
        self._context, self._answers = context, answers
        read = column.read
        self._is_usual = read.is_usual if isinstance(read, UsualReader) and kind == "t" else None
        self._glance = read.glance if isinstance(read, GlancingReader) and kind == "t" else None

    def __missing__(self, text: str) -> Any:
        if self._is_usual is not None and self._is_usual(text):
            self[text] = text
            return text
        if self._glance is not None and (value := self._glance(text, self._context)) is not None:
            self[text] = value
            return value
        reading = self._read(text)
        if reading.remarks:
            self.said[text] = reading.remarks
        self[text] = reading.value
        return reading.value

    def _read(self, text: str) -> Reading:
        if self._kind == " ":
            return NOTHING
        if self._kind == "e":
            return Reading(None, (_broken(text),))
        cell = Cell(text, self._kind == "n", _date_of(text) if self._kind == "d" else None)
        reading = self._column.read(cell, self._context)
        return self._settled(reading) if reading.remarks else reading

    def _settled(self, reading: Reading) -> Reading:
        """The reading after the user's answers."""
        for remark in reading.remarks:
            if remark.suggestion is not None and self._answers.takes(remark.code):
                return self._column.read(Cell(remark.suggestion), self._context)
        return Reading(reading.value, tuple(map(self._judged, reading.remarks)))

    def _judged(self, remark: Remark) -> Remark:
        if remark.must_confirm and not self._answers.keeps(remark.code):
            return replace(remark, severity=Severity.ERROR)
        return remark


def _broken(text: str) -> Remark:
    message = f"“{text}”是公式的错误结果或还没有计算，请改成实际内容。"
    return Remark("broken_formula", Severity.ERROR, message)


def _date_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


@dataclass
class _SheetReader:
    """Reads column by column and collects problems and the rows (by place) that must stay out."""

    table: FoundTable
    rows: list[SheetRow]
    indexes: Mapping[str, int]
    context: ReadingContext
    answers: Answers
    given: Mapping[str, Given] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._texts = self._turned([row.cells for row in self.rows], "")
        self._patterns = {row.kinds for row in self.rows}
        self._edits: dict[str, dict[int, str]] = {}
        for (file, sheet, number, key), text in self.answers.edits.items():
            if (file, sheet) == (self.table.file, self.table.sheet):
                self._edits.setdefault(key, {})[number] = text

    @property
    def edited(self) -> Iterable[str]:
        """The columns in which somebody typed something here."""
        return self._edits

    @cached_property
    def _kinds(self) -> Mapping[int, Sequence[str]]:
        return self._turned([row.kinds for row in self.rows], " ")

    def _turned(self, rows: Sequence[Sequence[str]], blank: str) -> Mapping[int, Sequence[str]]:
        """The mapped columns: all columns are turned at once unless they lie far apart."""
        width = 1 + max(self.indexes.values(), default=-1)
        if width <= _DENSE:
            cut = (row[:width] for row in rows)
            return dict(enumerate(itertools.zip_longest(*cut, fillvalue=blank)))
        return {
            index: [row[index] if index < len(row) else blank for row in rows]
            for index in self.indexes.values()
        }

    def column(self, column: Column) -> list[Any]:
        """The values of a column, all None where the sheet has none."""
        edits = self._edits.get(column.key, {})
        there = self._given(column)
        if column.key not in self.indexes and not edits:
            return [there] * len(self.rows)
        values, said = self._read(column)
        typed = self._memo(column, "t")
        for at, row in enumerate(self.rows) if edits else ():
            if row.number in edits:
                text = edits[row.number]
                values[at] = typed[text]
                said[at] = typed.said.get(text, ())
        if there is not None:
            values = [there if value is None else value for value in values]
        for at in sorted(said):
            self._tell(at, column, said[at])
        if column.required and None in values:
            self._require(column, values)
        return values

    def _given(self, column: Column) -> Any:
        """What the titles or the user say of a whole column."""
        if column.key not in self.given:
            return None
        reading = column.read(Cell(self.given[column.key].text), self.context)
        for remark in reading.remarks:
            self.problems.append(_given_badly(self.table, column, remark))
        return reading.value

    def _read(self, column: Column) -> tuple[list[Any], dict[int, tuple[Remark, ...]]]:
        """The values of a column, and by place what is to be said."""
        index = self.indexes.get(column.key)
        if index is None or index not in self._texts:
            return [None] * len(self.rows), {}
        texts = self._texts[index]
        # Rows are filled in few patterns, and most columns hold one kind in all of them.
        held = {pattern[index : index + 1] or " " for pattern in self._patterns}
        if held == {"t"} and (values := self._at_a_glance(column, texts)) is not None:
            return values, {}
        memos = {kind: self._memo(column, kind) for kind in held}
        if len(memos) == 1:
            (memo,) = memos.values()
            values = list(map(memo.__getitem__, texts))
        else:
            cells = zip(self._kinds[index], texts, strict=True)
            values = [memos[kind][text] for kind, text in cells]
        if not any(memo.said for memo in memos.values()):
            return values, {}
        at_places = enumerate(zip(self._kinds[index], texts, strict=True))
        said = {at: memos[kind].said.get(text, ()) for at, (kind, text) in at_places}
        return values, {at: remarks for at, remarks in said.items() if remarks}

    def _at_a_glance(self, column: Column, texts: Sequence[str]) -> list[Any] | None:
        """The values of a column whose texts all are what they usually are, else None."""
        read, context, distinct = column.read, self.context, set(texts)
        if isinstance(read, UsualReader):
            return list(texts) if all(map(read.is_usual, distinct)) else None
        # What comes again is read once; of numbers of people each is another.
        if isinstance(read, GlancingReader) and len(distinct) == len(texts):
            glance = read.glance
            values = [glance(text, context) for text in texts]
            return None if None in values else values
        return None

    def _memo(self, column: Column, kind: str) -> _Memo:
        return _Memo(column, kind, self.context, self.answers)

    def _tell(self, at: int, column: Column, remarks: tuple[Remark, ...]) -> None:
        for remark in remarks:
            if remark.severity is Severity.ERROR:
                self.bad.add(at)
            self.problems.append(self._problem(at, column, remark))

    def _require(self, column: Column, values: list[Any]) -> None:
        told = {
            problem.row
            for problem in self.problems
            if problem.column == column.key and problem.severity is Severity.ERROR
        }
        message = f"“{column.heading}”没有填写，请补填。"
        remark = Remark("missing", Severity.ERROR, message)
        for at, value in enumerate(values):
            if value is None and self.rows[at].number not in told:
                self._tell(at, column, (remark,))

    def _problem(self, at: int, column: Column, remark: Remark) -> Problem:
        row = self.rows[at]
        edited = self._edits.get(column.key, {}).get(row.number)
        index = self.indexes.get(column.key, len(row.cells))
        shown = row.cells[index] if index < len(row.cells) else ""
        return Problem(
            self.table.sheet,
            row.number,
            column.key,
            shown if edited is None else edited,
            remark.code,
            remark.severity,
            remark.message,
            remark.suggestion,
            self.table.file,
            must_confirm=remark.must_confirm,
        )


def _given_badly(table: FoundTable, column: Column, remark: Remark) -> Problem:
    return _of_sheet(table, remark.code, remark.message, remark.severity, column.heading)


# --- sheets and columns ---------------------------------------------------------------------


def _about_sheet(table: FoundTable) -> Iterable[Problem]:
    if table.hidden_rows:
        yield _of_sheet(
            table, "hidden_rows", f"有 {table.hidden_rows} 行隐藏，也一并读取，请核对是否需要。"
        )
    if table.hidden_columns:
        names = "、".join(f"“{table.shown(index)}”" for index in table.hidden_columns[:5])
        count = len(table.hidden_columns)
        yield _of_sheet(
            table, "hidden_columns", f"有 {count} 列隐藏（{names}），也一并读取，请核对是否需要。"
        )
    if table.widest > MOST_COLUMNS:
        first = column_letters(MOST_COLUMNS)
        message = f"只读前 {MOST_COLUMNS} 列，{first} 列起的内容没有导入，请核对。"
        yield _of_sheet(table, "columns_left_out", message, Severity.WARNING)
    if table.left:
        rows = "、".join(f"第 {left.number} 行（{left.why.label}）" for left in table.left[:8])
        more = "等" if len(table.left) > 8 else ""
        yield _of_sheet(
            table, "rows_left_out", f"{rows}{more}共 {len(table.left)} 行不是数据，没有导入。"
        )


def _of_sheet(
    table: FoundTable,
    code: str,
    message: str,
    severity: Severity = Severity.INFO,
    column: str = "",
) -> Problem:
    row = table.headings.last_row if column else 0
    return Problem(table.sheet, row, column, "", code, severity, message, None, table.file)


def _example_left_out(table: FoundTable, row: SheetRow) -> Problem:
    message = f"第 {row.number} 行是模板里的示例，没有导入。"
    return _of_sheet(table, "example_left_out", message)


def _about_columns(table: FoundTable, columns: ColumnMap, spec: TableSpec) -> Iterable[Problem]:
    for guess in columns.guesses:
        match guess.by:
            case GuessedBy.UNKNOWN:
                message = f"不认识“{guess.heading}”这一列，没有导入。"
                yield _of_sheet(table, "unknown_column", message, column=guess.heading)
            case GuessedBy.DROPPED:
                message = f"“{guess.heading}”{guess.reason}。"
                yield _of_sheet(table, "dropped_column", message, column=guess.heading)
            case GuessedBy.REPEATED:
                message = f"“{guess.heading}”重复：{guess.reason}，请核对。"
                yield _of_sheet(table, "repeated_column", message, Severity.WARNING, guess.heading)
            case GuessedBy.CONTENT:
                heading = spec.column(guess.key or "").heading
                message = f"“{guess.heading}”按内容当作“{heading}”导入，请核对。"
                yield _of_sheet(table, "guessed_column", message, Severity.WARNING, guess.heading)


def _column_missing(table: FoundTable, column: Column) -> Problem:
    message = f"表里没有“{column.heading}”这一列，请补上这一列，或指定由哪一列填写。"
    return _of_sheet(table, "column_missing", message, Severity.ERROR, column.heading)
