"""花名册核对: every unit looks through its people and puts right what is wrong.

What is on file is shown and may be written over: that is a proposal, and the office says which
ones it takes. A change of grid or post is an event with a day and is told, not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hrgrid.core.columns import (
    Column,
    choice_reader,
    code_reader,
    date_reader,
    text_reader,
)
from hrgrid.core.errors import UserError
from hrgrid.core.labelled import Labelled
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
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.areas import names_of_paths
from hrgrid.workforce.queries.listing import PHONE
from hrgrid.workforce.queries.units import on_duty, units_of
from hrgrid.workforce.service.correcting import correct_person
from hrgrid.workforce.service.imports.workers import take_back_cards, values_before
from hrgrid.workforce.service.matching import PersonForm

SUBJECT = "area:"
_ON_CARD = ("name", "phone", "party", "education")


class Checked(Labelled):
    """What a unit says of a row."""

    RIGHT = "right", "核对无误"
    WRONG = "wrong", "有更正"
    LEFT = "left", "已离岗"


_COLUMNS = (
    AskedColumn(Column("number", "工号", code_reader(20), ("人员编号",), width=10)),
    AskedColumn(WORKERS.column("name"), corrects=True),
    AskedColumn(Column("role", "岗位", text_reader(20), ("职务",))),
    AskedColumn(Column("place", "网格", text_reader(60), ("所在网格", "单位"), width=20)),
    AskedColumn(WORKERS.column("phone"), corrects=True),
    AskedColumn(Column("since", "任职日期", date_reader(), ("入职日期",), width=12)),
    AskedColumn(WORKERS.column("party"), corrects=True),
    AskedColumn(WORKERS.column("education"), corrects=True),
    AskedColumn(
        Column(
            "checked",
            "核对结果",
            choice_reader(Checked, {"无误": Checked.RIGHT, "更正": Checked.WRONG}),
            ("核对",),
            choices=tuple(one.label for one in Checked),
        ),
        asked=True,
        answer=True,
    ),
    AskedColumn(
        Column("told", "更正说明", text_reader(200), hint="离岗写离岗日期，换格写新网格", width=24),
        asked=True,
        answer=True,
    ),
)
_GUIDE = (
    "逐人核对。无误的选“核对无误”；姓名、手机号、政治面貌、学历有误的直接在原格改，选“有更正”。",
    "岗位、网格有变动或人已离岗的，不改原格，写在“更正说明”里。名单里没有的人另行报送，不在表里加行。",
)


def _spec(_work: UnitOfWork, _subject: str, _asked: tuple[str, ...] | None) -> CollectSpec:
    return CollectSpec("roster_check", "花名册核对", _COLUMNS, "name", ("number", "name"), _GUIDE)


def _matter(work: UnitOfWork, subject: str) -> Matter:
    path = _path(subject)
    work.require(Right.EDIT_WORKFORCE, path)
    name = names_of_paths(work, [path], work.today).get(path, "") if path else ""
    title = f"{name} {work.today.year} 年 {work.today.month} 月花名册核对".strip()
    return Matter(title, path, units_of(work, path, work.today))


def _path(subject: str) -> str:
    if not subject.startswith(SUBJECT):
        raise UserError("没有这样的花名册核对。请从网格人员页打开")
    return subject.removeprefix(SUBJECT)


def _rows(
    work: UnitOfWork, _subject: str, _spec: CollectSpec, units: Sequence[Unit]
) -> dict[str, list[HeldRow]]:
    keyring = work.keyring
    return {
        path: [
            HeldRow(
                one.number,
                {
                    "number": one.number,
                    "name": one.name,
                    "role": one.role,
                    "place": one.place,
                    "phone": keyring.open(PHONE, one.phone) if one.phone else "",
                    "since": one.since.isoformat(),
                    "party": one.party,
                    "education": one.education,
                },
            )
            for one in people
        ]
        for path, people in on_duty(work, units, work.today).items()
    }


def _merge(
    work: UnitOfWork, _subject: str, _spec: CollectSpec, rows: Sequence[MergedRow]
) -> Merged:
    work.require(Right.EDIT_WORKFORCE)
    wanted = {row.mark for row in rows}
    people = {
        one.number: one
        for one in work.session.scalars(select(Person).where(Person.number.in_(sorted(wanted))))
    }
    refused: list[NotMerged] = []
    before: dict[str, Any] = {}
    said = dict.fromkeys((one.value for one in Checked), 0)
    changed = 0
    for row in rows:
        answer = row.values.get("checked")
        if answer is not None:
            said[answer.value] += 1
        given = {key: row.values[key] for key in _ON_CARD if row.values.get(key) is not None}
        if not given:
            continue
        person = people.get(row.mark)
        if person is None:
            refused.append(_not(row, "档案里没有这个工号了"))
            continue
        kept = values_before(person)
        form = PersonForm(**{"name": person.name, **given})
        try:
            correct_person(work, person.id, person.version, form)
        except UserError as error:
            refused.append(_not(row, error.sentence))
            continue
        before[person.number] = {"version": person.version, "values": kept}
        changed += 1
    return Merged(
        0,
        changed,
        tuple(refused),
        {"corrected": changed} | {f"said_{word}": count for word, count in said.items()},
        {"before": before},
    )


def _not(row: MergedRow, sentence: str) -> NotMerged:
    return NotMerged(row.unit, row.mark, row.who, row.number, sentence)


def _undo(work: UnitOfWork, noted: Any) -> None:
    """Put the cards back as they were; refused where somebody changed one since."""
    work.require(Right.EDIT_WORKFORCE)
    take_back_cards(work, noted["before"], "合并")


ROSTER_CHECK = Collecting(
    CollectKind.ROSTER,
    Right.EDIT_WORKFORCE,
    "workforce",
    _matter,
    _spec,
    _rows,
    _merge,
    _undo,
)
