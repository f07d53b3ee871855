"""Where the headings of a sheet stand: below titles, over several rows, in any order, or nowhere.

The rows whose cells name most columns of the spec are the headings. Merged cells that reach into
them from above or below belong to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hrgrid.core.columns import TableSpec, heading_key, heading_key_without_brackets

# No table of an office is wider; a stray cell far to the right would be.
MOST_COLUMNS = 500
_DEEPEST = 3
_SEARCHED = 40
_NUMBERS = re.compile("[0-9０-９]{6}")


class SheetRow(Protocol):
    """A row with its number on screen; `kinds` has a letter a cell (paper.intake.Row)."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> tuple[str, ...]: ...
    @property
    def kinds(self) -> str: ...


class SheetMerge(Protocol):
    """Merged cells: rows from 1, columns from 0, both ends belong to them."""

    @property
    def top(self) -> int: ...
    @property
    def left(self) -> int: ...
    @property
    def bottom(self) -> int: ...
    @property
    def right(self) -> int: ...


class ShownSheet(Protocol):
    """A sheet with all that is known of it (paper.intake.Sheet)."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> Sequence[SheetRow]: ...
    @property
    def merges(self) -> Sequence[SheetMerge]: ...
    @property
    def hidden_rows(self) -> Sequence[int]: ...
    @property
    def hidden_columns(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class Heading:
    """The heading of one column; `above` is what stands over it in a heading of several rows."""

    text: str
    above: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The forms to look it up by, the most telling first."""
        forms = [heading_key(self.text), heading_key_without_brackets(self.text)]
        if self.above:
            forms.insert(0, heading_key(self.above + self.text))
        return tuple(dict.fromkeys(form for form in forms if form))


@dataclass(frozen=True)
class Headings:
    """The headings by column, and the rows that hold them; none where a sheet has no headings.

    `known` is how many columns of the spec they name.
    """

    cells: tuple[Heading, ...]
    rows: tuple[int, ...]
    known: int

    @property
    def last_row(self) -> int:
        """Data begin below it; 0 where there are no headings."""
        return self.rows[-1] if self.rows else 0


def names_of(spec: TableSpec) -> dict[str, str]:
    """The key of the column that each known heading means."""
    return {heading_key(name): column.key for column in spec.columns for name in column.names}


def find_headings(
    rows: Sequence[SheetRow], merges: Sequence[SheetMerge], spec: TableSpec
) -> Headings:
    """The best headings of a sheet; plain column letters where nothing looks like headings."""
    names = names_of(spec)
    best: Headings | None = None
    for start in range(min(len(rows), _SEARCHED)):
        for depth in range(1, _DEEPEST + 1):
            block = rows[start : start + depth]
            if len(block) < depth or (
                depth > 1 and not _stands_below(block[-1], block[-2], merges)
            ):
                break
            found = _headings_of(block, merges, names)
            if found.known and (best is None or _rank(found) > _rank(best)):
                best = found
    if best is not None:
        return _widened(best, rows, merges, names)
    return _unknown_headings(rows, merges)


def _rank(found: Headings) -> tuple[int, int]:
    """More known columns, in fewer rows: a title over the headings adds nothing."""
    return found.known, -len(found.rows)


def _headings_of(
    block: Sequence[SheetRow], merges: Sequence[SheetMerge], names: dict[str, str]
) -> Headings:
    width = min(max(len(row.cells) for row in block), MOST_COLUMNS)
    spread = [_spread(row, merges, width) for row in block]
    cells = []
    for column in range(width):
        stack = list(dict.fromkeys(" ".join(row[column].split()) for row in spread))
        texts = [text for text in stack if text]
        cells.append(Heading(texts[-1] if texts else "", "".join(texts[:-1])))
    found = {names[key] for cell in cells for key in cell.keys if key in names}
    return Headings(tuple(cells), tuple(row.number for row in block), len(found))


def _stands_below(lower: SheetRow, upper: SheetRow, merges: Sequence[SheetMerge]) -> bool:
    """Whether a row may be the lower part of headings: what stands over it covers several columns.

    Most columns of two rows of data, or of a list of words, hold something in both.
    """
    if not _is_text(lower):
        return False
    groups = {merge.left for merge in merges if merge.top == upper.number}
    both = [at for at, text in enumerate(lower.cells) if text.strip() and _cell(upper, at)]
    alone = [
        at for at in both if at not in groups and (_cell(upper, at + 1) or not _cell(lower, at + 1))
    ]
    return 3 * len(alone) <= len(both)


def _cell(row: SheetRow, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""


def _spread(row: SheetRow, merges: Sequence[SheetMerge], width: int) -> list[str]:
    """The cells of a row of headings; what is merged across stands in every column of it."""
    cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
    for merge in merges:
        if merge.top == row.number and merge.left < width:
            last = min(merge.right, width - 1)
            cells[merge.left : last + 1] = [cells[merge.left]] * (last + 1 - merge.left)
    return cells


def _widened(
    found: Headings, rows: Sequence[SheetRow], merges: Sequence[SheetMerge], names: dict[str, str]
) -> Headings:
    """With the rows that cells merged downwards tie to the headings."""
    first, last = found.rows[0], found.rows[-1]
    tied = [m for m in merges if m.top < m.bottom < m.top + _DEEPEST]
    for merge in tied:
        if merge.top <= last and merge.bottom >= first:
            first, last = min(first, merge.top), max(last, merge.bottom)
    block = [row for row in rows[: _SEARCHED + _DEEPEST] if first <= row.number <= last]
    if len(block) > _DEEPEST:
        return found
    widened = _headings_of(block, merges, names)
    return widened if widened.known >= found.known else found


def _unknown_headings(rows: Sequence[SheetRow], merges: Sequence[SheetMerge]) -> Headings:
    """A first row of nothing but short words over a table as wide is probably its headings."""
    width = min(max((len(row.cells) for row in rows), default=0), MOST_COLUMNS)
    for row in rows[:_SEARCHED]:
        filled = sum(map(bool, map(str.strip, row.cells)))
        if filled >= 2 and filled * 2 >= width:
            if not _is_text(row) or any(map(_NUMBERS.search, row.cells)):
                break
            return _headings_of([row], merges, {})
    return Headings(tuple(Heading("") for _ in range(width)), (), 0)


def _is_text(row: SheetRow) -> bool:
    return set(row.kinds) <= {"t", " "}


def column_letters(index: int) -> str:
    """0 as A, 27 as AB: what stands above the column on the screen."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
