"""Tables of a web page, which old systems save under the name .xls.

Only text is taken: nothing is fetched, no style or script means anything here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from hrgrid.paper.intake.layout import Layout

# A browser's own limits for spans.
_MOST_ACROSS, _MOST_DOWN = 1_000, 65_534
_MOST_COLUMNS = 16_384

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_web_tables(path: Path) -> Iterator[tuple[str, list[list[str]], Layout]]:
    """The filled tables of a page in their order, called 表1, 表2 …; a lone one has no number."""
    parser = _Tables()
    parser.feed(_decoded(path.read_bytes()))
    parser.close()
    filled = [table for table in parser.tables if any(map(any, table.rows))]
    for number, table in enumerate(filled, start=1):
        name = f"表{number}" if len(filled) > 1 else "表"
        yield name, table.rows, table.layout


def _decoded(content: bytes) -> str:
    told = _CHARSET.search(content[:4096])
    name = told[1].decode("ascii", "replace").lower() if told else "utf-8"
    # Pages that say gb2312 hold characters beyond it.
    first = "gb18030" if name.startswith("gb") else "utf-8"
    for encoding in (first, "utf-8", "gb18030"):
        try:
            return content.decode(f"{encoding}-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(first, "replace")


class _Table:
    """The cells of one table; what a span covers stays blank."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.layout = Layout()
        self._covered: dict[int, int] = {}

    def begin_row(self) -> None:
        self.rows.append([])
        self._covered = {at: left - 1 for at, left in self._covered.items() if left > 1}

    def add(self, text: str, down: int, across: int) -> None:
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        while len(row) in self._covered:
            row.append("")
        at = len(row)
        across = min(across, _MOST_COLUMNS - at)
        if across < 1:
            return
        row += [text, *[""] * (across - 1)]
        if down > 1:
            self._covered |= dict.fromkeys(range(at, at + across), down)
        if down > 1 or across > 1:
            number = len(self.rows)
            self.layout.merges.append((number, at, number + down - 1, at + across - 1))


class _Tables(HTMLParser):
    """Collects the tables of a page; the text of a table within a cell belongs to the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._depth = 0
        self._silent = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].begin_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._end_cell()
            self._cell = []
            given = dict(attrs)
            self._span = (
                _span(given.get("rowspan"), _MOST_DOWN),
                _span(given.get("colspan"), _MOST_ACROSS),
            )
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            # Line breaks of the source mean nothing, those of <br> do.
            self._cell.append(data.replace("\n", " "))

    def close(self) -> None:
        """A page that ends in the middle of a table still has it."""
        super().close()
        if self._depth:
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = "".join(self._cell).split("\n")
        text = "\n".join(" ".join(line.split()) for line in lines).strip()
        self.tables[-1].add(text, *self._span)
        self._cell = None


def _span(value: str | None, most: int) -> int:
    text = (value or "").strip()
    return (
        max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    )
