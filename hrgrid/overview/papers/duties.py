"""待办 of a week by unit: a PDF to hand out and to tick, and a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.progress import Progress
from hrgrid.overview.queries.duties import DutyFilter, DutyList, DutyRow, duties
from hrgrid.overview.rules.duties import DutyKind, days_words, week_of
from hrgrid.paper.listing import Listing, PaperColumn
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_COLUMNS = (
    PaperColumn("序", 80, right=True),
    PaperColumn("姓名或网格", 190),
    PaperColumn("岗位和所在", 470),
    PaperColumn("事项", 420),
    PaperColumn("到期日", 200),
    PaperColumn("时限", 180),
    PaperColumn("办理情况", 200),
)
_SHEET = (
    SheetColumn("单位", 18),
    SheetColumn("姓名或网格", 18),
    SheetColumn("岗位", 12),
    SheetColumn("所在", 24),
    SheetColumn("种类", 20),
    SheetColumn("事项", 36),
    SheetColumn("到期日", 12, CellForm.DATE),
    SheetColumn("还有几天", 10, CellForm.WHOLE),
    SheetColumn("提示", 40, wrapped=True),
    SheetColumn("办理情况", 20),
)
_NOWHERE = "本机构"
_HINT = "涉及合同、退休的提示只供提醒，不是法律意见；以合同文本和人社部门核定为准。"


def write_duties(desk: Desk, wanted: DutyFilter, path: Path, progress: Progress) -> int:
    """Write what `wanted` finds, all of it, by unit; the suffix says how. Returns how many.

    Raises UserError where the file cannot be written, or a name has a character without a face.
    """

    def read(work: UnitOfWork) -> tuple[DutyList, str, str]:
        return duties(work, wanted, None), office(work).name, work.actor.name

    found, name, by = desk.read(read)
    units = list(by_unit(found.rows))
    progress.begin("生成待办清单", len(found.rows))
    with paper_file(path) as part:
        if path.suffix.lower() == ".pdf":
            _write_pages(part, units, found, (name, by), progress)
        else:
            values = (tuple(_cells(unit, row)) for unit, rows in units for row in rows)
            write_workbook(part, [SheetPlan("待办", _SHEET, values)])
    return len(found.rows)


def by_unit(rows: Sequence[DutyRow]) -> Iterator[tuple[str, list[DutyRow]]]:
    """The rows of each street, each by day; what belongs to the office itself comes first."""
    units: dict[str, list[DutyRow]] = {}
    for row in rows:
        units.setdefault(row.street, []).append(row)
    for unit in sorted(units):
        yield unit or _NOWHERE, units[unit]


def week_words(today: dt.date) -> str:
    """第 47 周（11 月 16 日 – 11 月 22 日）."""
    first, last = week_of(today)
    year, week, _ = today.isocalendar()
    return (
        f"{year} 年第 {week} 周（{first.month} 月 {first.day} 日 – {last.month} 月 {last.day} 日）"
    )


def _write_pages(
    part: Path,
    units: Sequence[tuple[str, list[DutyRow]]],
    found: DutyList,
    who: tuple[str, str],
    progress: Progress,
) -> None:
    name, by = who
    paper = Listing("待办清单", f"{name}　{found.today:%Y-%m-%d} 由{by}打印")
    over = f"，已过期 {found.overdue:,} 件" if found.overdue else ""
    paper.head([f"{name}　{week_words(found.today)}　共 {found.found:,} 件{over}"])
    for unit, rows in units:
        paper.heading(unit, f"{len(rows):,} 件")
        paper.table(_COLUMNS, [_line(at, row) for at, row in enumerate(rows, start=1)])
    if not units:
        paper.paragraph("没有待办。")
    paper.y += 30
    hints = {row.due.kind for row in found.rows} - {
        DutyKind.HIRING,
        DutyKind.TRAINING,
        DutyKind.HONOURS,
        DutyKind.OFFICE,
    }
    for kind in (kind for kind in DutyKind if kind in hints):
        paper.paragraph(f"{kind.label}：{kind.explanation}", small=True)
    if hints:
        paper.paragraph(_HINT, small=True)
    owned = [(row.name, row.name) for row in found.rows if row.due.person_id is not None]
    paper.write(part, owned, progress)


def _line(at: int, row: DutyRow) -> tuple[str, ...]:
    where = "，".join(part for part in (row.role, row.place) if part and part != row.name)
    due = row.due
    return (
        f"{at:,}",
        row.name or "—",
        where,
        due.told,
        f"{due.on:%Y-%m-%d}",
        days_words(row.days),
        "",
    )


def _cells(unit: str, row: DutyRow) -> Iterator[Value]:
    due = row.due
    yield from (unit, row.name, row.role, row.place, due.kind.label, due.told, due.on, row.days)
    yield from (due.kind.explanation, "")
