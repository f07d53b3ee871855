"""Lists of people on paper: the columns are those of the roster that comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.queries import (
    PeopleFilter,
    PeopleOrder,
    PersonRow,
    count_people,
    people,
)
from hrgrid.workforce.queries.roster import roster

_AT_ONCE = 1_000


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


@dataclass(frozen=True)
class SeenColumn:
    """A column as a list on the screen shows it; `width` in characters."""

    heading: str
    text: Callable[[PersonRow], str]
    width: int = 12
    numeric: bool = False


def export_seen(
    desk: Desk, asked: PeopleList, columns: Sequence[SeenColumn], path: Path, progress: Progress
) -> int:
    """Write the list to `path` as the screen shows it; returns how many people stand in it."""
    forms = {True: CellForm.WHOLE, False: CellForm.TEXT}
    heads = tuple(
        SheetColumn(column.heading, max(column.width, 8), forms[column.numeric])
        for column in columns
    )

    def write(work: UnitOfWork) -> int:
        rows = _seen_rows(work, asked, columns)
        return write_workbook(part, [SheetPlan("人员名单", heads, rows)])[0]

    with paper_file(path) as part:
        return desk.read(write, progress)


def _seen_rows(
    work: UnitOfWork, asked: PeopleList, columns: Sequence[SeenColumn]
) -> Iterator[list[Value]]:
    work.progress.begin("导出名单", count_people(work, asked.wanted))
    after: tuple[str, int] | None = None
    while True:
        page = people(work, asked.wanted, asked.order, after, _AT_ONCE)
        for row in page:
            yield [_cell(column, row) for column in columns]
        work.progress.step(len(page))
        if len(page) < _AT_ONCE:
            return
        after = page[-1].key, page[-1].id


def _cell(column: SeenColumn, row: PersonRow) -> Value:
    text = column.text(row)
    plain = text.replace(",", "")
    return int(plain) if column.numeric and plain.isdecimal() else text


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
