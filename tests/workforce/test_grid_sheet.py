"""Corrections in the list of grids: the import's checks, one transaction, undo by version."""

from __future__ import annotations

import pytest

from hrgrid.accounts.queries import RoleRow, journal_entries
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.corrections import CellChange
from hrgrid.core.errors import Refused, UserError
from hrgrid.storage.journal import JournalFilter
from hrgrid.workforce.queries.gridlist import GridFilter, grids
from hrgrid.workforce.service.grid_sheet import correct_grids, grid_refusal, shut_grids
from hrgrid.workforce.service.reshaping import rename_area
from tests.workforce.build import plant_street


@pytest.fixture
def street(desk):
    desk.write(plant_street)
    return desk


def rows(desk):
    found = desk.read(lambda work: grids(work, GridFilter(work.today)))
    return {row.code: row for row in found}


def change(desk, code, key, text, **more) -> CellChange:
    row = rows(desk)[code]
    return CellChange(row.id, row.version, key, text, **more)


def correct(desk, *changes, reason="核对户数"):
    return desk.write(lambda work: correct_grids(work, changes), reason=reason)


def entries(desk):
    return desk.read(lambda work: journal_entries(work, JournalFilter(action="correct_grid")))


def test_names_and_households_are_corrected_at_once_and_on_record(street):
    correct(
        street,
        change(street, "0000", "households", "1,234"),
        change(street, "0000", "name", "东一格"),
        change(street, "0001", "households", ""),
    )
    found = rows(street)
    assert (found["0000"].name, found["0000"].households) == ("东一格", 1234)
    assert found["0001"].households is None
    told = {(entry.subject, entry.reason) for entry in entries(street)}
    assert told == {("东一格", "核对户数"), ("示例社区第1网格", "核对户数")}


def test_taken_back_and_done_again(street):
    first = correct(
        street,
        change(street, "0000", "name", "东一格"),
        change(street, "0000", "households", "350"),
    )
    second = correct(street, *first.inverse)
    assert (rows(street)["0000"].name, rows(street)["0000"].households) == ("示例社区第0网格", 400)
    correct(street, *second.inverse)
    assert (rows(street)["0000"].name, rows(street)["0000"].households) == ("东一格", 350)


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("households", "很多", "户数"),
        ("households", "-3", "户数"),
        ("households", "1000000", "户数"),
        ("name", " ", "不能空着"),
        ("name", "长" * 41, "最多40个字"),
    ],
)
def test_a_refused_text_is_told_and_nothing_is_written(street, key, text, told):
    assert grid_refusal(key, text, street.read(lambda work: work.today))
    with pytest.raises(UserError, match=told):
        correct(
            street, change(street, "0001", "households", "9"), change(street, "0000", key, text)
        )
    assert rows(street)["0001"].households == 400
    assert entries(street) == []


def test_a_sisters_name_is_refused(street):
    with pytest.raises(UserError, match="同一上级下已有“示例社区第1网格”"):
        correct(street, change(street, "0000", "name", "示例社区第1网格"))


def test_what_was_changed_meanwhile_is_not_overwritten_and_says_by_whom(street):
    done = correct(street, change(street, "0000", "name", "东一格"))
    correct(street, change(street, "0000", "households", "7"))
    with pytest.raises(UserError, match=r"东一格刚被经办人在 \d\d:\d\d 改过"):
        correct(street, *done.inverse)


def test_a_rename_meanwhile_is_seen_though_it_counts_no_version(street):
    done = correct(street, change(street, "0000", "name", "东一格"))
    row = rows(street)["0000"]
    street.write(lambda work: rename_area(work, row.id, "更名格", work.today))
    with pytest.raises(UserError, match="更名格刚被"):
        correct(street, *done.inverse)
    assert rows(street)["0000"].name == "更名格"


def test_a_clerk_of_one_part_corrects_its_grids_only(street, database):
    path = street.read(lambda work: _path(work, "0000"))
    form = OperatorForm("mayk", "马永康", "", "", (RoleRow(Role.CLERK, path),), "Zq7-mima-2026")
    street.write(lambda work: add_operator(work, form))
    clerk = sign_in(database, "mayk", form.secret)
    mine, other = change(street, "0000", "households", "301"), rows(street)["0001"]
    correct(clerk, mine)
    assert rows(street)["0000"].households == 301
    with pytest.raises(Refused, match="示例社区第1网格不在你能维护的区域里"):
        correct(clerk, CellChange(other.id, other.version, "households", "5"))
    shut = clerk.read(lambda work: shut_grids(work, [mine.row_id, other.id]))
    assert list(shut) == [other.id]


def _path(work, code) -> str:
    from hrgrid.workforce.queries import tree_index

    return tree_index(work, work.today).by_code[code].path


def test_without_reason_nothing_is_corrected(street):
    with pytest.raises(UserError, match="须写明事由"):
        correct(street, change(street, "0000", "households", "5"), reason=" ")
