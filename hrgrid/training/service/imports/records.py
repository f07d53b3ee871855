"""Rows of lists of earlier training: the takeover of years before this program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import EarlierTraining
from hrgrid.training.service.imports.meaning import Everybody, Misfit
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.known import known_people, merged_keys
from hrgrid.workforce.queries.persons import the_kept

_STEP = 100
_Key = tuple[int, str, dt.date]


def apply_records(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Put down every record that is not there yet; each bad row says what to mend.

    Nothing that stands is overwritten: a record with other hours is a problem of its row. The
    list itself is the evidence where a row names none.
    """
    work.require_somewhere(Right.RUN_TRAINING)
    work.progress.begin("核对培训记录", len(rows))
    everybody = Everybody(work, known_people(work), merged_keys(work))
    there: dict[_Key, tuple[int, bool]] = {
        (person_id, title, ended_on): (minutes, rotation)
        for person_id, title, ended_on, minutes, rotation in work.session.execute(
            select(
                the_kept(),
                EarlierTraining.title,
                EarlierTraining.ended_on,
                EarlierTraining.minutes,
                EarlierTraining.rotation,
            ).join(Person, Person.id == EarlierTraining.person_id)
        ).tuples()
    }
    written: dict[_Key, int] = {}
    added: list[EarlierTraining] = []
    problems: list[Problem] = []
    unchanged = 0
    for at, row in enumerate(rows):
        try:
            one = _record(work, everybody, row)
            key = (one.person_id, one.title, one.ended_on)
            if key in written:
                raise Misfit(
                    "written_twice",
                    "title",
                    f"这次培训在第 {written[key]} 行已经写过。请删去一行",
                )
            written[key] = row.number
            held = there.get(key)
            if held == (one.minutes, one.rotation):
                unchanged += 1
            elif held is not None:
                raise Misfit(
                    "other_hours",
                    "minutes",
                    "档案里已有这次培训，学时或轮训与这里不同。请到个人档案里更正",
                )
            else:
                added.append(one)
        except Misfit as misfit:
            problems.append(row.problem(misfit.column, misfit.code, f"{misfit.sentence}。"))
        if at % _STEP == _STEP - 1:
            work.progress.step(_STEP)
    work.session.add_all(added)
    work.session.flush()
    return Applied(
        new=len(added),
        unchanged=unchanged,
        problems=problems,
        journal={"records": len(added)},
        undo={"operation": work.circumstances.operation_id, "count": len(added)},
    )


def _record(work: UnitOfWork, everybody: Everybody, row: InRow) -> EarlierTraining:
    values = row.values
    person = everybody.find(row, "档案")
    if not values["minutes"]:
        raise Misfit("no_hours", "minutes", f"{person.name}的这次培训没有学时。请填大于 0 的学时")
    if values["ended_on"] > work.today:
        raise Misfit("in_future", "ended_on", "结束日期在今天之后。还没上的课请开培训班")
    return EarlierTraining(
        person_id=person.id,
        title=values["title"],
        organiser=values["organiser"] or "",
        ended_on=values["ended_on"],
        minutes=values["minutes"],
        rotation=bool(values["rotation"]),
        document_no=values["document_no"] or "",
        evidence_sha256=None,
        import_operation=work.circumstances.operation_id,
    )


def undo_records(work: UnitOfWork, undo: Any) -> None:
    """Take back the records of an import; refused once one of them was corrected."""
    work.require_somewhere(Right.RUN_TRAINING)
    ours = EarlierTraining.import_operation == undo["operation"]
    left = work.session.scalar(select(func.count()).select_from(EarlierTraining).where(ours))
    if left != undo["count"]:
        raise UserError(
            "这次导入的培训记录里有的已经更正或删去，不能整批撤销。请到个人档案里逐条更正"
        )
    work.session.execute(delete(EarlierTraining).where(ours))
