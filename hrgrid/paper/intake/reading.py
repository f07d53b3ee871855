"""Files as tables: what a file is, its text decoded, its rows parted; workbooks by a child."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.paper.intake.cells import Row
from hrgrid.paper.intake.isolation import RawSheet, read_workbook
from hrgrid.paper.intake.kinds import MOST_BYTES, Kind, kind_of

__all__ = ["Merge", "Row", "Sheet", "Table", "read_table", "read_text"]

_DELIMITERS = ",\t;"
_SHORT = 4_000


@dataclass(frozen=True)
class Merge:
    """Cells merged into one: rows count from 1, columns from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; a text file is one sheet without a name.

    Rows and columns that are not shown are read like all others; their numbers (rows from 1,
    columns from 0) are told where the format lets them be known.
    """

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A whole file; `hidden` names the sheets that are not shown, which are not read."""

    path: Path
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    sha256: str = ""

    def only_sheet(self) -> Sheet:
        """The one sheet with rows; raises UserError where there is none, or a choice to make."""
        filled = [sheet for sheet in self.sheets if sheet.rows]
        if not filled:
            raise UserError(f"“{self.path.name}”里没有内容，请核对是不是这个文件。")
        if len(filled) > 1:
            names = "、".join(f"“{sheet.name}”" for sheet in filled)
            raise UserError(f"“{self.path.name}”有几张工作表（{names}），请只留要用的一张再试。")
        return filled[0]


def read_table(path: Path, meanwhile: Callable[[], object] | None = None) -> Table:
    """Every visible sheet of a workbook or the rows of a CSV file; raises UserError.

    A workbook is read by another process; `meanwhile` is done here until it has something to say.
    Numbers come as the text that Excel shows at 15 digits (88.5, 92.6), dates as ISO text.
    """
    content = _content(path)
    sha256 = hashlib.sha256(content).hexdigest()
    kind = kind_of(content, path.name)
    if kind is Kind.TEXT:
        rows = _csv_rows(_decoded(content, path.name), path.name)
        return Table(path, (Sheet("", rows),), sha256=sha256)
    size = len(content)
    del content
    sheets, hidden = read_workbook(path, kind, size, meanwhile)
    return Table(path, tuple(map(_sheet, sheets)), tuple(hidden), sha256)


def read_text(path: Path) -> str:
    """A text file in UTF-8 (with or without BOM), UTF-16 with BOM or GB18030; raises UserError."""
    content = _content(path)
    if kind_of(content, path.name) is not Kind.TEXT:
        raise UserError(f"“{path.name}”不是文本文件，请另存为 .txt 或 .csv 再试。")
    return _decoded(content, path.name)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(f"“{path.name}”超过 {MOST_BYTES >> 20} MB，请分成几个文件。")
        content = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"找不到文件“{path}”，请核对路径。") from None
    except IsADirectoryError:
        raise UserError(f"“{path}”是文件夹，请写到文件为止。") from None
    except OSError:
        raise UserError(
            f"打不开“{path}”，可能没有权限或正被别的程序占用，请关闭占用它的程序再试。"
        ) from None
    if not content:
        raise UserError(f"“{path.name}”是空文件，请重新导出或重新复制一份。")
    return content


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError(
        f"“{name}”不是能识别的表格或文本，请在 WPS 或 Excel 里另存为 .xlsx，或存成 UTF-8 文本。"
    )


def _csv_rows(text: str, name: str) -> tuple[Row, ...]:
    # The first line may be a title without any.
    delimiter = max(_DELIMITERS, key=text[:_SHORT].count)
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=1):
            row = _text_row(number, cells)
            if row is not None:
                rows.append(row)
    except csv.Error:
        raise UserError(
            f"“{name}”第 {len(rows) + 1} 行附近的引号或分隔符有误，请核对这一行。"
        ) from None
    return tuple(rows)


def _sheet(raw: RawSheet) -> Sheet:
    # Where nothing stands nothing is hidden.
    numbers = {row.number for row in raw.rows} if raw.hidden_rows else set()
    columns = max((len(row.kinds) for row in raw.rows), default=0)
    return Sheet(
        raw.name,
        tuple(raw.rows),
        tuple(Merge(*merge) for merge in raw.merges),
        tuple(sorted(numbers & set(raw.hidden_rows))),
        tuple(sorted({at for at in raw.hidden_columns if at < columns})),
    )


def _text_row(number: int, cells: list[str]) -> Row | None:
    """A row of plain text without the blanks at its end; None where nothing is left."""
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        return None
    return Row(number, tuple(cells), "".join("t" if cell.strip() else " " for cell in cells))
