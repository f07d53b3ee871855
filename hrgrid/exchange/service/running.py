"""An import, whole or not at all; its dry run is the real one, rolled back.

The same code reads, applies and counts in both. Where something must be changed, nothing is
written unless the user asked for the good rows alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from hrgrid.core.columns import ReadingContext, Severity
from hrgrid.core.errors import UserError
from hrgrid.core.identity import mask_all
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.exchange.model import HeadingMemory, ImportFile, ImportJob
from hrgrid.exchange.queries import oldest_undoable
from hrgrid.exchange.rules.drops import Drop, DroppedTable
from hrgrid.exchange.rules.mapping import remembered_keys
from hrgrid.exchange.rules.reading import read_rows
from hrgrid.exchange.rules.report import ImportReport, told_problems
from hrgrid.exchange.rules.rows import Answers, Applied, Given, InRows, Problem
from hrgrid.exchange.service.kinds import ImportKind
from hrgrid.exchange.service.pausing import collector_paused
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork


class ImportRefused(UserError):
    """Nothing was imported; `report` says why, row by row."""

    def __init__(self, report: ImportReport, sentence: str) -> None:
        super().__init__(sentence)
        self.report = report


@dataclass
class _Gathered:
    """All sheets of a drop as rows."""

    rows: InRows = field(default_factory=InRows)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    by_file: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Done:
    """An import on its way into the job and the journal."""

    kind: ImportKind
    drop: Drop
    answers: Answers
    gathered: _Gathered
    applied: Applied
    report: ImportReport


def run_import(
    desk: Desk,
    kind: ImportKind,
    drop: Drop,
    answers: Answers | None = None,
    *,
    partial: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    operation_id: str | None = None,
) -> ImportReport:
    """Import a drop, or with `dry_run` show what would happen; a refusal is in the report.

    `partial` imports the good rows where others must be changed.
    """

    def job(work: UnitOfWork) -> ImportReport:
        return import_drop(work, kind, drop, answers or Answers(), partial=partial)

    try:
        if dry_run:
            return replace(desk.rehearse(job, progress), applied=False, job_id=None)
        return desk.write(job, progress=progress, operation_id=operation_id)
    except ImportRefused as refusal:
        return refusal.report


def import_drop(
    work: UnitOfWork, kind: ImportKind, drop: Drop, answers: Answers, *, partial: bool = False
) -> ImportReport:
    """Read every row, apply the good ones, remember the job and the columns.

    Raises ImportRefused, with the report, where the import may not stand.
    """
    work.require_somewhere(Right.IMPORT)
    with collector_paused():
        return _imported(work, kind.settled(work), drop, answers, partial=partial)


def _imported(
    work: UnitOfWork, kind: ImportKind, drop: Drop, answers: Answers, *, partial: bool
) -> ImportReport:
    gathered = _gather(work, kind, drop, answers)
    applied = kind.apply(work, gathered.rows, answers)
    report = _report(kind, drop, answers, gathered, applied)
    bad = len(report.errors)
    if bad and not partial:
        raise _refused(report, f"有 {bad} 处必须改，没有导入。请改好再导入，或只导入没有问题的行")
    if not applied.new + applied.changed + applied.unchanged:
        raise _refused(report, "没有一行可以导入，什么也没有存。请核对文件")
    done = _Done(kind, drop, answers, gathered, applied, report)
    job_id = _note(work, done)
    _remember(work, done)
    _record(work, done)
    return replace(report, applied=True, job_id=job_id)


def _refused(report: ImportReport, sentence: str) -> ImportRefused:
    return ImportRefused(replace(report, refused=True), sentence)


def _gather(work: UnitOfWork, kind: ImportKind, drop: Drop, answers: Answers) -> _Gathered:
    gathered = _Gathered(problems=list(drop.remarks))
    context = ReadingContext(work.today)
    work.progress.begin("检查各行", len(drop.tables))
    for table in drop.tables:
        given = _given(table, answers)
        read = read_rows(table.found, table.columns, kind.spec, context, answers, given=given)
        gathered.problems += _about_given(kind, table)
        gathered.rows += read.rows
        gathered.problems += read.problems
        gathered.count += read.count
        file = table.found.file
        gathered.by_file[file] = gathered.by_file.get(file, 0) + read.count
        work.progress.step()
    return gathered


def _given(table: DroppedTable, answers: Answers) -> dict[str, Given]:
    """What is read where cells hold nothing: what the file says before what the user says."""
    answered = {key: Given(text) for key, text in answers.given.items()}
    return {**answered, **table.given}


def _about_given(kind: ImportKind, table: DroppedTable) -> Iterator[Problem]:
    for key, given in table.given.items():
        if given.said and key not in table.columns.indexes:
            file, sheet = table.place
            heading = kind.spec.column(key).heading
            message = f"“{heading}”一列没有，{given.said}。"
            yield Problem(sheet, 0, "", "", "given_column", Severity.INFO, message, None, file)


def _answered(problem: Problem, answers: Answers) -> Problem:
    """What somebody looked at and keeps wants no second look."""
    if problem.severity is Severity.WARNING and answers.keeps(problem.code):
        return replace(problem, severity=Severity.INFO)
    return problem


def _report(
    kind: ImportKind, drop: Drop, answers: Answers, gathered: _Gathered, applied: Applied
) -> ImportReport:
    problems = [*gathered.problems, *_placed(drop, applied.problems)]
    problems = [_answered(problem, answers) for problem in problems]
    headings: dict[tuple[str, str], dict[str, str]] = {}
    for file in drop.files:
        headings[file.path, ""] = {}
    for table in drop.tables:
        headings[table.place] = _headings(table)
    return ImportReport(
        kind=kind.code,
        files=tuple(file.path for file in drop.files),
        sheets=tuple(table.found.sheet for table in drop.tables),
        rows=gathered.count,
        new=applied.new,
        changed=applied.changed,
        unchanged=applied.unchanged,
        problems=told_problems(problems, kind.spec, headings),
    )


def _headings(table: DroppedTable) -> dict[str, str]:
    return {key: table.found.shown(index) for key, index in table.columns.indexes.items()}


def _placed(drop: Drop, problems: list[Problem]) -> list[Problem]:
    """The applier's problems, each with its file: the first that has the sheet."""
    files: dict[str, str] = {}
    for table in drop.tables:
        files.setdefault(table.found.sheet, table.found.file)
    return [
        problem if problem.file else replace(problem, file=files.get(problem.sheet, ""))
        for problem in problems
    ]


def _note(work: UnitOfWork, done: _Done) -> int:
    _forget_old(work)
    undo = json.dumps(done.applied.undo, ensure_ascii=False) if done.kind.undo else ""
    job = ImportJob(
        kind=done.kind.code,
        operation_id=work.circumstances.operation_id,
        at=work.now,
        made_by=work.actor.name,
        row_count=done.gathered.count,
        new_count=done.applied.new,
        changed_count=done.applied.changed,
        unchanged_count=done.applied.unchanged,
        refused_count=done.report.bad_rows,
        undo_data=undo,
        undone_at=None,
        undone_by="",
    )
    work.session.add(job)
    work.session.flush()
    work.session.add_all(
        ImportFile(
            job_id=job.id,
            sha256=file.sha256,
            name=mask_all(file.name)[:200],
            row_count=done.gathered.by_file.get(file.path, 0),
        )
        for file in done.drop.files
    )
    return job.id


def _forget_old(work: UnitOfWork) -> None:
    """What nobody can undo any more need not be kept."""
    old = ImportJob.at <= oldest_undoable(work)
    query = select(ImportJob).where(old, ImportJob.undo_data != "", ImportJob.undone_at.is_(None))
    for job in work.session.scalars(query):
        job.undo_data = ""


def _remember(work: UnitOfWork, done: _Done) -> None:
    for table in done.drop.tables:
        memory = HeadingMemory(
            signature=table.signature,
            kind=done.kind.code,
            keys=json.dumps(remembered_keys(table.found, table.columns)),
            used_at=work.now,
        )
        work.session.merge(memory)


def _record(work: UnitOfWork, done: _Done) -> None:
    names = "、".join(mask_all(file.name) for file in done.drop.files)
    report, answers = done.report, done.answers
    summary = {
        "rows": report.rows,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "left_out": report.bad_rows,
        "files": [file.sha256 for file in done.drop.files],
        "taken": sorted(answers.take),
        "kept": sorted(answers.keep),
        "edited": len(answers.edits),
    }
    work.record("import", f"{done.kind.spec.label}：{names}", after=summary | done.applied.journal)
