"""Exports of other platforms through the real import: wide, long, many months; on both engines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hrgrid.assessment.queries.facts import current_facts, fact_history, sources_of_month
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.service.figures import key_figures
from hrgrid.core.errors import UserError
from hrgrid.exchange.service import Answers, open_drop, run_import, undo_import
from hrgrid.overview.service import KINDS
from hrgrid.workforce.model import Person
from tests.assessment.office import AT, EAST, id_number, people, person
from tests.exchange.samples import book

WIDE = ("月份", "姓名", "信息未及时更新", "按时办结数", "应办数")
KIND = KINDS["indicators"]


def dropped(desk, folder, rows, *, headings=WIDE, name="数据", titles=(), sheet=None):
    cells = [*([title] for title in titles), list(headings), *map(list, rows)]
    path = book(folder / f"{name}.xlsx", (sheet, cells) if sheet else cells)
    return desk.read(lambda work: open_drop(work, KIND, [path]))


def bring(desk, folder, rows, *, answers=None, dry_run=False, partial=True, **how):
    drop = dropped(desk, folder, rows, **how)
    return run_import(desk, KIND, drop, answers, partial=partial, dry_run=dry_run)


def codes(report):
    return [(p.row, p.code) for p in report.errors]


def current(desk, month=AT):
    names = {number: name for name, number in people(desk).items()}
    found = desk.read(lambda work: list(current_facts(work, [month])))
    return {(names[who], code): (amount, base) for _, code, who, amount, base in found}


def test_a_wide_table_of_counts_and_wholes(office, tmp_path):
    report = bring(
        office, tmp_path, [("2026-09", "赵一", 2, 12, 13), ("2026年9月", "钱二", 0, "5", 5)]
    )
    assert (report.new, report.changed, report.unchanged, codes(report)) == (2, 0, 0, [])
    assert current(office) == {
        ("赵一", "stale"): (2_000, None),
        ("赵一", "on_time"): (12_000, 13_000),
        ("钱二", "stale"): (0, None),
        ("钱二", "on_time"): (5_000, 5_000),
    }


def test_the_dry_run_counts_the_same_and_writes_nothing(office, tmp_path):
    dry = bring(office, tmp_path, [("2026-09", "赵一", 2, 12, 13)], dry_run=True)
    assert (dry.new, dry.applied) == (1, False)
    assert current(office) == {}


def test_what_stands_already_is_no_news_and_what_differs_is_a_new_fact(office, tmp_path):
    bring(office, tmp_path, [("2026-09", "赵一", 2, 12, 13), ("2026-09", "钱二", 1, 5, 5)])
    again = [("2026-09", "赵一", 2, 12, 13), ("2026-09", "钱二", 3, 5, 5)]
    report = bring(office, tmp_path, again, name="第二次")
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)
    history = office.read(lambda work: fact_history(work, person(office, "钱二"), AT, "stale"))
    assert [(one.amount_milli, one.title) for one in history] == [
        (3_000, "第二次.xlsx"),
        (1_000, "数据.xlsx"),
    ]


def test_blank_is_no_figure_and_a_zero_is_one(office, tmp_path):
    bring(office, tmp_path, [("2026-09", "赵一", None, 0, 0), ("2026-09", "钱二", 0, "/", None)])
    assert current(office) == {("赵一", "on_time"): (0, 0), ("钱二", "stale"): (0, None)}


def test_a_long_table_has_a_row_a_figure(office, tmp_path):
    headings = ("月份", "姓名", "指标", "数值", "总数")
    rows = [
        ("2026-09", "赵一", "事件按时办结", 12, 13),
        ("2026-09", "赵一", "信息未更新数", 4, None),
        ("2026-09", "钱二", "办结率", "11/12", None),
        ("2026-09", "钱二", "没有这项", 1, None),
        ("2026-09", "孙三", "培训达标", 1, 1),
    ]
    report = bring(office, tmp_path, rows, headings=headings)
    assert current(office) == {
        ("赵一", "on_time"): (12_000, 13_000),
        ("赵一", "stale"): (4_000, None),
        ("钱二", "on_time"): (11_000, 12_000),
    }
    assert codes(report) == [(5, "unknown_indicator"), (6, "indicator_closed")]


def test_headings_of_two_rows_pair_count_and_whole(office, tmp_path):
    from openpyxl import Workbook

    made = Workbook()
    sheet = made.active
    sheet.append(["2026年9月网格员考核数据"])
    sheet.append(["姓名", "事件按时办结", None, "五分钟响应", None])
    sheet.append([None, "已办结", "应办结", "及时响应数", "应响应数"])
    sheet.append(["赵一", 9, 10, 4, 4])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:E2")
    path = tmp_path / "导出.xlsx"
    made.save(path)
    drop = office.read(lambda work: open_drop(work, KIND, [path]))
    report = run_import(office, KIND, drop)
    assert codes(report) == []
    assert current(office) == {
        ("赵一", "on_time"): (9_000, 10_000),
        ("赵一", "five_minutes"): (4_000, 4_000),
    }


# --- the month ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "where"),
    [
        ({"titles": ["示例区 2026年9月 考核数据表"]}, "标题"),
        ({"sheet": "2026.09"}, "表名"),
        ({"name": "网格员考核202609"}, "文件名"),
        ({"name": "2026年度导出", "sheet": "9月"}, "标题和文件名"),
    ],
)
def test_the_month_comes_from_a_title_the_sheet_or_the_file(office, tmp_path, how, where):
    report = bring(office, tmp_path, [("赵一", 2)], headings=("姓名", "信息未更新数"), **how)
    assert current(office) == {("赵一", "stale"): (2_000, None)}
    told = [p.message for p in report.problems if p.code == "given_column"]
    assert told == [f"“月份”一列没有，按{where}读作 2026 年 9 月。"]


def test_a_month_that_nothing_says_is_asked_for_once_and_answered_for_all(office, tmp_path):
    rows = [("赵一", 2), ("钱二", 1)]
    headings = ("姓名", "信息未更新数")
    drop = dropped(office, tmp_path, rows, headings=headings)
    assert drop.wanting == ("month",)
    assert not drop.is_remembered
    report = run_import(office, KIND, drop)
    assert (report.refused, [(p.row, p.code) for p in report.errors]) == (
        True,
        [(0, "month_missing")],
    )
    report = run_import(office, KIND, drop, Answers(given={"month": "2026-09"}))
    assert (report.new, codes(report)) == (2, [])
    assert set(current(office)) == {("赵一", "stale"), ("钱二", "stale")}


def test_what_a_file_says_of_its_month_stands_before_the_answer(office, tmp_path):
    given = Answers(given={"month": "2026-09"})
    bring(
        office,
        tmp_path,
        [("赵一", 2)],
        headings=("姓名", "信息未更新数"),
        name="2026年8月",
        answers=given,
    )
    assert current(office, 202608) == {("赵一", "stale"): (2_000, None)}


def test_many_files_and_months_in_one_drop(office, tmp_path):
    headings = ["姓名", "信息未更新数"]
    paths = [
        book(tmp_path / f"2026年{month}月.xlsx", [headings, ["赵一", month], ["钱二", 1]])
        for month in (7, 8, 9)
    ]
    drop = office.read(lambda work: open_drop(work, KIND, paths))
    report = run_import(office, KIND, drop)
    assert (report.rows, report.new) == (6, 6)
    for month in (7, 8, 9):
        assert current(office, 202600 + month)["赵一", "stale"] == (month * 1_000, None)
        (source,) = office.read(lambda work, at=month: sources_of_month(work, 202600 + at))
        assert (source.title, source.figures, source.people) == (f"2026年{month}月.xlsx", 2, 2)
        assert source.can_undo


def test_a_month_to_come_is_no_month(office, tmp_path):
    ahead = office.read(lambda work: work.today + dt.timedelta(days=40))
    report = bring(office, tmp_path, [(f"{ahead:%Y-%m}", "赵一", 2, 1, 1)])
    assert codes(report) == [(2, "month_ahead")]


# --- people ---------------------------------------------------------------------------------------


def test_people_are_found_by_whatever_the_platform_knows(office, tmp_path):
    ids = people(office)
    numbers = office.read(
        lambda work: {name: work.session.get_one(Person, ids[name]).number for name in EAST}
    )
    headings = ("月份", "工号", "身份证号", "姓名", "信息未更新数")
    rows = [
        ("2026-09", None, id_number(1), None, 1),
        ("2026-09", numbers["钱二"], None, None, 2),
        ("2026-09", "PT-0007", None, "孙三", 3),
        ("2026-09", None, id_number(1), "钱二", 4),
        ("2026-09", None, id_number(99), None, 5),
        ("2026-09", None, None, "无此人", 6),
        ("2026-09", None, None, None, 7),
    ]
    report = bring(office, tmp_path, rows, headings=headings)
    assert {name: value[0] for (name, _), value in current(office).items()} == {
        "赵一": 1_000,
        "钱二": 2_000,
        "孙三": 3_000,
    }
    assert codes(report) == [
        (5, "other_name"),
        (6, "unknown_person"),
        (7, "unknown_person"),
        (8, "nobody"),
    ]


def test_namesakes_are_told_apart_by_grid_or_asked(office, tmp_path):
    def rename(work):
        found = work.session.get_one(Person, person(office, "冯春"))
        other = work.session.get_one(Person, person(office, "赵一"))
        found.name, found.match_key = other.name, other.match_key

    west = person(office, "冯春")
    office.write(rename)
    headings = ("月份", "姓名", "街道", "信息未更新数")
    rows = [("2026-09", "赵一", "西街道", 5), ("2026-09", "赵一", None, 1)]
    report = bring(office, tmp_path, rows, headings=headings)
    assert codes(report) == [(3, "namesakes")]
    found = office.read(lambda work: list(current_facts(work, [AT])))
    assert [(who, amount) for _, _, who, amount, _ in found] == [(west, 5_000)]


def test_whoever_held_no_post_in_the_month_is_a_warning_with_the_name(office, tmp_path):
    report = bring(office, tmp_path, [("2026-08", "曹新", 1, 1, 1)])
    (warning,) = [p for p in report.problems if p.code == "not_in_post"]
    assert "“曹新”在 2026 年 8 月没有在岗的任职" in warning.message
    assert report.new == 1


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("两处", 1, 1), "不是数字"),
        ((-1, 1, 1), "小于 0"),
        ((1, 14, 13), "比总数还多"),
        ((1, 3, None), "只有数量，没有总数"),
        ((1, None, 3), "只有总数，没有数量"),
        ((1, "95%", 20), "是百分比"),
        ((1, dt.date(2026, 12, 13), None), "改成了日期"),
    ],
)
def test_a_bad_cell_keeps_the_whole_row_out(office, tmp_path, cells, words):
    report = bring(office, tmp_path, [("2026-09", "赵一", *cells), ("2026-09", "钱二", 1, 1, 1)])
    assert [p.row for p in report.errors] == [2]
    assert words in report.errors[0].message
    assert {name for name, _ in current(office)} == {"钱二"}


def test_a_percentage_with_its_whole_is_counted_back(office, tmp_path):
    headings = ("月份", "姓名", "应办数", "办结率")
    rows = [
        ("2026-09", "赵一", 22, "95.45%"),
        ("2026-09", "钱二", 22, 0.954545454545455),
        ("2026-09", "孙三", 22, "93%"),
        ("2026-09", "李四", 0, None),
    ]
    report = bring(office, tmp_path, rows, headings=headings)
    assert current(office) == {
        ("赵一", "on_time"): (21_000, 22_000),
        ("钱二", "on_time"): (21_000, 22_000),
        ("李四", "on_time"): (0, 0),
    }
    assert codes(report) == [(4, "figure_wrong")]
    assert "比率和总数 22 对不上" in report.errors[0].message


def test_a_percentage_alone_is_refused_unless_somebody_says_so(office, tmp_path):
    headings = ("月份", "姓名", "信息未更新数", "办结率")
    rows = [("2026-09", "赵一", 1, "95.5%"), ("2026-09", "钱二", 2, "100%")]
    drop = dropped(office, tmp_path, rows, headings=headings)
    report = run_import(office, KIND, drop)
    assert report.refused
    assert [(p.code, p.must_confirm) for p in report.errors] == [("ratio_alone", True)]
    assert "3 件办 3 件和 300 件办 300 件不一样" in report.errors[0].message
    report = run_import(office, KIND, drop, Answers(keep=frozenset({"ratio_alone"})))
    assert codes(report) == []
    assert current(office)["赵一", "on_time"] == (95_500, 100_000)
    assert current(office)["钱二", "on_time"] == (100_000, 100_000)


def test_the_same_figure_twice_in_a_month_is_asked_about(office, tmp_path):
    rows = [("2026-09", "赵一", 1, None, None), ("2026-09", "赵一", 2, None, None)]
    report = bring(office, tmp_path, rows)
    assert codes(report) == [(3, "written_twice")]
    assert current(office) == {("赵一", "stale"): (1_000, None)}


def test_two_files_may_hold_different_figures_of_one_person(office, tmp_path):
    paths = [
        book(tmp_path / "2026年9月甲.xlsx", [["姓名", "信息未更新数"], ["赵一", 1]]),
        book(tmp_path / "2026年9月乙.xlsx", [["姓名", "信息错漏数"], ["赵一", 2]]),
    ]
    drop = office.read(lambda work: open_drop(work, KIND, paths))
    assert run_import(office, KIND, drop).new == 2
    assert current(office) == {("赵一", "stale"): (1_000, None), ("赵一", "wrong"): (2_000, None)}


def test_columns_about_residents_are_dropped_and_counts_of_visits_are_not(office, tmp_path):
    headings = ("月份", "姓名", "重点人员姓名", "人脸照片", "重点人群走访数", "应走访户数")
    rows = [("2026-09", "赵一", "某居民", "x", 3, 4)]
    report = bring(office, tmp_path, rows, headings=headings)
    assert sum(p.code == "dropped_column" for p in report.problems) == 2
    assert current(office) == {("赵一", "visits"): (3_000, 4_000)}


# --- remembered, undone --------------------------------------------------------------------------


def test_a_mapping_is_remembered_for_the_same_headings(office, tmp_path):
    headings = ("月份", "姓名", "某平台指标甲")
    drop = dropped(office, tmp_path, [("2026-09", "赵一", 3)], headings=headings)
    table = drop.tables[0]
    assert table.columns.guesses[2].key is None
    mapped = drop.with_columns(*table.place, table.columns.with_key(2, "stale"))
    run_import(office, KIND, mapped)
    again = dropped(office, tmp_path, [("2026-08", "赵一", 4)], headings=headings, name="八月")
    assert again.is_remembered
    run_import(office, KIND, again)
    assert current(office, 202608) == {("赵一", "stale"): (4_000, None)}


def test_a_whole_import_is_taken_back_and_what_came_later_stays(office, tmp_path):
    bring(office, tmp_path, [("2026-09", "赵一", 9, None, None)], name="先前")
    report = bring(office, tmp_path, [("2026-09", "赵一", 2, 12, 13), ("2026-09", "钱二", 1, 5, 5)])
    cell = (person(office, "钱二"), "stale")
    office.write(lambda work: key_figures(work, AT, {cell: Figure(7_000)}))
    office.write(lambda work: undo_import(work, report.job_id, KINDS))
    assert current(office) == {("赵一", "stale"): (9_000, None), ("钱二", "stale"): (7_000, None)}
    with pytest.raises(UserError, match="撤销过了"):
        office.write(lambda work: undo_import(work, report.job_id, KINDS))


def test_the_offices_own_indicator_has_its_column(office, tmp_path):
    from hrgrid.assessment.rules.fact_rows import IndicatorForm
    from hrgrid.assessment.service.indicators import add_indicator, stop_indicator

    form = IndicatorForm("平台登录", "天", based=True)
    code = office.write(lambda work: add_indicator(work, form))
    headings = ("月份", "姓名", "平台登录天数", "平台登录应有数")
    bring(office, tmp_path, [("2026-09", "赵一", 20, 22)], headings=headings)
    assert current(office) == {("赵一", code): (20_000, 22_000)}
    office.write(lambda work: stop_indicator(work, code))
    drop = dropped(office, tmp_path, [("2026-09", "赵一", 21, 22)], headings=headings, name="后来")
    assert all(guess.key != code for guess in drop.tables[0].columns.guesses)


def test_an_empty_list_says_that_it_holds_no_figures(office, tmp_path):
    report = bring(office, tmp_path, [("2026-09", "赵一", None, None, None)])
    assert [p.code for p in report.problems if p.code == "no_figures"] == ["no_figures"]
    assert current(office) == {}


def test_edits_of_the_user_are_read_instead_of_cells(office, tmp_path):
    drop = dropped(office, tmp_path, [("2026-09", "赵一", "两处", 1, 1)])
    table = drop.tables[0]
    answers = Answers(edits={(*table.place, 2, "stale"): "2"})
    assert run_import(office, KIND, drop, answers).new == 1
    number = office.read(lambda work: work.session.get_one(Person, person(office, "赵一")).number)
    other = dropped(office, tmp_path, [("2026-09", "无此人", 5, 1, 1)], name="乙")
    place = other.tables[0].place
    edits = {(*place, 2, "number"): number, (*place, 2, "name"): ""}
    report = run_import(office, KIND, other, replace(answers, edits=edits))
    assert (report.changed, codes(report)) == (1, [])
