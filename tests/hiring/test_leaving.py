"""Candidates go out with everything else, in clear for who may see it, and come back restored."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from hrgrid.accounts.service import sign_in
from hrgrid.core.rights import Right
from hrgrid.storage.backup import back_up
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.export import export_all
from hrgrid.storage.restore import restore
from tests.hiring.offered import apply_for, id_of, town
from tests.hiring.test_candidates_import import people

EAST = "东区专职网格员"


@pytest.fixture
def template(template, furnished):
    return furnished("hiring offers", lambda desk: desk.write(town))


@pytest.fixture
def applied(desk, tmp_path):
    rows = [["赵一", id_of(0), "19000000001", EAST, "大专", "", ""]]
    assert apply_for(desk, tmp_path, rows).new == 1
    return desk


def exported(desk, folder):
    export_all(desk, folder)
    (path,) = folder.rglob("candidate.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    return row["id_number"], row["phone"], row["name"]


def test_whole_numbers_go_out_to_who_may_show_them_alone(applied, tmp_path):
    assert exported(applied, tmp_path / "一") == (id_of(0), "19000000001", "赵一")
    fewer = frozenset(one for one in applied.actor.grants if one.right is not Right.SHOW_SENSITIVE)
    other = Desk(applied.database, replace(applied.actor, grants=fewer), applied.keyring)
    number, phone, name = exported(other, tmp_path / "二")
    assert name == "赵一"
    assert id_of(0) not in number
    assert "19000000001" not in phone
    words = next((tmp_path / "一").rglob("数据字典.csv")).read_text(encoding="utf-8-sig")
    for table in ("candidate,", "hiring_batch,", "hiring_plan,", "exam_mark,"):
        assert f"\n{table}" in words


def test_a_backup_brings_candidates_back(applied, tmp_path):
    made = back_up(applied.database, tmp_path / "备份", keyring=applied.keyring)
    place = restore(made.path, applied.database.location)
    with Database.open(place) as restored:
        assert check(restored) == []
        desk = sign_in(restored, "经办人")
        (one,) = people(desk).values()
        assert (one.name, one.id_masked) == ("赵一", f"999999********{id_of(0)[-4:]}")
