"""import, template and coverage as scripts call them."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.paper.intake import read_table
from hrgrid.storage.database import Database
from tests.exchange.samples import book as write_book
from tests.hiring import offered

WORKBOOKS = Path(__file__).parents[1] / "exchange" / "workbooks"
PROBLEM = {"sheet", "row", "column", "value", "code", "message", "suggestion"}


@pytest.fixture
def home(tmp_path):
    """The folder of the person who runs the commands."""
    return {"HRGRID_HOME": str(tmp_path / "home")}


@pytest.fixture
def office(run, settled, tmp_path, home):
    """An office whose grids are those of areas_example.csv."""
    path = settled(tmp_path / "a.hrg", home["HRGRID_HOME"])
    done = run("--data", path, "import", "areas", WORKBOOKS / "areas_example.csv", "--json", **home)
    assert (done.status, done.report["new"], done.report["applied"]) == (0, 60, True), done
    return path


def test_a_roster_is_checked_imported_and_counted(office, run, start, home):
    roster = WORKBOOKS / "ok_baseline_10rows.xlsx"
    before = office.read_bytes()
    dry = run("--data", office, "import", "workers", roster, "--dry-run", "--json", **home)
    assert office.read_bytes() == before
    assert (dry.status, dry.report["new"], dry.report["applied"]) == (0, 10, False)
    done = start("--data", office, "import", "workers", roster, "--json", **home)
    assert done.report == dry.report | {"applied": True}
    assert list(done.report) == [
        "kind",
        "file",
        "sheets",
        "rows",
        "new",
        "changed",
        "unchanged",
        "errors",
        "warnings",
        "applied",
    ]
    counted = run("--data", office, "coverage", "--json", **home)
    top = counted.report["areas"][0]
    assert list(top) == [
        "path",
        "level",
        "general_grids",
        "filled",
        "covered",
        "vacant",
        "rate_bp",
    ]
    assert (top["general_grids"], top["filled"], top["vacant"], top["rate_bp"]) == (
        60,
        10,
        50,
        1667,
    )
    before_all = run("--data", office, "coverage", "--on", "1949-01-01", "--json", **home)
    assert before_all.report == {"on": "1949-01-01", "areas": []}
    nowhere = run("--data", office, "coverage", "--area", "别处", "--json", **home)
    assert (nowhere.status, list(nowhere.report)) == (1, ["refused"])


def test_one_bad_row_refuses_all_unless_partial_and_the_bad_rows_come_back(
    office, run, home, tmp_path
):
    roster = WORKBOOKS / "id_bad_and_dirty.xlsx"
    words = ["--data", office, "import", "workers", roster]
    refused = run(*words, "--errors", tmp_path / "bad.xlsx", "--json", **home)
    assert (refused.status, refused.report["applied"]) == (1, False)
    assert all(set(problem) == PROBLEM for problem in refused.report["errors"])
    rows = {problem["row"] for problem in refused.report["errors"]}
    handed_back = read_table(tmp_path / "bad.xlsx").sheets[0].rows
    assert len(handed_back) == 1 + len(rows)
    assert "问题" in handed_back[0].cells
    partial = run(*words, "--partial", "--json", **home)
    assert (partial.status, partial.report["applied"]) == (0, True)
    assert partial.report["new"] == partial.report["rows"] - len(rows)


def test_a_template_is_read_back_by_the_import_without_a_word(run, home, tmp_path):
    done = run("template", "workers", tmp_path / "t.xlsx", "--json", **home)
    assert done.report == {"path": str(tmp_path / "t.xlsx")}
    headings = read_table(tmp_path / "t.xlsx").sheets[0].rows[0].cells
    assert {"姓名", "身份证号", "网格编码", "岗位", "专兼职", "入职日期"} <= set(headings)
    with pytest.raises(UserError):
        read_table(tmp_path / "no.xlsx")


def test_photos_are_imported_from_a_zip_and_asked_back_by_name(office, run, home, tmp_path):
    roster = WORKBOOKS / "ok_baseline_10rows.xlsx"
    run("--data", office, "import", "workers", roster, "--json", **home)
    headings, first, *_ = read_table(roster).sheets[0].rows
    name = first.cells[headings.cells.index("姓名")]
    made = io.BytesIO()
    Image.new("RGB", (300, 420), "navy").save(made, "JPEG")
    photos = tmp_path / "照片.zip"
    with zipfile.ZipFile(photos, "w") as archive:
        archive.writestr(f"{name}.jpg", made.getvalue())
        archive.writestr("路人.jpg", made.getvalue())
    words = ["--data", office, "import", "photos", photos, "--json"]
    refused = run(*words, **home)
    assert (refused.status, refused.report["applied"]) == (1, False)
    assert [(p["value"], p["code"]) for p in refused.report["errors"]] == [
        ("路人.jpg", "unknown_person")
    ]
    done = run(*words, "--partial", **home)
    assert (done.status, done.report["new"], done.report["applied"]) == (0, 1, True)
    assert run("--data", office, "check", "--json", **home).report == {"ok": True, "findings": []}


# --- candidates -----------------------------------------------------------------------------------


@pytest.fixture
def hiring_office(settled, tmp_path, home, monkeypatch):
    """An office whose batch takes applications for four grids in two positions."""
    path = settled(tmp_path / "招录.hrg", home["HRGRID_HOME"])
    # The key of this machine lies in the person's folder.
    monkeypatch.setenv("HRGRID_HOME", home["HRGRID_HOME"])
    with closing(sign_in(Database.open(path), "经办人")) as desk:
        desk.write(offered.town)
    return path


def test_candidates_are_checked_imported_and_the_bad_rows_come_back(
    hiring_office, run, start, home, tmp_path
):
    rows = [
        ["赵一", offered.id_of(0), "19000000001", "东区专职网格员", "大专"],
        ["钱二", offered.id_of(1), "19000000002", "东区网格管理员", "本科"],
        ["孙三", offered.id_of(0), "19000000003", "02", "中专"],
    ]
    headings = ["姓名", "公民身份号码", "联系电话", "应聘岗位", "文化程度"]
    book = write_book(tmp_path / "报名表.xlsx", [headings, *rows])
    words = ["--data", hiring_office, "import", "candidates", book]
    before = hiring_office.read_bytes()
    dry = run(*words, "--dry-run", "--partial", "--json", **home)
    assert hiring_office.read_bytes() == before
    assert (dry.status, dry.report["new"], dry.report["applied"]) == (0, 1, False)
    refused = start(*words, "--errors", tmp_path / "退回.xlsx", "--json", **home)
    assert (refused.status, refused.report["applied"]) == (1, False)
    told = [
        (one["row"], one["column"], one["code"], one["suggestion"])
        for one in refused.report["errors"]
    ]
    assert told == [
        (3, "应聘岗位", "unknown_position", "东区专职网格员"),
        (4, "公民身份号码", "applied_twice", None),
    ]
    # Neither the report nor the screen tells a whole number.
    assert not any(offered.id_of(at) in refused.out for at in range(2))
    assert len(read_table(tmp_path / "退回.xlsx").sheets[0].rows) == 3
    done = run(*words, "--partial", "--json", **home)
    assert (done.status, done.report["kind"], done.report["new"]) == (0, "candidates", 1)
    again = run(*words, "--partial", "--json", **home)
    assert (again.report["new"], again.report["unchanged"]) == (0, 1)


def test_without_a_batch_that_takes_applications_the_import_says_so(office, run, home, tmp_path):
    book = write_book(tmp_path / "报名表.xlsx", [["姓名", "身份证号"], ["赵一", offered.id_of(0)]])
    done = run("--data", office, "import", "candidates", book, "--json", **home)
    assert done.status == 1
    assert "现在没有正在报名的招录批次" in done.report["refused"]


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("candidates", {"批次", "姓名", "身份证号", "岗位代码", "报考岗位", "学历", "社工证"}),
        ("marks", {"批次", "准考证号", "姓名", "成绩", "缺考"}),
    ],
)
def test_the_templates_of_hiring_have_the_columns_that_the_import_reads(
    run, home, tmp_path, kind, headings
):
    path = tmp_path / "模板.xlsx"
    assert run("template", kind, path, "--json", **home).report == {"path": str(path)}
    assert headings <= set(read_table(path).sheets[0].rows[0].cells)
