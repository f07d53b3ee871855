"""A roster of 20 columns in and out: through the real import, and as an export writes it.

The limit of the import reads the same file with calamine and inserts it by bare sqlite3; its peer
merely reads it with openpyxl. The export's peer is openpyxl's constant-memory writer.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.bench import city

COLUMNS = 20
_FIRST_DAY = dt.date(2016, 1, 4)


def prepare(folder: Path, n: int) -> None:
    """An office that has the grids, and a roster of n people who are new to it."""
    grids = city.grid_rows(n)
    city.set_up(folder)
    city.plant(folder, grids)
    _write_roster(folder / "roster.xlsx", grids, n)


def _write_roster(path: Path, grids: list[dict[str, str]], n: int) -> None:
    """The demonstration's roster with two columns more and one that nobody knows."""
    from hrgrid.demo import rosters
    from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook

    extra = ("工号", "市", "片区", "备注", "籍贯", "家庭住址")
    headings = (*rosters.HEADINGS, *extra)
    rows = rosters._roster("bench", grids, set(), n - len(grids))
    filled = (
        row
        | {
            "工号": f"B{number:06d}",
            "市": "苏州市",
            "备注": f"第 {number} 行",
            "籍贯": "江苏苏州",
            "家庭住址": f"示例路 {number % 997} 号",
        }
        for number, row in enumerate(rows, start=1)
    )
    values = ([row.get(heading, "") for heading in headings] for row in filled)
    columns = tuple(SheetColumn(heading) for heading in headings)
    assert len(columns) == COLUMNS
    assert write_workbook(path, [SheetPlan("花名册", columns, values)]) == [n]


def ours_imported(folder: Path, n: int) -> float:
    """Seconds from the file to the committed rows, in a fresh copy of the office."""
    from hrgrid.exchange.service import open_drop, run_import
    from hrgrid.workforce.service.imports import KINDS

    again = folder / "again"
    shutil.rmtree(again, ignore_errors=True)
    again.mkdir()
    for name in ("office.hrg", "office.hrg.keys"):
        shutil.copyfile(folder / name, again / name)
    with closing(city.desk_of(again)) as desk:
        kind, file = KINDS["workers"], folder / "roster.xlsx"
        began = time.perf_counter()
        drop = desk.read(lambda work: open_drop(work, kind, [file]))
        report = run_import(desk, kind, drop)
        seconds = time.perf_counter() - began
    if not report.applied or report.new != n:
        raise SystemExit(f"{report.new} of {n}: {report.problems[:3]}")
    return seconds


def limit_imported(folder: Path, n: int) -> float:
    """Seconds of reading and inserting every cell."""
    from python_calamine import CalamineWorkbook

    file = folder / "bare.db"
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    names = ", ".join(f"c{number}" for number in range(COLUMNS))
    connection.execute(f"CREATE TABLE worker (id INTEGER PRIMARY KEY, {names})")
    began = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(folder / "roster.xlsx")).get_sheet_by_index(0).iter_rows()
    next(rows)
    connection.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * COLUMNS)
    done = connection.executemany(f"INSERT INTO worker ({names}) VALUES ({marks})", rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    if done.rowcount != n:
        raise SystemExit(f"{done.rowcount} of {n}")
    return seconds


def limit_read_by_openpyxl(folder: Path, n: int) -> float:
    """Seconds of openpyxl looking at every cell, and nothing else."""
    import openpyxl

    began = time.perf_counter()
    workbook = openpyxl.load_workbook(folder / "roster.xlsx", read_only=True, data_only=True)
    count = sum(len(row) == COLUMNS for row in workbook.worksheets[0].iter_rows(values_only=True))
    seconds = time.perf_counter() - began
    if count != n + 1:
        raise SystemExit(f"{count} of {n + 1}")
    return seconds


# --- out ----------------------------------------------------------------------------------------


def prepare_export(folder: Path, n: int) -> None:
    """Nothing: the rows are made as they are written."""


def ours_exported(folder: Path, n: int) -> float:
    """Seconds of our writer."""
    from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook

    forms = {4: CellForm.DATE, 9: CellForm.DATE, 14: CellForm.WHOLE}
    columns = tuple(
        SheetColumn(f"列{at}", form=forms.get(at, CellForm.TEXT)) for at in range(COLUMNS)
    )
    began = time.perf_counter()
    counts = write_workbook(folder / "ours.xlsx", [SheetPlan("名单", columns, _rows(n))])
    seconds = time.perf_counter() - began
    if counts != [n]:
        raise SystemExit(f"{counts} of {n}")
    return seconds


def limit_exported(folder: Path, n: int) -> float:
    """Seconds of openpyxl's writer."""
    import openpyxl

    began = time.perf_counter()
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("名单")
    sheet.append([f"列{at}" for at in range(COLUMNS)])
    for row in _rows(n):
        sheet.append(row)
    workbook.save(folder / "peer.xlsx")
    return time.perf_counter() - began


def _rows(n: int) -> Iterator[list[str | int | dt.date]]:
    """Texts as a roster has them, two dates and a number."""
    chance = random.Random("rows")
    for number in range(n):
        row: list[str | int | dt.date] = [
            f"示例街道第{number % 97}社区第{at}网格" for at in range(COLUMNS)
        ]
        row[0], row[1] = f"王{number:06d}", f"9999991980010{number:05d}"
        row[4] = row[9] = _FIRST_DAY + dt.timedelta(days=chance.randrange(3_000))
        row[14] = chance.randrange(1_000_000)
        yield row
