"""Every paper of a class, a person and a year: who stands on it, from what its figures follow."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.pace import Pace
from hrgrid.training.papers import PAPERS, PaperOptions, Subject, papers_of, write_paper
from hrgrid.training.queries.sheets import sheet
from hrgrid.training.rules.words import ClassState
from tests.offices import Clock
from tests.paper.measuring import place_of, signs, texts_of
from tests.training import papered_class
from tests.training.papered_class import DOCUMENT

TAKEN = 16


@pytest.fixture
def clock() -> Clock:
    """A week on: the class of the template has ended by then."""
    found = Clock()
    found.move(dt.timedelta(days=7))
    return found


@pytest.fixture
def template(template, furnished) -> str:
    """A class to its certificates, made once."""

    def build(desk: Desk) -> None:
        clock = Clock()
        desk.database.clock = clock
        desk.database.pace = Pace(clock, None)
        people = papered_class.settled(desk)
        class_id = papered_class.announced(desk, people[:TAKEN])
        papered_class.held(desk, clock, class_id)
        papered_class.confirmed(desk, class_id)

    return furnished("class papers", build)


def write(desk: Desk, code: str, own: int, folder: Path, form: Form = Form.PDF, **given) -> Path:
    path = folder / f"{code}.{form.value}"
    write_paper(desk, code, own, path, form, options=PaperOptions(**given))
    return path


def text_of(path: Path) -> str:
    return "".join(texts_of(path)).replace("\n", "")


def rows_of(path: Path) -> list[tuple]:
    """The rows below the headings of the first sheet that have somebody's number."""
    first = openpyxl.load_workbook(path).worksheets[0]
    return [row for row in first.iter_rows(min_row=4, values_only=True) if row[0].__class__ is int]


def test_every_paper_goes_on_record(desk, tmp_path):
    year = desk.read(lambda work: work.today.year)
    subjects = {
        Subject.TRAINING_CLASS: 1,
        Subject.PERSON: papered_class.people(desk)[0],
        Subject.YEAR: year,
    }
    written = []
    for subject, own in subjects.items():
        for paper in papers_of(subject):
            assert paper.ready(ClassState.ARCHIVED)
            for form in paper.forms:
                path = write(desk, paper.code, own, tmp_path, form)
                written.append((paper.code, form.value))
                assert path.stat().st_size > 2_000
    told = desk.read(
        lambda work: entries(work.session, JournalFilter(action="write_training_paper"))
    )
    after = [json.loads(row.after) for row in told]
    assert sorted((row["paper"], row["form"]) for row in after) == sorted(written)
    assert len({paper.code for paper in PAPERS}) == len(PAPERS)


def test_hours_follow_from_the_printed_attendance(desk, tmp_path):
    """A second reader: four sessions of four hours, late by 45 minutes takes one."""
    attended = rows_of(write(desk, "class_attendance", 1, tmp_path, Form.XLSX))
    credited = rows_of(write(desk, "class_hours", 1, tmp_path, Form.XLSX))
    assert len(attended) == len(credited) == TAKEN
    worth = {"到": 4, "迟到": 3, "请假": 0}
    for sheet_row, hours_row in zip(attended, credited, strict=True):
        assert sheet_row[:3] == hours_row[:3]
        said = sheet_row[3:7]
        there = sum(worth[one] for one in said)
        assert (sheet_row[7], sheet_row[8]) == (there, 16)
        assert (hours_row[3], hours_row[4]) == (16, there)
        mark = hours_row[5]
        passed = there * 100 >= 16 * 80 and mark != "缺考" and mark >= 60
        assert hours_row[6] == (there if passed else 0)
        assert hours_row[7] == ("合格" if passed else "不合格")
    assert [row[5] for row in credited].count("缺考") == 1
    listed = rows_of(write(desk, "class_graduates", 1, tmp_path, Form.XLSX))
    assert [row[1] for row in listed] == [row[1] for row in credited if row[7] == "合格"]


def test_a_leave_says_leave_and_never_why(desk, tmp_path):
    said = text_of(write(desk, "class_attendance", 1, tmp_path))
    assert "请假 4 人次" in said
    assert "迟到 1 人次" in said
    assert not re.search("病假|事假|产假", said)


def test_the_notice_is_an_official_paper_with_its_two_annexes(desk, tmp_path):
    path = write(
        desk, "class_notice", 1, tmp_path, addressee="各街道政法委员", report_to="一楼大厅"
    )
    pages = texts_of(path)
    said = "".join(pages).replace("\n", "")
    for part in (
        "关于举办2026年网格员轮训第一期的通知",
        "各街道政法委员：",
        "共4节、16学时",
        "到一楼大厅报到",
        "出勤达到应到学时的80%，结业测试达到60分的，认定学时",
        "附件：1.课程安排表2.参训人员名单",
        "（16名）",
        "08:30—11:30",
    ):
        assert part in said, part
    assert re.search("留痕校验 [0-9a-f]{16}", pages[-1])
    found = signs(path)
    title = place_of(found, "关于举办")
    assert title.size == pytest.approx(22, abs=0.05)
    assert min(one.ink[0] for one in found) >= 27.9
    assert max(one.ink[2] for one in found) <= 210 - 25.9


def test_a_sign_in_sheet_is_a_page_a_session_or_the_one_asked_for(desk, tmp_path):
    sessions = desk.read(lambda work: sheet(work, 1)).sessions
    pages = texts_of(write(desk, "class_sign_in", 1, tmp_path))
    assert len(pages) == len(sessions) == 4
    assert all(one.topic in page for one, page in zip(sessions, pages, strict=True))
    (only,) = texts_of(write(desk, "class_sign_in", 1, tmp_path, session_id=sessions[2].id))
    assert sessions[2].topic in only
    with pytest.raises(UserError, match="没有所选的课次"):
        write(desk, "class_sign_in", 1, tmp_path, session_id=99)


def test_certificates_of_completion_have_number_name_and_their_own_closing(desk, tmp_path):
    pages = texts_of(write(desk, "class_certificates", 1, tmp_path))
    assert len(pages) == TAKEN - 2
    numbers = []
    for page in pages:
        plain = page.replace("\n", "").replace("\u3000", "")
        assert "结业证书" in plain
        assert "准予结业。" in plain
        assert "特发此证。" in plain
        numbers.append(re.search("编号：示政法培训〔([0-9]{4})〕JY([0-9]{4})", plain)[2])
    assert numbers == [f"{at:04d}" for at in range(1, TAKEN - 1)]
    assert DOCUMENT.startswith("示政法")


def test_the_rotation_table_adds_up_and_its_bars_are_shares(desk, tmp_path):
    year = desk.read(lambda work: work.today.year)
    book = openpyxl.load_workbook(write(desk, "rotation", year, tmp_path, Form.XLSX))
    streets, roles = book.worksheets
    rows = [row for row in streets.iter_rows(min_row=4, values_only=True) if row[2] is not None]
    *listed, whole = rows
    assert {row[1] for row in listed} == set(papered_class.STREETS)
    assert whole[1] == "合计"
    for at in range(2, 6):
        assert whole[at] == sum(row[at] for row in listed)
    for row in rows:
        assert row[2] == row[3] + row[4] + row[5]
        assert row[6] == pytest.approx(row[3] / row[2], abs=0.00005)
    assert (whole[2], whole[3]) == (22, TAKEN - 2)
    assert roles["B4"].value == "网格员"
    assert len(streets.conditional_formatting) == 1


def test_the_record_of_a_person_tells_what_counted(desk, tmp_path):
    first = papered_class.people(desk)[0]
    said = text_of(write(desk, "training_record", first, tmp_path))
    assert "2026年网格员轮训第一期" in said
    assert "个人年度学时" in said
    nobody = papered_class.people(desk)[-1]
    with pytest.raises(UserError, match="没有培训和比武记录"):
        write(desk, "training_record", nobody, tmp_path)


def test_what_is_not_there_is_a_sentence(desk, tmp_path):
    with pytest.raises(UserError):
        write(desk, "class_hours", 99, tmp_path)
    with pytest.raises(UserError, match="开班通知没有 Excel 格式"):
        write(desk, "class_notice", 1, tmp_path, Form.XLSX)
    with pytest.raises(UserError, match="1999 年没有"):
        write(desk, "rotation", 1999, tmp_path)
