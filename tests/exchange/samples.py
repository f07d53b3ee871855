"""Sheets made of plain lists, and a small kind of import that writes into the rule book."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from sqlalchemy import select

from hrgrid.core.columns import (
    Column,
    Severity,
    TableSpec,
    choice_reader,
    code_reader,
    date_reader,
    looks_like_mobiles,
    looks_like_names,
    looks_like_resident_ids,
    name_reader,
    resident_id_reader,
    telephone_reader,
    text_reader,
)
from hrgrid.core.errors import UserError
from hrgrid.exchange.service import Applied, ImportKind
from hrgrid.paper.intake import Merge, Row, Sheet
from hrgrid.storage.rulebook import RuleSet, add_version, versions_of

WORKBOOKS = Path(__file__).parent / "workbooks"

LETTERS = TableSpec(
    "letters",
    "聘书",
    (
        Column(
            "name",
            "姓名",
            name_reader(),
            ("网格员姓名",),
            required=True,
            example="张三",
            hint="与证件一致",
            looks_like=looks_like_names,
        ),
        Column(
            "id_number",
            "身份证号",
            resident_id_reader(),
            ("公民身份号码", "居民身份证号"),
            looks_like=looks_like_resident_ids,
            secret=True,
            width=22,
        ),
        Column(
            "phone",
            "手机号",
            telephone_reader(),
            ("联系电话",),
            looks_like=looks_like_mobiles,
            secret=True,
        ),
        Column("code", "编号", code_reader(digits=4), ("聘书编号",), required=True, example="0001"),
        Column(
            "employment",
            "专兼职",
            choice_reader(["专职", "兼职"]),
            choices=("专职", "兼职"),
            example="专职",
        ),
        Column("since", "入职日期", date_reader(), ("到岗时间",)),
        Column("note", "备注", text_reader()),
    ),
)
SINCE = dt.date(2026, 1, 1)


def apply_letters(work, rows, answers):
    """A version of a rule set a row; a code that comes twice is refused unless it is kept."""
    made, counts, problems = [], {"new": 0, "changed": 0, "unchanged": 0}, []
    seen = set()
    for row in rows:
        code = row.values["code"]
        if code in seen and not answers.keeps("twice"):
            problems.append(row.problem("code", "twice", f"“{row.values['name']}”的编号重复。"))
            continue
        seen.add(code)
        if row.values["note"] is None:
            problems.append(row.problem("note", "no_note", "没有备注。", Severity.WARNING))
        made += _store(work, row, counts)
        work.progress.step()
    return Applied(**counts, problems=problems, journal={"letters": len(made)}, undo=made)


def _store(work, row, counts):
    topic = f"letters.{row.values['code']}"
    number = row.values["id_number"]
    parameters = {
        "name": row.values["name"],
        "id": work.keyring.mac("test", number.number).hex() if number else None,
        "note": row.values["note"],
    }
    versions = versions_of(work, topic)
    if versions and versions[0].parameters == parameters:
        counts["unchanged"] += 1
        return []
    added = add_version(work, topic, "聘书", parameters, valid_from=SINCE)
    counts["changed" if versions else "new"] += 1
    return [[topic, added.number]]


def undo_letters(work, undo):
    """Take the versions back; a locked one was used since."""
    for topic, number in undo:
        query = select(RuleSet).where(RuleSet.topic == topic, RuleSet.number == number)
        found = work.session.scalars(query).one()
        if found.locked_at is not None:
            raise UserError(f"“{topic}”在导入后用过了，撤销不了。请逐条更正")
        work.session.delete(found)


KIND = ImportKind(LETTERS, apply_letters, undo_letters)


def row(number, *cells, kinds=""):
    """A row of a sheet; a number makes an n, a date a d."""
    letters = [_letter(cell) for cell in cells]
    texts = ["" if cell is None else str(cell) for cell in cells]
    return Row(number, tuple(texts), kinds or "".join(letters))


def _letter(cell):
    if cell is None or not str(cell).strip():
        return " "
    if isinstance(cell, dt.date):
        return "d"
    return "n" if isinstance(cell, int) else "t"


def sheet(*rows, merges=(), name="表", **more):
    """A sheet of lists, numbered from 1; blank ones are left out as the readers do."""
    numbered = [row(number, *cells) for number, cells in enumerate(rows, start=1) if any(cells)]
    return Sheet(name, tuple(numbered), tuple(Merge(*m) for m in merges), **more)


HEADINGS = ["姓名", "身份证号", "手机号", "编号", "备注"]
PEOPLE = [
    ["王小明", "329999199001010038", "19900000001", "0001", "一"],
    ["李四", "329999199001010046", "19900000002", "0002", "二"],
    ["张三", "329999199001010070", "19900000003", "0003", "三"],
]


def book(path, *sheets):
    """A real workbook: each sheet a list of rows, or a name with one."""
    workbook = openpyxl.Workbook()
    del workbook[workbook.active.title]
    for number, given in enumerate(sheets, start=1):
        name, rows = given if isinstance(given, tuple) else (f"表{number}", given)
        made = workbook.create_sheet(name)
        for cells in rows:
            made.append(cells)
            for cell in made[made.max_row]:
                # What an office pastes there is text.
                cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    workbook.save(path)
    return path
