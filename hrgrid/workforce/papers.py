"""Lists of people on paper: the columns are those of the roster that comes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.sheets import SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.queries import PeopleFilter, PeopleOrder
from hrgrid.workforce.queries.roster import roster


@dataclass(frozen=True)
class PeopleList:
    """Which people in which order; `full` asks for numbers as they are, for a `reason`."""

    wanted: PeopleFilter
    order: PeopleOrder = PeopleOrder.STROKES
    full: bool = False
    reason: str = ""


def export_people(desk: Desk, asked: PeopleList, path: Path, progress: Progress) -> int:
    """Write the list to `path`; returns how many people stand in it.

    With full numbers the file gets its name only when the journal tells of it. Raises UserError
    where the right or the reason is missing, or the file cannot be written.
    """
    if asked.full and not asked.reason.strip():
        raise UserError("带完整号码导出须写明事由。请填上事由再导出")
    with paper_file(path) as part:
        count = desk.read(lambda work: _write(work, asked, part), progress)
        if asked.full:
            desk.write(lambda work: _record(work, path, count), reason=asked.reason)
    return count


def _write(work: UnitOfWork, asked: PeopleList, part: Path) -> int:
    columns = tuple(SheetColumn(one.heading, max(one.width, 8)) for one in WORKERS.columns)
    return write_workbook(part, [SheetPlan("人员名单", columns, _rows(work, asked))])[0]


def _rows(work: UnitOfWork, asked: PeopleList) -> Iterator[list[Value]]:
    keys = [column.key for column in WORKERS.columns]
    for row in roster(work, asked.wanted, asked.order, full=asked.full):
        yield [row.cells.get(key, "") for key in keys]


def _record(work: UnitOfWork, path: Path, count: int) -> None:
    work.require_reason()
    work.record("export_people", path.name, after={"people": count})
