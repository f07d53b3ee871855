"""一格一员覆盖表 (documents.md 10): the units of an area ranked, with the month before, one page.

The total stands above the units, and below them in words which units lack people: a rate of the
whole hides them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form
from hrgrid.paper.sheets import (
    CellForm,
    Formula,
    SheetColumn,
    SheetPlan,
    Value,
    write_workbook,
)
from hrgrid.paper.tables import Page, Side, Table, TableColumn, TableRow, write_table
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.papers.frame import Frame, read_frame
from hrgrid.workforce.queries.league import League, LeagueRow, league

_SHOWN = 8
_HEAD_ROWS = 4
_NONE = "—"


@dataclass(frozen=True)
class _Column:
    heading: str
    width: int
    form: CellForm
    share: int


_COLUMNS = (
    _Column("名次", 9, CellForm.GENERAL, 38),
    _Column("", 22, CellForm.TEXT, 74),
    _Column("综合网格", 10, CellForm.WHOLE, 42),
    _Column("有专职网格", 12, CellForm.WHOLE, 50),
    _Column("配备率", 10, CellForm.SHARE, 40),
    _Column("缺口", 8, CellForm.WHOLE, 28),
    _Column("专属网格", 10, CellForm.WHOLE, 42),
    _Column("微网格", 9, CellForm.WHOLE, 32),
    _Column("微网格联络员", 14, CellForm.WHOLE, 58),
    _Column("志愿者", 9, CellForm.WHOLE, 34),
    _Column("有专职网格\n比上月", 11, CellForm.CHANGE, 52),
    _Column("配备率比上月\n（百分点）", 14, CellForm.POINTS, 60),
    _Column("上月名次", 10, CellForm.GENERAL, 38),
)
_SUMMED = "CDGHIJ"


@dataclass(frozen=True)
class LeagueTable:
    """Which table: of an area's units (None: of the whole that is seen) as of a day."""

    on: dt.date
    area_id: int | None = None


def write_league(desk: Desk, asked: LeagueTable, form: Form, path: Path, progress: Progress) -> int:
    """Write the table to `path`; returns how many units it has.

    Raises UserError where nothing lies below the area, or the file cannot be written.
    """

    def read(work: UnitOfWork) -> tuple[Frame, League]:
        wanted = (asked.on, asked.area_id)
        return read_frame(work, *wanted), league(work, *wanted)

    frame, found = desk.read(read, progress)
    if not found.parts:
        raise UserError(f"“{found.name}”下面没有可比的单位，没有覆盖表。请选上一级区域")
    progress.begin("编排覆盖表", len(found.rows))
    with paper_file(path) as part:
        if form is Form.XLSX:
            write_workbook(part, [_plan(frame, found)])
        else:
            write_table(part, _table(frame, found), progress=progress)
    return len(found.parts)


def _title(frame: Frame, found: League) -> str:
    month = f"{found.on.year}年{found.on.month}月"
    return f"{found.name or frame.place}一格一员覆盖表（{month}）"


def _right(frame: Frame) -> str:
    return f"单位：个、人　　{frame.made}"


def notes(found: League) -> tuple[str, ...]:
    """What the figures mean, and which units lack people."""
    total = found.total.now
    before = f"“比上月”以 {official_day(found.before)}的任职和区划计算。"
    counted = "微网格联络员、志愿者按任职所在地计人次；配备率四舍五入，有缺口的不写 100%。"
    if not total.vacant:
        return ("各单位的综合网格都有专职网格员。", f"{before}{counted}")
    lacking = found.lacking
    named = "、".join(f"{row.name} {row.now.vacant} 个" for row in lacking[:_SHOWN])
    more = f"等 {len(lacking)} 个单位" if len(lacking) > _SHOWN else ""
    said = f"还缺 {total.vacant} 个：{named}{more}。合计的配备率看不出缺在哪里，以各单位为准。"
    return (said, f"{before}{counted}")


# --- as pages -----------------------------------------------------------------------------------


def _table(frame: Frame, found: League) -> Table:
    headings = [each.heading or found.unit for each in _COLUMNS]
    sides = [Side.CENTRE, Side.LEFT, *[Side.RIGHT] * (len(_COLUMNS) - 2)]
    columns = tuple(
        TableColumn(heading, column.share, side)
        for heading, column, side in zip(headings, _COLUMNS, sides, strict=True)
    )

    def rows() -> Iterator[TableRow]:
        yield TableRow(tuple(_texts(found.total)), strong=True)
        for row in found.rows:
            yield TableRow(tuple(_texts(row)))

    return Table(
        _title(frame, found),
        columns,
        rows,
        left=frame.left,
        right=_right(frame),
        notes=notes(found),
        page=Page.A4,
        size=1050,
        owner=1,
        one_page=True,
    )


def _texts(row: LeagueRow) -> Iterator[str]:
    yield _place(row.rank, tied=row.tied)
    yield row.name
    yield f"{row.now.grids:,}"
    yield f"{row.now.filled:,}"
    yield share(row.now.rate_bp)
    yield f"{row.now.vacant:,}"
    for count in (row.dedicated, row.micro, row.liaisons, row.volunteers):
        yield f"{count:,}"
    yield _change(row.filled_change)
    yield points(row.rate_change)
    yield _place(row.rank_before)


def _place(rank: int | None, *, tied: bool = False) -> str:
    return _NONE if rank is None else f"{rank}（并列）" if tied else str(rank)


def share(rate_bp: int | None) -> str:
    """92.52%; a dash where there is nothing to count."""
    return _NONE if rate_bp is None else f"{rate_bp // 100}.{rate_bp % 100:02d}%"


def points(change: int | None) -> str:
    """+0.35 of a change in 1/100 of a percentage point."""
    return _NONE if change is None else f"{Decimal(change) / 100:+.2f}" if change else "0.00"


def _change(change: int | None) -> str:
    return _NONE if change is None else f"{change:+,}" if change else "0"


# --- as a workbook ------------------------------------------------------------------------------


def _plan(frame: Frame, found: League) -> SheetPlan:
    columns = tuple(
        SheetColumn(
            each.heading or found.unit,
            each.width,
            each.form,
            centred=each.form is CellForm.GENERAL,
        )
        for each in _COLUMNS
    )
    last = _HEAD_ROWS + len(found.rows)
    rows: list[tuple[Value, ...]] = [tuple(_sums(found.total, last))]
    rows += [
        tuple(_values(row, number)) for number, row in enumerate(found.rows, start=_HEAD_ROWS + 1)
    ]
    return SheetPlan(
        "覆盖表",
        columns,
        rows,
        title=_title(frame, found),
        left=frame.left,
        right=_right(frame),
        strong=1,
        notes=notes(found),
    )


def _sums(total: LeagueRow, last: int) -> Iterator[Value]:
    """The total as live sums over the units, which hold what was stored."""
    stored = {
        "C": total.now.grids,
        "D": total.now.filled,
        "G": total.dedicated,
        "H": total.micro,
        "I": total.liaisons,
        "J": total.volunteers,
    }
    first = _HEAD_ROWS + 1

    def summed(letter: str) -> Formula:
        return Formula(f"SUM({letter}{first}:{letter}{last})", stored[letter])

    yield from (_NONE, total.name, summed("C"), summed("D"))
    yield from _computed(total, _HEAD_ROWS)
    yield from (summed(letter) for letter in _SUMMED[2:])
    yield from _changes(total)


def _values(row: LeagueRow, number: int) -> Iterator[Value]:
    yield row.rank if row.rank is not None else _NONE
    yield from (row.name, row.now.grids, row.now.filled)
    yield from _computed(row, number)
    yield from (row.dedicated, row.micro, row.liaisons, row.volunteers)
    yield from _changes(row)


def _computed(row: LeagueRow, number: int) -> Iterator[Value]:
    """Rate and vacancies; a rate with a vacancy in it is never 100 %."""
    rate = row.now.rate_bp
    if rate is None:
        yield _NONE
    else:
        cell = f"ROUND(D{number}/C{number},4)"
        formula = f"IF(D{number}<C{number},MIN({cell},0.9999),1)"
        yield Formula(formula, Decimal(rate) / 10_000)
    yield Formula(f"C{number}-D{number}", row.now.vacant)


def _changes(row: LeagueRow) -> Iterator[Value]:
    yield row.filled_change if row.filled_change is not None else _NONE
    yield Decimal(row.rate_change) / 100 if row.rate_change is not None else _NONE
    yield row.rank_before if row.rank_before is not None else _NONE
