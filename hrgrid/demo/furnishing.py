"""The demonstration's grids and people: written as workbooks, imported as an office would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo import places, rosters
from hrgrid.demo.places import Row
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.overview.service import KINDS
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk

_AREA_HEADINGS = (
    *("市", "区县", "街道", "社区", "网格编码", "网格名称", "网格类型", "户数"),
    *("安安小分队", "楼栋长", "统计日期"),
)


class Size(Labelled):
    """How large the office is."""

    VILLAGE = "village", "镇（60 个网格）"
    TOWN = "town", "区（703 个网格，照盐南公布的数）"
    CITY = "city", "市（12,249 个网格、39,946 人，照苏州公布的数）"


_PLACES = {
    Size.VILLAGE: (places.village_rows, rosters.village_roster),
    Size.TOWN: (places.district_rows, rosters.district_roster),
    Size.CITY: (places.city_rows, rosters.city_roster),
}


@dataclass(frozen=True)
class Books:
    """The workbooks of an office: its grids, and a roster a district."""

    areas: Path
    rosters: list[Path]
    people: int


def furnish(desk: Desk, folder: Path, size: Size, progress: Progress) -> tuple[int, int]:
    """Import grids and people; returns how many of each. The workbooks stay in `folder`."""
    make_grids, make_roster = _PLACES[size]
    grids = list(make_grids())
    books = write_books(folder, grids, make_roster(grids))
    import_files(desk, "areas", [books.areas], progress)
    people = import_files(desk, "workers", books.rosters, progress)
    return len(grids), people


def people_of(size: Size) -> list[Row]:
    """Everybody of an office of this size, as its rosters have them."""
    make_grids, make_roster = _PLACES[size]
    return list(make_roster(list(make_grids())))


def write_books(folder: Path, grids: Sequence[Row], roster: Iterable[Row]) -> Books:
    """Write the grids and the people as an office's districts would send them."""
    areas = folder / "网格表.xlsx"
    write_book(areas, "网格", _AREA_HEADINGS, grids)
    by_district: dict[str, list[Row]] = {}
    for row in roster:
        by_district.setdefault(row["区县"], []).append(row)
    files = []
    for district, rows in by_district.items():
        files.append(folder / safe_name(f"花名册 {district}.xlsx"))
        write_book(files[-1], "花名册", rosters.HEADINGS, rows)
    return Books(areas, files, sum(map(len, by_district.values())))


def import_files(desk: Desk, kind: str, files: list[Path], progress: Progress) -> int:
    """Import the demonstration's own workbooks in one drop; returns how many are new."""
    chosen = KINDS[kind]
    drop = desk.read(lambda work: open_drop(work, chosen, files), progress)
    report = run_import(desk, chosen, drop, progress=progress)
    if not report.applied or report.errors:
        raise RuntimeError(f"the demonstration's own {kind} were refused: {report.problems[:3]}")
    return report.new


def write_book(path: Path, name: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    """A workbook of one sheet, `rows` under `headings`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = tuple(SheetColumn(heading, width=16) for heading in headings)
    values = ([row.get(heading, "") for heading in headings] for row in rows)
    write_workbook(path, [SheetPlan(name, columns, values)])
