"""Blocks of cells as Excel and WPS put them on the clipboard: tabs between cells, lines of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BREAKS = str.maketrans("\t\r\n", "   ")
_CELL = re.compile(
    r'(?:"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)',
)
_LINE_END = re.compile(r"\r\n|\r")

Block = tuple[tuple[str, ...], ...]


def tab_separated(lines: Iterable[Sequence[str]]) -> str:
    """Rows of cells as Excel takes them; a break inside a cell becomes a blank."""
    return "\n".join("\t".join(cell.translate(_BREAKS) for cell in line) for line in lines)


def block_of(text: str) -> Block:
    """The rows of cells of a pasted text, all as wide as the widest.

    The line end that Excel adds behind the last row is none of the block; a cell that holds a
    line break or a tab comes in quotation marks.
    """
    lines: list[list[str]] = [[]]
    for found in _CELL.finditer(text):
        quoted, plain, end = found.groups()
        lines[-1].append(plain if quoted is None else _unquoted(quoted))
        if not end or (end != "\t" and found.end() == len(text)):
            break
        if end != "\t":
            lines.append([])
    width = max(map(len, lines))
    return tuple(tuple(line + [""] * (width - len(line))) for line in lines)


def _unquoted(inside: str) -> str:
    # Excel quotes a cell only for a break inside; other quotation marks are what was typed.
    if not re.search(r"[\t\r\n]", inside):
        return f'"{inside}"'
    return _LINE_END.sub("\n", inside.replace('""', '"'))
