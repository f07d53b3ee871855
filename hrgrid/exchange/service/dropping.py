"""Files that somebody dropped: read, their tables found, their columns guessed.

Nothing is written; the user may then choose sheets and change what columns mean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hrgrid.core.columns import Severity, TableSpec
from hrgrid.core.errors import UserError
from hrgrid.exchange.queries import remembered_columns, seen_files
from hrgrid.exchange.rules.drops import Drop, DroppedFile, DroppedTable
from hrgrid.exchange.rules.mapping import guess_columns, signature_of
from hrgrid.exchange.rules.rows import Problem
from hrgrid.exchange.rules.tables import FoundTable, find_table, is_unknown
from hrgrid.exchange.service.kinds import ImportKind
from hrgrid.exchange.service.pausing import collector_paused
from hrgrid.paper.intake import Sheet, Table
from hrgrid.storage.work import UnitOfWork


def open_drop(
    work: UnitOfWork, kind: ImportKind, paths: Sequence[Path], sheets: Sequence[str] | None = None
) -> Drop:
    """Read files and find their tables; all sheets that hold one, or those named in `sheets`.

    Raises UserError for a file that cannot be read and for a sheet that is not there.
    """
    kind = kind.settled(work)
    work.progress.begin("读取文件", len(paths))
    files: list[DroppedFile] = []
    found: list[FoundTable] = []
    remarks: list[Problem] = []
    for path in paths:
        with collector_paused():
            table = kind.read(path.absolute())
        work.progress.step()
        file = str(table.path)
        twin = next((each for each in files if each.sha256 == table.sha256), None)
        if twin is not None:
            remarks.append(_of_file(file, "same_file", f"和“{twin.name}”内容完全相同，只读一次。"))
            continue
        filled = [sheet for sheet in table.sheets if sheet.rows]
        files.append(DroppedFile(file, table.sha256, tuple(sheet.name for sheet in filled)))
        remarks += _about_hidden(file, table)
        chosen = _chosen(path.name, filled, sheets)
        found += _tables_of(file, chosen, kind.spec, remarks, chosen=sheets is not None)
    remarks += _about_seen(work, kind, files)
    return Drop(tuple(files), _with_columns(work, kind, found), tuple(remarks))


def _chosen(name: str, filled: list[Sheet], sheets: Sequence[str] | None) -> list[Sheet]:
    if not filled:
        raise UserError(f"“{name}”里没有内容，请核对是不是这个文件。")
    if sheets is None:
        return filled
    names = {sheet.name for sheet in filled}
    missing = [sheet for sheet in sheets if sheet not in names]
    if missing:
        shown = "、".join(f"“{sheet}”" for sheet in names)
        raise UserError(f"“{name}”里没有工作表“{missing[0]}”，现有{shown}，请核对表名。")
    return [sheet for sheet in filled if sheet.name in set(sheets)]


def _tables_of(
    file: str, sheets: list[Sheet], spec: TableSpec, remarks: list[Problem], *, chosen: bool
) -> list[FoundTable]:
    """The tables of a file; among several sheets one without known headings holds none."""
    found = [find_table(file, sheet, spec) for sheet in sheets]
    unknown = [table for table in found if is_unknown(table.headings, spec)]
    if chosen or len(unknown) == len(found):
        return found
    for table in unknown:
        message = f"工作表“{table.sheet}”里没有认识的列，没有导入。"
        remarks.append(_of_file(file, "sheet_left_out", message, table.sheet))
    return [table for table in found if table not in unknown]


def _with_columns(
    work: UnitOfWork, kind: ImportKind, found: list[FoundTable]
) -> tuple[DroppedTable, ...]:
    spec = kind.spec
    signatures = [signature_of(spec, table) for table in found]
    known = remembered_columns(work, signatures)
    return tuple(
        _with_given(
            kind,
            DroppedTable(
                table,
                guess_columns(table, spec, known.get(signature)),
                signature,
                signature in known,
            ),
            work.today,
        )
        for table, signature in zip(found, signatures, strict=True)
    )


def _with_given(kind: ImportKind, table: DroppedTable, today: dt.date) -> DroppedTable:
    given = kind.given(table.found, today)
    there = {*given, *table.columns.indexes}
    return replace(table, given=given, wanting=tuple(key for key in kind.asks if key not in there))


def _about_hidden(file: str, table: Table) -> list[Problem]:
    if not table.hidden:
        return []
    names = "、".join(f"“{name}”" for name in table.hidden)
    message = f"有 {len(table.hidden)} 张隐藏的工作表（{names}），没有读取，需要时请取消隐藏。"
    return [_of_file(file, "hidden_sheets", message)]


def _about_seen(work: UnitOfWork, kind: ImportKind, files: list[DroppedFile]) -> list[Problem]:
    seen = seen_files(work, kind.code, [file.sha256 for file in files])
    return [
        _of_file(
            file.path,
            "seen_before",
            f"“{file.name}”已由{before.made_by}在 {before.at.astimezone():%Y-%m-%d %H:%M} 导入过，"
            "内容一字未变。",
        )
        for file in files
        if (before := seen.get(file.sha256)) is not None
    ]


def _of_file(file: str, code: str, message: str, sheet: str = "") -> Problem:
    return Problem(sheet, 0, "", "", code, Severity.INFO, message, None, file)
