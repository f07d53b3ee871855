"""The dry run with the user's answers, and where in the files each problem stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hrgrid.core.columns import Column, Severity, masked
from hrgrid.core.progress import Progress
from hrgrid.exchange.rules.rows import CellPlace
from hrgrid.exchange.service import (
    Answers,
    Drop,
    DroppedTable,
    ImportKind,
    ImportReport,
    Problem,
    run_import,
)
from hrgrid.storage.desk import Desk


@dataclass(frozen=True)
class Checked:
    """A dry run: what was asked, and what would come of it."""

    kind: ImportKind
    drop: Drop
    answers: Answers
    report: ImportReport

    @property
    def importable(self) -> int:
        """How many rows the real run would take."""
        return self.report.new + self.report.changed + self.report.unchanged

    @property
    def left_out(self) -> int:
        """How many rows would stay out."""
        return max(0, self.report.rows - self.importable)

    @property
    def changes_nothing(self) -> bool:
        """Whether every row stands in the data already."""
        return not (self.report.new or self.report.changed or self.left_out)


def check(
    desk: Desk, kind: ImportKind, drop: Drop, answers: Answers, progress: Progress
) -> Checked:
    """Run dry; suggestions that were taken and that only rows know are typed in for the user."""
    report = run_import(desk, kind, drop, answers, dry_run=True, progress=progress)
    edits = _suggested(Cells(kind, drop), answers, report)
    if edits:
        answers = replace(answers, edits={**answers.edits, **edits})
        report = run_import(desk, kind, drop, answers, dry_run=True, progress=progress)
    return Checked(kind, drop, answers, report)


def _suggested(cells: Cells, answers: Answers, report: ImportReport) -> dict[CellPlace, str]:
    edits = {}
    for problem in report.problems:
        if problem.suggestion is None or not answers.takes(problem.code):
            continue
        line = cells.line(problem)
        if line.place is not None and line.suggestion and line.place not in answers.edits:
            edits[line.place] = line.suggestion
    return edits


@dataclass(frozen=True)
class ProblemLine:
    """A problem with its cell; `place` None where no single cell can be mended.

    `subject` is whom or what the row is about, `raw` the cell in full, `suggestion` what can be
    typed instead (a masked one cannot), `edited` what the user typed, `secret` whether to mask it.
    """

    problem: Problem
    place: CellPlace | None = None
    subject: str = ""
    raw: str = ""
    suggestion: str = ""
    edited: str | None = None
    secret: bool = False

    @property
    def edited_shown(self) -> str:
        """What was typed, as it may be told."""
        text = self.edited or ""
        return masked(text) if self.secret else text or "（改为空）"


class Cells:
    """Finds the cells of problems in the files of a drop."""

    def __init__(self, kind: ImportKind, drop: Drop) -> None:
        self._spec = kind.spec
        self._tables = {table.place: table for table in drop.tables}
        self._keys = {place: self._keys_of(table) for place, table in self._tables.items()}
        self._rows: dict[tuple[str, str], dict[int, tuple[str, ...]]] = {}
        # Whom the row is about stands first, even where a code may tell him instead of a name.
        self._subject = next(
            (column for column in kind.spec.columns if column.required or column.key == "name"),
            None,
        )

    @property
    def subject_heading(self) -> str:
        """What the subject of a row is called, "" where rows have none."""
        return self._subject.heading if self._subject is not None else ""

    def _keys_of(self, table: DroppedTable) -> dict[str, str]:
        keys = {column.heading: column.key for column in self._spec.columns}
        shown = {table.found.shown(at): key for key, at in table.columns.indexes.items()}
        return keys | shown

    def line(self, problem: Problem, edits: Mapping[CellPlace, str] | None = None) -> ProblemLine:
        """The problem with its cell."""
        place = (problem.file, problem.sheet)
        table = self._tables.get(place)
        if table is None or problem.row <= table.found.headings.last_row:
            return ProblemLine(problem)
        subject = self._text(table, problem.row, self._subject) if self._subject else ""
        key = self._keys[place].get(problem.column)
        if key is None:
            return ProblemLine(problem, subject=subject)
        column = self._spec.column(key)
        cell = (*place, problem.row, key)
        told = problem.suggestion or ""
        return ProblemLine(
            problem,
            cell if problem.severity is not Severity.INFO else None,
            subject,
            self._text(table, problem.row, column),
            told if "*" not in told or not column.secret else "",
            (edits or {}).get(cell),
            column.secret,
        )

    def _text(self, table: DroppedTable, row: int, column: Column) -> str:
        at = table.columns.indexes.get(column.key)
        if table.place not in self._rows:
            self._rows[table.place] = {each.number: each.cells for each in table.found.rows}
        cells = self._rows[table.place].get(row, ())
        return cells[at] if at is not None and at < len(cells) else ""
