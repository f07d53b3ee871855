"""import, template and coverage as scripts call them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from hrgrid.core.errors import UserError
from hrgrid.paper.intake import read_table

WORKBOOKS = Path(__file__).parents[1] / "exchange" / "workbooks"
PROBLEM = {"sheet", "row", "column", "value", "code", "message", "suggestion"}


@pytest.fixture
def home(tmp_path):
    """The folder of the person who runs the commands."""
    return {"HRGRID_HOME": str(tmp_path / "home")}


@pytest.fixture
def office(run, tmp_path, home):
    """An office whose grids are those of areas_example.csv."""
    path = tmp_path / "a.hrg"
    assert run("init", path, **home).status == 0
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
