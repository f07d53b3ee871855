"""Marks of the test of a class: up to three attempts, each a mark or absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment, TrainingClass, TrainingTest
from hrgrid.training.queries.classes import class_row
from hrgrid.training.queries.pasting import read_pasted_marks
from hrgrid.training.rules.exams import ATTEMPTS, FULL_MILLI, ExamValue
from hrgrid.training.rules.words import HOLDS_PLACE, ClassState
from hrgrid.training.service.attending import PasteRefused
from hrgrid.training.service.steps import KEYING, class_of, named
from hrgrid.workforce.model import Person

ExamCell = tuple[int, int]
"""(enrolment_id, attempt)."""


@dataclass(frozen=True)
class KeyedExam:
    """What one key did: what stood before and what stands now."""

    cell: ExamCell
    before: ExamValue | None
    after: ExamValue | None


_TOLD = 40
_MARKED = (ClassState.RUNNING, ClassState.ENDED)


def key_tests(
    work: UnitOfWork,
    class_id: int,
    cells: Mapping[ExamCell, ExamValue | None],
    *,
    seen: Mapping[ExamCell, ExamValue | None] | None = None,
) -> list[KeyedExam]:
    """Write marks, all or none; None takes one back. Undo: key `before` with `seen` = `after`.

    A second attempt needs the first. Raises UserError where the course has no test.
    """
    found = class_of(work, class_id, *_MARKED, rights=KEYING)
    if not class_row(work, class_id).tested:
        raise UserError(f"{named(found)}的课程不测试，没有成绩可录。要测试请先改课程")
    people = (
        select(Enrolment.id, Person.name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == class_id, Enrolment.state.in_(HOLDS_PLACE))
    )
    names = dict(work.session.execute(people).tuples().all())
    query = select(TrainingTest).where(TrainingTest.class_id == class_id)
    rows = {(one.enrolment_id, one.attempt): one for one in work.session.scalars(query)}
    changed = []
    # First attempts first, so that both may come in one deed.
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        value = cells[cell]
        where = _where(names, cell, found)
        row = rows.get(cell)
        before = None if row is None else ExamValue(row.value_milli, row.tested_on)
        if seen is not None and cell in seen and before != seen[cell]:
            shown = before.words if before is not None else "空"
            raise UserError(f"{where}刚被别人录为“{shown}”。请刷新后核对")
        if before == value:
            continue
        if value is not None:
            _check(work, where, value)
        _write(work, found, rows, cell, value)
        changed.append(KeyedExam(cell, before, value))
    _require_in_order(rows, names, cells)
    work.session.flush()
    if changed:
        _record(work, found, names, changed)
    return changed


def paste_tests(
    work: UnitOfWork,
    class_id: int,
    text: str,
    tested_on: dt.date,
    *,
    attempt: int = 1,
    partial: bool = False,
) -> list[KeyedExam]:
    """Key a pasted list of name or number and mark; with problems only if `partial`."""
    class_of(work, class_id, *_MARKED, rights=KEYING)
    pasted = read_pasted_marks(work, class_id, text)
    if pasted.problems and not partial:
        raise PasteRefused(pasted.problems)
    if not pasted.rows:
        raise UserError("粘贴的内容里没有可以录入的成绩。请核对后再粘贴")
    cells: dict[ExamCell, ExamValue | None] = {
        (one.member.enrolment_id, attempt): ExamValue(one.value_milli, tested_on)
        for one in pasted.rows
    }
    return key_tests(work, class_id, cells)


def _where(names: Mapping[int, str], cell: ExamCell, found: TrainingClass) -> str:
    name = names.get(cell[0])
    if name is None:
        raise UserError(f"{named(found)}的名单刚被改过。请刷新后再录")
    if cell[1] not in ATTEMPTS:
        raise UserError(f"{name}第 {cell[1]} 次测试录不了，最多补考到第 {ATTEMPTS[-1]} 次")
    return f"{name}第 {cell[1]} 次测试的成绩"


def _check(work: UnitOfWork, where: str, value: ExamValue) -> None:
    if value.value_milli is not None and not 0 <= value.value_milli <= FULL_MILLI:
        raise UserError(f"{where}“{value.words}”不在 0 到 100 之间。请核对")
    if value.tested_on > work.today:
        raise UserError(f"{where}的日期 {value.tested_on:%Y-%m-%d} 在今天之后。请核对")


def _write(
    work: UnitOfWork,
    found: TrainingClass,
    rows: dict[ExamCell, TrainingTest],
    cell: ExamCell,
    value: ExamValue | None,
) -> None:
    row = rows.get(cell)
    if value is None:
        if row is not None:
            work.session.delete(rows.pop(cell))
        return
    if row is None:
        row = TrainingTest(
            class_id=found.id,
            enrolment_id=cell[0],
            attempt=cell[1],
            value_milli=value.value_milli,
            absent=value.value_milli is None,
            tested_on=value.tested_on,
            keyed_by=work.actor.name,
            keyed_at=work.now,
        )
        work.session.add(row)
        rows[cell] = row
        return
    row.value_milli, row.absent = value.value_milli, value.value_milli is None
    row.tested_on, row.keyed_by, row.keyed_at = value.tested_on, work.actor.name, work.now


def _require_in_order(
    rows: Mapping[ExamCell, TrainingTest],
    names: Mapping[int, str],
    cells: Mapping[ExamCell, ExamValue | None],
) -> None:
    for enrolment_id in {cell[0] for cell in cells}:
        had = [attempt for attempt in ATTEMPTS if (enrolment_id, attempt) in rows]
        if had != list(ATTEMPTS[: len(had)]):
            raise UserError(
                f"{names[enrolment_id]}没有第 {had[-1] - 1} 次测试的成绩，"
                f"录不了第 {had[-1]} 次。缺考的请先登记缺考"
            )


def _record(
    work: UnitOfWork, found: TrainingClass, names: Mapping[int, str], changed: list[KeyedExam]
) -> None:
    if len(changed) > _TOLD:
        work.record("key_tests", named(found), after={"count": len(changed)})
        return

    def place(cell: ExamCell) -> str:
        return f"{names[cell[0]]}第 {cell[1]} 次"

    before = {place(one.cell): one.before.words for one in changed if one.before}
    after = {place(one.cell): one.after.words if one.after else "" for one in changed}
    work.record("key_tests", named(found), before=before or None, after=after)
