"""Workbooks of an import: the rows to mend, and the empty table to fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from hrgrid.core.columns import Column, Severity, TableSpec
from hrgrid.exchange.rules.drops import Drop, DroppedTable
from hrgrid.exchange.rules.headings import SheetRow
from hrgrid.exchange.rules.report import ImportReport
from hrgrid.exchange.rules.rows import Problem
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, Value, write_workbook
from hrgrid.storage.files import paper_file

_PREPARED = 5_000
_PROBLEM = "问题"
GUIDE = "填写说明"


# --- the rows to mend -------------------------------------------------------------------------


def write_error_workbook(spec: TableSpec, drop: Drop, report: ImportReport, path: Path) -> int:
    """The rows that stayed out, in their own columns, with what is wrong behind; returns how many.

    The values stand in full, as in the file that they came from. Raises UserError where nothing
    can be written there.
    """
    by_table: dict[tuple[str, str], dict[int, list[Problem]]] = {}
    for problem in report.problems:
        rows = by_table.setdefault((problem.file, problem.sheet), {})
        rows.setdefault(problem.row, []).append(problem)
    plans = [
        _error_sheet(drop, table, by_table[table.place])
        for table in drop.tables
        if any(map(_is_bad, by_table.get(table.place, {}).values()))
    ]
    if not plans:
        plans = [SheetPlan(spec.label, (SheetColumn(_PROBLEM, 60),), _about_files(report))]
    return sum(_save(path, plans))


def _is_bad(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _about_files(report: ImportReport) -> list[tuple[str]]:
    return [(problem.message,) for problem in report.errors]


def _error_sheet(drop: Drop, table: DroppedTable, problems: dict[int, list[Problem]]) -> SheetPlan:
    found = table.found
    # What is wrong with the headings concerns every row.
    general = [p for p in problems.get(found.headings.last_row, []) if p.severity is Severity.ERROR]
    bad = {number: told for number, told in problems.items() if _is_bad(told)}
    rows = [row for row in found.rows if general or row.number in bad]
    dated = {at for row in rows for at, kind in enumerate(row.kinds) if kind == "d"}
    columns = [
        SheetColumn(found.shown(at), _width(rows, at), _form(at, dated))
        for at in range(found.width)
    ]
    columns.append(SheetColumn(_PROBLEM, 60, wrapped=True))
    several = len(drop.files) > 1 or not found.sheet
    name = f"{Path(found.file).stem} {found.sheet}".strip() if several else found.sheet
    return SheetPlan(
        name,
        tuple(columns),
        (
            (*_values(row, found.width, dated), _told([*general, *bad.get(row.number, [])]))
            for row in rows
        ),
    )


def _form(at: int, dated: set[int]) -> CellForm:
    return CellForm.DATE if at in dated else CellForm.TEXT


def _width(rows: Sequence[SheetRow], at: int) -> int:
    longest = max((len(row.cells[at]) for row in rows[:200] if at < len(row.cells)), default=0)
    return min(max(longest + 2, 10), 30)


def _values(row: SheetRow, width: int, dated: set[int]) -> Iterator[Value]:
    for at in range(width):
        if at >= len(row.cells):
            yield None
        else:
            yield _value(row.cells[at], row.kinds[at], dated=at in dated)


def _value(text: str, kind: str, *, dated: bool) -> Value:
    """A number stays one: 1 for 0001 would otherwise look like a code that somebody typed."""
    if kind == "d":
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            return text
    if kind == "n" and not dated:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        return number if number.is_finite() else text
    return text


def _told(problems: Iterable[Problem]) -> str:
    return "\n".join(
        f"{problem.column}：{problem.message}{_suggested(problem)}"
        if problem.column
        else problem.message
        for problem in problems
        if problem.severity is not Severity.INFO
    )


def _suggested(problem: Problem) -> str:
    return f"建议：{problem.suggestion}。" if problem.suggestion else ""


# --- the empty table --------------------------------------------------------------------------


def write_template(spec: TableSpec, path: Path) -> None:
    """An empty workbook with headings, an example in grey, lists of choices and a guide.

    Raises UserError where nothing can be written there.
    """
    columns = tuple(
        SheetColumn(
            column.heading,
            max(column.width, 2 * len(column.heading) + 2),
            CellForm.GENERAL if column.numeric else CellForm.TEXT,
            column.choices,
        )
        for column in spec.columns
    )
    example = tuple(_example(column) for column in spec.columns)
    examples = [example] if any(value is not None for value in example) else []
    table = SheetPlan(spec.label, columns, examples, grey=1, prepared=_PREPARED)
    _save(path, [table, _guide(spec)])


def _example(column: Column) -> Value:
    if not column.example:
        return None
    return Decimal(column.example) if column.numeric else column.example


def _guide(spec: TableSpec) -> SheetPlan:
    columns = (
        SheetColumn("列", 16),
        SheetColumn("要求", 8),
        SheetColumn("怎么填", 40, wrapped=True),
        SheetColumn("示例", 22),
        SheetColumn("可选内容", 40, wrapped=True),
        SheetColumn("也认得的列名", 40, wrapped=True),
    )
    rows: list[tuple[str, ...]] = [
        (
            column.heading,
            "必填" if column.required else "选填",
            column.hint,
            column.example,
            "、".join(column.choices),
            "、".join(column.synonyms),
        )
        for column in spec.columns
    ]
    rows.append(("灰色的示例行", "", "填表时可以删去；留着也不会被导入。", "", "", ""))
    return SheetPlan(GUIDE, columns, rows)


def _save(path: Path, plans: Sequence[SheetPlan]) -> list[int]:
    with paper_file(path) as part:
        return write_workbook(part, plans)
