"""import and template of figures of assessment and of stars as scripts call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrgrid.paper.intake import read_table
from tests.exchange.samples import book

WORKBOOKS = Path(__file__).parents[1] / "exchange" / "workbooks"
HEADINGS = ["姓名", "信息未更新数", "按时办结数", "应办数"]


@pytest.fixture
def home(tmp_path):
    """The folder of the person who runs the commands."""
    return {"HRGRID_HOME": str(tmp_path / "home")}


@pytest.fixture
def office(run, settled, tmp_path, home):
    """An office with ten people on file."""
    path = settled(tmp_path / "a.hrg", home["HRGRID_HOME"])
    for kind, name in (("areas", "areas_example.csv"), ("workers", "ok_baseline_10rows.xlsx")):
        done = run("--data", path, "import", kind, WORKBOOKS / name, "--json", **home)
        assert done.status == 0, done
    return path


def names():
    """Two people of the roster."""
    rows = read_table(WORKBOOKS / "ok_baseline_10rows.xlsx").sheets[0].rows
    at = next(at for at, text in enumerate(rows[0].cells) if text == "姓名")
    return rows[1].cells[at], rows[2].cells[at]


def test_figures_are_checked_imported_and_the_bad_row_comes_back(office, run, home, tmp_path):
    first, second = names()
    path = book(tmp_path / "2025年3月.xlsx", [HEADINGS, [first, 2, 12, 13], [second, 1, 9, 8]])
    words = ["--data", office, "import", "indicators", path]
    refused = run(*words, "--json", **home)
    assert (refused.status, refused.report["applied"]) == (1, False)
    assert [(each["row"], each["code"]) for each in refused.report["errors"]] == [
        (3, "figure_wrong")
    ]
    out = tmp_path / "要改的.xlsx"
    done = run(*words, "--partial", "--errors", out, "--json", **home)
    assert (done.status, done.report["kind"], done.report["new"]) == (0, "indicators", 1)
    assert second in str(read_table(out).sheets[0].rows[1].cells)


def test_the_month_is_given_where_the_file_says_none(office, run, home, tmp_path):
    path = book(tmp_path / "导出.xlsx", [HEADINGS, [names()[0], 2, 12, 13]])
    words = ["--data", office, "import", "indicators", path]
    refused = run(*words, "--json", **home)
    assert [each["code"] for each in refused.report["errors"]] == ["month_missing"]
    done = run(*words, "--month", "2025-03", "--json", **home)
    assert (done.status, done.report["new"]) == (0, 1)
    again = run(*words, "--month", "2025-03", "--json", **home)
    assert (again.status, again.report["unchanged"]) == (0, 1)


def test_the_template_has_the_columns_that_the_import_reads(run, home, tmp_path):
    out = tmp_path / "模板.xlsx"
    assert run("template", "indicators", out, "--json", **home).status == 0
    headings = set(read_table(out).sheets[0].rows[0].cells)
    assert {"月份", "工号", "姓名", "事件按时办结", "事件按时办结总数", "指标", "数值"} <= headings
    assert "培训达标" not in headings


def test_stars_of_earlier_years_are_checked_and_imported(office, run, home, tmp_path):
    headings = ["姓名", "星级", "生效日期", "有效期至", "文号"]
    year = ["2025-01-01", "2025-12-31", "政法〔2025〕3号"]
    rows = [[names()[0], "四星", *year], [names()[1], "六星", *year]]
    words = ["--data", office, "import", "stars", book(tmp_path / "星级.xlsx", [headings, *rows])]
    dry = run(*words, "--dry-run", "--json", **home)
    assert (dry.status, dry.report["applied"]) == (1, False)
    assert [(each["row"], each["column"]) for each in dry.report["errors"]] == [(3, "星级")]
    done = run(*words, "--partial", "--json", **home)
    assert (done.status, done.report["kind"], done.report["new"]) == (0, "stars", 1)
    again = run(*words, "--partial", "--json", **home)
    assert (again.report["new"], again.report["unchanged"]) == (0, 1)


def test_the_template_of_stars_can_be_filled_and_read(run, home, tmp_path):
    out = tmp_path / "模板.xlsx"
    assert run("template", "stars", out, "--json", **home).status == 0
    headings = [text for text in read_table(out).sheets[0].rows[0].cells if text]
    assert headings == [
        *("姓名", "身份证号", "工号", "网格编码", "星级", "生效日期", "有效期至", "文号")
    ]
