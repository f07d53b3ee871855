"""What the readers leave out of a sheet's XML: errors, merged cells, hidden rows and columns.

The readers give an error cell (#N/A) and a formula that was never calculated as blank, and tell
nothing of merged and hidden cells. The XML is searched for rare words first and read only around
them: a walk over every tag costs more than reading the sheet.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from hrgrid.paper.intake.cells import Cell

# Top row, left column, bottom row, right column: rows from 1, columns from 0.
Merge = tuple[int, int, int, int]

MOST_MERGES = 100_000
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576


@dataclass
class Layout:
    """Of one sheet; `odd` are cells by row (from 1) and column (from 0)."""

    odd: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


# <c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>, and a formula without <v>; t="str" with an empty
# <v> is a formula whose result is an empty text.
_ERROR = re.compile(rb'\bt="e"')
_UNCALCULATED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_MERGE = re.compile(rb'mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\br="(\d{1,7})"')
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b")
_BOUND = re.compile(rb'\b(min|max)="(\d{1,7})"')
_ENDS_ROW = re.compile(rb"</(?:\w+:)?row>\Z")
_LONGEST_END = 40
# In a piece of a megabyte or two.
_RARE = 1_000
_BEGINS_A_NAME = (b"<", b":")
_ENDS_A_NAME = (b">", b"/", b" ", b"\t", b"\r", b"\n")
_NOT_CALCULATED: Cell = ("公式未计算", "e")


def layout_of(pieces: Iterable[bytes]) -> Layout:
    """The layout of a sheet of an .xlsx; `pieces` are its XML, cut anywhere."""
    layout = Layout()
    for xml in _whole_rows(pieces):
        if b't="e"' in xml:
            _find_errors(xml, layout)
        if _has_formulas(xml):
            _find_uncalculated(xml, layout)
        if b"mergeCell" in xml:
            _find_merges(xml, layout)
        if b'hidden="' in xml:
            _find_hidden(xml, layout)
    return layout


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytearray]:
    """The XML cut behind ends of rows, so that a city's sheet is never held whole.

    Nothing that is searched for goes on behind the end of a row.
    """
    rest = bytearray()
    for piece in pieces:
        seen = max(0, len(rest) - _LONGEST_END)
        rest += piece
        end = _end_of_rows(rest, seen)
        if end:
            yield rest[:end]
            del rest[:end]
    yield rest


def _end_of_rows(xml: bytearray, begin: int) -> int:
    """The place behind the last </row>, with a prefix or none, that begins there or later; or 0."""
    at = xml.rfind(b"row>", begin)
    while at >= 0:
        # Where text says row> there is no tag before it.
        if _ENDS_ROW.search(xml, max(begin, at - _LONGEST_END), at + 4):
            return at + 4
        at = xml.rfind(b"row>", begin, at)
    return 0


def _has_formulas(xml: bytearray) -> bool:
    """Whether there is a tag called f, with a prefix or none: <firstFooter> is not one.

    One letter is found many times as quickly as two, where it is rare; text may be full of it.
    """
    begins = (b"f",) if xml.count(b"f") < _RARE else (b"<f", b":f")
    for begin in begins:
        at = xml.find(begin)
        while at >= 0:
            end = at + len(begin)
            if xml[end - 2 : end - 1] in _BEGINS_A_NAME and xml[end : end + 1] in _ENDS_A_NAME:
                return True
            at = xml.find(begin, end)
    return False


def _find_errors(xml: bytearray, layout: Layout) -> None:
    for match in _ERROR.finditer(xml):
        cell = _CELL.match(xml, xml.rfind(b"<", 0, match.start()))
        if cell is None:
            continue
        end = xml.find(b"c>", cell.end())
        value = _VALUE.search(xml, cell.end(), end)
        text = value[1].decode("utf-8", "replace") if value else "#错误"
        layout.odd.setdefault(int(cell[2]), {})[column_number(cell[1])] = (text, "e")


def _find_uncalculated(xml: bytearray, layout: Layout) -> None:
    for match in _UNCALCULATED.finditer(xml):
        cell = _last_cell(xml, match.start())
        if cell is not None and b't="str"' not in cell[0] and b't="e"' not in cell[0]:
            layout.odd.setdefault(int(cell[2]), {})[column_number(cell[1])] = _NOT_CALCULATED


def _last_cell(xml: bytearray, before: int) -> re.Match[bytes] | None:
    """The opening tag of the cell around a place: few tags lie between."""
    at = before
    for _ in range(4):
        at = xml.rfind(b"<", 0, at)
        cell = _CELL.match(xml, at) if at >= 0 else None
        if cell is not None:
            return cell
    return None


def _find_merges(xml: bytearray, layout: Layout) -> None:
    for found in itertools.islice(_MERGE.finditer(xml), MOST_MERGES - len(layout.merges)):
        left, top, right, bottom = found.groups()
        merge = int(top), column_number(left), int(bottom), column_number(right)
        layout.merges.append(merge)


def _find_hidden(xml: bytearray, layout: Layout) -> None:
    for match in _HIDDEN.finditer(xml):
        at = xml.rfind(b"<", 0, match.start())
        row = _ROW.match(xml, at)
        if row is not None:
            layout.hidden_rows.append(int(row[1]))
        elif _COLUMNS.match(xml, at):
            bounds = dict(_BOUND.findall(xml, at, xml.find(b">", at)))
            first, last = int(bounds.get(b"min", 0)), int(bounds.get(b"max", 0))
            layout.hidden_columns += range(first - 1, min(last, _MOST_COLUMNS))


def column_number(letters: bytes) -> int:
    """A as 0, AB as 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


# --- OpenDocument ---------------------------------------------------------------------------

_TABLE = re.compile(rb"<table:table(?=[\s>])([^>]*)>(.*?)</table:table>", re.DOTALL)
_NAME = re.compile(rb'table:name="([^"]*)"')
_TAG = re.compile(rb"<table:(?:table-|covered-table-)(row|cell|column)(?=[\s/>])([^>]*)>")
_NUMBER = re.compile(
    rb'table:number-(columns-repeated|rows-repeated|columns-spanned|rows-spanned)="(\d{1,7})"'
)
_COLLAPSED = re.compile(rb'table:visibility="(?:collapse|filter)"')


def layouts_of_open_document(xml: bytes) -> Iterator[tuple[str, Layout]]:
    """The tables of an .ods by name."""
    if b"-spanned=" not in xml and b"table:visibility=" not in xml:
        return
    for match in _TABLE.finditer(xml):
        name = _NAME.search(match[1])
        if name is not None:
            yield unescape(name[1].decode("utf-8", "replace")), _layout_of_table(match[2])


def _layout_of_table(xml: bytes) -> Layout:
    layout = Layout()
    row, column, repeated = 0, 0, 1
    for tag, rest in _TAG.findall(xml):
        numbers = {key: int(value) for key, value in _NUMBER.findall(rest)}
        hidden = _COLLAPSED.search(rest) is not None
        if tag == b"row":
            row, column = row + repeated, 0
            repeated = numbers.get(b"rows-repeated", 1)
            if hidden:
                layout.hidden_rows += range(row, row + min(repeated, _MOST_ROWS))
            continue
        count = numbers.get(b"columns-repeated", 1)
        if tag != b"column":
            _add_span(layout, row, column, numbers)
        elif hidden:
            layout.hidden_columns += range(column, min(column + count, _MOST_COLUMNS))
        column += count
    return layout


def _add_span(layout: Layout, row: int, column: int, numbers: dict[bytes, int]) -> None:
    down, right = numbers.get(b"rows-spanned", 1), numbers.get(b"columns-spanned", 1)
    if (down > 1 or right > 1) and len(layout.merges) < MOST_MERGES:
        layout.merges.append((row, column, row + down - 1, column + right - 1))
