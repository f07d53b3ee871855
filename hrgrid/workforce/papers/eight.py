"""八定 on paper: a card a grid as PDF, and the list of an area's grids as a workbook.

No ID number and nobody's own telephone: only the station's telephone on duty is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.progress import Progress
from hrgrid.paper.eight import EightCard, Settled, write_cards
from hrgrid.paper.notes import Concern, Note, tell
from hrgrid.paper.sheets import SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.workforce.queries.dossier import EightSheet, eight_sheets
from hrgrid.workforce.rules.eight import EightKind, EightRow

_HEADINGS = (
    SheetColumn("序号", 6),
    SheetColumn("所在", 30, wrapped=True),
    SheetColumn("网格编码", 20),
    SheetColumn("网格名称", 22, wrapped=True),
    *(SheetColumn(kind.label, 28, wrapped=True) for kind in EightKind),
    SheetColumn("已定项数", 10),
    SheetColumn("未定", 28, wrapped=True),
    SheetColumn("工作站", 20, wrapped=True),
    SheetColumn("值班电话", 16),
)


def write_eight_cards(
    desk: Desk,
    area_id: int,
    path: Path,
    progress: Progress,
    *,
    on: dt.date | None = None,
    grids: Sequence[int] = (),
) -> int:
    """Write the cards of the grids at or below an area, or of some of them; returns the pages.

    Raises UserError where there is none that may be looked at.
    """
    day, sheets = _read(desk, area_id, progress, on, grids)
    tell(_unsettled(sheets))
    with paper_file(path) as part:
        return write_cards(part, [_card(sheet, day) for sheet in sheets], progress=progress)


def write_eight_list(
    desk: Desk, area_id: int, path: Path, progress: Progress, *, on: dt.date | None = None
) -> int:
    """Write a row a grid with its eight; returns how many grids stand in it."""
    _, sheets = _read(desk, area_id, progress, on, ())
    if not sheets:
        raise UserError("这里没有网格，没有八定可导出。请选有网格的区域")
    rows = [_row(number, sheet) for number, sheet in enumerate(sheets, start=1)]
    with paper_file(path) as part:
        return write_workbook(part, [SheetPlan("八定一览表", _HEADINGS, rows)])[0]


def _unsettled(sheets: Sequence[EightSheet]) -> Iterator[Note]:
    for at, sheet in enumerate(sheets, start=1):
        for row in sheet.eight:
            if row.missing:
                told = f"{row.kind.label}未定：{row.missing}"
                way = "在网格的“八定”里补上；能印，卡上写着未定"
                yield Note(Concern.BLANK, at, "", sheet.row.name, told, way)


def _read(
    desk: Desk, area_id: int, progress: Progress, on: dt.date | None, grids: Sequence[int]
) -> tuple[dt.date, list[EightSheet]]:
    day, sheets = desk.read(
        lambda work: (on or work.day, eight_sheets(work, area_id, on or work.day)), progress
    )
    wanted = set(grids)
    return day, [sheet for sheet in sheets if not wanted or sheet.row.id in wanted]


def _card(sheet: EightSheet, day: dt.date) -> EightCard:
    told = f"已定 {sheet.settled}/{len(sheet.eight)} 项，截至 {official_day(day)}"
    station = sheet.station
    foot = []
    if station is not None:
        parts = (station.name, station.place, station.telephone and f"值班电话 {station.telephone}")
        foot.append("工作站：" + "，".join(part for part in parts if part))
    return EightCard(
        grid=f"{sheet.row.name}（{sheet.row.code}）",
        place=" / ".join(sheet.above),
        rows=tuple(Settled(row.kind.label, row.text, _note(row)) for row in sheet.eight),
        foot=(*foot, told),
    )


def _note(row: EightRow) -> str:
    if row.missing:
        return f"未定：{row.missing}"
    return f"按{row.source}统一规定" if row.source else ""


def _row(number: int, sheet: EightSheet) -> list[Value]:
    station = sheet.station
    return [
        str(number),
        " / ".join(sheet.above),
        sheet.row.code,
        sheet.row.name,
        *(row.text for row in sheet.eight),
        f"{sheet.settled}/{len(sheet.eight)}",
        "；".join(f"{row.kind.label}：{row.missing}" for row in sheet.eight if row.missing),
        station.name if station is not None else "",
        station.telephone if station is not None else "",
    ]
