"""What runs in the child processes: limits on itself, then a reader, or the checks of the package.

A child says what it found as lines of JSON, a word with what belongs to it: sheet (name, merges,
hidden rows and columns), hidden (name), rows (lists of numbers, of texts and of kinds), layout
(name, merges, hidden rows and columns, odd cells), refused (a sentence), failed (the kind of the
fault), and done at the end.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrgrid.core.errors import UserError
from hrgrid.paper.intake.cells import PARTED_BY, kinds_of_texts, row_of
from hrgrid.paper.intake.layout import MOST_MERGES, Layout

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MEMORY = 1 << 30
_LATER = 10
_ROWS_A_MESSAGE = 2000
# No sheet has more; a cell that says it lies beyond would make every row as wide.
_MOST_COLUMNS = 16_384
# What the parent will hold: ten times a city's roster.
_MOST_CELLS = 10_000_000

Grid = Iterable[tuple[int, Sequence[object]]]
_Found = tuple[str, bool, Grid, Layout | None]


def read(path: str, reader: str, seconds: str) -> None:
    """Read a workbook with the named reader and say what is in it."""
    _do(Path(path), int(seconds), lambda file: _say_sheets(file, reader))


def check(path: str, seconds: str) -> None:
    """Check the parts of a workbook, and say what the readers leave out of its sheets.

    The reader is what is waited for: beside it the checks take what is left of the machine. Under
    Windows whoever begins the process says so.
    """
    if sys.platform != "win32":
        os.nice(_LATER)
    _do(Path(path), int(seconds), _say_layouts)


def _do(file: Path, seconds: int, job: Callable[[Path], None]) -> None:
    _limit(seconds)
    # Nothing here refers to itself, and the process ends soon.
    gc.disable()
    try:
        job(file)
    except UserError as refusal:
        _say("refused", refusal.sentence)
    except Exception as fault:  # noqa: BLE001 - the readers raise eight kinds and more
        if type(fault).__name__ == "PasswordError":
            _say("refused", f"“{file.name}”设了打开密码，请去掉密码另存一份再试。")
        else:
            _say("failed", type(fault).__name__)
    else:
        _say("done", None)


def _say(word: str, what: object) -> None:
    sys.stdout.write(json.dumps([word, what]) + "\n")
    sys.stdout.flush()


def _limit(seconds: int) -> None:
    """Bound memory and time where the system can."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, seconds + 5)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _say_sheets(path: Path, reader: str) -> None:
    cells = 0
    for name, visible, grid, layout in _READERS[reader](path):
        if not visible:
            _say("hidden", name)
            continue
        known = layout or Layout()
        _say("sheet", [name, known.merges, known.hidden_rows, known.hidden_columns])
        for rows in _batches(packed_rows(grid)):
            cells += sum(len(kinds) for _, _, kinds in rows)
            if cells > _MOST_CELLS:
                raise UserError(
                    f"“{path.name}”超过 {_MOST_CELLS // 10_000:,} 万个单元格，"
                    "可能有大片空白列，请只留要用的行列，或分成几个文件。"
                )
            _say("rows", list(map(list, zip(*rows, strict=True))))


def _say_layouts(path: Path) -> None:
    # The reader does without it, as the check does without the readers.
    from hrgrid.paper.intake import package

    for name, layout in package.checked_layouts(path).items():
        odd = [
            [row, [[at, *cell] for at, cell in cells.items()]] for row, cells in layout.odd.items()
        ]
        _say("layout", [name, layout.merges, layout.hidden_rows, layout.hidden_columns, odd])


# A row's number, its texts and their kinds, without blanks at its end. One text a row takes half as
# long to write and to read as twenty; where a text holds what parts them, they stay apart.
_Packed = tuple[int, str | list[str], str]


def packed_rows(grid: Grid) -> Iterator[_Packed]:
    """The rows that hold something, as they are said."""
    for number, values in grid:
        packed = _packed_texts(number, values) or _packed_row(number, values)
        if packed[2]:
            yield packed


def _packed_texts(number: int, values: Sequence[Any]) -> _Packed | None:
    """A row that holds nothing but text or is blank, as most do; None for any other."""
    if len(values) > _MOST_COLUMNS:
        return None
    try:
        packed = PARTED_BY.join(values)
    except TypeError:
        return None
    if packed.count(PARTED_BY) + 1 != len(values) or True in map(str.isspace, values):
        return None
    kinds = kinds_of_texts(tuple(map(bool, values)))
    blanks = len(values) - len(kinds)
    return number, packed[:-blanks] if blanks else packed, kinds


def _packed_row(number: int, values: Sequence[object]) -> _Packed:
    texts, kinds = row_of(values[:_MOST_COLUMNS])
    kinds = kinds.rstrip(" ")
    del texts[len(kinds) :]
    packed = PARTED_BY.join(texts)
    return number, packed if packed.count(PARTED_BY) == len(texts) - 1 else texts, kinds


def _by_webtable(path: Path) -> Iterator[_Found]:
    from hrgrid.paper.intake.webtable import read_web_tables

    for name, rows, layout in read_web_tables(path):
        yield name, True, enumerate(rows, start=1), layout


def _by_calamine(path: Path) -> Iterator[_Found]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with path.open("rb") as stream:
        workbook = CalamineWorkbook.from_filelike(stream)
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            if about.visible is not SheetVisibleEnum.Visible:
                yield about.name, False, (), None
                continue
            sheet = workbook.get_sheet_by_index(index)
            yield about.name, True, _grid(sheet), _layout_by_calamine(sheet)


def _layout_by_calamine(sheet: CalamineSheet) -> Layout:
    """The merged cells, for old workbooks whose bytes nobody else looks at."""
    ranges = sheet.merged_cell_ranges or ()
    merges = ((top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)
    return Layout(merges=list(itertools.islice(merges, MOST_MERGES)))


def _grid(sheet: CalamineSheet) -> Grid:
    """Rows from the first one on; calamine itself begins at the first column in use."""
    blank: list[object] = [""] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        yield number, [*blank, *values] if blank else values


def _by_openpyxl(path: Path) -> Iterator[_Found]:
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        # A lying <dimension> would hide rows.
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        yield sheet.title, sheet.sheet_state == "visible", rows, None


_READERS: dict[str, Callable[[Path], Iterator[_Found]]] = {
    "calamine": _by_calamine,
    "openpyxl": _by_openpyxl,
    "webtable": _by_webtable,
}


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS_A_MESSAGE:
            yield batch
            batch = []
    if batch:
        yield batch
