"""The result of an import or of its dry run, for the screen, the command line and scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.core.columns import Column, Severity, TableSpec, masked
from hrgrid.core.identity import mask_all
from hrgrid.exchange.rules.rows import Problem


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one code; `suggested` is how many have a suggestion to take.

    `may_keep` says that the user may answer for all of them that the cells are right.
    """

    code: str
    severity: Severity
    count: int
    suggested: int
    first: Problem
    may_keep: bool = False


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do; values of persons are masked in its problems.

    `refused` says that the real run would change nothing; `job_id` is there when it was applied.
    """

    kind: str
    files: tuple[str, ...]
    sheets: tuple[str, ...]
    rows: int
    new: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    refused: bool = False
    applied: bool = False
    job_id: int | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be changed."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What wants a look, and what was done by itself."""
        return tuple(p for p in self.problems if p.severity is not Severity.ERROR)

    @property
    def bad_rows(self) -> int:
        """How many rows stay out."""
        return len({(p.file, p.sheet, p.row) for p in self.errors if p.row})

    def groups(self) -> list[ProblemGroup]:
        """The problems by severity and code, the gravest and most frequent first."""
        found: dict[tuple[Severity, str], list[Problem]] = {}
        for problem in self.problems:
            found.setdefault((problem.severity, problem.code), []).append(problem)
        groups = [
            ProblemGroup(
                code,
                severity,
                len(problems),
                sum(p.suggestion is not None for p in problems),
                problems[0],
                all(p.may_keep for p in problems),
            )
            for (severity, code), problems in found.items()
        ]
        gravity = list(Severity)
        return sorted(groups, key=lambda group: (gravity.index(group.severity), -group.count))

    def as_json(self) -> dict[str, Any]:
        """As commands.md promises it; several files stand under "files" besides."""
        told: dict[str, Any] = {"kind": self.kind, "file": self.files[0] if self.files else ""}
        if len(self.files) > 1:
            told["files"] = list(self.files)
        return told | {
            "sheets": list(self.sheets),
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "errors": [_told(problem) for problem in self.errors],
            "warnings": [_told(problem) for problem in self.warnings],
            "applied": self.applied,
        }


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "message": problem.message,
        "suggestion": problem.suggestion,
    }


Headings = Mapping[tuple[str, str], Mapping[str, str]]


def told_problems(
    problems: Sequence[Problem], spec: TableSpec, headings: Headings
) -> tuple[Problem, ...]:
    """The problems in the order of the sheets, with headings for keys and nobody's numbers.

    `headings` are, by file and sheet, what each column is called there.
    """
    columns = {column.key: column for column in spec.columns}
    places = {key: at for at, key in enumerate(columns)}
    sheets = {sheet: at for at, sheet in enumerate(headings)}

    def order(problem: Problem) -> tuple[int, int, int]:
        sheet = sheets.get((problem.file, problem.sheet), -1)
        return sheet, problem.row, places.get(problem.column, -1)

    return tuple(_shown(problem, columns, headings) for problem in sorted(problems, key=order))


def _shown(problem: Problem, columns: Mapping[str, Column], headings: Headings) -> Problem:
    column = columns.get(problem.column)
    hide = masked if column is not None and column.secret else mask_all
    here = headings.get((problem.file, problem.sheet), {})
    return replace(
        problem,
        key=column.key if column is not None else "",
        column=here.get(problem.column) or (column.heading if column else problem.column),
        value=hide(problem.value),
        message=mask_all(problem.message),
        suggestion=None if problem.suggestion is None else hide(problem.suggestion),
    )
