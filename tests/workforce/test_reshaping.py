"""Names, parents and ends of areas are dated: a past day keeps its tree."""

from __future__ import annotations

import datetime as dt

import pytest

from hrgrid.core.errors import UserError
from hrgrid.storage.checks import check
from hrgrid.workforce.queries import areas_on, coverage, tree_index
from hrgrid.workforce.rules import GridKind, Level
from hrgrid.workforce.service.planting import AreaForm, Planting
from hrgrid.workforce.service.reshaping import (
    add_alias,
    close_area,
    move_area,
    remove_alias,
    rename_area,
)
from tests.workforce.build import SINCE, enlist

THEN, NOW = dt.date(2026, 6, 30), dt.date(2026, 7, 1)


@pytest.fixture
def tree(desk):
    """甲区 > 甲街 > 甲社区 > 0001 (with its worker), 0002; 乙区 > 乙街; ids by name."""

    def plant(work):
        planting = Planting(work, SINCE)
        for letter in "甲乙":
            district = planting.add(None, AreaForm(Level.DISTRICT, f"{letter}区"))
            planting.add(district, AreaForm(Level.STREET, f"{letter}街"))
        street = planting.index.by_names["甲区", "甲街"]
        community = planting.add(street, AreaForm(Level.COMMUNITY, "甲社区"))
        for code in ("0001", "0002"):
            planting.add(community, AreaForm(Level.GRID, f"第{code}格", code, GridKind.GENERAL))
        planting.write()
        index = tree_index(work, work.today)
        enlist(work, index.by_code["0001"], "张三", 1)
        return {row.name: row.id for row in index.by_code.values()}

    return desk.write(plant)


def names(desk, on):
    index = desk.read(lambda work: tree_index(work, on))
    return {index.full_name(row.id) for row in index.by_code.values()}


def counted(desk, on):
    rows = desk.read(lambda work: coverage(work, on))
    return {row.path: (row.general_grids, row.filled) for row in rows}


def test_a_new_name_holds_from_its_day(desk, tree):
    desk.write(lambda work: rename_area(work, tree["甲街"], "新街", NOW))
    assert "甲区/甲街/甲社区" in names(desk, THEN)
    assert "甲区/新街/甲社区" in names(desk, NOW)
    assert "甲区/甲街" not in names(desk, NOW)
    desk.write(lambda work: rename_area(work, tree["甲街"], "又一街", NOW))
    assert "甲区/又一街/甲社区/第0001格" in names(desk, NOW)
    assert check(desk.database, keyring=desk.keyring) == []


def test_an_area_moves_with_all_below_it_and_past_days_keep_their_tree(desk, tree):
    before = names(desk, THEN)
    desk.write(lambda work: move_area(work, tree["甲社区"], tree["乙街"], NOW))
    assert names(desk, THEN) == before
    assert "乙区/乙街/甲社区/第0001格" in names(desk, NOW)
    assert counted(desk, THEN) == {
        "甲区": (2, 1),
        "甲区/甲街": (2, 1),
        "甲区/甲街/甲社区": (2, 1),
    }
    assert counted(desk, NOW) == {
        "乙区": (2, 1),
        "乙区/乙街": (2, 1),
        "乙区/乙街/甲社区": (2, 1),
    }
    paths = {row.name: row.path for row in desk.read(lambda work: areas_on(work, NOW))}
    assert paths["第0001格"].startswith(paths["乙街"])
    assert check(desk.database, keyring=desk.keyring) == []


def test_a_move_back_on_the_same_day_leaves_the_old_tree(desk, tree):
    before = names(desk, NOW)
    desk.write(lambda work: move_area(work, tree["甲社区"], tree["乙街"], NOW))
    desk.write(lambda work: move_area(work, tree["甲社区"], tree["甲街"], NOW))
    assert names(desk, NOW) == before
    assert set(counted(desk, NOW)) == {"甲区", "甲区/甲街", "甲区/甲街/甲社区"}


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (lambda w, t: move_area(w, t["甲区"], t["甲街"], NOW), "不能作它的上级"),
        (lambda w, t: move_area(w, t["甲街"], t["第0001格"], NOW), "不能作它的上级"),
        (lambda w, t: move_area(w, t["乙街"], t["甲社区"], NOW), "街道“乙街”不能放在社区“甲社区”"),
        (lambda w, t: rename_area(w, t["乙区"], "甲区", NOW), "同一上级下已有“甲区”"),
        (lambda w, t: rename_area(w, t["乙区"], " ", NOW), "没有写新名称"),
        (lambda w, t: rename_area(w, t["乙区"], "丙区", dt.date(2000, 1, 1)), "不能再改更早的"),
        (lambda w, t: close_area(w, t["甲街"], NOW), "下面还有“甲社区”"),
        (lambda w, t: close_area(w, t["第0001格"], NOW), "张三还在“第0001格”任职"),
        (lambda w, t: add_alias(w, t["乙区"], "甲区"), "同一上级下已有“甲区”"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, tree, what, told):
    with pytest.raises(UserError, match=told):
        desk.write(lambda work: what(work, tree), reason="调整")


def test_an_end_needs_a_reason_and_past_days_keep_the_area(desk, tree):
    with pytest.raises(UserError, match="事由"):
        desk.write(lambda work: close_area(work, tree["第0002格"], NOW))
    desk.write(lambda work: close_area(work, tree["第0002格"], NOW), reason="并入第0001格")
    assert "甲区/甲街/甲社区/第0002格" in names(desk, THEN)
    assert "甲区/甲街/甲社区/第0002格" not in names(desk, NOW)
    assert counted(desk, NOW)["甲区"] == (1, 1)
    assert counted(desk, THEN)["甲区"] == (2, 1)
    with pytest.raises(UserError, match="已经停用"):
        desk.write(lambda work: rename_area(work, tree["第0002格"], "再来", NOW))


def test_another_name_is_understood_until_it_is_let_go(desk, tree):
    desk.write(lambda work: add_alias(work, tree["乙区"], "高新区"))
    found = desk.read(lambda work: [row.name for row in tree_index(work, NOW).named("高新区")])
    assert found == ["乙区"]
    desk.write(lambda work: remove_alias(work, tree["乙区"], "高新区"))
    assert desk.read(lambda work: tree_index(work, NOW).named("高新区")) == []
    with pytest.raises(UserError, match="没有别名“高新区”"):
        desk.write(lambda work: remove_alias(work, tree["乙区"], "高新区"))
