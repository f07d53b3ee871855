"""Corrections in the list: one transaction, the roster's checks, undo by version."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hrgrid.accounts.queries import RoleRow, journal_entries
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.corrections import CellChange
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.journal import JournalFilter
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries import PeopleFilter, people
from hrgrid.workforce.queries.picking import people_of
from hrgrid.workforce.service import sheet
from hrgrid.workforce.service.sheet import correct_cells, refusal_of
from tests.workforce.build import enlist, plant_street

OLD, NEW = "19900001234", "19900005678"


@pytest.fixture
def two(desk):
    grids = desk.write(plant_street)
    desk.write(lambda work: enlist(work, grids[0], "丁一", 1, phone=OLD))
    desk.write(lambda work: enlist(work, grids[1], "王二", 2))
    return desk


def rows(desk) -> dict[str, object]:
    listed = desk.read(lambda work: people(work, PeopleFilter(work.today)))
    return {row.name: row for row in listed}


def change(desk, name, key, text, **more) -> CellChange:
    row = rows(desk)[name]
    return CellChange(row.id, row.version, key, text, **more)


def correct(desk, *changes, reason="核对花名册"):
    return desk.write(lambda work: correct_cells(work, changes), reason=reason)


def entries(desk):
    return desk.read(lambda work: journal_entries(work, JournalFilter(action="correct_person")))


def phone_of(desk, name) -> str | None:
    def job(work):
        found = work.session.scalar(select(Person).where(Person.name == name))
        return work.keyring.open("person.phone", found.phone) if found.phone else None

    return desk.read(job)


def test_many_people_are_corrected_at_once_and_each_is_on_record(two):
    correct(two, change(two, "丁一", "party", "中共党员"), change(two, "王二", "party", " 群众 "))
    assert [rows(two)[name].party for name in ("丁一", "王二")] == ["中共党员", "群众"]
    told = {(entry.subject, entry.reason, entry.after) for entry in entries(two)}
    assert told == {
        ("丁一", "核对花名册", '{"party":"中共党员"}'),
        ("王二", "核对花名册", '{"party":"群众"}'),
    }


def test_a_phone_is_sealed_found_again_and_told_masked(two):
    correct(two, change(two, "丁一", "phone", NEW))
    assert phone_of(two, "丁一") == NEW
    [entry] = entries(two)
    assert NEW not in entry.before + entry.after
    listed = two.read(lambda work: people(work, PeopleFilter(work.today, text="5678")))
    assert [row.name for row in listed] == ["丁一"]


def test_an_empty_text_clears(two):
    correct(two, change(two, "丁一", "phone", ""), change(two, "丁一", "note", "骨干"))
    assert phone_of(two, "丁一") is None
    assert rows(two)["丁一"].phone_masked == ""
    correct(two, change(two, "丁一", "note", ""))
    assert rows(two)["丁一"].note == ""


def test_one_refused_cell_and_nothing_is_written(two):
    with pytest.raises(UserError, match="王二的手机号：") as refused:
        correct(two, change(two, "丁一", "party", "群众"), change(two, "王二", "phone", "123"))
    assert not refused.value.sentence.endswith("。。")
    assert rows(two)["丁一"].party == ""
    assert entries(two) == []


def test_typing_is_refused_as_the_import_would(two):
    today = two.read(lambda work: work.today)
    assert refusal_of("phone", NEW, today) == refusal_of("note", "", today) == ""
    assert refusal_of("phone", "12345", today)
    assert "最多20个字" in refusal_of("party", "党" * 21, today)


def test_taken_back_through_the_same_checks_and_on_record(two):
    done = correct(two, change(two, "丁一", "phone", NEW), change(two, "丁一", "note", "骨干"))
    again = correct(two, *done.inverse, reason="撤销：核对花名册")
    assert (phone_of(two, "丁一"), rows(two)["丁一"].note) == (OLD, "")
    assert [entry.reason for entry in entries(two)] == ["撤销：核对花名册", "核对花名册"]
    correct(two, *again.inverse)
    assert (phone_of(two, "丁一"), rows(two)["丁一"].note) == (NEW, "骨干")


def test_what_somebody_changed_since_is_not_taken_back(two):
    done = correct(two, change(two, "丁一", "party", "群众"), change(two, "王二", "party", "群众"))
    correct(two, change(two, "王二", "note", "别人写的"))
    with pytest.raises(UserError, match=r"王二的档案刚被经办人在 \d\d:\d\d 改过"):
        correct(two, *done.inverse)
    assert {row.party for row in rows(two).values()} == {"群众"}


@pytest.mark.parametrize("key", ["name", "id_number", "number", "role"])
def test_other_columns_are_not_corrected_in_a_list(two, key):
    with pytest.raises(UserError, match="不在名单里改"):
        correct(two, change(two, "丁一", key, "甲"))


def test_without_reason_or_right_nothing_is_corrected(two, database):
    one = change(two, "丁一", "note", "甲")
    with pytest.raises(UserError, match="须写明事由"):
        correct(two, one, reason=" ")
    roles = (RoleRow(Role.VIEWER, ""),)
    form = OperatorForm("mayk", "马永康", "", "", roles, "Zq7-mima-2026")
    two.write(lambda work: add_operator(work, form))
    with pytest.raises(Refused):
        correct(sign_in(database, "mayk", form.secret), one)
    assert rows(two)["丁一"].note == ""


def test_too_many_cells_are_told_to_come_as_an_import(two, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_CELLS", 1)
    with pytest.raises(UserError, match="导入数据"):
        correct(two, change(two, "丁一", "note", "甲"), change(two, "王二", "note", "乙"))


def test_rows_are_read_anew_by_their_ids(two):
    row = rows(two)["王二"]
    again = two.read(lambda work: people_of(work, [row.id], PeopleFilter(work.today)))
    assert [one.name for one in again] == ["王二"]
    assert again[0] == row


def test_a_clerk_of_one_part_corrects_its_people_only(two, database):
    from hrgrid.workforce.queries import tree_index

    path = two.read(lambda work: tree_index(work, work.today).by_code["0000"].path)
    roles = (RoleRow(Role.CLERK, path),)
    form = OperatorForm("mayk", "马永康", "", "", roles, "Zq7-mima-2026")
    two.write(lambda work: add_operator(work, form))
    clerk = sign_in(database, "mayk", form.secret)
    one, other = change(two, "丁一", "note", "甲"), change(two, "王二", "note", "乙")
    correct(clerk, one)
    assert rows(two)["丁一"].note == "甲"
    again = change(two, "丁一", "note", "丙")
    with pytest.raises(Refused, match="王二不在你能维护的区域里"):
        correct(clerk, again, other)
    assert (rows(two)["丁一"].note, rows(two)["王二"].note) == ("甲", "")
    shut = clerk.read(lambda work: sheet.shut_people(work, [one.row_id, other.row_id]))
    assert list(shut) == [other.row_id]
    assert two.read(lambda work: sheet.shut_people(work, [other.row_id])) == {}


def test_namesakes_are_not_told_apart_by_the_journal(two):
    two.write(lambda work: enlist(work, grid_of(work, "0002"), "王二", 3))
    one = change(two, "丁一", "note", "甲")
    correct(two, one)
    with pytest.raises(UserError, match=r"丁一的档案刚被经办人在 \d\d:\d\d 改过"):
        correct(two, one)
    twins = two.read(lambda work: people(work, PeopleFilter(work.today, text="王二")))
    stale = CellChange(twins[0].id, twins[0].version, "note", "甲")
    correct(two, stale)
    with pytest.raises(UserError, match="王二的档案刚被别人改过"):
        correct(two, stale)


def grid_of(work, code):
    from hrgrid.workforce.queries import tree_index

    return tree_index(work, work.today).by_code[code]
