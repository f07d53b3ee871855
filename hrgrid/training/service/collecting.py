"""培训报名: every street ticks who of its people comes to a class.

Who is in the class already is not asked; who cannot come to it is shown and told why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.columns import Cell as TypedCell
from hrgrid.core.columns import Column, Reading, ReadingContext, code_reader, text_reader
from hrgrid.core.columns.cleaning import blank_mark, refusal, without_apostrophe
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.queries.collect_kinds import (
    Collecting,
    Matter,
    Merged,
    MergedRow,
    NotMerged,
)
from hrgrid.exchange.rules.collecting import AskedColumn, CollectSpec, HeldRow, Unit
from hrgrid.exchange.rules.words import CollectKind
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Enrolment, TrainingClass
from hrgrid.training.queries.clashing import clashing_people, class_stretches
from hrgrid.training.rules.words import ClassState, EnrolmentState, Source
from hrgrid.training.service.enrolling import OPEN_TO_PEOPLE, cancel_enrolments, enrol
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.persons import the_kept
from hrgrid.workforce.queries.units import on_duty, units_of

SUBJECT = "class:"
TICK = "√"
_TICKS = frozenset(("√", "✓", "✔", "v", "V", "是", "报名", "报", "参加", "1"))
_ASKING = (ClassState.PLANNED, ClassState.OPEN)


def _read_tick(cell: TypedCell, _context: ReadingContext) -> Reading:
    text = without_apostrophe(cell.text)
    if text in _TICKS:
        return Reading(TICK)
    if text in {"×", "否", "不报", "不参加", "0"}:
        return Reading(None)
    return blank_mark(text) or refusal("not_a_tick", f"“{text[:20]}”不是 √。报名的填 √，不报的留空")


_COLUMNS = (
    AskedColumn(Column("number", "工号", code_reader(20), ("人员编号",), width=10)),
    AskedColumn(WORKERS.column("name")),
    AskedColumn(Column("role", "岗位", text_reader(20), ("职务",))),
    AskedColumn(Column("place", "网格", text_reader(60), ("所在网格", "单位"), width=20)),
    AskedColumn(Column("clash", "不能报名的原因", text_reader(200), width=26)),
    AskedColumn(
        Column("tick", "报名", _read_tick, ("是否报名",), choices=(TICK,), width=8), asked=True
    ),
)
_GUIDE = ("报名的在“报名”一列选 √，不报的留空。有“不能报名的原因”的不要报；已在班里的不用再填。",)


def _class(work: UnitOfWork, subject: str) -> TrainingClass:
    number = subject.removeprefix(SUBJECT)
    found = work.session.get(TrainingClass, int(number)) if number.isdecimal() else None
    if found is None or not subject.startswith(SUBJECT):
        raise UserError("没有这个培训班。请刷新后再选")
    return found


def _matter(work: UnitOfWork, subject: str) -> Matter:
    found = _class(work, subject)
    work.require(Right.RUN_TRAINING, found.area_path)
    if found.state not in _ASKING:
        raise UserError(f"“{found.title}”{found.state.label}，不再收报名。要加人请用“加参训人员”")
    due = found.first_day if found.first_day >= work.today else None
    title = f"{found.title}报名（{found.number}）"
    return Matter(title, found.area_path, units_of(work, found.area_path, work.today), due)


def _spec(_work: UnitOfWork, _subject: str, _asked: tuple[str, ...] | None) -> CollectSpec:
    return CollectSpec("enrolment", "培训报名", _COLUMNS, "name", ("number", "name"), _GUIDE)


def _rows(
    work: UnitOfWork, subject: str, _spec: CollectSpec, units: Sequence[Unit]
) -> dict[str, list[HeldRow]]:
    found = _class(work, subject)
    people = on_duty(work, units, work.today)
    query = (
        select(the_kept())
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == found.id, Enrolment.state != EnrolmentState.CANCELLED)
    )
    there = set(work.session.scalars(query))
    ids = [one.person_id for ones in people.values() for one in ones]
    busy = clashing_people(work, ids, found.id, class_stretches(work, found.id))
    return {
        path: [
            HeldRow(
                one.number,
                {
                    "number": one.number,
                    "name": one.name,
                    "role": one.role,
                    "place": one.place,
                    "clash": (
                        busy[one.person_id].sentence(found.title)
                        if one.person_id in busy and one.person_id not in there
                        else ""
                    ),
                    "tick": TICK if one.person_id in there else "",
                },
            )
            for one in ones
        ]
        for path, ones in people.items()
    }


def _merge(work: UnitOfWork, subject: str, _spec: CollectSpec, rows: Sequence[MergedRow]) -> Merged:
    found = _class(work, subject)
    numbers = [row.mark for row in rows if row.values.get("tick")]
    query = select(Person.number, Person.id).where(Person.number.in_(numbers))
    ids = dict(work.session.execute(query).tuples().all())
    refused = [_not(row, "档案里没有这个工号了") for row in rows if row.mark not in ids]
    placed: list[int] = []
    waiting = 0
    by_person = {ids[row.mark]: row for row in rows if row.mark in ids}
    if by_person:
        try:
            done = enrol(work, found.id, list(by_person), Source.ASSIGNED)
        except UserError as error:
            # Of one alone the sentence is raised, of several it is given back.
            if len(by_person) > 1:
                raise
            refused.append(_not(next(iter(by_person.values())), error.sentence))
        else:
            refused += [_not(by_person[one.person_id], one.sentence) for one in done.refused]
            placed = [*done.placed, *done.waiting]
            waiting = len(done.waiting)
    return Merged(
        len(placed),
        0,
        tuple(refused),
        {"enrolled": len(placed), "in_turn": waiting},
        {"class": found.id, "enrolments": placed},
    )


def _not(row: MergedRow, sentence: str) -> NotMerged:
    return NotMerged(row.unit, row.mark, row.who, row.number, sentence)


def _undo(work: UnitOfWork, noted: Any) -> None:
    """Take out again who was enrolled; refused where the sheet says something of somebody."""
    found = work.session.get_one(TrainingClass, noted["class"])
    work.require(Right.RUN_TRAINING, found.area_path)
    if found.state not in OPEN_TO_PEOPLE:
        raise UserError(f"“{found.title}”{found.state.label}，报名不能整批撤销。请逐人办理")
    ids = noted["enrolments"]
    query = select(Enrolment.id).where(
        Enrolment.id.in_(ids), Enrolment.state != EnrolmentState.CANCELLED
    )
    left = list(work.session.scalars(query))
    if left:
        cancel_enrolments(work, left)


ENROLMENT = Collecting(
    CollectKind.ENROLMENT,
    Right.RUN_TRAINING,
    "training",
    _matter,
    _spec,
    _rows,
    _merge,
    _undo,
)
