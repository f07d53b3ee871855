"""What units reported becomes what the office holds: as chosen, in one unit of work, undoable."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hrgrid.core.columns import ReadingContext, TableSpec
from hrgrid.core.errors import UserError
from hrgrid.exchange.model import (
    Collection,
    CollectionReturn,
    CollectionSheet,
    ImportFile,
    ImportJob,
)
from hrgrid.exchange.queries.collect_kinds import Collecting, Merged, MergedRow, NotMerged
from hrgrid.exchange.rules.collecting import Unit, value_of
from hrgrid.exchange.rules.differing import Comparison, Decision, Place, Side
from hrgrid.exchange.rules.words import SheetState
from hrgrid.exchange.service.asking import Asking, open_one
from hrgrid.exchange.service.comparing import compare_return, mark_of, told_counts
from hrgrid.exchange.service.kinds import ImportKind
from hrgrid.storage.work import UnitOfWork

Choices = Mapping[int, Mapping[Place, Decision]]
"""What was decided, by workbook (sheet id) and place."""


@dataclass(frozen=True)
class MergeReport:
    """What a merge did: units that are done, cells taken over, rows that stayed out with why."""

    units: tuple[str, ...]
    rows: int
    cells: int
    waiting: tuple[str, ...] = ()
    refused: tuple[NotMerged, ...] = ()
    job_id: int | None = None


@dataclass
class _Merging:
    """One workbook on its way."""

    sheet: CollectionSheet
    row: CollectionReturn
    comparison: Comparison
    kept_before: list[list[str]] = field(default_factory=list)
    kept: list[list[str]] = field(default_factory=list)


def merge(
    work: UnitOfWork,
    collecting: Collecting,
    round_id: int,
    sheet_ids: Sequence[int],
    choices: Choices | None = None,
    *,
    partial: bool = False,
) -> MergeReport:
    """Take over what units reported, all or nothing; with `partial` the rows that can be.

    Compared anew: a choice about texts that have changed since counts for nothing. Raises
    UserError naming the unit where something must be decided or mended first.
    """
    asking = open_one(work, collecting, round_id)
    ready = _ready(asking, sheet_ids, choices or {})
    if not partial:
        _refuse_open(ready)
    rows = [row for one in ready for row in _rows(asking, one)]
    work.progress.begin("合并", len(ready))
    merged = collecting.merge(work, asking.row.subject, asking.spec, rows)
    if merged.refused and not partial:
        first = merged.refused[0]
        raise UserError(
            f"{first.unit.name}第 {first.number} 行“{first.who}”：{first.sentence.rstrip('。')}。"
            f"共 {len(merged.refused)} 行合不进去，什么也没有存。"
            "请改好再合并，或只合并没有问题的行"
        )
    work.session.flush()
    cells = sum(len(row.values) for row in rows)
    job_id = _note(asking, ready, merged) if rows else None
    done, waiting = _settle(asking, ready, job_id)
    work.record(
        "merge_collection",
        f"{asking.row.title}（{'、'.join([*done, *waiting])[:100]}）",
        after={
            "asked_units": len(ready),
            "rows": len(rows) - len(merged.refused),
            "cells": cells,
            "left_out": len(merged.refused),
        }
        | merged.journal,
    )
    return MergeReport(
        tuple(done), len(rows) - len(merged.refused), cells, tuple(waiting), merged.refused, job_id
    )


def _ready(asking: Asking, sheet_ids: Sequence[int], choices: Choices) -> list[_Merging]:
    pairs = [
        (sheet, row)
        for sheet, row in asking.last_returns(sheet_ids)
        if sheet.state is SheetState.RETURNED
    ]
    missing = set(sheet_ids) - {sheet.id for sheet, _ in pairs}
    if missing or not pairs:
        raise UserError("选的单位里有的还没有报回，或已经合并、换了新版。请刷新后再选")
    held = asking.held([sheet for sheet, _ in pairs])
    ready = []
    for sheet, row in pairs:
        comparison = compare_return(asking, sheet, row, held, choices.get(sheet.id))
        before = json.loads(row.counts).get("kept", [])
        kept = [
            [*one.place, one.settled.value, mark_of(asking.work.keyring, one)]
            for one in comparison.findings
            if one.settled is Side.OFFICE
        ]
        ready.append(_Merging(sheet, row, comparison, before, kept))
    return ready


def _refuse_open(ready: Sequence[_Merging]) -> None:
    for one in ready:
        comparison, unit = one.comparison, one.sheet.unit_name
        if comparison.unread:
            raise UserError(
                f"{unit}有 {comparison.unread} 处读不出，没有合并。"
                "请单位改好再交，或只合并没有问题的行"
            )
        if comparison.to_decide:
            raise UserError(
                f"{unit}有 {comparison.to_decide} 处还没有定用哪一边，没有合并。请逐处选定"
            )


def _rows(asking: Asking, one: _Merging) -> list[MergedRow]:
    unit = Unit(one.sheet.unit_path, one.sheet.unit_name)
    spec, context = asking.spec, ReadingContext(asking.work.today)
    return [
        MergedRow(
            unit,
            row.mark,
            row.who,
            row.number,
            {key: value_of(spec.column(key), text, context) for key, text in row.cells.items()},
        )
        for row in one.comparison.taken()
    ]


def _note(asking: Asking, ready: Sequence[_Merging], merged: Merged) -> int:
    """The merge among the imports, so that it may be taken back whole."""
    work, collecting = asking.work, asking.collecting
    taken_back = {
        "returns": [[one.row.id, one.kept_before] for one in ready],
        "inner": merged.undo,
    }
    count = sum(one.comparison.rows for one in ready)
    job = ImportJob(
        kind=collecting.import_code,
        operation_id=work.circumstances.operation_id,
        at=work.now,
        made_by=work.actor.name,
        row_count=count,
        new_count=merged.new,
        changed_count=merged.changed,
        unchanged_count=sum(one.comparison.unchanged for one in ready),
        refused_count=sum(len(one.comparison.barred) for one in ready),
        undo_data=json.dumps(taken_back, ensure_ascii=False) if collecting.undo else "",
        undone_at=None,
        undone_by="",
    )
    work.session.add(job)
    work.session.flush()
    files = {one.row.file_sha256: one for one in ready}
    work.session.add_all(
        ImportFile(
            job_id=job.id,
            sha256=sha256,
            name=one.row.file_name,
            row_count=one.comparison.rows,
        )
        for sha256, one in files.items()
    )
    return job.id


def _settle(
    asking: Asking, ready: Sequence[_Merging], job_id: int | None
) -> tuple[list[str], list[str]]:
    """Say of each workbook whether it is done, by comparing once more with what stands now."""
    work = asking.work
    done: list[str] = []
    waiting: list[str] = []
    for one in ready:
        one.row.merged_at, one.row.merged_by = work.now, work.actor.name
        one.row.import_operation = work.circumstances.operation_id if job_id is not None else None
        one.row.counts = json.dumps(told_counts(one.comparison, one.kept))
    work.session.flush()
    held = asking.held([one.sheet for one in ready])
    for one in ready:
        after = compare_return(asking, one.sheet, one.row, held)
        one.row.counts = json.dumps(told_counts(after, one.kept))
        one.sheet.state = SheetState.MERGED if after.finished else SheetState.RETURNED
        (done if after.finished else waiting).append(one.sheet.unit_name)
        work.progress.step()
    work.session.flush()
    return done, waiting


# --- taking back --------------------------------------------------------------------------------


def merge_kinds(kinds: Sequence[Collecting]) -> dict[str, ImportKind]:
    """The merges of kinds as imports, for the list of imports and for taking one back."""
    return {
        one.import_code: ImportKind(
            TableSpec(one.import_code, f"收集：{one.kind.label}", ()),
            _never,
            _undo_of(one) if one.undo is not None else None,
        )
        for one in kinds
    }


def _undo_of(collecting: Collecting) -> Callable[[UnitOfWork, Any], None]:
    def undo(work: UnitOfWork, noted: Any) -> None:
        if collecting.undo is not None:
            collecting.undo(work, noted["inner"])
        for return_id, kept in noted["returns"]:
            row = work.session.get_one(CollectionReturn, return_id)
            sheet = work.session.get_one(CollectionSheet, row.sheet_id)
            row.merged_at, row.merged_by, row.import_operation = None, "", None
            asking = Asking(work, collecting, work.session.get_one(Collection, sheet.collection_id))
            row.counts = json.dumps({"kept": kept} if kept else {})
            work.session.flush()
            comparison = compare_return(asking, sheet, row, asking.held([sheet]))
            row.counts = json.dumps(told_counts(comparison, kept))
            if sheet.state is SheetState.MERGED:
                sheet.state = SheetState.RETURNED
        work.session.flush()

    return undo


def _never(*_: Any) -> Any:
    raise RuntimeError("a collection is merged, not imported")
