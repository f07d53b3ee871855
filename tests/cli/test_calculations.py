"""apportion, tabulate, draw and sort-names: arguments, JSON and exit status to the letter."""

from __future__ import annotations

import hashlib

import openpyxl
import pytest

WEIGHTS = "name,weight\n盐都,222\n伍佑,16\n射阳,66\n东台,107\n大丰,52\n"
MARKS = (
    "参赛者,评委1,评委2,评委3,评委4,评委5\n"
    "甲,90.1,90,89.95,92,88\n"
    "乙,95,95,95,95,95\n"
    "丙,95,,,,\n"
    "丁,90.1,90,89.95,99,0\n"
    "戊,80,80,,80,\n"
)


# --- apportion


def test_apportion_gives_the_seats_and_the_way_to_them(start, write):
    write("weights.csv", WEIGHTS)
    words = ("apportion", "weights.csv", "--seats", 10, "--method", "largest-remainder")
    done = start(*words, "--json")
    assert (done.status, done.err) == (0, "")
    report = done.report
    assert list(report) == ["method", "seats", "result", "steps", "tie"]
    assert (report["method"], report["seats"], report["tie"]) == ("largest-remainder", 10, None)
    assert report["result"] == [
        {"name": "盐都", "weight": 222, "seats": 5},
        {"name": "伍佑", "weight": 16, "seats": 0},
        {"name": "射阳", "weight": 66, "seats": 2},
        {"name": "东台", "weight": 107, "seats": 2},
        {"name": "大丰", "weight": 52, "seats": 1},
    ]
    assert report["steps"][0] == {
        "kind": "whole",
        "unit": "盐都",
        "fraction": "2220/463",
        "seats": 4,
    }
    assert sum(step["seats"] for step in report["steps"]) == 10


def test_apportion_takes_a_floor_for_everybody(run, write):
    write("weights.csv", WEIGHTS)
    words = ("apportion", "weights.csv", "--seats", 10, "--method", "sainte-lague")
    report = run(*words, "--floor", 1, "--json").report
    assert [row["seats"] for row in report["result"]] == [5, 1, 1, 2, 1]


def test_apportion_reads_bounds_of_single_units_and_columns_in_any_order(run, write):
    write("weights.csv", "cap,weight,备注,name,floor\n3,100,x,甲,\n,1,,乙,2\n,1,,丙,\n")
    words = ("apportion", "weights.csv", "--seats", 6, "--method", "dhondt", "--json")
    assert [row["seats"] for row in run(*words).report["result"]] == [3, 2, 1]


def test_a_tie_wider_than_the_places_is_reported_and_refused(run, write):
    write("weights.csv", "name,weight\n甲,1\n乙,1\n丙,1\n")
    words = ("apportion", "weights.csv", "--seats", 5, "--method", "equal")
    done = run(*words, "--json")
    assert done.status == 1
    assert done.report == {
        "method": "equal",
        "seats": 5,
        "result": None,
        "steps": [],
        "tie": {"names": ["甲", "乙", "丙"], "places": 2},
    }
    told = run(*words)
    assert told.status == 1
    assert told.out == ""
    assert told.err == "“甲”、“乙”、“丙”并列，只剩 2 个名额，请抽签后录入中签单位。\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,count\n甲,1\n", "第 1 行缺少 weight 这一列，请把它写进表头。"),
        ("name,weight\n甲,1.5\n", "第 2 行的 weight 是“1.5”，要填不小于 0 的整数，请改正。"),
        ("name,weight\n\n甲,\n", "第 3 行“甲”没有填权数（weight），请补上。"),
        ("name,weight\n,3\n", "第 2 行没有填单位名称（name），请补上。"),
        ("name,weight,weight\n甲,1,2\n", "表头里 weight 出现了不止一次，请只留一列。"),
        (
            "name,weight,floor\n甲,1,-2\n",
            "第 2 行的 floor 是“-2”，要填不小于 0 的整数，请改正。",
        ),
        (
            "name,weight\n甲,1\n甲,2\n",
            "单位“甲”出现了不止一次，请合并或改成不同的名称。",
        ),
    ],
)
def test_apportion_names_the_row_that_is_wrong(run, write, text, sentence):
    write("weights.csv", text)
    done = run("apportion", "weights.csv", "--seats", 1, "--method", "dhondt", "--json")
    assert done.status == 1
    assert done.report == {"refused": sentence}


def test_apportion_shows_people_a_table(run, write):
    write("weights.csv", WEIGHTS)
    done = run("apportion", "weights.csv", "--seats", 20, "--method", "largest-remainder")
    lines = done.out.splitlines()
    assert lines[:3] == ["最大余数法", "单位  权数  名额", "盐都  222   9"]
    assert lines[7] == "合计  463   20"


# --- tabulate


def test_tabulate_ranks_on_the_published_total_and_puts_the_unranked_last(run, write):
    write("marks.csv", MARKS)
    done = run("tabulate", "marks.csv", "--json")
    assert (done.status, done.err) == (0, "")
    assert done.report["rule"] == {
        "drop_high": 1,
        "drop_low": 1,
        "decimals": 2,
        "min_marks": 3,
        "order": "high",
    }
    standings = done.report["standings"]
    assert [(s["entrant"], s["total"], s["rank"], s["tied"]) for s in standings] == [
        ("乙", "95.00", 1, False),
        ("甲", "90.02", 2, True),
        ("丁", "90.02", 2, True),
        ("戊", "80.00", 4, False),
        ("丙", None, None, False),
    ]
    assert standings[1] == {
        "entrant": "甲",
        "total": "90.02",
        "rank": 2,
        "kept": ["90.1", "90", "89.95"],
        "dropped": ["92", "88"],
        "missing": [],
        "tied": True,
    }
    assert standings[2]["dropped"] == ["99", "0"]
    assert standings[3]["missing"] == ["评委3", "评委5"]
    assert standings[4]["kept"] == ["95"]


def test_tabulate_takes_drops_decimals_order_and_the_least_number_of_marks(run, write):
    write("marks.csv", "组,A,B,C,D\n甲,10,20,30,40\n乙,10,20,30,\n丙,12.345,,,\n")
    words = ("--drop-high", 2, "--drop-low", 0, "--decimals", 1, "--order", "low", "--json")
    standings = run("tabulate", "marks.csv", *words).report["standings"]
    assert [(s["entrant"], s["total"], s["rank"]) for s in standings] == [
        ("乙", "10.0", 1),
        ("甲", "15.0", 2),
        ("丙", None, None),
    ]
    words = ("--drop-high", 0, "--drop-low", 0, "--decimals", 3, "--min-marks", 4, "--json")
    standings = run("tabulate", "marks.csv", *words).report["standings"]
    assert [(s["entrant"], s["total"]) for s in standings] == [
        ("甲", "25.000"),
        ("乙", None),
        ("丙", None),
    ]


def test_tabulate_reads_a_workbook_as_it_reads_csv(run, write, tmp_path):
    write("marks.csv", MARKS)
    workbook = openpyxl.Workbook()
    for line in MARKS.splitlines():
        head, *marks = line.split(",")
        cells = [float(mark) if mark.replace(".", "").isdigit() else mark for mark in marks]
        workbook.active.append([head, *(None if cell == "" else cell for cell in cells)])
    workbook.save(tmp_path / "marks.xlsx")
    from_csv = run("tabulate", "marks.csv", "--json").report
    assert run("tabulate", "marks.xlsx", "--json").report == from_csv


def test_tabulate_never_takes_a_formula_without_a_result_for_a_missing_mark(run, tmp_path):
    workbook = openpyxl.Workbook()
    for row in (["", "A", "B", "C"], ["甲", 90, "=80+1", 91]):
        workbook.active.append(row)
    workbook.save(tmp_path / "marks.xlsx")
    done = run("tabulate", "marks.xlsx", "--json")
    assert done.status == 1
    assert done.report["refused"].startswith("第 2 行“甲”B的“公式未计算”不是分数")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("人,A,B,C\n甲,1,2,3.1234\n", "第 2 行“甲”C的“3.1234”超过 3 位小数"),
        ("人,A,B,C\n甲,1,2,好\n", "第 2 行“甲”C的“好”不是分数"),
        ("人,A,B,C\n甲,1,2,3\n,1,2,3\n", "第 3 行第一列没有写参赛者"),
        ("人,A,B\n甲,1,2,3\n", "第 2 行“甲”的评分比评委多"),
        ("人,A,,C\n甲,1,2,3\n", "第 1 行第 3 列没有写评委"),
        ("人,A,A\n甲,1,2\n", "表头里“A”出现了 2 次"),
        ("人\n甲\n", "第 1 行只有一列"),
    ],
)
def test_tabulate_names_the_cell_that_is_wrong(run, write, text, begins):
    write("marks.csv", text)
    done = run("tabulate", "marks.csv", "--json")
    assert done.status == 1
    assert done.report["refused"].startswith(begins)


# --- draw

POOL = "编码,街道\nG001,东\nG002,东\nG003,东\nG004,西\nG005,西\nG006,东\n"


def test_the_same_pool_and_seed_draw_the_same_whatever_the_order_of_rows(run, write):
    head, *rows = POOL.splitlines()
    write("pool.csv", POOL)
    write("turned.csv", "\n".join([head, *reversed(rows)]))
    words = ("--count", 3, "--seed", "二〇二六年十一月", "--by", "街道", "--json")
    first, second = run("draw", "pool.csv", *words), run("draw", "turned.csv", *words)
    assert (first.status, first.out) == (0, second.out)
    report = first.report
    assert list(report) == ["pool_sha256", "seed", "algorithm", "drawn"]
    assert (report["seed"], report["algorithm"]) == ("二〇二六年十一月", "hrgrid-draw/1")
    assert sum(key in {"G004", "G005"} for key in report["drawn"]) == 1
    assert len(set(report["drawn"])) == 3


def test_a_draw_can_be_repeated_by_hand(run, write):
    write("pool.csv", "编码\nB\nA\nC\n")
    report = run("draw", "pool.csv", "--count", 2, "--seed", "x", "--json").report
    pool = '[["A",""],["B",""],["C",""]]'
    assert report["pool_sha256"] == hashlib.sha256(pool.encode()).hexdigest()
    tickets = sorted("ABC", key=lambda key: hashlib.sha256(f"x||{key}".encode()).hexdigest())
    assert report["drawn"] == tickets[:2]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("--count", 7, "--seed", "x"), "要抽取 7 个，名单里只有 6 个"),
        (("--count", 2, "--seed", " "), "没有填写随机种子"),
        (("--count", 2, "--seed", "x", "--by", "社区"), "表头里要有且只有一列“社区”"),
    ],
)
def test_draw_refuses_what_cannot_be_drawn(run, write, words, begins):
    write("pool.csv", POOL)
    done = run("draw", "pool.csv", *words, "--json")
    assert done.status == 1
    assert done.report["refused"].startswith(begins)


# --- sort-names


def test_sort_names_puts_them_in_the_order_of_a_roster(run, write):
    write("names.txt", "\ufeff王建国\n\n丁一\n 单雄信 \n")
    strokes = run("sort-names", "names.txt", "--json")
    assert (strokes.status, strokes.report) == (0, {"names": ["丁一", "王建国", "单雄信"]})
    pinyin = run("sort-names", "names.txt", "--by", "pinyin", "--json")
    assert pinyin.report == {"names": ["丁一", "单雄信", "王建国"]}
    assert run("sort-names", "names.txt").out == "丁一\n王建国\n单雄信\n"


def test_sort_names_reads_what_old_programs_wrote(run, write):
    write("names.txt", "王建国\n丁一\n", encoding="gb18030")
    assert run("sort-names", "names.txt", "--json").report == {"names": ["丁一", "王建国"]}


def test_sort_names_refuses_a_file_without_names(run, write):
    write("names.txt", "\n \n")
    done = run("sort-names", "names.txt", "--json")
    assert done.status == 1
    assert done.report == {"refused": "“names.txt”里没有姓名，请一行写一个。"}
