"""Which column of a sheet is which: by the last time, by name, by what stands in it.

Every guess carries its reason. Columns about residents and bodies are never read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hrgrid.core.columns import Column, TableSpec, dropped_word, heading_key
from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.exchange.rules.headings import column_letters, names_of
from hrgrid.exchange.rules.tables import FoundTable

_SAMPLE, _SEARCHED = 50, 2_000
# Numbering says nothing about anybody.
_NUMBERING = frozenset(map(heading_key, ("序号", "行号", "No.", "顺序号")))


class GuessedBy(Labelled):
    """What a guess rests on."""

    MEMORY = "memory", "上次的对应"
    NAME = "name", "列名"
    CONTENT = "content", "内容"
    USER = "user", "手工指定"
    UNKNOWN = "unknown", "不认识"
    REPEATED = "repeated", "重复的列名"
    DROPPED = "dropped", "按规定不导入"
    NUMBERING = "numbering", "序号"
    EMPTY = "empty", "空列"


@dataclass(frozen=True)
class Guess:
    """What one column of a sheet is taken for; `key` None means that it is not read."""

    index: int
    heading: str
    key: str | None
    by: GuessedBy
    reason: str


@dataclass(frozen=True)
class ColumnMap:
    """The columns of one sheet, in their order."""

    guesses: tuple[Guess, ...]

    @property
    def indexes(self) -> dict[str, int]:
        """Where each mapped column stands."""
        return {guess.key: guess.index for guess in self.guesses if guess.key is not None}

    def with_key(self, index: int, key: str | None) -> ColumnMap:
        """The map with a column that the user decided; another that had the key loses it.

        Raises UserError for a column that is never read.
        """
        found = {guess.index: guess for guess in self.guesses}
        if key is not None and found[index].by is GuessedBy.DROPPED:
            raise UserError(f"“{found[index].heading}”{found[index].reason}，请不要指定这一列")
        for other in self.guesses:
            if key is not None and other.key == key:
                found[other.index] = replace(
                    other, key=None, by=GuessedBy.USER, reason="改由另一列填写"
                )
        reason = "手工指定" if key is not None else "手工指定不导入"
        found[index] = replace(found[index], key=key, by=GuessedBy.USER, reason=reason)
        return ColumnMap(tuple(found[guess.index] for guess in self.guesses))


def signature_of(spec: TableSpec, table: FoundTable) -> str:
    """What the columns are remembered by: a hash of the kind and all headings in their order."""
    keys = [heading_key(cell.above + cell.text) for cell in table.headings.cells]
    return hashlib.sha256("\n".join([spec.code, *keys]).encode("utf-8")).hexdigest()


def remembered_keys(table: FoundTable, columns: ColumnMap) -> list[str]:
    """What to remember: the key of each heading, "" for a column that is not read."""
    by_index = {index: key for key, index in columns.indexes.items()}
    return [by_index.get(index, "") for index in range(len(table.headings.cells))]


def guess_columns(
    table: FoundTable, spec: TableSpec, remembered: Sequence[str] | None = None
) -> ColumnMap:
    """The map of a sheet; `remembered` are the keys that these headings had the last time."""
    guesses = _of_memory(table, spec, remembered) if remembered else {}
    if not guesses:
        guesses = _of_names(table, spec)
        guesses |= _of_content(table, spec, guesses)
    filled = _filled(table)
    return ColumnMap(
        tuple(
            guesses.get(index) or _unread(table, index, has_data=index in filled)
            for index in range(table.width)
        )
    )


def _filled(table: FoundTable) -> set[int]:
    """The columns that hold anything; few rows differ in what they fill."""
    patterns = {row.kinds for row in table.rows}
    return {at for kinds in patterns for at, kind in enumerate(kinds) if kind != " "}


def _of_memory(table: FoundTable, spec: TableSpec, remembered: Sequence[str]) -> dict[int, Guess]:
    known = {column.key for column in spec.columns}
    return {
        index: Guess(
            index, table.shown(index), key, GuessedBy.MEMORY, "和上次相同的表头，沿用上次的对应"
        )
        for index, key in enumerate(remembered)
        if key in known
    }


def _of_names(table: FoundTable, spec: TableSpec) -> dict[int, Guess]:
    names = names_of(spec)
    guesses: dict[int, Guess] = {}
    taken: dict[str, int] = {}
    for index, cell in enumerate(table.headings.cells):
        key = next((names[form] for form in cell.keys if form in names), None)
        if key is None:
            continue
        heading = table.shown(index)
        if key in taken:
            first = column_letters(taken[key])
            reason = f"{first} 列已经是“{spec.column(key).heading}”，这一列没有用"
            guesses[index] = Guess(index, heading, None, GuessedBy.REPEATED, reason)
            continue
        taken[key] = index
        guesses[index] = Guess(
            index, heading, key, GuessedBy.NAME, _by_name(heading, spec.column(key))
        )
    return guesses


def _by_name(heading: str, column: Column) -> str:
    if heading_key(heading) == heading_key(column.heading):
        return "列名相同"
    return f"“{heading}”就是“{column.heading}”"


def _of_content(table: FoundTable, spec: TableSpec, named: Mapping[int, Guess]) -> dict[int, Guess]:
    """Columns that are told from their values: only where one column alone looks like it."""
    free = [
        index for index in range(table.width) if index not in named and _may_be_read(table, index)
    ]
    taken = {guess.key for guess in named.values()}
    samples = {index: _sample(table, index) for index in free}
    guesses: dict[int, Guess] = {}
    for column in spec.columns:
        if column.looks_like is None or column.key in taken:
            continue
        alike = [
            index for index in free if index not in guesses and column.looks_like(samples[index])
        ]
        if len(alike) == 1:
            reason = f"内容像“{column.heading}”"
            guesses[alike[0]] = Guess(
                alike[0], table.shown(alike[0]), column.key, GuessedBy.CONTENT, reason
            )
    return guesses


def _may_be_read(table: FoundTable, index: int) -> bool:
    heading = table.shown(index)
    return dropped_word(heading) is None and heading_key(heading) not in _NUMBERING


def _sample(table: FoundTable, index: int) -> list[str]:
    """The first filled cells of a column."""
    found: list[str] = []
    for row in table.rows[:_SEARCHED]:
        if index < len(row.cells) and row.cells[index].strip():
            found.append(row.cells[index])
            if len(found) == _SAMPLE:
                break
    return found


def _unread(table: FoundTable, index: int, *, has_data: bool) -> Guess:
    heading = table.shown(index)
    if word := dropped_word(heading):
        reason = f"含“{word}”，居民信息和生物识别信息按规定不导入"
        return Guess(index, heading, None, GuessedBy.DROPPED, reason)
    if heading_key(heading) in _NUMBERING:
        return Guess(index, heading, None, GuessedBy.NUMBERING, "序号不用导入")
    if not has_data:
        return Guess(index, heading, None, GuessedBy.EMPTY, "没有内容")
    return Guess(index, heading, None, GuessedBy.UNKNOWN, "不认识这一列，没有导入")
