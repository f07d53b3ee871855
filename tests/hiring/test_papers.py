"""Every paper of a batch: who stands on it, what may not, and what stands in its way."""

from __future__ import annotations

import datetime as dt
import io
import json
import re

import openpyxl
import pytest
from PIL import Image
from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.identity import check_digit
from hrgrid.core.rights import Actor, Grant, Right
from hrgrid.hiring.model import Candidate
from hrgrid.hiring.papers import (
    PAPERS,
    AnnouncementWords,
    PaperOptions,
    paper_by_code,
    write_paper,
)
from hrgrid.hiring.rules.words import BatchState, CandidateState
from hrgrid.panels.queries import panel_view, panels_like
from hrgrid.paper.forms import Form
from hrgrid.storage.attachments import attach
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.pace import Pace
from tests.hiring import papered
from tests.hiring.build import id_number
from tests.hiring.course import Course, name_of
from tests.offices import Clock
from tests.paper.measuring import texts_of

LATER = dt.timedelta(days=60)
# Extension I: no face at hand.
BEYOND = "张\U0002ebf0"


@pytest.fixture
def clock() -> Clock:
    """Two months on: the batch of the template has been closed by then."""
    found = Clock()
    found.move(LATER)
    return found


@pytest.fixture
def template(template, furnished) -> str:
    """A batch from the applications to the hire, made once."""

    def build(desk: Desk) -> None:
        clock = Clock()
        desk.database.clock = clock
        desk.database.pace = Pace(clock, None)
        course = papered.offered(desk, clock)
        for step in (papered.sat, papered.met, papered.shown, papered.closed):
            step(course)

    return furnished("hiring papers", build)


@pytest.fixture
def course(desk, clock) -> Course:
    """The closed batch."""
    return Course(desk, clock, 1)


def write(course: Course, code: str, folder, form: Form = Form.PDF, **options: object):
    """One paper in a folder; its path."""
    path = folder / f"{code}.{form.value}"
    given = PaperOptions(**options)
    write_paper(course.desk, code, course.batch_id, path, form, options=given)
    return path


def text_of(path) -> str:
    """The text of all pages without line ends."""
    return "".join(texts_of(path)).replace("\n", "")


def cells_of(path):
    """The rows below the headings of each sheet."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        for sheet in book
    }


def told(course: Course, action: str):
    return course.desk.read(lambda work: entries(work.session, JournalFilter(action=action)))


# --- all of them --------------------------------------------------------------------------------


def test_every_paper_goes_on_record_and_tells_no_number(course, tmp_path):
    """Promise 14: masked inside the office, none at all on what is hung out."""
    applied = range(papered.EAST + papered.WEST)
    secrets = {id_number(at, dt.date(1990, 5, 1)) for at in applied}
    secrets |= {f"139{at:08d}" for at in applied}
    people = course.people().values()
    masked = {one.id_masked for one in people} | {one.phone_masked for one in people}
    assert all(masked)
    written = []
    for paper in PAPERS:
        for form in paper.forms:
            path = write(course, paper.code, tmp_path, form)
            written.append((paper.code, form.value))
            text = text_of(path) if form is Form.PDF else _checked_cells(path)
            assert len(text) > 20, paper.label
            assert not [one for one in secrets if one in text], paper.label
            if paper.public:
                assert not [one for one in masked if one in text], paper.label
                assert not re.search(r"(?<!\d)\d{17}[\dX](?!\d)", text), paper.label
    after = [json.loads(row.after) for row in told(course, "write_hiring_paper")]
    assert sorted((row["paper"], row["form"]) for row in after) == sorted(written)
    assert told(course, "write_full_hiring_paper") == []


def _checked_cells(path) -> str:
    """All texts of a workbook: no formula, and codes are texts to Excel as well."""
    texts = []
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if isinstance(cell.value, str) and cell.row > 3 and cell.value.isdecimal():
                    assert cell.number_format == "@", cell.coordinate
                texts.append(str(cell.value or ""))
    return "\n".join(texts)


def test_a_paper_that_is_not_there_or_not_in_that_form_is_a_sentence(course, tmp_path):
    with pytest.raises(UserError, match=r"没有文书“hello”.*posts（岗位表）"):
        paper_by_code("hello")
    with pytest.raises(UserError, match="准考证没有 Excel 格式，请选 PDF"):
        write(course, "slips", tmp_path, Form.XLSX)
    with pytest.raises(UserError, match="没有第 99 号招录批次"):
        write_paper(course.desk, "posts", 99, tmp_path / "a.pdf", Form.PDF)


def test_a_folder_that_cannot_be_written_is_a_sentence_and_nothing_is_on_record(course, tmp_path):
    (tmp_path / "a").write_text("no folder", encoding="utf-8")
    for code in ("scores", "slips", "decision"):
        with pytest.raises(UserError, match="写不进"):
            write(course, code, tmp_path / "a")
    assert told(course, "write_hiring_paper") == []


def test_a_name_that_no_font_draws_stops_every_paper_and_is_named(course, tmp_path):
    first = next(iter(course.people(CandidateState.HIRED).values()))

    def spoil(work) -> None:
        work.session.get_one(Candidate, first.id).name = BEYOND

    course.desk.write(spoil)
    for code in ("exam_list", "slips", "seating", "doors", "scores", "public_list", "hired"):
        with pytest.raises(UserError, match="\U0002ebf0”（U\\+2EBF0）"):
            write(course, code, tmp_path)
        assert not (tmp_path / f"{code}.pdf").exists()
    for code in ("decision", "letters", "registrations"):
        with pytest.raises(UserError, match=r"U\+2EBF0"):
            write(course, code, tmp_path)
    assert told(course, "write_hiring_paper") == []


def test_who_may_not_print_or_run_hiring_gets_no_list_of_people(course, tmp_path):
    printer = grants(course, Right.PRINT_PAPERS)
    write_paper(printer, "posts", course.batch_id, tmp_path / "a.pdf", Form.PDF)
    with pytest.raises(Refused, match="办理招录"):
        write_paper(printer, "scores", course.batch_id, tmp_path / "b.pdf", Form.PDF)
    runner = grants(course, Right.RUN_HIRING)
    with pytest.raises(Refused, match="打印证书与文书"):
        write_paper(runner, "posts", course.batch_id, tmp_path / "c.pdf", Form.PDF)
    elsewhere = grants(course, Right.RUN_HIRING, Right.PRINT_PAPERS, path="ELSEWHERE/")
    with pytest.raises(Refused, match="在这个区域没有"):
        write_paper(elsewhere, "posts", course.batch_id, tmp_path / "d.pdf", Form.PDF)


def grants(course: Course, *rights: Right, path: str = "") -> Desk:
    """The same desk for somebody with these rights alone."""
    own = course.desk
    rows = frozenset(Grant(right, path) for right in rights)
    actor = Actor(own.actor.operator_id, "某人", "某职", "某单位", rows)
    return Desk(own.database, actor, own.keyring)


def test_who_was_erased_stands_on_no_paper_and_is_still_counted(course, tmp_path):
    gone = course.named(name_of(papered.EAST - 2))

    def erase(work) -> None:
        one = work.session.get_one(Candidate, gone.id)
        one.id_number = one.id_mac = one.phone = one.birth_date = None
        one.name = one.match_key = one.stroke_key = one.id_masked = one.phone_masked = ""
        one.purged_on = work.today

    course.desk.write(erase)
    rows = cells_of(write(course, "scores", tmp_path, Form.XLSX))["总成绩"]
    assert gone.name not in {row[3] for row in rows}
    counted = cells_of(write(course, "statistics", tmp_path, Form.XLSX))
    (sheet,) = counted.values()
    assert sheet[0][1:8] == ["东街道", 3, 14, 14, 13, 7, 3]


# --- before and around the exam -------------------------------------------------------------------


def test_the_announcement_says_what_the_scheme_holds_and_what_the_office_words(course, tmp_path):
    words = AnnouncementWords(contact=("联系电话：见公示栏",), discipline="")
    said = text_of(write(course, "announcement", tmp_path, words=words))
    for part in (
        "2026年专职网格员招录公告",
        "决定面向社会公开招录专职网格员5名",
        "年满18周岁",
        "高中及以上学历",
        "受过刑事处罚",
        "达到3:1的组织笔试",
        "以招录人数2:1的比例",
        "笔试成绩（含加分）×40%＋面试成绩×60%",
        "公示5个工作日",
        "合同期3年，试用期1个月",
        "联系电话：见公示栏",
    ):
        assert part in said, part
    # A condition that is off is not asked; what the office took out is gone.
    assert "本地户籍" not in said
    assert "弄虚作假" not in said


def test_the_exam_list_has_a_page_a_room_and_a_sheet_by_number(course, tmp_path):
    path = write(course, "exam_list", tmp_path)
    first, second = texts_of(path)
    assert "第 1 考场　共 12 人" in first
    assert "第 2 考场　共 11 人" in second
    assert name_of(0) in first
    sheets = cells_of(write(course, "exam_list", tmp_path, Form.XLSX))
    assert list(sheets) == ["按考场座位", "按准考证号"]
    numbers = [row[3] for row in sheets["按准考证号"] if row[3]]
    assert numbers == sorted(numbers)
    assert len(numbers) == 23


def test_slips_stand_four_to_a_page_and_carry_the_photo(course, tmp_path):
    one = course.named(name_of(0))
    photo = io.BytesIO()
    Image.new("RGB", (90, 120), "#336699").save(photo, "JPEG")
    plain = write(course, "slips", tmp_path, candidate_ids=(one.id,)).stat().st_size

    def keep(work) -> None:
        kept = attach(work, "照片.jpg", photo.getvalue(), "image/jpeg")
        work.session.get_one(Candidate, one.id).photo_sha256 = kept.sha256

    course.desk.write(keep)
    path = write(course, "slips", tmp_path)
    pages = texts_of(path)
    assert len(pages) == 6
    assert [page.count("笔试准考证") for page in pages] == [4, 4, 4, 4, 4, 3]
    alone = write(course, "slips", tmp_path, candidate_ids=(one.id,))
    assert alone.stat().st_size > plain
    for fact in (one.name, one.admission_no, one.id_masked, "党校一楼", "考生须知"):
        assert fact in text_of(alone)


def test_seating_and_door_sheets_hold_the_people_of_their_room(course, tmp_path):
    plans = texts_of(write(course, "seating", tmp_path, columns=4))
    doors = texts_of(write(course, "doors", tmp_path))
    people = [one for one in course.people().values() if one.exam_room == 2]
    for page in (plans[1], doors[1]):
        assert {one.name for one in people} == {
            one.name for one in course.people().values() if one.name in page
        }
    only = texts_of(write(course, "doors", tmp_path, room=2))
    assert only == [doors[1]]
    with pytest.raises(UserError, match="没有第 7 考场。这个批次有第 1 到 2 考场"):
        write(course, "doors", tmp_path, room=7)
    with pytest.raises(UserError, match="每排 0 张课桌画不下"):
        write(course, "seating", tmp_path, columns=0)


def test_who_fell_out_keeps_no_seat(course, tmp_path):
    one = course.named(name_of(papered.EAST - 2))
    assert one.state is CandidateState.EXAMINED

    def drop(work) -> None:
        found = work.session.get_one(Candidate, one.id)
        found.state_reason = "冒名"
        found.state = CandidateState.DISQUALIFIED

    course.desk.write(drop)
    assert one.name not in text_of(write(course, "slips", tmp_path))
    assert one.name not in text_of(write(course, "exam_list", tmp_path))


def test_who_stayed_away_stands_on_the_absence_list_by_name(course, tmp_path):
    said = text_of(write(course, "absences", tmp_path))
    away = {name_of(papered.EAST - 1), name_of(papered.EAST + papered.WEST - 1)}
    names = {one.name for one in course.people().values()}
    assert {name for name in names if name in said} == away


def test_full_numbers_need_the_right_and_a_reason_and_are_on_record(course, tmp_path):
    one = course.named(name_of(0))
    with pytest.raises(UserError, match="须写明事由"):
        write(course, "registrations", tmp_path, full=True)
    some = {"candidate_ids": (one.id,), "full": True, "reason": "存入录用人员档案"}
    path = write(course, "registrations", tmp_path, **some)
    number = id_number(0, dt.date(1990, 5, 1))
    assert check_digit(number[:17]) == number[17]
    assert number in text_of(path)
    assert "13900000000" in text_of(path)
    (entry,) = told(course, "write_full_hiring_paper")
    assert (entry.reason, json.loads(entry.after)["count"]) == ("存入录用人员档案", 1)
    barred = grants(course, Right.RUN_HIRING, Right.PRINT_PAPERS)
    with pytest.raises(Refused, match="查看完整证件号和手机号"):
        write_paper(
            barred,
            "registrations",
            course.batch_id,
            tmp_path / "x.pdf",
            Form.PDF,
            options=PaperOptions(**some),
        )
    assert not (tmp_path / "x.pdf").exists()


def test_the_form_shows_the_value_seen_of_every_condition(course, tmp_path):
    one = course.named(name_of(0))
    said = text_of(write(course, "registrations", tmp_path, candidate_ids=(one.id,)))
    for part in ("36 周岁", "未发现", "无“受过刑事处罚”情形", "加分：本科及以上", "加 2 分"):
        assert part in said, part
    # What no condition and no extra point asks for is not printed.
    assert "政治面貌" not in said
    assert "退役军人" not in said


# --- interviews and results -----------------------------------------------------------------------


def test_the_interview_list_tells_the_line_and_who_shares_it(course, tmp_path):
    rows = cells_of(write(course, "interview_list", tmp_path, Form.XLSX))
    listed = [row for row in rows["面试名单"] if row[4]]
    assert len(listed) == 11
    assert {row[4]: row[10] for row in listed if row[10]} == {
        name_of(5): "末位并列",
        name_of(6): "末位并列",
    }
    said = text_of(write(course, "interview_list", tmp_path))
    assert "01 东街道专职网格员　招录 3 人　入围 7 人　入围最低分 87.00" in said
    every = {row[4]: row[10] for row in rows["全部人员"] if row[4]}
    assert every[name_of(7)] == "未入围"
    assert every[name_of(papered.EAST - 1)] == "无成绩"


def test_examiners_see_numbers_and_no_names_and_nobody_marks_whom_he_avoids(course, tmp_path):
    names = {one.name for one in course.people().values()}
    sheets = texts_of(write(course, "examiner_sheets", tmp_path))
    slips = texts_of(write(course, "examiner_slips", tmp_path))
    assert not [name for name in names if name in "".join([*sheets, *slips])]
    assert len(sheets) == 10
    # Eleven people before five examiners each, but for two who keep out of one.
    assert "".join(slips).count("考官签名") == 11 * 5 - 2
    assert [page.count("回避") for page in sheets] == [0, 1, 0, 0, 0, 0, 1, 0, 0, 0]


def test_a_panel_knows_numbers_and_the_papers_of_the_office_names(course, tmp_path):
    people = course.people()

    def told(work):
        panels = panels_like(work, f"hiring:{course.batch_id}:")
        views = [panel_view(work, panel.id) for panel in panels]
        return {one.key: one.name for view in views for one in view.entrants}

    panels = course.desk.read(told)
    assert panels == {f"candidate:{people[number].id}": number for number in panels.values()}
    names = {people[number].name for number in panels.values()}
    assert len(names) == 11
    drawn = cells_of(write(course, "interview_draw", tmp_path, Form.XLSX))["面试抽签"]
    marked = cells_of(write(course, "interview_marks", tmp_path, Form.XLSX))["面试成绩"]
    assert {row[1] for row in drawn} & names == names
    assert {row[2] for row in marked} & names == names


def test_dropped_marks_are_struck_and_recusals_are_no_marks(course, tmp_path):
    book = openpyxl.load_workbook(write(course, "interview_marks", tmp_path, Form.XLSX))
    (sheet,) = book
    rows = [row for row in sheet.iter_rows(min_row=4) if row[2].value and len(row[0].value) == 2]
    assert len(rows) == 11
    for row in rows:
        marks = row[3:8]
        struck = [cell for cell in marks if cell.font.strike]
        recused = [cell for cell in marks if cell.value == "—"]
        assert (len(struck), len(recused)) in {(2, 0), (0, 1)}
        numbers = [float(cell.value) for cell in marks if cell not in recused]
        kept = [float(cell.value) for cell in marks if cell not in struck + recused]
        assert abs(sum(kept) / len(kept) - float(row[8].value)) < 0.0051
        if struck:
            assert {float(cell.value) for cell in struck} == {min(numbers), max(numbers)}


def test_a_missing_mark_is_said_in_words_and_never_zero(course, tmp_path):
    rows = cells_of(write(course, "scores", tmp_path, Form.XLSX))["总成绩"]
    by_name = {row[3]: row for row in rows if row[3]}
    away = by_name[name_of(papered.EAST - 1)]
    assert (away[6], away[8], away[9], away[10]) == ("缺考", None, None, "无笔试成绩")
    assert all(value != 0 for row in by_name.values() for value in row[6:10])
    first = by_name[name_of(0)]
    assert [float(value) for value in first[6:10]] == [90, 2, 87, 89]
    assert first[10] == "进入体检政审"


def test_equal_totals_come_with_the_sentence_that_parts_them(course, tmp_path):
    from hrgrid.hiring.model import HiringLine, HiringRun
    from hrgrid.hiring.papers.facts import applicants, read_batch
    from hrgrid.hiring.papers.scores import _Told
    from hrgrid.hiring.rules.words import RunStage

    def read(work) -> str:
        batch = read_batch(work, course.batch_id, people=True)
        people = {one.id: one for one in applicants(work, batch)}
        line = work.session.scalars(
            select(HiringLine)
            .join(HiringRun, HiringRun.id == HiringLine.run_id)
            .where(HiringRun.stage == RunStage.TOTAL, HiringLine.rank == 1)
        ).first()
        other = next(one for one in people.values() if one.id != line.candidate_id)
        work.session.expunge(line)
        line.explain = f'{{"compared": [["{other.number}", "笔试成绩高者优先", "90", "88"]]}}'
        return _Told(batch, people, {}, {}).values(line, ranked=True)[-1], other.name

    said, name = course.desk.read(read)
    assert said == f"与{name}总成绩相同，笔试成绩高者优先：90 比 88"


def test_the_public_list_has_five_columns_and_the_hired_by_their_grids(course, tmp_path):
    book = openpyxl.load_workbook(write(course, "public_list", tmp_path, Form.XLSX))
    (sheet,) = book
    assert [cell.value for cell in sheet[3]] == ["序号", "姓名", "性别", "岗位", "拟录用单位"]
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    hired = course.people(CandidateState.HIRED)
    assert {row[1] for row in rows} == {one.name for one in hired.values()}
    assert {row[4] for row in rows} == {
        *(f"东街道东社区第{at}网格" for at in (1, 2, 3)),
        *(f"西街道西社区第{at}网格" for at in (1, 2)),
    }


def test_the_decision_names_number_first_person_and_who_approved(course, tmp_path):
    pages = texts_of(write(course, "decision", tmp_path))
    said = "".join(pages).replace("\n", "")
    assert "示政法〔2026〕8号" in said
    assert re.search(r"录用\S{3}等5人为专职网格员", said)
    assert "单人审批" in said
    assert "（一）东街道（3名）" in said
    assert re.search("留痕校验 [0-9a-f]{16}", said)
    with pytest.raises(UserError, match="没有文号“某〔2026〕1号”的录用决定。已有的是：示政法"):
        write(course, "decision", tmp_path, number="某〔2026〕1号")


def test_letters_go_to_everybody_hired_and_substitutes(course, tmp_path):
    pages = texts_of(write(course, "letters", tmp_path))
    hired = {one.name for one in course.people(CandidateState.HIRED).values()}
    assert {re.search(r"(\S+)同志：", page)[1] for page in pages} == hired
    assert not any("— 1 —" in page for page in pages)
    (fallen,) = course.people(CandidateState.DECLINED).values()
    (letter,) = texts_of(write(course, "substitutes", tmp_path))
    # Who gave up is nobody else's business.
    assert fallen.name not in letter
    assert "递补进入体检" in letter.replace("\n", "")
    with pytest.raises(UserError, match="所选的人不在这份录用决定里"):
        write(course, "letters", tmp_path, candidate_ids=(fallen.id,))


def test_statistics_count_from_the_plan_to_the_hired_by_street(course, tmp_path):
    (sheet,) = cells_of(write(course, "statistics", tmp_path, Form.XLSX)).values()
    rows = [row[1:] for row in sheet if row[1]]
    assert rows == [
        ["东街道", 3, 14, 14, 13, 7, 3, 3, 0, 0, 3, 1, 0],
        ["西街道", 2, 9, 9, 8, 4, 2, 2, 0, 0, 2, 1, 0],
        ["合计", 5, 23, 23, 21, 11, 5, 5, 0, 0, 5, 1, 0],
    ]


def test_papers_tell_from_which_state_they_are_ready():
    posts, scores = paper_by_code("posts"), paper_by_code("scores")
    assert posts.ready(BatchState.DRAFT)
    assert not scores.ready(BatchState.APPLYING)
    assert scores.ready(BatchState.CLOSED)
    assert scores.ready(BatchState.CANCELLED)
    assert len({paper.code for paper in PAPERS}) == len(PAPERS)
    assert all(Form.PDF in paper.forms for paper in PAPERS)
