"""Lists of marks of a competition through the real import, on both engines."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.overview.service import KINDS
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import NoMark
from tests.exchange.samples import book
from tests.training import contest

HEADINGS = ("项目", "参赛号", "姓名", "评委席", "分数", "没有分的原因")


def bring(desk, folder, rows, name="成绩"):
    path = book(folder / f"{name}.xlsx", [list(HEADINGS), *map(list, rows)])
    drop = desk.read(lambda work: open_drop(work, KINDS["event-marks"], [path]))
    return run_import(desk, KINDS["event-marks"], drop, partial=True)


def marks(desk, number, code):
    panel_id = contest.panel(desk, number, code)
    view = desk.read(lambda work: panel_view(work, panel_id))
    names = {one.id: one.name for one in view.entrants}
    return {(names[cell[0]], cell[1]): value for cell, value in view.marks.items()}


def test_marks_reach_a_written_and_a_judged_event(desk, tmp_path):
    number = contest.running(desk, 3)
    rows = [
        ["理论笔试", "1", contest.name_of(0), "", "92.6", ""],
        ["理论笔试", "2", "", "", "", "字迹不清"],
        ["网格员技能比武 实务操作", "3", "", "评委 2", "88", ""],
    ]
    report = bring(desk, tmp_path, rows)
    assert (report.new, report.problems) == (3, ())
    assert marks(desk, number, "theory") == {
        (contest.name_of(0), 1): 92_600,
        (contest.name_of(1), 1): NoMark.ILLEGIBLE,
    }
    assert marks(desk, number, "practical") == {(contest.name_of(2), 2): 88_000}
    again = bring(desk, tmp_path, rows, "再来")
    assert (again.new, again.unchanged) == (0, 3)


def test_each_bad_row_says_what_is_wrong_and_the_good_ones_stand(desk, tmp_path):
    number = contest.running(desk, 3)
    rows = [
        ["演讲", "1", "", "", "90", ""],
        ["理论笔试", "9", "", "", "90", ""],
        ["理论笔试", "1", contest.name_of(1), "", "90", ""],
        ["实务操作", "1", "", "", "90", ""],
        ["理论笔试", "1", "", "", "九十", ""],
        ["理论笔试", "1", "", "", "", ""],
        ["理论笔试", "1", "", "", "101", ""],
        ["理论笔试", "2", "", "", "90", ""],
        ["理论笔试", "2", "", "", "91", ""],
    ]
    report = bring(desk, tmp_path, rows)
    assert [(each.row, each.code) for each in report.problems if each.row] == [
        (2, "unknown_event"),
        (3, "unknown_entrant"),
        (4, "other_name"),
        (5, "unknown_seat"),
        (6, "mark_wrong"),
        (7, "mark_or_reason"),
        (8, "mark_refused"),
        (10, "marked_twice"),
    ]
    assert marks(desk, number, "theory") == {(contest.name_of(1), 1): 90_000}


def test_nothing_comes_in_where_no_event_takes_marks(desk, tmp_path):
    contest.opened(desk, 1)
    with pytest.raises(UserError, match="没有在录分的比武项目"):
        bring(desk, tmp_path, [["理论笔试", "1", "", "", "90", ""]])
