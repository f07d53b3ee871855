"""Sign-in lists and lists of earlier training through the real import, on both engines."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.service import open_drop, run_import, undo_import
from hrgrid.overview.service import KINDS
from hrgrid.training.queries.of_person import training_of
from hrgrid.training.rules.presence import CellValue
from hrgrid.training.rules.words import CourseKind, Presence
from hrgrid.training.service.attending import key_cells
from hrgrid.training.service.classes import end_class
from hrgrid.training.service.confirming import confirm_results
from hrgrid.training.service.earlier import EarlierChange, EarlierForm, correct_earlier
from tests.exchange.samples import book
from tests.hiring.build import employ, grid, id_number
from tests.training.town import (
    AWAY,
    DAY,
    HERE,
    all_present,
    cell,
    course,
    in_class,
    person,
    running,
    the_sheet,
    today,
)

HEADINGS = ("日期", "上课时间", "工号", "姓名", "身份证号", "签到情况", "到场时间")
RECORDED = ("姓名", "工号", "培训名称", "结束日期", "学时", "是否轮训", "主办单位", "证书号")


def bring(desk, folder, rows, *, kind="attendance", headings=HEADINGS, name="表", **how):
    path = book(folder / f"{name}.xlsx", [list(headings), *map(list, rows)])
    drop = desk.read(lambda work: open_drop(work, KINDS[kind], [path]))
    return run_import(desk, KINDS[kind], drop, partial=True, **how)


def codes(report):
    return [(p.row, p.code) for p in report.errors if p.row]


def numbers(desk, class_id):
    return {name: one.number for name, one in in_class(desk, class_id).items()}


def words(desk, class_id):
    found = the_sheet(desk, class_id)
    names = {one.enrolment_id: one.name for one in found.members}
    order = [one.id for one in found.sessions]
    return {
        (names[who], order.index(session)): value.words
        for (session, who), value in found.cells.items()
    }


def test_a_sign_in_list_fills_the_sheet_and_is_taken_back(town, tmp_path):
    class_id = running(town, course(town), ("赵一", "钱二", "孙三"))
    day = f"{today(town):%Y-%m-%d}"
    rows = [
        [day, "8:30", numbers(town, class_id)["赵一"], "赵一", "", "到", "8:20"],
        [day, "8:30", "", "钱二", "", "迟到", "9:05"],
        [day, "14:00", "", "", id_number(3), "事假", ""],
        [day, "14:00", "", "赵一", "", "", ""],
    ]
    report = bring(town, tmp_path, rows)
    assert (report.new, codes(report)) == (4, [])
    assert words(town, class_id) == {
        ("赵一", 0): "到",
        ("钱二", 0): "迟到 09:05",
        ("孙三", 1): "请假",
        ("赵一", 1): "到",
    }
    again = bring(town, tmp_path, rows, name="再来")
    assert (again.new, again.unchanged) == (0, 4)
    town.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert words(town, class_id) == {}


def test_each_bad_row_of_a_sign_in_list_says_what_to_mend(town, tmp_path):
    class_id = running(town, course(town), ("赵一", "钱二", "孙三"))
    at = cell(town, class_id, "孙三")
    town.write(lambda work: key_cells(work, class_id, {at: AWAY}))
    day, other = f"{today(town):%Y-%m-%d}", f"{today(town) - 3 * DAY:%Y-%m-%d}"
    number = numbers(town, class_id)["赵一"]
    rows = [
        [day, "8:30", "", "王麻子", "", "到", ""],
        [day, "8:30", "", "李四", "", "到", ""],
        [day, "8:30", number, "钱二", "", "到", ""],
        [day, "8:30", number, "", id_number(2), "到", ""],
        [day, "9:00", "", "钱二", "", "到", ""],
        [other, "", "", "钱二", "", "到", ""],
        [day, "", "", "钱二", "", "到", ""],
        [day, "8:30", "", "钱二", "", "来了", ""],
        [day, "8:30", "", "钱二", "", "迟到", "7:00"],
        [day, "8:30", "", "孙三", "", "到", ""],
        [day, "8:30", "", "", "", "到", ""],
        [day, "8:30", "", "赵一", "", "到", ""],
        [day, "8:30", number, "", "", "缺勤", ""],
        [day, "八点", "", "钱二", "", "到", ""],
    ]
    report = bring(town, tmp_path, rows)
    assert codes(report) == [
        (2, "unknown_person"),
        (3, "not_in_class"),
        (4, "other_name"),
        (5, "two_people"),
        (6, "no_session"),
        (7, "no_session"),
        (8, "which_session"),
        (9, "presence_wrong"),
        (10, "time_wrong"),
        (11, "attendance_differs"),
        (12, "nobody"),
        (14, "written_twice"),
        (15, "time_wrong"),
    ]
    for problem in report.errors:
        assert problem.message.endswith("。"), problem
        assert "请" in problem.message or "改" in problem.message, problem
    assert words(town, class_id) == {("孙三", 0): "缺勤", ("赵一", 0): "到"}


def test_a_list_without_a_class_wants_exactly_one_that_is_held(town, tmp_path):
    rows = [["", "", "", "赵一", "", "到", ""]]
    with pytest.raises(UserError, match="没有正在上课的培训班"):
        bring(town, tmp_path, rows)
    running(town, course(town), ("赵一",), title="甲班")
    running(town, course(town, "ZT01", kind=CourseKind.SPECIAL), ("钱二",), title="乙班")
    with pytest.raises(UserError, match="请在“培训班”一列写明是哪个班"):
        bring(town, tmp_path, rows)
    named = ("培训班", *HEADINGS)
    rows = [
        ["乙班", "", "8:30", "", "钱二", "", "到", ""],
        ["丙班", "", "8:30", "", "钱二", "", "到", ""],
    ]
    report = bring(town, tmp_path, rows, headings=named)
    assert (report.new, codes(report)) == (1, [(3, "unknown_class")])


def test_a_sign_in_list_is_not_taken_back_over_what_was_changed(town, tmp_path):
    class_id = running(town, course(town), ("赵一", "钱二"))
    report = bring(town, tmp_path, [["", "8:30", "", "赵一", "", "到", ""]])
    at = cell(town, class_id, "赵一")
    late = CellValue(Presence.LATE, came=540)
    town.write(lambda work: key_cells(work, class_id, {at: late}))
    with pytest.raises(UserError, match="有的已经改过，不能整批撤销"):
        town.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")


def test_a_settled_class_keeps_its_list(town, tmp_path):
    class_id = running(town, course(town), ("赵一",))
    rows = [["", at, "", "赵一", "", "到", ""] for at in ("8:30", "14:00")]
    report = bring(town, tmp_path, rows)
    town.write(lambda work: end_class(work, class_id))
    town.write(lambda work: confirm_results(work, class_id))
    with pytest.raises(UserError, match="现在是“结果已定”"):
        town.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")


def test_a_dry_run_keys_nothing(town, tmp_path):
    class_id = running(town, course(town), ("赵一",))
    row = [["", "8:30", "", "赵一", "", "到", ""]]
    assert bring(town, tmp_path, row, dry_run=True).new == 1
    assert words(town, class_id) == {}


# --- earlier training -------------------------------------------------------------------------


def records(desk, folder, rows, **how):
    return bring(desk, folder, rows, kind="training-records", headings=RECORDED, **how)


def history(desk, name):
    who = person(desk, name)
    found = desk.read(lambda work: training_of(work, who)).rows
    return [(one.title, one.credited, one.rotation) for one in found]


def test_a_list_of_earlier_training_comes_in_once_and_is_taken_back(town, tmp_path):
    rows = [
        ["赵一", "", "省级轮训", "2024-05-12", "16", "是", "省委党校", "证12号"],
        ["钱二", "", "消防课", "2024年6月1日", "7.5学时", "否", "", ""],
        ["孙三", "", "反诈课", "2024-07-01", "90分钟", "", "", ""],
    ]
    report = records(town, tmp_path, rows)
    assert (report.new, codes(report)) == (3, [])
    assert history(town, "赵一") == [("省级轮训", 720, True)]
    assert history(town, "钱二") == [("消防课", 338, False)]
    assert history(town, "孙三") == [("反诈课", 90, False)]
    again = records(town, tmp_path, rows, name="再来")
    assert (again.new, again.unchanged) == (0, 3)
    town.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")
    assert history(town, "赵一") == []


def test_each_bad_row_of_earlier_training_says_what_to_mend(town, tmp_path):
    records(town, tmp_path, [["赵一", "", "轮训", "2024-05-12", "16", "是", "", ""]], name="先")
    home = grid(town, "E999")
    town.write(lambda work: employ(work, home, "钱二", id_number(80)))
    rows = [
        ["王麻子", "", "轮训", "2024-05-12", "16", "是", "", ""],
        ["钱二", "", "轮训", "2024-05-12", "16", "是", "", ""],
        ["赵一", "", "轮训", "2024-05-12", "8", "是", "", ""],
        ["孙三", "", "轮训", "2024-05-12", "0", "是", "", ""],
        ["孙三", "", "轮训", "2024-05-12", "很多", "是", "", ""],
        ["孙三", "", "轮训", "2024-05-12", "8", "是", "", ""],
        ["孙三", "", "轮训", "2024-05-12", "8", "是", "", ""],
    ]
    report = records(town, tmp_path, rows)
    assert codes(report) == [
        (2, "unknown_person"),
        (3, "namesakes"),
        (4, "other_hours"),
        (5, "no_hours"),
        (6, "hours_wrong"),
        (8, "written_twice"),
    ]
    assert report.new == 1


def test_a_corrected_record_keeps_its_list_from_being_taken_back(town, tmp_path):
    rows = [["赵一", "", "轮训", "2024-05-12", "16", "是", "", ""]]
    report = records(town, tmp_path, rows)
    who = person(town, "赵一")
    (one,) = town.read(lambda work: training_of(work, who)).rows
    form = EarlierForm(who, "轮训", one.last_day, 360, document_no="证1号")
    change = EarlierChange(one.earlier_id, one.version, form)
    town.write(lambda work: correct_earlier(work, change), reason="学时抄错")
    with pytest.raises(UserError, match="已经更正或删去，不能整批撤销"):
        town.write(lambda work: undo_import(work, report.job_id, KINDS), reason="导错了")


def test_what_was_imported_counts_for_the_results(town, tmp_path):
    class_id = running(town, course(town), ("赵一", "钱二"))
    rows = [["", at, "", name, "", "到", ""] for at in ("8:30", "14:00") for name in ("赵一",)]
    bring(town, tmp_path, rows)
    all_present(town, class_id)
    assert the_sheet(town, class_id).cells[cell(town, class_id, "钱二")] == HERE
    town.write(lambda work: end_class(work, class_id))
    assert town.write(lambda work: confirm_results(work, class_id)).passed == 2
