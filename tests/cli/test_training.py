"""The lists of training and competitions, imported as scripts do it."""

from __future__ import annotations

from contextlib import closing

import pytest

from hrgrid.accounts.service import sign_in
from hrgrid.paper.intake import read_table
from hrgrid.storage.database import Database
from hrgrid.training.queries.of_person import training_of
from hrgrid.training.queries.sheets import sheet
from hrgrid.training.rules.words import CourseKind
from hrgrid.training.service.classes import ClassForm, open_class, open_enrolment, start_class
from hrgrid.training.service.courses import CourseForm, add_course
from hrgrid.training.service.enrolling import accept, enrol
from hrgrid.training.service.sessions import SessionForm, add_sessions
from hrgrid.workforce.queries.known import find_person
from tests.exchange.samples import book as write_book
from tests.overview.build import plant_city
from tests.workforce.build import enlist

NAMES = ("王晓娟", "李安", "赵一平")


@pytest.fixture
def home(tmp_path):
    """The folder of the person who runs the commands."""
    return {"HRGRID_HOME": str(tmp_path / "home")}


@pytest.fixture
def office(settled, tmp_path, home, monkeypatch):
    """An office with three workers; the ids of the people beside its path."""
    path = settled(tmp_path / "培训.hrg", home["HRGRID_HOME"])
    # The key of this machine lies in the person's folder.
    monkeypatch.setenv("HRGRID_HOME", home["HRGRID_HOME"])

    def plant(work):
        grids = plant_city(work, {"甲区": len(NAMES)})["甲区"]
        for at, name in enumerate(NAMES, start=1):
            enlist(work, grids[at - 1], name, at)
        work.session.flush()
        return grids[0].parent_id, [find_person(work, name) for name in NAMES]

    with closing(sign_in(Database.open(path), "经办人")) as desk:
        area_id, people = desk.write(plant)
    return path, area_id, people


def hold(path, area_id, people) -> int:
    """A class of one morning that is running."""

    def begin(work):
        course = add_course(work, CourseForm("LX", "轮训", CourseKind.ROTATION, 180))
        class_id = open_class(
            work, ClassForm(course, "轮训第 1 期", area_id, work.today, work.today, 10)
        )
        add_sessions(work, class_id, [SessionForm(work.today, 510, 690, "党校")])
        enrol(work, class_id, people)
        open_enrolment(work, class_id)
        accept(work, [row.enrolment_id for row in sheet(work, class_id).members])
        start_class(work, class_id)
        return class_id

    with closing(sign_in(Database.open(path), "经办人")) as desk:
        return desk.write(begin)


def test_attendance_is_checked_and_imported_and_the_bad_row_comes_back(office, run, home, tmp_path):
    path, area_id, people = office
    class_id = hold(path, area_id, people)
    rows = [[NAMES[0], "到"], [NAMES[1], "迟到 8:50"], ["查无此人", "到"]]
    book = write_book(tmp_path / "签到表.xlsx", [["姓名", "签到情况"], *rows])
    words = ["--data", path, "import", "attendance", book]
    before = path.read_bytes()
    dry = run(*words, "--dry-run", "--partial", "--json", **home)
    assert path.read_bytes() == before
    assert (dry.status, dry.report["new"], dry.report["applied"]) == (0, 2, False)
    refused = run(*words, "--json", **home)
    assert (refused.status, refused.report["applied"]) == (1, False)
    assert [one["row"] for one in refused.report["errors"]] == [4]
    done = run(*words, "--partial", "--json", **home)
    assert (done.status, done.report["kind"], done.report["new"]) == (0, "attendance", 2)
    with closing(sign_in(Database.open(path), "经办人")) as desk:
        known = desk.read(lambda work: sheet(work, class_id))
    assert sorted(cell.words for cell in known.cells.values()) == ["到", "迟到 08:50"]


def test_training_of_earlier_years_is_imported(office, run, home, tmp_path):
    path, _, people = office
    headings = ["姓名", "培训名称", "结束日期", "学时", "轮训"]
    book = write_book(
        tmp_path / "以前的培训.xlsx", [headings, [NAMES[0], "全区轮训", "2024-05-12", "8", "是"]]
    )
    done = run("--data", path, "import", "training-records", book, "--json", **home)
    assert (done.status, done.report["new"], done.report["applied"]) == (0, 1, True), done
    with closing(sign_in(Database.open(path), "经办人")) as desk:
        found = desk.read(lambda work: training_of(work, people[0]))
    assert "全区轮训" in {row.title for row in found.rows}


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("attendance", {"培训班", "日期", "上课时间", "姓名", "签到情况", "到场时间"}),
        ("training-records", {"姓名", "培训名称", "结束日期", "学时", "轮训"}),
        ("event-marks", {"项目", "参赛号", "姓名", "评委席", "分数", "没有分的原因"}),
    ],
)
def test_the_templates_of_training_have_the_columns_that_the_import_reads(
    run, home, tmp_path, kind, headings
):
    path = tmp_path / "模板.xlsx"
    assert run("template", kind, path, "--json", **home).report == {"path": str(path)}
    assert headings <= set(read_table(path).sheets[0].rows[0].cells)
