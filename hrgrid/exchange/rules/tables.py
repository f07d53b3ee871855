"""Which rows of a sheet are data: titles, totals, signatures and repeated headings are none.

Cells merged downwards count for every row that they cover. What is left out is told.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hrgrid.core.columns import TableSpec, heading_key
from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
from hrgrid.exchange.rules.headings import (
    MOST_COLUMNS,
    Heading,
    Headings,
    SheetMerge,
    SheetRow,
    ShownSheet,
    column_letters,
    find_headings,
)

# A hostile workbook may merge whole columns many times over.
_MOST_FILLED = 1_000_000
_LONGEST_TITLE = 200


class Left(Labelled):
    """Why a row is no data."""

    TITLE = "title", "表头以上的标题"
    TOTAL = "total", "合计行"
    SIGNATURE = "signature", "落款"
    NOTE = "note", "说明"
    SECTION = "section", "合并成一格的小标题"
    AGAIN = "again", "重复的表头"
    NUMBERS = "numbers", "列号"


class LeftRow(NamedTuple):
    """A row that was left out."""

    number: int
    why: Left


class FilledRow(NamedTuple):
    """A row with what was merged into it."""

    number: int
    cells: tuple[str, ...]
    kinds: str


@dataclass(frozen=True)
class FoundTable:
    """The table of one sheet; `file` is the path, as text."""

    file: str
    sheet: str
    headings: Headings
    rows: tuple[SheetRow, ...]
    left: tuple[LeftRow, ...] = ()
    hidden_rows: int = 0
    hidden_columns: tuple[int, ...] = ()
    # What stands above the headings, a text a row.
    titles: tuple[str, ...] = ()

    def shown(self, index: int) -> str:
        """The heading of a column as people see it."""
        text = self.headings.cells[index].text if index < len(self.headings.cells) else ""
        return text or f"{column_letters(index)} 列"

    @property
    def width(self) -> int:
        """How many columns have a heading or data, at most MOST_COLUMNS."""
        return max(min(self.widest, MOST_COLUMNS), len(self.headings.cells))

    @property
    def widest(self) -> int:
        """How far to the right data stand."""
        return max((len(row.cells) for row in self.rows), default=0)


def find_table(file: str, sheet: ShownSheet, spec: TableSpec) -> FoundTable:
    """The table of a sheet; raises UserError where merged cells are past all measure."""
    rows, merges = sheet.rows, sheet.merges
    headings = find_headings(rows, merges, spec)
    sections = {m.top for m in merges if 2 * (m.right - m.left + 1) > len(headings.cells)}
    again = [cell.text for cell in headings.cells]
    left, data = [], []
    for row in rows:
        why = _why_left(row, headings, sections, again)
        if why is None:
            data.append(row)
        elif row.number not in headings.rows:
            left.append(LeftRow(row.number, why))
    below = [m for m in merges if m.top > headings.last_row and m.bottom > m.top]
    filled = _filled(data, below) if below else data
    return FoundTable(
        file,
        sheet.name,
        headings,
        tuple(filled),
        tuple(left),
        len({row.number for row in data} & set(sheet.hidden_rows)),
        tuple(sheet.hidden_columns),
        tuple(_titles(rows, headings)),
    )


def _titles(rows: Sequence[SheetRow], headings: Headings) -> Iterable[str]:
    for row in rows:
        if row.number >= (headings.rows[0] if headings.rows else 0):
            break
        yield " ".join(dict.fromkeys(filter(None, map(str.strip, row.cells))))[:_LONGEST_TITLE]


_TOTAL = re.compile("(本页|本表)?(合计|总计|小计|共计|累计)(人数)?[:：]?[0-9]*[人名个户]?")
_SIGNATURE = re.compile(
    "(填表|制表|填报|上报|报送|审核|复核|审批|经办|打印|编制|单位|主管|分管)?"
    "(单位|部门|人|员|日期|时间|领导|负责人|联系人|联系电话|电话|签字|签名|盖章|签章){0,2}"
    r"([(（][^)）]{1,8}[)）])?[:：].*",
    re.DOTALL,
)
_NOTE = re.compile("(注|备注|说明|注意|填表说明|填报说明)[0-9]?[:：、.].*", re.DOTALL)
# Only rows whose first filled cell begins like this can be of these kinds.
_BEGINS = frozenset("本合总小共累填制报上审复经打编单部人员日时领负联电签盖注备说主分")


def _why_left(
    row: SheetRow, headings: Headings, sections: set[int], again: list[str]
) -> Left | None:
    """Why a row is no data, None where it is."""
    if row.number <= headings.last_row:
        return Left.TITLE
    first = row.cells[0].strip() or next(filter(None, map(str.strip, row.cells)), "")
    if first[:1] in _BEGINS:
        why = _closing(first, row)
        if why is not None:
            return why
    if row.number in sections and sum(map(bool, row.cells)) == 1:
        return Left.SECTION
    if first in again and _repeats(row, again):
        return Left.AGAIN
    if row.number == headings.last_row + 1 and headings.rows and _counts(row):
        return Left.NUMBERS
    return None


def _closing(first: str, row: SheetRow) -> Left | None:
    plain = "".join(first.split())
    if _TOTAL.fullmatch(plain):
        return Left.TOTAL
    # A person's row has more cells than a signature has.
    few = sum(map(bool, row.cells)) * 2 <= max(len(row.cells), 8)
    if few and _NOTE.fullmatch(plain):
        return Left.NOTE
    if few and _SIGNATURE.fullmatch(plain):
        return Left.SIGNATURE
    return None


def _repeats(row: SheetRow, again: list[str]) -> bool:
    pairs = [(c, heading) for c, heading in zip(row.cells, again, strict=False) if c.strip()]
    return len(pairs) > 1 and all(heading_key(c) == heading_key(h) for c, h in pairs)


def _counts(row: SheetRow) -> bool:
    """Whether it numbers the columns: 1 2 3 4."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return len(filled) > 2 and filled == [str(n) for n in range(1, len(filled) + 1)]


def _filled(rows: Sequence[SheetRow], merges: Iterable[SheetMerge]) -> list[SheetRow]:
    """The rows, with what is merged downwards in every row that it covers."""
    numbers = [row.number for row in rows]
    gained: dict[int, list[tuple[int, str, str]]] = {}
    total = 0
    for merge in merges:
        first = bisect.bisect_left(numbers, merge.top)
        if first == len(numbers) or numbers[first] != merge.top:
            continue
        cells, kinds = rows[first].cells, rows[first].kinds
        if merge.left >= len(cells) or not cells[merge.left]:
            continue
        covered = range(first + 1, bisect.bisect_right(numbers, merge.bottom))
        total += len(covered)
        if total > _MOST_FILLED:
            raise UserError("合并单元格太多，像是整列反复合并过，请取消合并后再试")
        for at in covered:
            gained.setdefault(at, []).append((merge.left, cells[merge.left], kinds[merge.left]))
    return [_with(row, gained[at]) if at in gained else row for at, row in enumerate(rows)]


def _with(row: SheetRow, gained: list[tuple[int, str, str]]) -> FilledRow:
    width = max(len(row.cells), 1 + max(column for column, _, _ in gained))
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    kinds = [*row.kinds, *" " * (width - len(row.kinds))]
    for column, text, kind in gained:
        if not cells[column].strip():
            cells[column], kinds[column] = text, kind
    return FilledRow(row.number, tuple(cells), "".join(kinds))


def is_unknown(headings: Headings, spec: TableSpec) -> bool:
    """Whether too few columns are known for a sheet to be of this kind at all."""
    return headings.known < min(2, len(spec.columns))


__all__ = [
    "FilledRow",
    "FoundTable",
    "Heading",
    "Left",
    "LeftRow",
    "column_letters",
    "find_table",
    "is_unknown",
]
