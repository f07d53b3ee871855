"""Workbooks as offices send them: every one does what it must, as far as reading goes."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from hrgrid.core.columns import ReadingContext, Severity
from hrgrid.exchange.rules.mapping import GuessedBy, guess_columns
from hrgrid.exchange.rules.reading import read_rows
from hrgrid.exchange.rules.rows import Answers
from hrgrid.exchange.rules.tables import Left, find_table
from hrgrid.paper.intake import read_table
from hrgrid.workforce.columns import AREAS, WORKERS
from tests.exchange.samples import WORKBOOKS

CONTEXT = ReadingContext(dt.date(2026, 11, 21))
# Kept here in UTF-8, as every text of the project; offices send them in the encoding of Windows.
IN_GBK = {"gbk.csv", "html_table_named.xls"}


@pytest.fixture
def workbook(tmp_path):
    """A file as it was sent."""

    def sent(name):
        content = (WORKBOOKS / name).read_bytes()
        if name in IN_GBK:
            content = content.decode("utf-8").encode("gb18030")
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return sent


class Taken:
    """Every sheet of a file: tables, maps, rows and problems."""

    def __init__(self, path, spec=WORKERS, answers=None):
        self.table = read_table(path)
        self.tables = [find_table(path.name, s, spec) for s in self.table.sheets if s.rows]
        self.columns = [guess_columns(table, spec) for table in self.tables]
        read = [
            read_rows(table, columns, spec, CONTEXT, answers or Answers())
            for table, columns in zip(self.tables, self.columns, strict=True)
        ]
        self.rows = [row for each in read for row in each.rows]
        self.problems = [problem for each in read for problem in each.problems]
        self.count = sum(each.count for each in read)

    def codes(self, severity=None):
        return Counter(p.code for p in self.problems if severity in {None, p.severity})

    def values(self, key):
        return [row.values[key] for row in self.rows]


def test_areas(workbook):
    taken = Taken(workbook("areas_example.csv"), AREAS)
    assert len(taken.rows) == 60
    assert taken.problems == []
    assert taken.values("grid_code")[:2] == ["0000", "0001"]
    assert set(taken.values("households")) >= {380, 381}


@pytest.mark.parametrize("name", ["ok_baseline_10rows.xlsx", "gbk.csv", "html_table_named.xls"])
def test_ten_people(workbook, name):
    taken = Taken(workbook(name))
    assert (taken.count, len(taken.rows)) == (10, 10)
    assert taken.problems == []
    assert taken.values("name") == [f"示例人{n}" for n in range(1, 11)]
    assert set(taken.values("since")) == {dt.date(2026, 7, 1)}


def test_shuffled_headings_with_synonyms_and_an_unknown_column(workbook):
    taken = Taken(workbook("headers_shuffled_synonyms.xlsx"))
    (row,) = taken.rows
    assert row.values["name"] == "示例一"
    assert row.values["phone"] == "19900000001"
    assert row.values["grid_name"] == "示例社区第1网格"
    assert [(p.code, p.column) for p in taken.problems] == [("unknown_column", "多余列")]


def test_title_two_row_heading_total_and_footer(workbook):
    taken = Taken(workbook("merged_two_row_header_title_footer.xlsx"))
    assert (taken.count, len(taken.rows)) == (10, 10)
    (table,) = taken.tables
    assert table.headings.rows == (3, 4)
    assert [left.why for left in table.left] == [
        Left.TITLE,
        Left.TITLE,
        Left.TOTAL,
        Left.SIGNATURE,
    ]
    assert taken.codes() == {"rows_left_out": 1}


def test_five_sheets_are_all_there(workbook):
    taken = Taken(workbook("five_sheets_one_per_street.xlsx"))
    assert len(taken.rows) == 15
    assert len({row.sheet for row in taken.rows}) == 5
    assert taken.problems == []


def test_everybody_gets_the_grid_of_the_merged_cell(workbook):
    taken = Taken(workbook("merged_grid_cells_vertical.xlsx"))
    assert taken.values("grid_code") == [
        code for code in ("0000", "0001", "0002") for _ in range(3)
    ]
    assert None not in taken.values("grid_name")


def test_hidden_rows_columns_and_sheets_are_counted(workbook):
    taken = Taken(workbook("hidden_rows_columns_sheets.xlsx"))
    assert len(taken.rows) == 10
    assert {p.code: p.message for p in taken.problems} == {
        "hidden_rows": "有 3 行隐藏，也一并读取，请核对是否需要。",
        "hidden_columns": "有 1 列隐藏（“身份证号”），也一并读取，请核对是否需要。",
    }
    assert taken.table.hidden == ("隐藏表", "深藏")


def test_dates_are_read_or_asked_about_row_by_row(workbook):
    taken = Taken(workbook("dates_as_text.xlsx"))
    asked = {p.row: p.value for p in taken.problems if p.severity is Severity.ERROR}
    assert asked == {
        7: "26-7-1",
        8: "7/1/2026",
        9: "2026-07",
        10: "2026年7月",
        12: "2026-02-30",
        13: "46204",
        18: "长期",
        19: "1900-01-00",
        21: "０２６年７月１日",
    }
    assert taken.codes(Severity.INFO) == {"time_dropped": 1}
    assert set(taken.values("since")) == {dt.date(2026, 7, 1), None}
    assert len(taken.rows) == 11


def test_bad_numbers_are_told_row_by_row_and_dirt_is_cleaned(workbook):
    taken = Taken(workbook("id_bad_and_dirty.xlsx"))
    words = {2: "末位校验", 3: "15位的旧号码", 4: "不是真实的日期", 5: "晚于今天"}
    wrong = {p.row: p.message for p in taken.problems if p.severity is Severity.ERROR}
    assert wrong.keys() == words.keys()
    assert all(words[row] in message for row, message in wrong.items())
    assert [p.row for p in taken.problems if p.code == "cleaned"] == [6, 7, 8, 11]
    numbers = taken.values("id_number")
    assert numbers[0].number == "329999199001010054"
    assert numbers[5].number == "32999919900101010X"


def test_digits_that_are_lost_are_never_guessed(workbook):
    taken = Taken(workbook("id_as_number_scientific.xlsx"))
    assert (taken.count, taken.rows) == (10, [])
    assert taken.codes() == {"digits_lost": 10}


def test_a_code_that_came_as_a_number_can_be_told(workbook):
    taken = Taken(workbook("grid_code_leading_zero_lost.xlsx"))
    assert taken.values("grid_code") == [str(n) for n in range(1, 11)]
    assert all(row.held_as_number("grid_code") for row in taken.rows)


def test_every_workbook_has_all_its_columns_by_name(workbook):
    for path in sorted(WORKBOOKS.glob("*.*")):
        if path.name.startswith("."):
            continue
        spec = AREAS if path.name.startswith("areas") else WORKERS
        for columns in Taken(workbook(path.name), spec).columns:
            by = {guess.by for guess in columns.guesses}
            assert by <= {GuessedBy.NAME, GuessedBy.NUMBERING, GuessedBy.UNKNOWN}, path.name
